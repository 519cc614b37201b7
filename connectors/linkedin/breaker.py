"""Remembers refusals that hold for a while, so that they are not asked for again and again.

Quotas belong to an endpoint and a token and end at 00:00 UTC; a throttled call counts as a call
(Rate limiting, checked 2026-11-22). One breaker belongs to one token; what it remembers ends with
it, but for day limits where there is a place to keep them.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from connectors.errors import ConnectorError, RateLimited, TokenRejected, VersionRetired
from connectors.linkedin.day_limits import DayLimits, end_of
from connectors.linkedin.errors import ScopeMissing, day_limit

PAUSE = timedelta(minutes=5)
"""How long a refusal is believed that states no end, or an earlier one."""
LONGEST = timedelta(days=1)
"""The longest end that is believed: there are no quotas of more than a day."""
IN_A_ROW = 3
"""So many refusals for lack of a scope, and none other between, speak for the whole endpoint."""
_ALL = "*"
"""Stands for every endpoint of the token."""


class Breaker:
    """What is known to be refused, and until when; safe across threads."""

    def __init__(
        self,
        clock: Callable[[], datetime],
        *,
        pause: timedelta = PAUSE,
        limits: DayLimits | None = None,
    ) -> None:
        """`clock` gives the present instant, aware; without `pause` only day limits are kept.

        `limits`: the day limits that earlier readers met, and where this one leaves those it meets.
        """
        self._pause = pause
        self._limits = limits
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
        if self._limits is not None and self._limits.is_spent(endpoint, now):
            raise day_limit(endpoint)

    def succeeded(self, endpoint: str) -> None:
        """An answer came: what refusals came before were about single objects."""
        with self._lock:
            del self._lacking[endpoint]

    def failed(self, endpoint: str, error: ConnectorError) -> None:
        """Remember a failure that holds for more than the request that met it."""
        now, general = self._clock(), _without_account(error)
        with self._lock:
            if isinstance(error, RateLimited):
                self._shut[endpoint] = self._until(error, now), general
            elif isinstance(error, TokenRejected | VersionRetired):
                self._shut[_ALL] = now + self._pause, general
            elif isinstance(error, ScopeMissing):
                self._lacking[endpoint] += 1
                if self._lacking[endpoint] >= IN_A_ROW:
                    self._shut[endpoint] = now + self._pause, general
        if self._limits is not None and isinstance(error, RateLimited) and error.until_midnight:
            self._limits.keep(endpoint, now)

    def _until(self, error: RateLimited, now: datetime) -> datetime:
        """How long a throttle is believed."""
        if error.until_midnight:
            return end_of(now)
        if not self._pause:
            return now
        stated = timedelta(seconds=min(error.retry_after or 0.0, LONGEST.total_seconds()))
        return now + max(self._pause, stated)


def _without_account(error: ConnectorError) -> ConnectorError:
    """The same refusal, but of no account: it holds wherever the token or the endpoint is used."""
    general = type(error).__new__(type(error), *error.args)
    vars(general).update(vars(error), account_id=None)
    return general
