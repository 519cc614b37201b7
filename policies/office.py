"""Time in which the office is open: from opening to closing, on working days.

It is elapsed time: a day on which the clocks are changed within office hours has an hour more or
less of it. An opening or closing time that the clock skips is taken as if it had not been skipped,
one that it repeats as the first of the two.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from policies.deadlines import Calendar, closed_because
from policies.model import aware

_DAY = timedelta(days=1)


def later_by(at: datetime, hours: int, calendar: Calendar, opens: time) -> datetime:
    """The instant, in UTC, by which the office has been open for so many hours since `at`.

    It falls within office hours, at the latest at closing time; a later `at` never gives an earlier
    instant. `opens`: local time.

    Raises:
        ValueError: `at` has no offset, `hours` is not positive, or the office never opens.
        OverflowError: the instant lies beyond the last year that there is.
    """
    aware(at, "at")
    if hours <= 0 or opens >= calendar.office_closes:
        raise ValueError(f"no instant is {hours} hours of an office later that opens at {opens}")
    left = timedelta(hours=hours)
    now = at.astimezone(UTC)
    day = now.astimezone(calendar.zone).date()
    while True:
        begins, ends = _hours_of(day, calendar, opens)
        begins = max(begins, now)
        if begins + left <= ends:
            return begins + left
        left -= max(ends - begins, timedelta())
        day += _DAY


def _hours_of(day: date, calendar: Calendar, opens: time) -> tuple[datetime, datetime]:
    """From when to when the office is open on a local day; on a closed day, for no time at all."""
    begins = datetime.combine(day, opens, calendar.zone).astimezone(UTC)
    if closed_because(day, calendar) is not None:
        return begins, begins
    return begins, datetime.combine(day, calendar.office_closes, calendar.zone).astimezone(UTC)
