"""A service of jobs that the test gives it, on a clock that the test turns."""

from __future__ import annotations

import io
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from connectors.sandbox.scenario import Crowd, Scenario, stage
from tests.worker.engine.conftest import queued, queued_url, with_queue
from tests.worker.made import some_settings
from worker.clock import now
from worker.logs.keeping import keep_logs
from worker.service.office import Job, Office
from worker.service.running import Service
from worker.service.ticks import CatchUp, Every
from worker.store.beating import Heart

__all__ = ["queued", "queued_url", "with_queue"]
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Clock:
    """Stands still until it is turned."""

    def __init__(self, at=NOON):
        self.at = at

    def __call__(self):
        return self.at

    def turn(self, **span):
        self.at += timedelta(**span)


@pytest.fixture(scope="session")
def sandbox():
    """Two accounts on Meta, act_100 and act_101, at `base_url`."""
    crowd = Crowd(accounts=2, campaigns=1, ad_sets=1, ads=1, comments=1)
    with stage(Scenario(seed=3, city=False, crowd=crowd), now) as made:
        made.base_url = made.start()
        yield made


@pytest.fixture
def clock():
    return Clock()


def every(minutes, do, name="job", catch_up=CatchUp.LATEST, **more):
    schedule = Every(timedelta(minutes=minutes))
    return Job(name=name, schedule=schedule, catch_up=catch_up, do=do, **more)


@contextmanager
def serving(store, clock, *table, holder="one", lease=MINUTE, **more):
    """A service; its heart beats only when the test says so."""
    office = Office(
        store=store,
        clock=clock,
        heart=Heart(store, clock, lease=lease),
        holder=holder,
        **{"settings": some_settings(), **more},
    )
    service = Service(office, table)
    yield service
    service.end(grace=5)


def ticked(service):
    """A tick, and all that it began come to its end."""
    service.tick(jitter=False)
    for shift in [*service._shifts.values()]:
        shift.thread.join(timeout=20)


@pytest.fixture
def log():
    """What is logged from now on."""
    kept = io.StringIO()
    keep_logs(kept, readable=False)
    return kept
