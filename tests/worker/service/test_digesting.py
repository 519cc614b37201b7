"""The job of digests: which window a slot means, what it waits for, and when it tells nothing."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from policies.crisis import EVERYTHING
from tests.worker.digests.desk import (
    AFTERNOON,
    STARTS,
    configured,
    in_mail,
    read,
    waits,
)
from tests.worker.postbox import Postbox, served
from tests.worker.service.conftest import Clock, every, serving, ticked
from worker.service.digesting import digest, with_floods
from worker.service.filing import file_stops
from worker.service.jobs import jobs
from worker.service.office import Did, Office, Shift
from worker.service.ticks import CatchUp, next_after
from worker.stopping.coding import scope_to_json
from worker.stopping.journal import Journal
from worker.stopping.places import Places
from worker.stopping.story import OPENED
from worker.store.beating import Heart
from worker.store.digests import of_windows
from worker.store.opening import open_store
from worker.store.slots import Claim
from worker.sweeping.edge import Ended

MINUTE = timedelta(minutes=1)
SATURDAY = datetime(2026, 11, 28, 7, 30, tzinfo=UTC)


class Running(Clock):
    """A clock that goes on by a minute each time that somebody looks."""

    def __call__(self):
        self.at += MINUTE
        return self.at


@pytest.fixture
def box():
    return Postbox()


@pytest.fixture
def settings(tmp_path, box):
    with served(box) as address:
        yield in_mail(configured(tmp_path), address)


def office(store, settings, clock):
    heart = Heart(store, clock)
    return Office(settings=settings, store=store, clock=clock, heart=heart, holder="one")


def shift(at=STARTS):
    claim = Claim(job="digest", scheduled_at=at, holder="one", token=1, attempts=1)
    return Shift(claim=claim)


def done(store, settings, clock, *, slot=STARTS):
    return digest(office(store, settings, clock), shift(slot), look=0.01)


def windows(store, *starts):
    with store.reading() as connection:
        return {key for key, one in of_windows(connection, starts).items() if one.done}


def test_a_digest_names_the_stop_in_force_of_another_host(lite, settings, box, tmp_path):
    there = Places(state_dir=tmp_path / "there")
    journal = Journal(
        "20261124-070000-9f3a", there, clock=Clock(STARTS), warn=print, last_resort=print
    )
    told = {"version": 1, "reason": "olycka", "operator": "Anna"}
    journal.add(OPENED, {**told, "scope": scope_to_json(EVERYTHING)})
    file_stops(lite, there, at=STARTS)
    waits(lite)
    read(lite, at=STARTS)
    done(lite, settings, Clock(STARTS + MINUTE))
    (mail,) = box.mails
    text = mail.get_body(("plain",)).get_content()
    assert "Krisstopp 20261124-070000-9f3a gäller" in text


def test_once_comments_were_read_each_owner_s_digest_goes_at_once(lite, settings, box):
    waits(lite)
    read(lite, at=STARTS)
    did = done(lite, settings, Clock(STARTS + MINUTE))
    assert did.gaps == 0
    assert dict(did.facts) == {"digests": 1, "quiet": 2, "mails": 1, "sent": 1, "not_sent": 0}
    assert [one["to"] for one in box.mails] == ["trafik@example.org"]
    assert windows(lite, STARTS) == {(one, STARTS) for one in ("trafik", "kultur", "slk")}


def test_it_waits_for_a_reading_that_began_after_the_window(lite, settings, box):
    waits(lite, "1")
    read(lite, at=STARTS - MINUTE)
    office_, mine = office(lite, settings, Clock(STARTS + MINUTE)), shift()
    work = threading.Thread(target=digest, args=(office_, mine), kwargs={"look": 0.01})
    work.start()
    work.join(0.3)
    assert work.is_alive()
    assert box.mails == []
    waits(lite, "2")
    read(lite, at=STARTS)
    work.join(20)
    (mail,) = box.mails
    assert "Trafikkontoret: 2 väntar" in mail["subject"]
    assert "kunde inte läsas" not in mail.get_body(["plain"]).get_content()


def test_after_a_quarter_of_an_hour_it_goes_on_and_says_so(lite, settings, box):
    waits(lite)
    read(lite, at=STARTS - MINUTE)
    clock = Running(STARTS)
    done(lite, settings, clock)
    assert timedelta(minutes=15) < clock.at - STARTS < timedelta(minutes=25)
    (mail,) = box.mails
    assert "lästes senast tis 24 nov. 2026 08:29" in mail.get_body(["plain"]).get_content()


@pytest.mark.parametrize(
    "changed",
    [{"meta": None, "linkedin": None}, {"poll": {"comments_minutes": 1440}}],
    ids=["no platform", "once a day"],
)
def test_it_does_not_wait_where_no_reading_would_come(lite, settings, tmp_path, changed, box):
    waits(lite)
    off = configured(tmp_path, **changed).model_copy(update={"mail": settings.mail})
    clock = Running(STARTS)
    done(lite, off, clock)
    assert clock.at - STARTS < timedelta(minutes=10)
    assert len(box.mails) == 1


def test_the_end_of_the_program_ends_the_wait_with_nothing_laid_down(lite, settings, box):
    waits(lite)
    mine = shift()
    mine.over.set()
    with pytest.raises(Ended):
        digest(office(lite, settings, Clock(STARTS + MINUTE)), mine)
    assert windows(lite, STARTS) == set()


def test_the_slot_s_instant_is_the_window_not_the_clock(lite, settings, box):
    read(lite, at=AFTERNOON - MINUTE)
    done(lite, settings, Clock(AFTERNOON - MINUTE))
    assert {starts for _, starts in windows(lite, STARTS, AFTERNOON)} == {STARTS}


def test_one_that_comes_after_the_next_window_began_is_left_out(lite, settings, box):
    waits(lite)
    read(lite, at=AFTERNOON)
    did = done(lite, settings, Clock(AFTERNOON))
    assert did == Did(facts={"left_out_for": AFTERNOON.isoformat()})
    assert box.mails == []
    assert windows(lite, STARTS) == set()


def test_the_last_of_a_day_may_come_after_midnight(lite, settings, box):
    waits(lite)
    read(lite, at=AFTERNOON + 11 * 60 * MINUTE)
    done(lite, settings, Clock(AFTERNOON + 11 * 60 * MINUTE), slot=AFTERNOON)
    assert len(box.mails) == 1


def test_closed_days_have_digests_only_if_every_day_has_rounds(lite, settings, tmp_path, box):
    waits(lite)
    read(lite, at=SATURDAY)
    clock = Clock(SATURDAY + MINUTE)
    closed = configured(tmp_path, sla={"rounds_on": "working-days"})
    assert done(lite, closed, clock, slot=SATURDAY) == Did()
    assert windows(lite, SATURDAY) == set()
    done(lite, settings, clock, slot=SATURDAY)
    assert len(box.mails) == 1


def test_on_friday_afternoon_the_next_round_is_monday_s_where_weekends_have_none(
    lite, settings, box
):
    friday = SATURDAY - timedelta(hours=18)
    sla = settings.sla.model_copy(update={"rounds_on": "working-days"})
    waits(lite, due=SATURDAY + timedelta(days=2))
    read(lite, at=friday)
    done(lite, settings.model_copy(update={"sla": sla}), Clock(friday + MINUTE), slot=friday)
    (mail,) = box.mails
    assert "före nästa runda: 1)" in mail["subject"]
    assert "börjar mån 30 nov. 2026 08:30" in mail.get_body(["plain"]).get_content()


def test_a_mail_server_that_is_away_leaves_the_mails_in_the_outbox(lite, tmp_path):
    waits(lite)
    read(lite, at=STARTS)
    did = done(lite, in_mail(configured(tmp_path), "127.0.0.1:9"), Clock(STARTS + MINUTE))
    assert did.gaps == 1
    assert ("trafik", STARTS) not in windows(lite, STARTS)
    assert ("kultur", STARTS) in windows(lite, STARTS)


def test_the_job_comes_at_the_rounds_times_and_only_the_latest_is_made_up_for(lite, settings, box):
    (job,) = [one for one in jobs(settings) if one.name == "digest"]
    assert job.catch_up is CatchUp.LATEST
    assert next_after(job.schedule, STARTS - MINUTE) == STARTS
    assert next_after(job.schedule, STARTS) == AFTERNOON
    assert job.after == "comments"
    waits(lite)
    clock = Clock(STARTS)
    for days in (0, 2):
        clock.turn(days=days, minutes=1)
        read(lite, at=clock() - MINUTE)
        with serving(lite, clock, replace(job, after=None)) as service:
            service.reload(settings)
            ticked(service)
            ticked(service)
    assert len(box.mails) == 2


def test_without_rounds_there_is_no_such_job(tmp_path):
    none = configured(tmp_path, sla={"rounds": ()})
    assert "digest" not in {one.name for one in jobs(none)}
    off = configured(tmp_path, meta=None, linkedin=None)
    (job,) = [one for one in jobs(off) if one.name == "digest"]
    assert job.after is None


def test_after_each_reading_floods_are_told_and_what_was_read_counts(lite, settings, box):
    sla = settings.sla.model_copy(update={"flood": 2})
    settings = settings.model_copy(update={"sla": sla})
    at = STARTS - timedelta(hours=2)
    for number in range(3):
        waits(lite, str(number))
    work = with_floods(lambda office, shift: Did(gaps=1, facts={"comments": 3}))
    for holder in ("one", "two"):
        clock = Clock(at + timedelta(minutes=10))
        with serving(lite, clock, every(10, work, "comments"), holder=holder) as service:
            service.reload(settings)
            ticked(service)
            outcomes = [did for _, did in service.outcomes]
            assert outcomes in ([Did(gaps=1, facts={"comments": 3})], [])
    assert sorted(one["to"] for one in box.mails) == ["slk@example.org", "trafik@example.org"]


def test_a_look_for_floods_that_fails_is_told_and_what_was_read_counts(
    lite, settings, tmp_path, caplog
):
    gone = open_store(f"sqlite:///{tmp_path / 'gone.db'}")
    gone.close()
    for one in tmp_path.glob("gone.db*"):
        one.unlink()
    work = with_floods(lambda office, shift: Did(facts={"comments": 3}))
    did = work(office(gone, settings, Clock(STARTS)), shift())
    assert did == Did(gaps=1, facts={"comments": 3})
    assert "flood.failed" in caplog.text
