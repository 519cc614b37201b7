"""By when a comment wants its answer (C11): 24 hours or, near closed days, the next working day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from policies.model import Words, aware

ALLOWED = timedelta(hours=24)
"""Elapsed time: that the clocks are changed makes no difference to it."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Where days begin and end, when the office closes, and which days it does not open."""

    zone: ZoneInfo
    office_closes: time
    """Local time."""
    holiday: Callable[[date], Words | None]
    """Why the office is closed on a day, weekends apart; None: it is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """An instant by which to answer, in UTC, and how it was worked out."""

    at: datetime
    because: tuple[Words, ...]


def due(written: datetime, calendar: Calendar) -> Deadline:
    """The deadline of a comment written at that instant; never earlier for a later comment.

    Raises:
        ValueError: `written` has no offset.
        OverflowError: the deadline lies beyond the last year that there is.
    """
    aware(written, "written")
    later = written.astimezone(UTC) + ALLOWED
    begun, ends = written.astimezone(calendar.zone).date(), later.astimezone(calendar.zone).date()
    skipped = tuple(_closed_days(ends, calendar))
    first = closed_because(begun, calendar) if begun != ends else None
    if not (first or skipped):
        return Deadline(at=later, because=(Words("24 hours later; both are working days."),))
    opens = ends + len(skipped) * _DAY
    closes = datetime.combine(opens, calendar.office_closes, calendar.zone).astimezone(UTC)
    landing = _landing(opens, calendar, past_closing=later > closes)
    because = (first, *skipped, landing) if first else (*skipped, landing)
    return Deadline(at=max(later, closes), because=because)


def _closed_days(day: date, calendar: Calendar) -> Iterator[Words]:
    """Why each day from this one on is closed, up to the first working day."""
    while why := closed_because(day, calendar):
        yield why
        day += _DAY


def closed_because(day: date, calendar: Calendar) -> Words | None:
    """Why nobody works on this day; None: it is a working day."""
    return calendar.holiday(day) or _weekend(day)


@lru_cache(maxsize=1000)
def _weekend(day: date) -> Words | None:
    """That the day is a Saturday or Sunday; kept, for deadlines come by the thousand."""
    match day.isoweekday():
        case 6:
            return Words("{date} is a Saturday.", {"date": day.isoformat()})
        case 7:
            return Words("{date} is a Sunday.", {"date": day.isoformat()})
        case _:
            return None


def _landing(opens: date, calendar: Calendar, *, past_closing: bool) -> Words:
    """What the deadline is in the end, after closed days."""
    told = {"date": opens.isoformat(), "time": calendar.office_closes.isoformat("minutes")}
    if past_closing:
        return Words("24 hours later is on {date}, after the office closes at {time}.", told)
    return Words("The next working day is {date}; the office closes at {time}.", told)
