"""ISO weeks in a local time zone: Monday 00:00 to the next Monday 00:00, whatever the clocks do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

FIRST_YEAR = 1970
"""The calendar goes back much further, but weeks before the first ones could not be counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One ISO week."""

    label: str
    """`2026-W47`: the ISO year, which is not always that of the date, and the week."""
    start: datetime
    """Monday 00:00 local, as UTC; it belongs to the week."""
    end: datetime
    """The next Monday 00:00 local, as UTC; it does not belong to the week."""

    def holds(self, instant: datetime) -> bool:
        """Whether the instant lies in the week."""
        return self.start <= instant < self.end


def span_of(label: str, zone: ZoneInfo) -> Span:
    """The week that `label` names, such as `2026-W47`.

    Raises:
        ValueError: it is not written so, that year has no such week, or it lies before
            `FIRST_YEAR` or where the calendar ends.
    """
    found = re.fullmatch(r"([0-9]{4})-W([0-9]{2})", label)
    if not found:
        raise ValueError(f"not an ISO week: {label!r}")
    if int(found[1]) < FIRST_YEAR:
        raise ValueError(f"out of the calendar: {label!r}")
    try:
        return _span(date.fromisocalendar(int(found[1]), int(found[2]), 1), zone)
    except OverflowError:
        raise ValueError(f"out of the calendar: {label!r}") from None


def span_at(instant: datetime, zone: ZoneInfo) -> Span:
    """The week in which `instant` (aware) falls, by the clocks of `zone`."""
    day = instant.astimezone(zone).date()
    return _span(day - timedelta(days=day.weekday()), zone)


def span_before(span: Span, zone: ZoneInfo) -> Span:
    """The week before."""
    return _span(span.start.astimezone(zone).date() - timedelta(days=7), zone)


def _span(monday: date, zone: ZoneInfo) -> Span:
    """The week that begins with this Monday."""
    year, week, _ = monday.isocalendar()
    return Span(
        label=f"{year:04d}-W{week:02d}",
        start=_midnight(monday, zone),
        end=_midnight(monday + timedelta(days=7), zone),
    )


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of a local day, as UTC."""
    return datetime.combine(day, time.min, zone).astimezone(UTC)
