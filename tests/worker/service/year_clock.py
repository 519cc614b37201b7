"""The clock of a simulated year: it stands still until somebody waits, or the year goes on."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

from worker.store.beating import Heart

BEAT = 15.0
"""Seconds of the year between two heartbeats of every process that lives."""
REAL = 0.02
"""Real seconds that a wait takes at most: as long as others have to come on with their work."""


class Clock:
    """Tells the year's time to everybody: service, sandbox, mail server and book."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self._turning = threading.RLock()
        self._since_beat = 0.0
        self.hearts: list[Heart] = []

    def __call__(self) -> datetime:
        """The present instant."""
        return self._at

    def turn_to(self, at: datetime) -> None:
        """Nobody works meanwhile; time never goes back."""
        with self._turning:
            self._at = max(self._at, at)

    def turn(self, seconds: float) -> None:
        """Let time go by while jobs are at work: hearts beat as they would."""
        with self._turning:
            while seconds > 0:
                step = min(seconds, BEAT - self._since_beat)
                self._at += timedelta(seconds=step)
                self._since_beat += step
                seconds -= step
                if self._since_beat >= BEAT:
                    self._since_beat = 0.0
                    for heart in [*self.hearts]:
                        heart.beat()

    def pause(self, event: threading.Event, seconds: float) -> bool:
        """How the service's jobs wait."""
        self.turn(seconds)
        return event.wait(min(seconds / 100, REAL))
