"""Ticks by a machine's clock that is set back and ahead while the service runs."""

from __future__ import annotations

import logging
import signal
import threading
import time
from contextlib import contextmanager
from datetime import datetime, timedelta
from queue import SimpleQueue

import pytest

from tests.worker.service.conftest import Clock, serving
from worker.config import Settings
from worker.logs.marks import OURS
from worker.service.metronome import LONG_AGO, FromNow, Metronome
from worker.service.notifying import WATCHDOG
from worker.service.starting import serve

DAY = timedelta(days=1)
LEAPS = (-DAY, DAY, -DAY, 400 * DAY, -400 * DAY)
"""How far the clock is off after each tick, one after the other."""
SECONDS = 60
"""A wait that is only so long where something is broken."""


@pytest.fixture
def machine(monkeypatch):
    """The clock that APScheduler reads: the machine's, `ahead` of the true time."""

    class Machine(datetime):
        ahead = timedelta()

        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + cls.ahead

    monkeypatch.setattr("apscheduler.schedulers.base.datetime", Machine)
    return Machine


@contextmanager
def ticking(tick, every=0.05):
    """A metronome, and a function that looks after it until something is so, and tells whether."""
    metronome = Metronome(tick, every)

    def until(what):
        end = time.monotonic() + SECONDS
        while not what() and time.monotonic() < end:
            metronome.look()
            time.sleep(0.01)
        return what()

    metronome.start()
    try:
        yield until
    finally:
        metronome.stop()


def test_a_service_ticks_on_while_its_clock_is_set_back_and_ahead(lite, machine):
    signals = SimpleQueue[int]()
    leaps = [*LEAPS]

    def notify(word):
        if word != WATCHDOG:
            return
        if leaps:
            machine.ahead = leaps.pop(0)
        else:
            signals.put(signal.SIGTERM)

    with serving(lite, Clock()) as service:
        health = Settings().health.model_copy(update={"listen": ""})
        quiet = service.office.settings.model_copy(update={"health": health})
        service.reload(quiet)
        thread = threading.Thread(
            target=serve,
            args=(service, lambda: quiet, signals),
            kwargs={"notify": notify, "every": 0.05},
        )
        thread.start()
        thread.join(timeout=SECONDS)
        signals.put(signal.SIGTERM)
        thread.join(timeout=SECONDS)
    assert not leaps


def test_each_leap_is_followed_by_ticks_that_come_one_by_one(machine):
    ticks = []
    with ticking(lambda: ticks.append(threading.current_thread())) as until:
        for leap in LEAPS:
            machine.ahead = leap
            seen = len(ticks)
            assert until(lambda seen=seen: len(ticks) >= seen + 3)
    assert len({*ticks}) == 1


def test_a_clock_that_leapt_ahead_has_missed_nothing():
    now = datetime.now().astimezone()
    assert FromNow(2).get_next_fire_time(None, now) == now + timedelta(seconds=2)
    assert FromNow(2).get_next_fire_time(LONG_AGO, now) == now + timedelta(seconds=2)


def test_a_tick_that_fails_is_told_and_the_next_one_comes(caplog):
    caplog.set_level(logging.ERROR, logger=OURS)
    ticks = []

    def tick():
        ticks.append(1)
        raise RuntimeError("no thread")

    with ticking(tick) as until:
        assert until(lambda: len(ticks) >= 3)
    told = [one for one in caplog.records if one.getMessage() == "tick.failed"]
    assert len(told) >= 2
    assert told[0].exc_info


def test_a_tick_that_takes_long_is_not_begun_again_meanwhile():
    begun, go_on = [], threading.Event()

    def tick():
        begun.append(1)
        go_on.wait(timeout=SECONDS)

    with ticking(tick) as until:
        assert until(lambda: begun)
        looks = iter(range(50))
        assert until(lambda: next(looks, None) is None)
        assert len(begun) == 1
        go_on.set()
        assert until(lambda: len(begun) > 1)
