"""What every job of the service works with, and one job at work."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from worker.clock import Clock
from worker.config import Settings
from worker.service.ticks import CatchUp, Schedule
from worker.store.beating import Heart
from worker.store.opening import Store
from worker.store.slots import Claim
from worker.sweeping.edge import Ended
from worker.sweeping.turns import Turns

Pause = Callable[[threading.Event, float], bool]
"""Waits so many seconds at most for something to happen; whether it has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The same for all jobs; another one after the configuration was read again."""

    settings: Settings
    store: Store
    clock: Clock
    heart: Heart
    holder: str
    """This process, by a name that no other has."""
    pause: Pause = threading.Event.wait
    """How its jobs wait: a seam, as the clock is."""


@dataclass(eq=False, kw_only=True)
class Shift:
    """One slot at work in this process."""

    claim: Claim
    over: threading.Event = field(default_factory=threading.Event)
    """Nothing more is to be done: the program is ending, or the slot was lost."""
    lost: bool = False
    turns: Turns | None = None
    """The accounts that it has."""
    doubted: bool = False
    """Whether the clock may have leapt, as far as could be told when it was begun."""
    thread: threading.Thread | None = None
    pause: Pause = threading.Event.wait

    def lose(self) -> None:
        """The slot is another's."""
        self.lost = True
        self.over.set()

    def nap(self, seconds: float) -> None:
        """Sleep, unless it is over.

        Raises:
            Ended: it is over.
        """
        if self.pause(self.over, seconds):
            raise Ended


@dataclass(frozen=True, slots=True, kw_only=True)
class Did:
    """What came of a job that did its work."""

    gaps: int = 0
    """How much could not be read or reached; each is told in the log."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """For the log."""


Work = Callable[[Office, Shift], Did]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Something that is done again and again."""

    name: str
    schedule: Schedule
    catch_up: CatchUp
    do: Work
    help: Work | None = None
    """How another process shares in a slot that this one's work has begun elsewhere."""
    apart: Work | None = None
    """What each process does for itself a minute after each instant, unless it leads the slot."""
    after: str | None = None
    """Not begun before this job had its first slot, whatever came of it."""
    by_date: bool = False
    """It goes by what the date says: not begun while nobody knows whether the clock leapt."""
