"""A clock that leaps and comes back, on both databases: the service goes on, nothing goes twice."""

from __future__ import annotations

import logging
import re
from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from policies.retention.clock import AHEAD
from tests.worker.made import some_settings
from tests.worker.postbox import Postbox, served
from tests.worker.service.conftest import MINUTE, NOON, every, serving, ticked
from worker.logs.marks import OURS
from worker.posting.outbox import deliver_due
from worker.posting.pacing import LEASE, TRIES
from worker.service.jobs import jobs
from worker.service.office import Did
from worker.service.ticks import CatchUp
from worker.store import leases, slots, sweeps, weeks
from worker.store.claims import Outcome, claim, settle
from worker.store.errors import Fenced
from worker.store.jumped import ahead, number_ahead
from worker.store.leases import Turn
from worker.store.outbox import State
from worker.store.resting import last_rest
from worker.store.sweeps import Finished
from worker.store.tables_rounds import round_days
from worker.store.tables_service import leases as lease_rows
from worker.store.tables_service import outbox

DAY = timedelta(days=1)
LEAPS = pytest.mark.parametrize("days", [20, 4000])


class Work:
    """Notes for which slot, and when, it was done."""

    def __init__(self):
        self.slots, self.at = [], []

    def __call__(self, office, shift):
        self.slots.append(shift.claim.scheduled_at)
        self.at.append(office.clock())
        return Did()


@pytest.fixture
def told(caplog):
    caplog.set_level(logging.DEBUG, logger=OURS)
    return lambda: [one.getMessage() for one in caplog.records]


def swept(store, at, scope=None, **more):
    with store.writing() as connection:
        number = sweeps.begin(connection, scope or {}, at)
        outcome = {"counts": {}, "requests": {"meta": {"http": 1, "counted": 1}}, "unread": ()}
        sweeps.finish(connection, number, Finished(started_at=at, finished_at=at, **outcome | more))


def lay(store, kind, period, at, state="waiting", **more):
    row = {
        "kind": kind, "period": period, "recipient": "a@example.org", "message_id": "<1@x>",
        "subject": "x", "content": b"x", "digest": "", "made_at": at, "state": state,
        "attempts": 0, "next_at": at, "until": at + 5 * DAY, "unsure": 0, "token": 0,
    }  # fmt: skip
    with store.writing() as connection:
        connection.execute(insert(outbox).values(**row | more))


def mails(store):
    with store.reading() as connection:
        return {row.period: row for row in connection.execute(select(outbox).order_by(outbox.c.id))}


@LEAPS
def test_after_a_leap_and_back_every_job_goes_on_at_once_and_each_slot_is_done_once(
    store, clock, told, days
):
    poll, report = Work(), Work()
    both = (every(10, poll, "poll"), every(24 * 60, report, "report", CatchUp.EACH))
    for turned in (0, days):
        clock.at = NOON + turned * DAY
        with serving(store, clock, both[0], *(both[1:] if days < 100 else ())) as service:
            ticked(service)
    clock.at = NOON + 10 * MINUTE
    with serving(store, clock, *both, holder="two") as service:
        ticked(service)
        assert poll.slots[-1] == NOON + 10 * MINUTE
        for _ in range(12):
            clock.turn(hours=6)
            ticked(service)
        assert poll.at[-12:] == [NOON + 10 * MINUTE + n * timedelta(hours=6) for n in range(1, 13)]
        with store.reading() as connection:
            assert number_ahead(connection, clock.at) == 0
    if days < 100:
        midnight = NOON - timedelta(hours=12)
        assert report.slots[-3:] == [midnight + n * DAY for n in (1, 2, 3)]
    assert told().count("clock.jumped") == 1


