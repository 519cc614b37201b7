"""Day limits that readers met, for the readers after them.

Every poll has a reader of its own, and a call beyond a quota counts as a call: one that forgot
would ask at every poll until 00:00 UTC. A quota belongs to an endpoint, and to the app and the
member behind a token: a renewed token has the same, so a limit goes by the token's place in the
configuration (Rate limiting, checked 2026-11-22).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from connectors.recall import Recall, instant

TOPIC = "day_limit"
"""Under which topic they are recalled."""
YESTERDAYS = timedelta(minutes=15)
"""How long after 00:00 UTC a day limit may still be that of the day before: clocks differ, and
nothing is documented of counters that all begin anew at one instant."""
_DAY = timedelta(days=1)


def end_of(met: datetime) -> datetime:
    """Until when a day limit that was met then is believed: the next 00:00 UTC."""
    today = _midnight(met)
    return today + (_DAY if met - today >= YESTERDAYS else YESTERDAYS)


class DayLimits:
    """The day limits of one token at one address; safe across threads."""

    def __init__(self, recall: Recall, base_url: str, place: str) -> None:
        """`recall`: where they are kept; `place`: where the token stands in the configuration."""
        self._recall = recall
        self._where = f"{base_url} {place}"

    def keep(self, endpoint: str, now: datetime) -> None:
        """The day limit of this endpoint was met."""
        self._recall.put(TOPIC, self._key(endpoint), end_of(now).isoformat(), now)

    def is_spent(self, endpoint: str, now: datetime) -> bool:
        """Whether nothing more is answered today.

        An end beyond today's was written down by a clock that was ahead, and is not believed.
        """
        until = instant(self._recall.get(TOPIC, self._key(endpoint), now=now, kept=_DAY))
        return until is not None and now < until <= _midnight(now) + _DAY

    def _key(self, endpoint: str) -> str:
        return f"{self._where} {endpoint}"


def _midnight(at: datetime) -> datetime:
    """The last 00:00 UTC."""
    return at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
