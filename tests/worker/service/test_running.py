"""The service on both databases: what it begins, how jobs fail, how it ends."""

from __future__ import annotations

import logging
import sqlite3
import threading
from queue import SimpleQueue

import pytest
from sqlalchemy import select, text

from tests.worker.made import some_settings
from tests.worker.service.conftest import MINUTE, NOON, Clock, every, serving, ticked
from worker.logs.marks import FACTS, OURS
from worker.service.office import Did
from worker.service.planning import delay
from worker.service.starting import run_once, serve
from worker.service.ticks import CatchUp
from worker.store import slots
from worker.store.errors import TooNew, TooOld
from worker.store.opening import open_store
from worker.store.slots import ATTEMPTS
from worker.store.tables_service import slots as table


def rows(store, *columns):
    with store.reading() as connection:
        found = connection.execute(select(table).order_by(table.c.job, table.c.scheduled_at))
        return [tuple(getattr(row, one) for one in columns) for row in found]


class Worked:
    """A job's work, which notes when it was done."""

    def __init__(self, fails=0):
        self.slots = []
        self.fails = fails

    def __call__(self, office, shift):
        self.slots.append(shift.claim.scheduled_at)
        if len(self.slots) <= self.fails:
            raise RuntimeError("a secret stands here")
        return Did(facts={"n": 1})


@pytest.fixture
def told(caplog):
    """Actions that were logged, with their facts."""
    caplog.set_level(logging.DEBUG, logger=OURS)
    return lambda: [(one.getMessage(), getattr(one, FACTS, {})) for one in caplog.records]


def actions(told):
    return [action for action, _ in told()]


def test_each_slot_is_done_once_by_one_process_of_two(store, clock):
    work = Worked()
    with (
        serving(store, clock, every(10, work)) as one,
        serving(store, clock, every(10, work), holder="two") as two,
    ):
        for _ in range(5):
            ticked(one)
            ticked(two)
            clock.turn(minutes=5)
    assert work.slots == [NOON, NOON + 10 * MINUTE, NOON + 20 * MINUTE]
    assert rows(store, "state", "attempts") == [("done", 1)] * 3


def test_after_a_time_without_a_process_a_poll_is_done_once_and_a_report_for_each(store, clock):
    poll, report = Worked(), Worked()
    jobs = (every(10, poll, "poll"), every(10, report, "report", CatchUp.EACH))
    with serving(store, clock, *jobs) as service:
        ticked(service)
    clock.turn(minutes=35)
    with serving(store, clock, *jobs) as service:
        for _ in range(4):
            ticked(service)
    later = [NOON + n * 10 * MINUTE for n in (1, 2, 3)]
    assert poll.slots == [NOON, later[-1]]
    assert report.slots == later
    assert [state for (state,) in rows(store, "state")] == [
        "done", "skipped", "skipped", "done", "skipped", "done", "done", "done",
    ]  # fmt: skip


def test_a_job_that_builds_on_another_waits_for_the_first_of_that_and_never_again(store, clock):
    first, then = Worked(), Worked()
    jobs = (every(10, then, "comments", after="ads"), every(10, first, "ads"))
    with serving(store, clock, *jobs) as service:
        ticked(service)
        assert (len(first.slots), len(then.slots)) == (1, 0)
        ticked(service)
        assert (len(first.slots), len(then.slots)) == (1, 1)
    clock.turn(minutes=10)
    with serving(store, clock, *jobs, holder="two") as service:
        ticked(service)
    assert (len(first.slots), len(then.slots)) == (2, 2)


def test_a_job_waits_no_longer_once_what_it_builds_on_was_given_up(lite, clock):
    always, then = Worked(fails=99), Worked()
    jobs = (every(24 * 60, always, "ads"), every(24 * 60, then, "comments", after="ads"))
    with serving(lite, clock, *jobs) as service:
        for _ in range(ATTEMPTS + 2):
            ticked(service)
            clock.turn(minutes=60)
    assert len(always.slots) == ATTEMPTS
    assert then.slots


