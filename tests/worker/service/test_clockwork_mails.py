"""Mails that a clock ahead of the true time sent too early: the true ones are others, and go."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.worker.alarms.desk import FIRST
from tests.worker.digests.desk import CONTACTS, configured, in_mail, waits
from tests.worker.postbox import Postbox, served
from tests.worker.service.conftest import NOON, serving, ticked
from tests.worker.service.test_clockwork import lay, mails, swept
from worker.posting.notes import Notes
from worker.service.jobs import jobs
from worker.store import slots
from worker.upkeep.drills import SETTLED

HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)


@pytest.fixture
def box():
    return Postbox()


@pytest.fixture
def settings(tmp_path, box):
    """No platform is read: digests and alarms wait for nobody."""
    off = {"meta": {"enabled": False}, "linkedin": None}
    contacts = CONTACTS | {"first": FIRST}
    with served(box) as address:
        yield in_mail(configured(tmp_path, contacts=contacts, **off), address)


def lived(store, settings, clock, holder):
    """The service as it runs at this hour: digests, alarms, and the outbox after them."""
    table = [one for one in jobs(settings) if one.name in ("digest", "alarms", "outbox")]
    with serving(store, clock, *table, holder=holder) as service:
        service.reload(settings)
        for _ in range(4):
            ticked(service)
            clock.turn(minutes=1)


def came(box, after=0):
    """Recipient and Message-ID of each mail that came after so many, by recipient."""
    return sorted((mail["To"], mail["Message-ID"]) for mail in box.mails[after:])


def test_the_true_digest_and_alarm_have_ids_of_their_own_and_no_old_note_holds_them_back(
    store, clock, settings, box
):
    waits(store, due=NOON + DAY - timedelta(hours=1))
    lived(store, settings, clock, "before")
    today = len(box.mails)
    clock.at = NOON + DAY
    lived(store, settings, clock, "ahead")
    void = came(box, today)
    assert [to for to, _ in void] == [FIRST, "trafik@example.org"]
    for to, number in void:  # as if it had been killed before the database knew
        Notes(settings.state_dir).add(number, to, clock.at)
    clock.at = NOON + timedelta(minutes=10)
    lived(store, settings, clock, "back")
    assert len(box.mails) == today + 2
    clock.at = NOON + DAY
    lived(store, settings, clock, "then")
    true = came(box, today + 2)
    assert [to for to, _ in true] == [to for to, _ in void]
    assert not {number for _, number in true} & {number for _, number in void}


def reminded(store, clock, tmp_path, *instants, holder="one"):
    """Of the reminders of a drill, by their periods, once the service has looked at each of these
    instants: how each stands. No mail server is there."""
    settings = configured(tmp_path)
    table = [one for one in jobs(settings) if one.name == "drill-reminder"]
    with serving(store, clock, *table, holder=holder) as service:
        service.reload(settings)
        for clock.at in instants:
            ticked(service)
    return {period: row.state for period, row in mails(store).items()}


def test_a_drill_is_not_called_overdue_while_the_clock_may_have_leapt_and_is_when_it_has_not(
    store, clock, tmp_path
):
    for hours in (2, 1, 0):
        swept(store, NOON - hours * HOUR)
    assert reminded(store, clock, tmp_path, NOON) == {}, "a new installation waits for nothing"
    back = NOON + 100 * DAY
    swept(store, back)
    assert reminded(store, clock, tmp_path, back) == {}
    with store.reading() as connection:
        waiting = slots.open_slots(connection, back)
    assert [one.scheduled_at.date() for one in waiting] == [back.date()]
    swept(store, back + HOUR)
    told = reminded(store, clock, tmp_path, back + HOUR, back + 2 * HOUR, holder="restarted")
    assert [*told.values()] == ["waiting"]


def test_a_reminder_of_a_time_to_come_is_never_sent_and_keeps_no_true_one_back(
    store, clock, tmp_path
):
    for instant in (NOON - SETTLED + DAY, NOON):
        swept(store, instant)
    first = reminded(store, clock, tmp_path, NOON, NOON + 2 * DAY)
    assert [*first.values()] == ["waiting"]
    (key,) = first
    after = reminded(store, clock, tmp_path, NOON + 10 * MINUTE, holder="back")
    assert [*after.values()] == ["given-up"]
    assert all(one.startswith(f"{key} void ") for one in after)
    swept(store, NOON + 2 * DAY - HOUR)
    then = reminded(store, clock, tmp_path, NOON + 2 * DAY, holder="then")
    assert then == after | {key: "waiting"}


def test_a_mail_about_a_backup_that_failed_is_void_only_if_its_day_has_not_come(store, clock):
    then = NOON + 2 * DAY
    for day in (24, 26):
        lay(store, "backup-failed", f"2026-11-{day}", then)
    with serving(store, clock) as service:
        ticked(service)
    told = {period[:10]: row.state for period, row in mails(store).items()}
    assert told == {"2026-11-24": "waiting", "2026-11-26": "given-up"}
    assert "2026-11-24" in mails(store)
    assert "2026-11-26" not in mails(store)