def test_who_held_a_slot_of_a_time_to_come_is_fenced_off_when_that_time_comes(store, clock):
    then = NOON + 20 * DAY
    key = [slots.Made(job="job", scheduled_at=then)]
    with store.writing() as connection:
        slots.make(connection, key, then)
        old = slots.claim(connection, "job", holder="old", at=then, lease=MINUTE)
    with serving(store, clock) as service:
        ticked(service)
    with store.writing() as connection:
        assert not slots.renew(connection, old, then + MINUTE)
        slots.make(connection, key, then)
        new = slots.claim(connection, "job", holder="new", at=then, lease=MINUTE)
        assert new.token > old.token
        assert new.attempts == 1
    with pytest.raises(Fenced), store.writing() as connection:
        slots.finish(connection, old, then)
    with store.writing() as connection:
        slots.finish(connection, new, then)


def test_a_slot_that_was_put_off_or_held_ahead_is_free_within_a_lease(store, clock):
    with store.writing() as connection:
        slots.make(connection, [slots.Made(job="job", scheduled_at=NOON)], NOON)
        slots.claim(connection, "job", holder="dead", at=NOON + 20 * DAY, lease=MINUTE, due=NOON)
    work = Work()
    with serving(store, clock, every(60, work)) as service:
        ticked(service)
        clock.turn(minutes=2)
        ticked(service)
    assert work.slots == [NOON]


def test_an_account_that_was_read_for_a_time_to_come_is_read_again_by_one(store, clock):
    then = NOON + 20 * DAY
    take = {"holder": "old", "period": then, "at": then, "lease": MINUTE}
    with store.writing() as connection:
        leases.want(connection, ["done", "held"], then)
        leases.end(connection, leases.take(connection, "done", **take), {"n": 1})
        held = leases.take(connection, "held", **take)
    with serving(store, clock) as service:
        ticked(service)
    now = take | {"holder": "new", "period": NOON, "at": NOON + 2 * MINUTE}
    with store.writing() as connection:
        assert leases.renew(connection, held, NOON + MINUTE)  # who lives goes on
        assert isinstance(leases.take(connection, "done", **now), Turn)
        mine = leases.take(connection, "held", **now)
        assert isinstance(mine, Turn)
        assert not leases.end(connection, held, {"n": 2})
        assert leases.end(connection, mine, {"n": 3})
        assert connection.execute(select(lease_rows.c.wanted_for)).scalars().all() == [None, None]


def test_mails_that_would_wait_for_a_time_to_come_are_due_now_and_none_goes_twice(store, clock):
    then = NOON + 20 * DAY
    lay(store, "stop", "waits", NOON, next_at=then, until=NOON + 5 * DAY)
    lay(store, "stop", "sends", NOON - DAY)
    with store.writing() as connection:
        claimed = claim(connection, then, then + LEASE, only=2, states=(State.WAITING,))
    with serving(store, clock) as service:
        ticked(service)
    rows = mails(store)
    assert rows["waits"].next_at == NOON
    assert rows["sends"].state == "sending"
    assert NOON + LEASE < rows["sends"].next_at < NOON + 30 * MINUTE
    with store.writing() as connection:
        assert settle(connection, claimed, Outcome(state=State.SENT, at=NOON))


def test_reports_and_digests_of_weeks_to_come_are_void_and_leave_their_key(store, clock):
    then = NOON + 20 * DAY
    with store.writing() as connection:
        weeks.keep(connection, "2026-W47", {"sv": {"a": b"true, told late"}}, then)
        weeks.keep(connection, "2026-W48", {"sv": {"a": b"half"}}, then)
        weeks.keep(connection, "2026-W50", {"sv": {"a": b"nothing"}}, then)
        connection.execute(insert(round_days).values(day="2026-12-10", judged_at=then, windows=[]))
    for period in ("2026-W47", "2026-W48", "2026-W50"):
        lay(store, "report", period, then, "sent", sent_at=then)
    lay(store, "digest", f"slk {then}", then)
    lay(store, "stop", "a stop", then)
    slot = slots.Made(job="report", scheduled_at=then)
    with store.writing() as connection:
        slots.make(connection, [slot], then)
    with serving(store, clock) as service:
        ticked(service)
    with store.reading() as connection:
        assert weeks.kept(connection, "2026-W47", "sv")
        assert not weeks.kept(connection, "2026-W48", "sv")
        assert not weeks.kept(connection, "2026-W50", "sv")
        assert connection.execute(select(round_days)).all() == []
        assert number_ahead(connection, NOON) == 0
    rows = mails(store)
    assert {"2026-W47", "a stop"} < rows.keys()
    void = [one for one in rows.values() if " void " in one.period]
    assert [one.state for one in void] == ["sent", "sent", "given-up"]
    assert rows["a stop"].state == "waiting"
    lay(store, "report", "2026-W50", then)


