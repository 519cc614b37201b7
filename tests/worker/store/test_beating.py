"""The heartbeat: whatever fails, it goes on, and what is held is renewed as soon as can be."""

from __future__ import annotations

import threading
import time
from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import create_engine

from worker.clock import now
from worker.store.beating import Heart
from worker.store.errors import Unreachable
from worker.store.opening import Store

LEASE = timedelta(seconds=4)
"""A beat a second."""


@pytest.fixture
def narrow(lite, sqlite_url):
    """A database to which there is one connection alone."""
    engine = create_engine(sqlite_url, pool_size=1, max_overflow=0, pool_timeout=0.05)
    with closing(Store(engine)) as store:
        yield store


def until(done, seconds=20.0):
    end = time.monotonic() + seconds
    while not done() and time.monotonic() < end:
        time.sleep(0.02)
    return done()


def logged(caplog):
    return [one.getMessage() for one in caplog.records]


def test_a_database_whose_connections_are_all_in_use_is_out_of_reach(narrow):
    with narrow.reading():
        for way in (narrow.reading, narrow.writing):
            with pytest.raises(Unreachable, match="connections to the database are in use"), way():
                pass
    with narrow.writing():
        pass


def test_a_beat_without_a_free_connection_costs_nothing_but_itself(narrow, caplog):
    renewed, lost = threading.Event(), threading.Event()

    def renew(_connection, _until):
        renewed.set()
        return True

    with Heart(narrow, now, lease=LEASE) as heart:
        heart.hold("one", renew, lost.set)
        with narrow.reading():
            assert not renewed.wait(1.5)
        assert renewed.wait(20)
    assert not lost.is_set()
    assert "heart.failed" not in logged(caplog)


def test_a_fault_of_one_lease_is_logged_and_costs_no_other(lite, caplog):
    renewed, lost = [], threading.Event()

    def broken(_connection, _until):
        raise KeyError("a fault of ours")

    def renew(_connection, until):
        renewed.append(until)
        return True

    with Heart(lite, now, lease=timedelta(seconds=0.4)) as heart:
        heart.hold("broken", broken, lost.set)
        heart.hold("one", renew, lambda: None)
        assert lost.wait(20)  # when its lease has run out, and no beat before
        seen = len(renewed)
        assert until(lambda: len(renewed) > seen + 1)
    assert logged(caplog)[0] == "heart.failed"


def test_what_fails_as_it_is_told_of_its_loss_ends_no_heartbeat(lite, caplog):
    renewed = []

    def fail():
        raise RuntimeError("a fault of ours")

    with Heart(lite, now, lease=timedelta(seconds=0.4)) as heart:
        heart.hold("gone", lambda *_: False, fail)
        assert until(lambda: "heart.failed" in logged(caplog))
        heart.hold("one", lambda _, till: renewed.append(till) or True, lambda: None)
        assert until(lambda: len(renewed) > 1)
