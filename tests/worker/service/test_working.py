"""Slots that come to no good end: the database fails them, or no thread can begin their work."""

from __future__ import annotations

import logging
import sqlite3
import threading
from contextlib import contextmanager
from errno import ECONNREFUSED
from pathlib import Path

import pytest
from sqlalchemy import select, text

from tests.worker.service.conftest import MINUTE, NOON, every, serving, ticked
from worker.logs.marks import FACTS, OURS
from worker.service.office import Did
from worker.store.opening import open_store
from worker.store.tables_service import slots as table


@pytest.fixture
def told(caplog):
    """Actions that were logged, with their facts."""
    caplog.set_level(logging.DEBUG, logger=OURS)
    return lambda: [(one.getMessage(), getattr(one, FACTS, {})) for one in caplog.records]


def slot(store):
    with store.reading() as connection:
        return connection.execute(select(table)).one()


def slot_state(store):
    with store.reading() as connection:
        return connection.execute(select(table.c.state)).scalar()


class Refused:
    """A job's work that the database refuses each time: a table is damaged, or is not there."""

    def __init__(self):
        self.times = 0

    def __call__(self, office, shift):
        self.times += 1
        with office.store.writing() as connection:
            connection.execute(text("UPDATE no_such_table SET a = 1"))
        return Did()


def test_what_a_database_that_answers_refuses_is_put_off_ever_longer_and_given_up(
    store, clock, told
):
    work, waits = Refused(), []
    with serving(store, clock, every(3 * 24 * 60, work)) as service:
        while slot_state(store) != "failed":
            ticked(service)
            row = slot(store)
            if row.state == "waiting":
                waits.append((row.lease_until - clock()) / MINUTE)
                for _ in range(3):
                    ticked(service)  # nothing is begun before then
                assert work.times == len(waits)
                clock.at = row.lease_until
    assert waits[:4] == [1, 2, 4, 8]
    assert set(waits[4:]) == {16}
    assert clock() >= slot(store).scheduled_at + 24 * 60 * MINUTE
    failed = [facts for action, facts in told() if action == "job.failed"]
    assert [one["attempt"] for one in failed[:6]] == [1, 2, 3, 4, 5, 5]
    assert "no_such_table" in failed[0]["because"]
    actions = [action for action, _ in told()]
    assert actions.count("job.given-up") == 1
    assert "database.away" not in actions


def fails_to_file(office, shift):
    (Path(__file__) / "a.html").write_bytes(b"")
    return Did()


def fails_to_connect(office, shift):
    raise ConnectionRefusedError(ECONNREFUSED, "nobody listens")


@pytest.mark.parametrize(("work", "patient"), [(fails_to_file, True), (fails_to_connect, False)])
def test_what_a_folder_takes_no_file_for_is_tried_again_for_a_day_and_other_faults_are_not(
    lite, clock, work, patient
):
    with serving(lite, clock, every(3 * 24 * 60, work)) as service:
        while slot_state(lite) != "failed":
            ticked(service)
            clock.turn(minutes=5)
    assert (clock() >= slot(lite).scheduled_at + 24 * 60 * MINUTE) is patient


def test_while_the_database_does_not_answer_no_attempt_counts(sqlite_url, clock, told):
    store = open_store(sqlite_url, patience=0.1)
    other = sqlite3.connect(
        sqlite_url.removeprefix("sqlite:///"), isolation_level=None, check_same_thread=False
    )
    away = threading.Event()

    def work(office, shift):
        if not away.is_set():
            other.execute("BEGIN EXCLUSIVE")
            away.set()
        with office.store.writing():
            return Did()

    def pause(over, seconds):
        """The database is back after some tries."""
        pauses.append(seconds)
        if len(pauses) == 3:
            other.execute("ROLLBACK")
        return over.is_set()

    pauses = []
    with serving(store, clock, every(60, work), pause=pause) as service:
        ticked(service)
        row = slot(store)
        assert (row.state, row.attempts, row.lease_until) == ("waiting", 0, None)
        assert len(pauses) == 3
        ticked(service)
    row = slot(store)
    assert (row.state, row.attempts, row.scheduled_at) == ("done", 1, NOON)
    actions = [action for action, _ in told()]
    assert actions.count("database.away") == 1
    assert "job.failed" not in actions
    other.close()
    store.close()


@contextmanager
def no_thread_can_begin():
    """Each would need more room than a process can have."""
    before = threading.stack_size(1 << 47)
    try:
        yield
    finally:
        threading.stack_size(before)


def test_a_job_whose_thread_cannot_begin_is_free_at_once_and_done_when_one_can(store, clock):
    work = []
    with serving(store, clock, every(10, lambda *_: work.append(1) or Did())) as service:
        with no_thread_can_begin(), pytest.raises(RuntimeError):
            service.tick(jitter=False)
        assert not service.busy
        row = slot(store)
        assert (row.state, row.attempts, row.lease_until) == ("waiting", 0, None)
        ticked(service)
    row = slot(store)
    assert (row.state, row.attempts, work) == ("done", 1, [1])


def test_a_slot_that_cannot_be_shared_for_want_of_a_thread_is_shared_later(store, clock):
    go_on, shared = threading.Event(), []

    def lead(office, shift):
        go_on.wait(timeout=30)
        return Did()

    def share(office, shift):
        shared.append(shift.claim.scheduled_at)
        return Did()

    with (
        serving(store, clock, every(10, lead)) as one,
        serving(store, clock, every(10, lead, help=share), holder="two") as two,
    ):
        one.tick(jitter=False)
        with no_thread_can_begin(), pytest.raises(RuntimeError):
            two.tick(jitter=False)
        assert not two.busy
        ticked(two)
        go_on.set()
    assert shared == [NOON]