def test_a_job_that_fails_is_told_tried_again_later_and_ends_nothing(lite, clock, told):
    bad, good = Worked(fails=1), Worked()
    with serving(lite, clock, every(60, bad, "bad"), every(60, good, "good")) as service:
        ticked(service)
        ticked(service)
        assert (len(bad.slots), len(good.slots)) == (1, 1)
        clock.turn(minutes=1)
        ticked(service)
    assert len(bad.slots) == 2
    assert rows(lite, "job", "state", "attempts") == [("bad", "done", 2), ("good", "done", 1)]
    failed = [facts for action, facts in told() if action == "job.failed"]
    assert [facts["job"] for facts in failed] == ["bad"]


def test_a_job_that_always_fails_is_given_up_and_told_and_the_next_slot_is_tried(lite, clock, told):
    bad = Worked(fails=99)
    with serving(lite, clock, every(24 * 60, bad)) as service:
        for _ in range(ATTEMPTS + 3):
            ticked(service)
            clock.turn(hours=1)
        assert len(bad.slots) == ATTEMPTS
        ((state, because),) = rows(lite, "state", "because")
        assert state == "failed"
        assert "RuntimeError" in str(because)
        assert "secret" not in str(because)
        clock.turn(hours=24)
        ticked(service)
    assert len(bad.slots) == ATTEMPTS + 1
    assert actions(told).count("job.given-up") == 1


def test_a_slot_whose_process_died_so_often_is_given_up_and_told(lite, clock, told):
    work = Worked()
    with serving(lite, clock, every(24 * 60, work)) as service:
        service.tick(jitter=False)
        for shift in [*service._shifts.values()]:
            shift.thread.join()
    with lite.writing() as connection:
        connection.execute(
            table.update().values(state="running", lease_until=NOON, attempts=ATTEMPTS)
        )
    clock.turn(minutes=5)
    with serving(lite, clock, every(24 * 60, work)) as service:
        ticked(service)
    assert rows(lite, "state") == [("failed",)]
    assert "job.given-up" in actions(told)


def test_a_database_that_goes_away_is_told_once_and_work_goes_on_when_it_is_back(
    sqlite_url, clock, told
):
    work = Worked()
    store = open_store(sqlite_url, patience=0.1)
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    with serving(store, clock, every(10, work)) as service:
        other.execute("BEGIN EXCLUSIVE")
        for _ in range(3):
            assert service.tick(jitter=False) == 0
        other.execute("ROLLBACK")
        ticked(service)
    other.close()
    store.close()
    assert work.slots == [NOON]
    seen = [one for one in actions(told) if one.startswith("database.")]
    assert seen == ["database.away", "database.back"]


def test_at_the_end_a_job_is_cut_off_and_its_slot_is_another_s_at_once(store, clock):
    begun = threading.Event()

    def long(office, shift):
        begun.set()
        shift.nap(60)
        return Did()

    with serving(store, clock, every(10, long)) as service:
        service.tick(jitter=False)
        assert begun.wait(timeout=20)
        service.end(grace=10)
    assert rows(store, "state", "attempts", "lease_until") == [("waiting", 0, None)]


def test_what_does_not_listen_is_given_back_and_fenced_off(store, clock, told):
    begun, go_on = threading.Event(), threading.Event()

    def deaf(office, shift):
        begun.set()
        go_on.wait(timeout=30)
        return Did()

    with serving(store, clock, every(10, deaf)) as service:
        service.tick(jitter=False)
        assert begun.wait(timeout=20)
        (shift,) = service._shifts.values()
        service.end(grace=0.1)
        assert rows(store, "state") == [("waiting",)]
        go_on.set()
        shift.thread.join(timeout=20)
    assert rows(store, "state", "attempts") == [("waiting", 0)]
    assert "job.lost" in actions(told)


def test_a_job_whose_lease_was_lost_is_told_to_end_and_leaves_the_slot_alone(store, clock, told):
    begun = threading.Event()

    def long(office, shift):
        begun.set()
        shift.nap(60)
        return Did()

    with serving(store, clock, every(10, long)) as service:
        service.tick(jitter=False)
        assert begun.wait(timeout=20)
        (shift,) = service._shifts.values()
        clock.turn(minutes=2)
        with store.writing() as connection:
            other = slots.claim(connection, "job", holder="two", at=clock(), lease=MINUTE)
        service.office.heart.beat()
        shift.thread.join(timeout=20)
        assert shift.lost
        assert not shift.thread.is_alive()
        assert rows(store, "state", "holder", "token") == [("running", "two", other.token)]
    assert "job.lost" in actions(told)


