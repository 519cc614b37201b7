"""Remembers refusals that hold for a while, so that they are not asked for again and again.

Quotas belong to an endpoint and a token and end at 00:00 UTC; a throttled call counts as a call
(Rate limiting, checked 2026-11-22). One breaker belongs to one token.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from connectors.errors import ConnectorError, RateLimited, TokenRejected, VersionRetired
from connectors.linkedin.errors import ScopeMissing

PAUSE = timedelta(minutes=5)
"""How long a refusal without a stated end is believed."""
IN_A_ROW = 3
"""So many refusals for lack of a scope, and none other between, speak for the whole endpoint."""
_ALL = "*"
"""Stands for every endpoint of the token."""


class Breaker:
    """What is known to be refused, and until when; safe across threads."""

    def __init__(self, clock: Callable[[], datetime], *, pause: timedelta = PAUSE) -> None:
        """`clock` gives the present instant, aware; without `pause` only day limits are kept."""
        self._pause = pause
        self._clock = clock
        self._lock = threading.Lock()
        self._shut: dict[str, tuple[datetime, ConnectorError]] = {}
        self._lacking: Counter[str] = Counter()

    def check(self, endpoint: str) -> None:
        """Pass, unless the endpoint is known to refuse.

        Raises:
            ConnectorError: the refusal that was met earlier.
        """
        now = self._clock()
        with self._lock:
            for place in (_ALL, endpoint):
                until, error = self._shut.get(place, (now, None))
                if error is not None and until > now:
                    raise error.with_traceback(None)

    def succeeded(self, endpoint: str) -> None:
        """An answer came: what refusals came before were about single objects."""
        with self._lock:
            del self._lacking[endpoint]

    def failed(self, endpoint: str, error: ConnectorError) -> None:
        """Remember a failure that holds for more than the request that met it."""
        now = self._clock()
        with self._lock:
            if isinstance(error, RateLimited):
                until = _midnight(now) if error.until_midnight else now + self._pause
                self._shut[endpoint] = until, error
            elif isinstance(error, TokenRejected | VersionRetired):
                self._shut[_ALL] = now + self._pause, error
            elif isinstance(error, ScopeMissing):
                self._lacking[endpoint] += 1
                if self._lacking[endpoint] >= IN_A_ROW:
                    self._shut[endpoint] = now + self._pause, error


def _midnight(now: datetime) -> datetime:
    """The next 00:00 UTC."""
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return today + timedelta(days=1)
