"""Slots on both databases: claimed by one, leased, fenced, given up, forgotten."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from policies.model import Words
from policies.retention import strict
from worker.store import slots
from worker.store.errors import Fenced
from worker.store.purging import purge
from worker.store.slots import ATTEMPTS, Made
from worker.store.tables_service import slots as table

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LATE = Words("Nobody could.")


def make(store, *minutes, job="poll"):
    made = [Made(job=job, scheduled_at=NOON + n * MINUTE) for n in minutes]
    with store.writing() as connection:
        slots.make(connection, made, NOON)


def claim(store, at, holder="one", **options):
    with store.writing() as connection:
        return slots.claim(connection, "poll", holder=holder, at=at, lease=MINUTE, **options)


def rows(store):
    with store.reading() as connection:
        return connection.execute(select(table).order_by(table.c.scheduled_at)).all()


def states(store):
    return [row.state for row in rows(store)]


def finish(store, mine, at):
    with store.writing() as connection:
        slots.finish(connection, mine, at)


def test_a_slot_is_made_once_whoever_makes_it(store):
    make(store, 0)
    finish(store, claim(store, NOON), NOON)
    make(store, 0, 1)
    assert states(store) == ["done", "waiting"]
    with store.reading() as connection:
        assert slots.last_of(connection, ["poll", "other"], by=NOON + MINUTE) == {
            "poll": NOON + MINUTE
        }


def test_the_oldest_due_slot_is_claimed_by_one_alone(store):
    make(store, 1, 0, 10)
    first = claim(store, NOON + MINUTE, "one")
    second = claim(store, NOON + MINUTE, "two")
    assert (first.scheduled_at, second.scheduled_at) == (NOON, NOON + MINUTE)
    assert claim(store, NOON + MINUTE, "three") is None


def test_of_many_threads_one_has_each_slot(store):
    make(store, *range(20))
    got, lock = Counter(), threading.Lock()

    def work(name):
        for _ in range(100):
            mine = claim(store, NOON + 30 * MINUTE, name)
            if mine is not None:
                with lock:
                    got[mine.scheduled_at] += 1
            if sum(got.values()) >= 20:
                return

    threads = [threading.Thread(target=work, args=(f"t{n}",)) for n in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(got) == 20
    assert set(got.values()) == {1}


def test_a_lease_that_ran_out_is_claimed_again_and_the_first_is_fenced_off(store):
    make(store, 0)
    old = claim(store, NOON, "one")
    assert claim(store, NOON + MINUTE - timedelta(seconds=1), "two") is None
    new = claim(store, NOON + MINUTE, "two")
    assert (new.token, new.attempts) == (old.token + 1, 2)
    with pytest.raises(Fenced):
        finish(store, old, NOON + MINUTE)
    with store.writing() as connection:
        assert not slots.renew(connection, old, NOON + 9 * MINUTE)
        assert not slots.give_back(connection, old)
        assert not slots.fail(connection, old, NOON, LATE)
        assert not slots.put_off(connection, old, NOON, LATE)
    finish(store, new, NOON + MINUTE)
    assert states(store) == ["done"]


def test_what_was_written_beside_a_fenced_finish_never_happened(store):
    make(store, 0)
    old = claim(store, NOON)
    claim(store, NOON + MINUTE, "two")

    def effect_and_end():
        with store.writing() as connection:
            slots.make(connection, [Made(job="effect", scheduled_at=NOON)], NOON)
            slots.finish(connection, old, NOON + MINUTE)

    with pytest.raises(Fenced):
        effect_and_end()
    assert [row.job for row in rows(store)] == ["poll"]


def test_a_renewed_lease_is_not_claimed(store):
    make(store, 0)
    mine = claim(store, NOON)
    with store.writing() as connection:
        assert slots.renew(connection, mine, NOON + 5 * MINUTE)
    assert claim(store, NOON + 4 * MINUTE, "two") is None
    with store.reading() as connection:
        (one,) = slots.open_slots(connection, NOON + 4 * MINUTE)
        (later,) = slots.open_slots(connection, NOON + 5 * MINUTE)
    assert (one.busy, one.running, one.holder, one.spent) == (True, True, "one", False)
    assert not later.busy


def test_what_is_given_back_is_free_at_once_and_the_attempt_does_not_count(store):
    make(store, 0)
    mine = claim(store, NOON)
    with store.writing() as connection:
        assert slots.give_back(connection, mine)
    again = claim(store, NOON, "two")
    assert (again.attempts, again.token) == (1, mine.token + 1)
    with pytest.raises(Fenced):
        finish(store, mine, NOON)


def test_what_failed_waits_and_is_given_up_after_so_many_attempts(store):
    make(store, 0)
    at = NOON
    for _ in range(ATTEMPTS):
        mine = claim(store, at)
        with store.writing() as connection:
            assert slots.put_off(connection, mine, at + MINUTE, LATE)
        assert claim(store, at, "two") is None
        at += MINUTE
    assert claim(store, at) is None
    with store.writing() as connection:
        assert slots.give_up(connection, at, LATE) == [("poll", NOON)]
        assert slots.give_up(connection, at, LATE) == []
    (row,) = rows(store)
    assert (row.state, row.because["template"]) == ("failed", LATE.template)


def test_older_slots_are_skipped_for_the_latest_but_not_what_is_being_done(store):
    make(store, 0, 1, 2, 3)
    claim(store, NOON)
    with store.writing() as connection:
        done = slots.supersede(connection, "poll", NOON + 3 * MINUTE, NOON, LATE)
    assert done == 2
    assert states(store) == ["running", "skipped", "skipped", "waiting"]


def test_old_slots_are_forgotten_but_for_the_latest_of_each_job(store):
    make(store, 0, 1, 2)
    for _ in range(3):
        finish(store, claim(store, NOON + 3 * MINUTE), NOON + 3 * MINUTE)
    assert purge(store, strict(), at=NOON + 9 * MINUTE + timedelta(days=30)).erased["slots"] == 2
    assert [row.scheduled_at for row in rows(store)] == [NOON + 2 * MINUTE]
