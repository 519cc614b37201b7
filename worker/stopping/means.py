"""What a stop works with: stoppers, clock, sleep, and a voice."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from connectors import Stopper
from connectors.http import Patience
from policies.model import Platform, Words
from worker.clock import Clock
from worker.stopping.steps import Step, unseen

RESERVE = 600.0
"""Seconds that the writes of one account may wait for throttles in all: a stop's own patience.

What an account's points make its writes wait comes on top of it (`worker.stopping.pacing`).
"""
SETTLING = 60.0
"""Seconds that a platform has to carry out what it says it is carrying out."""
LATE = 60.0
"""Seconds after which an account that has not answered is shown as unread in the plan."""
THREADS = 16
"""Accounts of one platform worked on at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What every part of a stop needs."""

    stoppers: Mapping[Platform, Stopper]
    clock: Clock
    sleep: Callable[[float], None]
    tell: Callable[[Words], None]
    """Says how far it has come."""
    late: float = LATE
    threads: int = THREADS
    step: Callable[[Step], None] = unseen
    """Shows what is being done to each account; called from many threads."""

    def reserve(self, more: float = 0.0) -> Patience:
        """The patience of one account's writes; `more`: seconds that they must wait by a plan."""
        return Patience(RESERVE + more, sleep=self.sleep)

    def requests(self) -> dict[str, Any]:
        """What was sent to each platform so far."""
        return {
            platform: {"http": one.meter.http, "counted": one.meter.counted}
            for platform, one in self.stoppers.items()
        }


@dataclass(slots=True)
class Ledger:
    """What the threads of one run know together."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    batch: int = 0

    def next_batch(self) -> int:
        """A number for a batch, of its own within the run."""
        with self.lock:
            self.batch += 1
            return self.batch
