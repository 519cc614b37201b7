"""Mails that a clock ahead of the true time sent too early: the true ones are others, and go."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.worker.alarms.desk import FIRST
from tests.worker.digests.desk import CONTACTS, configured, in_mail, waits
from tests.worker.postbox import Postbox, served
from tests.worker.service.conftest import NOON, serving, ticked
from worker.posting.notes import Notes
from worker.service.jobs import jobs

DAY = timedelta(days=1)


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
