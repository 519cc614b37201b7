"""What the database tells of the service's work, as lines: at work, read, mailed, reported."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert

from policies.model import Platform
from tests.worker.doctoring.made import DAY, NOON, states, told
from tests.worker.made import a_snapshot, an_account, some_settings
from worker.doctoring import books
from worker.doctoring.storage import polled
from worker.store import slots, snapshots, sweeps, weeks
from worker.store.progress import Progress, progress
from worker.store.slots import Made
from worker.store.tables_service import outbox
from worker.store.week_covered import LastRead

MINUTE = timedelta(minutes=1)
NEVER = Progress(
    worked_at=None, given_up={}, accounts=(), begun_at=None, reported_at=None,
    waiting_since=None, stuck=0,
)  # fmt: skip


def a_reading(number="act_1", at=NOON, platform="meta"):
    return LastRead(platform=platform, id=number, name=number, read_at=at)


def judged(found, **changed):
    settings = some_settings(linkedin=None, **changed)
    return list(books.judge(found, settings, NOON))


def line(found, check, **changed):
    (one,) = [each for each in judged(found, **changed) if each.check == check]
    return one


@pytest.mark.parametrize(
    ("minutes", "state"), [(0, "ok"), (10, "ok"), (11, "warn"), (90, "warn"), (91, "fail")]
)
def test_a_service_that_does_nothing_is_told_before_polls_are_missed(minutes, state):
    assert line(replace(NEVER, worked_at=NOON - minutes * MINUTE), "service").state == state


def test_one_that_never_ran_may_be_run_by_hand():
    assert line(NEVER, "service").state == "warn"


@pytest.mark.parametrize(
    ("hosts", "told_of"), [((), []), (("vakt",), []), (("vakt", "reserv"), ["reserv, vakt"])]
)
def test_of_more_than_one_host_is_told_what_lies_on_each(hosts, told_of):
    found = judged(replace(NEVER, worked_at=NOON, hosts=frozenset(hosts)))
    lines = [one for one in found if one.check == "service.hosts"]
    assert [one.words.values["hosts"] for one in lines] == told_of
    assert all(one.state == "ok" for one in lines)


def test_each_job_that_was_given_up_is_named():
    found = judged(replace(NEVER, worked_at=NOON, given_up={"backup": 1, "report": 2}))
    assert [one.subject for one in found if one.check == "jobs"] == ["backup", "report"]
    assert states(found)["jobs"] == "fail"
    assert line(replace(NEVER, worked_at=NOON), "jobs").state == "ok"


@pytest.mark.parametrize(("minutes", "state"), [(None, "ok"), (60, "ok"), (61, "fail")])
def test_mail_that_waits_for_an_hour_is_a_fault(minutes, state):
    since = None if minutes is None else NOON - minutes * MINUTE
    assert line(replace(NEVER, waiting_since=since), "outbox").state == state


def test_mail_that_nobody_tries_again_is_counted():
    one = line(replace(NEVER, stuck=2), "outbox")
    assert (one.state, one.words.values) == ("warn", {"n": "2"})


SENDS = {"mail": {"report_to": ("a@example.org",)}}


@pytest.mark.parametrize(
    ("begun", "sent", "state"),
    [(7, None, "ok"), (9, None, "fail"), (100, 7, "ok"), (100, 9, "fail"), (None, None, "ok")],
)
def test_a_week_without_a_report_is_a_fault(begun, sent, state):
    ago = [None if days is None else NOON - days * DAY for days in (begun, sent)]
    found = replace(NEVER, begun_at=ago[0], reported_at=ago[1])
    assert line(found, "report", **SENDS).state == state
    assert "report" not in states(judged(found))


def read_lines(*accounts, named=()):
    found = replace(NEVER, accounts=accounts)
    return [one for one in judged(found, meta={"ad_accounts": named})
            if one.check == "poll.account"]  # fmt: skip


def test_accounts_that_were_read_are_one_line_with_the_oldest_reading():
    (one,) = read_lines(a_reading(at=NOON - 90 * MINUTE), a_reading("act_2"))
    assert (one.state, one.words.values) == ("ok", {"n": "2", "at": "2026-11-24 10:30"})


def test_an_account_that_the_configuration_names_and_nobody_reads_is_a_fault():
    late = a_reading(at=NOON - 91 * MINUTE)
    found = read_lines(late, named=("act_1", "act_2"))
    assert [(one.subject, str(one.state)) for one in found] == [
        ("act_1", "fail"),
        ("act_2", "fail"),
    ]
    assert "sweep --account act_2" in found[1].remedy.english()


@pytest.mark.parametrize(("days", "state"), [(1, "warn"), (91, None)])
def test_one_that_the_token_no_longer_sees_is_warned_of_and_at_last_forgotten(days, state):
    found = read_lines(a_reading(at=NOON - days * DAY))
    assert [str(one.state) for one in found] == ([state] if state else [])


def test_of_a_platform_that_was_never_read_no_account_is_told_by_itself():
    assert read_lines(named=("act_1", "act_2")) == []


def test_one_that_was_taken_out_of_the_configuration_is_not_missed():
    found = read_lines(a_reading(), a_reading("act_9", NOON - DAY), named=("act_1",))
    assert told(found) == [
        ("poll.account", "ok", "Ad accounts that were read since 2026-11-24 12:00: 1.")
    ]


def test_all_of_it_is_found_in_the_database(store):
    with store.writing() as connection:
        snapshots.keep(connection, a_snapshot(an_account()))
        sweeps.begin(connection, {}, NOON - 3 * DAY)
        for job, at in (("ads", NOON), ("report", NOON - DAY), ("backup", NOON)):
            slots.make(connection, [Made(job=job, scheduled_at=at)], at)
            claim = slots.claim(connection, job, holder="vakt:7:abc", at=at, lease=MINUTE)
            if job == "backup":
                slots.fail(connection, claim, at, None)
            else:
                slots.finish(connection, claim, at)
        for state, days in (("waiting", 1), ("refused", 2), ("given-up", 30), ("sent", 9)):
            made = NOON - days * DAY
            connection.execute(
                insert(outbox).values(
                    kind="x", period=state, recipient="a@example.org", message_id="<1@x>",
                    subject="x", digest="", made_at=made, state=state, attempts=0, next_at=made,
                    until=made, unsure=0, token=0,
                )
            )  # fmt: skip
    with store.reading() as connection:
        found = progress(connection, NOON)
    assert found == Progress(
        worked_at=NOON,
        given_up={"backup": 1},
        accounts=(
            LastRead(platform="meta", id="act_1", name="Stadens annonser act_1", read_at=NOON),
        ),
        begun_at=NOON - 3 * DAY,
        reported_at=NOON - DAY,
        waiting_since=NOON - DAY,
        stuck=1,
        hosts=frozenset({"vakt"}),
    )


def test_a_database_that_cannot_be_used_is_told_elsewhere(tmp_path):
    (tmp_path / "a.db").write_bytes(b"no database " * 1000)
    settings = some_settings(database={"url": f"sqlite:///{tmp_path}/a.db"})
    assert list(books.books(settings, lambda: NOON)) == []


def test_what_is_dated_later_than_now_is_a_fault_and_proves_no_work(store):
    then = NOON + 20 * DAY
    with store.writing() as connection:
        weeks.keep(connection, "2026-W50", {"sv": {"a": b""}}, then)
        slots.make(connection, [Made(job="report", scheduled_at=then)], then)
        claimed = slots.claim(connection, "report", holder="one", at=then, lease=MINUTE)
        slots.finish(connection, claimed, then)
    with store.reading() as connection:
        found = progress(connection, NOON)
    assert (found.worked_at, found.reported_at, found.ahead) == (None, None, 2)
    assert line(found, "clock.dates").state == "fail"
    assert line(found, "service").state == "warn"


def test_an_account_that_was_read_at_a_time_to_come_is_late():
    found = replace(NEVER, accounts=(a_reading(at=NOON + DAY), a_reading("act_2")))
    named = {"meta": {"ad_accounts": ("act_1", "act_2")}}
    lines = [one for one in judged(found, **named) if one.check == "poll.account"]
    assert [(one.subject, one.state) for one in lines] == [("act_1", "fail"), ("meta", "ok")]


def test_a_platform_that_was_read_at_a_time_to_come_is_unknown():
    told_at = NOON + timedelta(minutes=11)
    one = polled(Platform.META, told_at, NOON, every=timedelta(minutes=30), partly=False)
    assert one.state == "unknown"
