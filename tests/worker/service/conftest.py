"""A service of jobs that the test gives it, on a clock that the test turns."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from tests.worker.made import some_settings
from worker.service.office import Job, Office
from worker.service.running import Service
from worker.service.ticks import CatchUp, Every
from worker.store.beating import Heart

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


@pytest.fixture
def clock():
    return Clock()


def every(minutes, do, name="job", catch_up=CatchUp.LATEST, **more):
    schedule = Every(timedelta(minutes=minutes))
    return Job(name=name, schedule=schedule, catch_up=catch_up, do=do, **more)


@contextmanager
def serving(store, clock, *table, holder="one", lease=MINUTE):
    """A service; its heart beats only when the test says so."""
    office = Office(
        settings=some_settings(),
        store=store,
        clock=clock,
        heart=Heart(store, clock, lease=lease),
        holder=holder,
    )
    service = Service(office, table)
    yield service
    service.end(grace=5)


def ticked(service):
    """A tick, and all that it began come to its end."""
    service.tick(jitter=False)
    for shift in [*service._shifts.values()]:
        shift.thread.join(timeout=20)