def test_the_report_of_a_week_that_went_too_early_goes_once_more_when_the_week_has_been(
    lite, clock, tmp_path
):
    box = Postbox()
    with served(box) as address:
        mail = {"url": f"smtp://{address}", "report_to": ("a@example.org",)}
        settings = some_settings(state_dir=tmp_path / "var", mail=mail)
        (weekly,) = [job for job in jobs(settings) if job.name == "report"]
        # No reading says anything of this clock: it is believed.
        for days in (0, 7, 0.1, 7):
            clock.at = NOON + days * DAY
            with serving(lite, clock, weekly, holder=f"on day {days}") as service:
                service.reload(settings)
                for _ in range(4):
                    ticked(service)
    weekly = [re.search(r"2026-W\d\d", mail["subject"])[0] for mail in box.mails]
    assert weekly == ["2026-W48"] * 2
    assert len({mail["message-id"] for mail in box.mails}) == 2


@pytest.mark.parametrize(("attempts", "state"), [(1, "waiting"), (TRIES, "given-up")])
def test_a_mail_is_not_given_up_by_the_date_alone(lite, clock, tmp_path, attempts, state):
    mail = {"url": "smtp://127.0.0.1:9", "report_to": ("a@example.org",)}
    settings = some_settings(state_dir=tmp_path, mail=mail)
    lay(lite, "stop", "x", NOON, attempts=attempts - 1)
    clock.turn(days=4000)
    deliver_due(lite, settings, clock)
    assert mails(lite)["x"].state == state


def test_a_process_that_is_a_little_behind_the_others_undoes_nothing_of_theirs(store, clock, told):
    work = Work()
    clock.at = NOON + AHEAD - MINUTE
    with serving(store, clock, every(1, work)) as first:
        ticked(first)
        clock.at = NOON
        with serving(store, clock, every(1, work), holder="behind") as second:
            ticked(second)
    assert work.slots == [NOON + AHEAD - MINUTE]
    assert "clock.jumped" not in told()


def test_mails_by_the_date_wait_after_a_leap_until_readings_have_gone_on(store, clock, told):
    poll, report = Work(), Work()
    weekly = every(7 * 24 * 60, report, "report", CatchUp.EACH, by_date=True)
    swept(store, NOON - 2 * MINUTE)
    with serving(store, clock, every(10, poll, "poll"), weekly) as service:
        ticked(service)
    clock.turn(days=21)
    with serving(store, clock, every(10, poll, "poll"), weekly) as service:
        ticked(service)
        assert (len(poll.slots), report.slots) == (2, [])
        assert "clock.waits" in told()
        clock.turn(hours=2)
        ticked(service)
        assert report.slots == []  # nothing was read in these hours
        swept(store, clock.at)
        swept(store, clock.at + 50 * MINUTE, requests={})  # nobody answered
        clock.turn(minutes=61)
        for _ in range(4):
            ticked(service)
    assert len(report.slots) == 3


def test_a_new_installation_waits_for_nothing(lite, clock):
    report = Work()
    with serving(lite, clock, every(10, report, "report", by_date=True)) as service:
        ticked(service)
        swept(lite, clock.at)
        clock.turn(minutes=10)
        ticked(service)
    assert len(report.slots) == 2


def test_readings_of_a_time_to_come_are_no_newer_than_the_last_that_is_known(store, clock):
    swept(store, NOON - DAY)
    swept(store, NOON + 20 * DAY)
    with serving(store, clock) as service:
        ticked(service)
    with store.reading() as connection:
        assert not ahead(connection, NOON)
        assert last_rest(connection, NOON + 3 * DAY) == (4 * DAY, None)
