"""Ticks that come in time, whatever the machine's clock is set to.

APScheduler goes by that clock. Set back by a day it would wait for a day, and set ahead by a year
it would first count every tick of that year. So a tick is always planned from now on, and one that
does not come in time, by a clock that nobody can set, is made due at once.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

from worker.logs import log_failure

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""What is due since then is due at once, by whatever clock."""


class FromNow(BaseTrigger):  # type: ignore[misc]  # the library tells no types
    """Again after so long, however long ago the time before should have been."""

    def __init__(self, seconds: float) -> None:
        """`seconds`: from one tick to the next."""
        self._span = timedelta(seconds=seconds)

    def get_next_fire_time(self, _previous: datetime | None, now: datetime) -> datetime:
        """One time alone, for a clock that leapt ahead has missed nothing."""
        return now + self._span


class Metronome:
    """Ticks until it is stopped. One that fails is told, and the next one comes."""

    def __init__(self, tick: Callable[[], object], every: float) -> None:
        """`every`: seconds."""
        self._tick = tick
        self._every = every
        self._at_it = False
        self._heard = time.monotonic()
        # One thread, which stays: two ticks never run at once, and a process that can begin no more
        # threads still ticks.
        self._scheduler = BackgroundScheduler(
            timezone=UTC, executors={"default": ThreadPoolExecutor(1)}
        )
        # Ticks that were missed are one; a tick that is late is as good as one in time.
        self._job = self._scheduler.add_job(
            self._beat, FromNow(every), max_instances=1, coalesce=True,
            misfire_grace_time=None, next_run_time=LONG_AGO,
        )  # fmt: skip

    def start(self) -> None:
        """Tick at once and from then on."""
        self._scheduler.start()

    def stop(self) -> None:
        """Begin no further tick."""
        self._scheduler.shutdown(wait=False)

    def look(self) -> None:
        """Make a tick due that did not come in time. To be called again and again while it runs."""
        now = time.monotonic()
        if self._at_it or now - self._heard < 2 * self._every:
            return
        self._heard = now
        self._job.modify(next_run_time=LONG_AGO)

    def _beat(self) -> None:
        self._at_it = True
        try:
            self._tick()
        except Exception as error:  # noqa: BLE001 one tick's fault must not end the ticking
            log_failure("tick.failed", error)
        finally:
            self._heard = time.monotonic()
            self._at_it = False
