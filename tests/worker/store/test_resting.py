"""The rest before the sweeps of late, and whether a platform has answered since."""

from __future__ import annotations

from datetime import timedelta

from tests.worker.made import DAY, NOON
from worker.store import sweeps
from worker.store.resting import Rest, last_rest
from worker.store.sweeps import Finished

HOUR = timedelta(hours=1)
DEAD = {"meta": {"http": 4, "counted": 9, "answered": 0}, "linkedin": {"http": 1, "answered": 0}}
ONE = DEAD | {"linkedin": {"http": 1, "counted": 1, "answered": 1}}


def swept(connection, at, requests=DEAD):
    number = sweeps.begin(connection, {}, at)
    told = {"counts": {}, "requests": requests, "unread": ()}
    sweeps.finish(connection, number, Finished(started_at=at, finished_at=at, **told))


def test_before_the_first_sweep_and_after_it_there_was_no_rest(store):
    with store.writing() as connection:
        assert last_rest(connection, NOON) == Rest(timedelta(), None)
        swept(connection, NOON - HOUR, ONE)
        assert last_rest(connection, NOON) == Rest(timedelta(), None)


def test_a_rest_goes_on_until_something_is_tried_whatever_comes_of_it(store):
    with store.writing() as connection:
        swept(connection, NOON - 20 * DAY, ONE)
        assert last_rest(connection, NOON) == Rest(20 * DAY, None)
        sweeps.begin(connection, {}, NOON - 5 * HOUR)  # it was interrupted
        swept(connection, NOON - 4 * HOUR)
        assert last_rest(connection, NOON) == Rest(20 * DAY - 5 * HOUR, None)
        swept(connection, NOON - 3 * HOUR, ONE)
        swept(connection, NOON - 2 * HOUR, ONE)
        assert last_rest(connection, NOON) == Rest(20 * DAY - 5 * HOUR, NOON - 3 * HOUR)


def test_where_sweeps_went_on_no_rest_was_long_though_nobody_answered(store):
    with store.writing() as connection:
        for n in range(20, -1, -1):
            swept(connection, NOON - n * DAY)
        assert last_rest(connection, NOON) == Rest(DAY, None)


def test_rows_of_older_versions_tell_what_was_asked_and_count_as_answered(lite):
    with lite.writing() as connection:
        swept(connection, NOON - 20 * DAY, ONE)
        swept(connection, NOON - 2 * HOUR, {"meta": {"http": 0, "counted": 0}})
        swept(connection, NOON - HOUR, {"meta": {"http": 1, "counted": 1}})
        assert last_rest(connection, NOON).answered == NOON - HOUR
