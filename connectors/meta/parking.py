"""Leaves alone what told us to wait: calling on while throttled prolongs it.

Quotas belong to an ad account, or to a Page or Instagram account with one sort of call (Rate
Limits, checked 2026-11-22).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from connectors.errors import RateLimited
from connectors.meta.ask import Ask

UNSTATED = timedelta(minutes=5)
"""How long a throttle is believed that does not say how long it lasts."""


class Parking:
    """What may not be asked for, and until when; safe across threads."""

    def __init__(self, clock: Callable[[], datetime], *, unstated: timedelta = UNSTATED) -> None:
        """`clock` gives the present instant, aware; without `unstated` nothing is parked."""
        self._clock = clock
        self._unstated = unstated
        self._lock = threading.Lock()
        self._parked: dict[str, tuple[datetime, RateLimited]] = {}

    def met(self, ask: Ask) -> RateLimited | None:
        """The throttle that was met earlier and still holds for this call."""
        now = self._clock()
        with self._lock:
            until, error = self._parked.get(_bucket(ask), (now, None))
        return error if until > now else None

    def park(self, ask: Ask, error: RateLimited) -> None:
        """Remember a throttle that was not waited out."""
        if not self._unstated:
            return
        stated = error.retry_after
        wait = self._unstated if stated is None else timedelta(seconds=stated)
        with self._lock:
            self._parked[_bucket(ask)] = self._clock() + wait, error


def _bucket(ask: Ask) -> str:
    """What shares a quota: an ad account, else one sort of call."""
    return ask.account_id or "/".join(ask.parts[1:])
