"""Sweeps in the store: begun, finished, and the last one that left nothing out."""

from __future__ import annotations

from tests.worker.made import DAY, NOON, not_read
from worker.store import sweeps
from worker.store.sweeps import Finished

WHOLE = {"platform": None, "account": None}


def finished(at=NOON):
    return Finished(
        started_at=at, finished_at=at + DAY / 24, counts={"ads": 3}, requests={},
        unread=(not_read(),),
    )  # fmt: skip


def test_before_the_first_sweep_there_is_no_last_one(store):
    with store.reading() as connection:
        assert sweeps.last_finished(connection) is None


def test_a_sweep_that_is_under_way_or_left_something_out_is_not_the_last_one(store):
    with store.writing() as connection:
        sweeps.begin(connection, WHOLE, NOON)
        part = sweeps.begin(connection, {"platform": "meta", "account": None}, NOON)
        sweeps.finish(connection, part, finished())
        assert sweeps.last_finished(connection) is None


def test_the_last_whole_sweep_is_told_as_it_ended(store):
    with store.writing() as connection:
        for day in (0, 1):
            number = sweeps.begin(connection, WHOLE, NOON + day * DAY)
            sweeps.finish(connection, number, finished(NOON + day * DAY))
        sweeps.begin(connection, WHOLE, NOON + 2 * DAY)
        assert sweeps.last_finished(connection) == finished(NOON + DAY)
