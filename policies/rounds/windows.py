"""The windows of a day: each begins at a configured time and lasts until the next one's.

The last lasts until midnight. Times of day are the city's; instants are UTC. A time that the clock
skips is taken as if it had not been skipped, one that it repeats as the first of the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from policies.model import aware

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """One round's time: from `starts`, up to but not including `ends`."""

    starts: datetime
    ends: datetime
    day: date
    """The city's day on which it lies."""

    def holds(self, at: datetime) -> bool:
        """Whether the instant lies in it."""
        return self.starts <= at < self.ends


def windows(day: date, times: Sequence[time], zone: ZoneInfo) -> tuple[Window, ...]:
    """The windows of a day of the city's, in order; none if no time is configured."""
    starts = sorted({_instant(day, one, zone) for one in times})
    if not starts:
        return ()
    edges = [*starts, _instant(day + _DAY, time(0), zone)]
    return tuple(Window(one, other, day) for one, other in pairwise(edges))


def window_at(at: datetime, times: Sequence[time], zone: ZoneInfo) -> Window | None:
    """The window in which an instant lies; None: it is before the day's first.

    Raises:
        ValueError: `at` has no offset.
    """
    aware(at, "at")
    day = at.astimezone(zone).date()
    return next((one for one in windows(day, times, zone) if one.holds(at)), None)


def next_start(at: datetime, times: Sequence[time], zone: ZoneInfo) -> datetime | None:
    """When the next window after an instant begins; None: no time is configured.

    Raises:
        ValueError: `at` has no offset.
    """
    aware(at, "at")
    day = at.astimezone(zone).date()
    ahead = (*windows(day, times, zone), *windows(day + _DAY, times, zone))
    return next((one.starts for one in ahead if one.starts > at), None)


def _instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)