class Long:
    """A job's work that lasts until the test lets it end."""

    def __init__(self):
        self.slots = []
        self.go_on = threading.Event()

    def __call__(self, office, shift):
        self.slots.append(shift.claim.scheduled_at)
        self.go_on.wait(timeout=30)
        return Did()


@pytest.mark.parametrize("catch_up", CatchUp)
def test_a_process_does_one_slot_of_a_job_at_a_time(lite, clock, catch_up):
    work = Long()
    with serving(lite, clock, every(10, Worked(), catch_up=catch_up)) as service:
        ticked(service)
    with serving(lite, clock, every(10, work, catch_up=catch_up)) as service:
        clock.turn(minutes=10)
        service.tick(jitter=False)
        clock.turn(minutes=10)
        service.tick(jitter=False)
        work.go_on.set()
    assert work.slots == [NOON + 10 * MINUTE]


def test_a_poll_is_not_begun_while_another_process_is_at_the_one_before(lite, clock):
    work, later = Long(), Worked()
    with (
        serving(lite, clock, every(10, work)) as one,
        serving(lite, clock, every(10, later), holder="two") as two,
    ):
        one.tick(jitter=False)
        clock.turn(minutes=10)
        one.office.heart.beat()
        ticked(two)
        assert later.slots == []
        work.go_on.set()
        for shift in [*one._shifts.values()]:
            shift.thread.join(timeout=20)
        ticked(two)
    assert (work.slots, later.slots) == ([NOON], [NOON + 10 * MINUTE])


def test_the_heartbeat_keeps_a_long_job_s_slot(store, clock):
    go_on = threading.Event()
    with serving(store, clock, every(10, lambda o, s: go_on.wait(20) and Did())) as service:
        service.tick(jitter=False)
        for _ in range(5):
            clock.turn(seconds=40)
            service.office.heart.beat()
            with store.writing() as connection:
                assert not slots.claim(connection, "job", holder="b", at=clock(), lease=MINUTE)
        go_on.set()
        (shift,) = service._shifts.values()
        shift.thread.join(timeout=20)
    assert ("done",) in rows(store, "state")


def test_jitter_is_the_same_for_a_process_and_slot_and_at_most_a_tenth():
    job = every(1, Worked())
    found = {delay(job, "one", NOON + n * MINUTE) for n in range(200)}
    assert delay(job, "one", NOON) == delay(job, "one", NOON)
    assert len(found) == 200
    assert max(found) <= MINUTE / 10
    assert delay(job, "one", NOON) != delay(job, "two", NOON)


def test_with_jitter_nothing_is_begun_before_its_delay(lite, clock):
    work = Worked()
    job = every(60, work)
    with serving(lite, clock, job) as service:
        wait = delay(job, "one", NOON)
        clock.turn(seconds=wait.total_seconds() - 0.001)
        assert service.tick() == 0
        clock.turn(seconds=0.002)
        assert service.tick() == 1


ANOTHERS = {"9999": TooNew, "0019": TooOld}
"""Revisions of the tables, and what they are to this program."""


@pytest.mark.parametrize("revision", ANOTHERS)
def test_where_another_version_changed_the_tables_nothing_more_is_begun(
    store, clock, told, revision
):
    works, may_end = Worked(), threading.Event()

    def long(office, shift):
        may_end.set()
        shift.over.wait(20)
        return Did()

    with serving(store, clock, every(10, works, "short"), every(60, long, "long")) as service:
        service.tick(jitter=False)
        assert may_end.wait(20)
        with store.writing() as connection:
            connection.execute(text(f"UPDATE alembic_version SET version_num = '{revision}'"))
        for _ in range(3):
            clock.turn(minutes=10)
            ticked(service)
        assert isinstance(service.outdated, ANOTHERS[revision])
    assert len(works.slots) == 1
    assert actions(told).count("database.of-another-version") == 1
    assert "database.away" not in actions(told)


@pytest.mark.parametrize("once", [True, False])
def test_a_service_whose_tables_were_changed_ends_with_the_reason(lite, once):
    quiet = some_settings(health={"listen": ""})
    with serving(lite, Clock(), every(10, Worked())) as service:
        service.reload(quiet)
        with lite.writing() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        with pytest.raises(TooNew):
            run_once(service, SimpleQueue()) if once else serve(
                service, lambda: quiet, SimpleQueue()
            )
