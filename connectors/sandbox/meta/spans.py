"""The days that a report covers, and how it divides them.

Source: *Insights*, parameters `date_preset`, `time_range` and `time_increment`, checked 2026-11-22.
"""

from __future__ import annotations

import json
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta

from connectors.sandbox.meta.asking import Params
from connectors.sandbox.meta.errors import GraphError, invalid

Span = tuple[date, date]
"""First and last day, both included."""
_BACK: Mapping[str, tuple[int, int]] = {
    "today": (0, 1), "yesterday": (1, 1), "last_3d": (1, 3), "last_7d": (1, 7),
    "last_14d": (1, 14), "last_28d": (1, 28), "last_30d": (1, 30), "last_90d": (1, 90),
}  # fmt: skip
"""Preset → days back to its last day, number of days."""
_UNITS = ("week_mon_today", "week_sun_today", "month", "quarter", "year", "week_mon_sun",
          "week_sun_sat")  # fmt: skip
_CALENDAR = tuple(
    f"{which}_{unit}"
    for which in ("this", "last")
    for unit in _UNITS
    if not unit.startswith("week") or unit.endswith("today") == (which == "this")
)
_LONGEST = 37
"""Months that figures are kept."""
_INCREMENT = 90
"""Days of one row at most."""


def window(today: date, params: Params) -> Span:
    """First and last day; an invalid `time_range` is ignored, as the platform does.

    Raises:
        GraphError: an unknown preset, or a day before the platform's memory begins.
    """
    try:
        told = json.loads(params.get("time_range", ""))
        first, last = date.fromisoformat(told["since"]), date.fromisoformat(told["until"])
    except (ValueError, KeyError, TypeError):
        return _preset(today, params.get("date_preset", "last_30d"))
    if first < _months_back(today.replace(day=1), _LONGEST):
        raise GraphError(
            3018,
            "(#3018) The start date of the time range cannot be beyond 37 months from the "
            "current date",
        )
    return first, last


def spans_of(first: date, last: date, increment: str) -> list[Span]:
    """The parts of a window: whole, by month, or so many days each.

    Raises:
        GraphError: an increment that is none of these.
    """
    if increment == "all_days":
        return [(first, last)]
    days = int(increment) if increment.isdecimal() else 0
    if increment != "monthly" and not 1 <= days <= _INCREMENT:
        raise invalid("param time_increment must be 1 to 90, monthly or all_days")
    found = []
    while first <= last:
        end = _month_end(first) if increment == "monthly" else first + timedelta(days=days - 1)
        found.append((first, min(end, last)))
        first = end + timedelta(days=1)
    return found


def _preset(today: date, name: str) -> Span:
    if name == "maximum":
        return _months_back(today.replace(day=1), _LONGEST), today
    if name in _BACK:
        back, days = _BACK[name]
        last = today - timedelta(days=back)
        return last - timedelta(days=days - 1), last
    if name not in _CALENDAR:
        known = ", ".join((*_BACK, *_CALENDAR, "maximum"))
        raise invalid(f"param date_preset must be one of {{{known}}}")
    which, unit = name.split("_")[:2]
    begins = _begin(today, f"{unit}_sun" if "_week_sun_" in name else unit)
    if which == "this":
        return begins, today
    last = begins - timedelta(days=1)
    return _begin(last, f"{unit}_sun" if "_week_sun_" in name else unit), last


def _begin(day: date, unit: str) -> date:
    """The first day of the week (from Monday, or from Sunday), month, quarter or year."""
    match unit:
        case "week":
            return day - timedelta(days=day.weekday())
        case "week_sun":
            return day - timedelta(days=(day.weekday() + 1) % 7)
        case "month":
            return day.replace(day=1)
        case "quarter":
            return day.replace(month=day.month - (day.month - 1) % 3, day=1)
        case _:
            return day.replace(month=1, day=1)


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _months_back(first_of_month: date, months: int) -> date:
    place = first_of_month.year * 12 + first_of_month.month - 1 - months
    return date(place // 12, place % 12 + 1, 1)
