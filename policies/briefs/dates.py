"""Two days, as people write them in Swedish: `1 mars – 15 april 2027`, `2027-03-01 till 15/4`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from policies.briefs.answers import Understood
from policies.model import Words

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("januari", "jan", "january"),
            ("februari", "feb", "febr", "february"),
            ("mars", "mar", "march"),
            ("april", "apr"),
            ("maj", "may"),
            ("juni", "jun", "june"),
            ("juli", "jul", "july"),
            ("augusti", "aug", "august"),
            ("september", "sep", "sept"),
            ("oktober", "okt", "oct", "october"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
_NAME = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = re.compile(
    rf"""
      (?P<iso>(?<!\d)(?P<y1>20\d\d)[-./](?P<m1>\d{{1,2}})[-./](?P<d1>\d{{1,2}})(?!\d))
    | (?P<short>(?<!\d)(?:20)?(?P<y2>\d\d)(?P<m2>[01]\d)(?P<d2>[0-3]\d)(?!\d))
    | (?P<named>(?<![\d:.])(?:den\s+)?(?P<d3>\d{{1,2}})(?:\s*:?[ae](?=\s))?\.?\s*
        (?P<m3>{_NAME})\b\.?(?:[\s,]+(?P<y3>20\d\d)\b)?)
    | (?P<dotted>(?<![\d.])(?P<d6>\d{{1,2}})\.(?P<m6>\d{{1,2}})\.(?P<y6>20\d\d)(?!\d))
    | (?P<slashed>(?<![\d/])(?P<d4>\d{{1,2}})/(?P<m4>\d{{1,2}})
        (?:[-/\s]\s*(?P<y4>20\d\d|\d\d)(?!\d))?(?![\d/]))
    | (?P<shared>(?<![\d:.])(?P<d5>\d{{1,2}})
        (?=\s*(?:[-–—]|till|t\.?o\.?m\.?|to)\s*\d{{1,2}}[\s./]))
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CLOCK = re.compile(r"(?:kl\.?\s*)?(?<!\d)\d{1,2}[:.]\d{2}(?![\d.]|[-/]\d)", re.IGNORECASE)
"""A time of day says nothing about the day, and looks like one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The days from which and to which, both included."""

    starts: date
    ends: date


@dataclass(frozen=True, slots=True)
class _Written:
    """A day as it stands there; None: it does not say."""

    day: int
    month: int | None
    year: int | None


def read_dates(text: str) -> Understood[Span]:
    """The two days that the text names.

    A year, or a month, that only one of them tells holds for both, as Swedish is written. Nothing
    else is filled in.
    """
    found = _whole(list(_written(_CLOCK.sub(" ", text))))
    if not found:
        return Understood(ask=_UNREADABLE if text.strip() else None)
    if len(found) != _TWO:
        return Understood(ask=_NOT_TWO)
    try:
        starts, ends = (_date(one) for one in found)
    except _NoYear:
        return Understood(ask=_WHICH_YEAR)
    except ValueError:
        return Understood(ask=_NO_SUCH_DAY)
    if ends < starts:
        return Understood(ask=_BACKWARDS)
    return Understood(value=Span(starts=starts, ends=ends))


_TWO = 2
_UNREADABLE = Words(
    "Between which dates do the ads run? Write the first and the last day, such as 2027-03-01 to "
    "2027-04-15."
)
_NOT_TWO = Words(
    "Which are the first and the last day? The brief has to name exactly two, such as 2027-03-01 "
    "to 2027-04-15."
)
_WHICH_YEAR = Words("Of which year are the dates?")
_NO_SUCH_DAY = Words("One of the dates does not exist in the calendar. Which day is meant?")
_BACKWARDS = Words("The last day comes before the first. Which dates are meant?")


class _NoYear(Exception):
    """No year stands beside any of the days."""


def _written(text: str) -> Iterator[_Written]:
    for match in _DAY.finditer(text):
        told = {
            name[0]: value for name, value in match.groupdict().items() if value and _part(name)
        }
        month, year = told.get("m"), told.get("y")
        yield _Written(
            day=int(told["d"]),
            month=None if month is None else MONTHS.get(month.lower()) or int(month),
            year=None if year is None else 2000 + int(year) % 100,
        )


def _part(name: str) -> bool:
    """Whether a group holds a day, a month or a year, and not the whole of a form."""
    return name[1:].isdigit()


def _whole(found: list[_Written]) -> list[_Written]:
    """Days with the month and year that the one after, or the only other, tells."""
    if len(found) != _TWO:
        return [one for one in found if one.month is not None]
    first, last = found
    months = first.month or last.month, last.month
    # "1 december 2026 – 15 januari": a year that stands before holds only within that year.
    later = first.year if last.year is None and _after(first, last) else last.year
    earlier = last.year if first.year is None and _after(first, last) else first.year
    return [
        _Written(first.day, months[0], earlier),
        _Written(last.day, months[1], later),
    ]


def _after(first: _Written, last: _Written) -> bool:
    """Whether the last day can be in the same year as the first."""
    return (first.month or last.month or 0, first.day) <= (last.month or 0, last.day)


def _date(one: _Written) -> date:
    """The day.

    Raises:
        _NoYear: nothing tells the year.
        ValueError: there is no such day.
    """
    if one.year is None:
        raise _NoYear
    return date(one.year, one.month or 0, one.day)
