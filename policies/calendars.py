"""Calendars as they are written down, and what makes one another: a deadline that moves says why.

What is compared is what deadlines go by: time zone, closing time, clock changes, and the closed
days from Monday to Friday. Two are one calendar where they agree on every year that both tell of:
moving on from one year to the next makes no other one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from policies.deadlines import Calendar, due
from policies.model import Words

MOST_DAYS = 5
"""Changed days that are named one by one."""
_DAY = timedelta(days=1)
_FRIDAY = 5
_NOON = time(12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """One year of a calendar."""

    closed: Mapping[date, Words]
    """Closed days besides weekends, and why."""
    clocks: Mapping[date, int]
    """Minutes ahead of UTC: on the first of January, and on each day that changes them."""

    @property
    def free(self) -> frozenset[date]:
        """Closed days on which people would work otherwise."""
        return frozenset(day for day in self.closed if day.isoweekday() <= _FRIDAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A calendar written down for some years."""

    zone: str
    closes: time
    years: Mapping[int, Year]

    def calendar(self) -> Calendar:
        """The calendar again; beyond its years it knows of weekends alone."""
        days = {day: why for year in self.years.values() for day, why in year.closed.items()}
        return Calendar(zone=ZoneInfo(self.zone), office_closes=self.closes, holiday=days.get)

    def agrees(self, other: Written) -> bool:
        """Whether deadlines come out alike by both, as far as both tell."""
        both = self.years.keys() & other.years.keys()
        return (
            bool(both)
            and (self.zone, self.closes) == (other.zone, other.closes)
            and all(_alike(self.years[one], other.years[one]) for one in both)
        )

    def with_years_of(self, older: Written) -> Written:
        """The same, with years that only the older one tells of."""
        return replace(self, years={**older.years, **self.years})


def write(calendar: Calendar, today: date) -> Written:
    """The calendar of the years that open deadlines can touch.

    Last year's too: a thread may still wait since December.
    """
    return write_years(calendar, range(today.year - 1, today.year + 3))


def write_years(calendar: Calendar, years: Iterable[int]) -> Written:
    """The calendar of these years."""
    return Written(
        zone=calendar.zone.key,
        closes=calendar.office_closes,
        years={year: _year(calendar, year) for year in years},
    )


def _year(calendar: Calendar, year: int) -> Year:
    """One year, day by day."""
    closed: dict[date, Words] = {}
    clocks: dict[date, int] = {}
    ahead = None
    for day in _days(date(year, 1, 1), date(year, 12, 31)):
        if why := calendar.holiday(day):
            closed[day] = why
        before, ahead = ahead, _minutes_ahead(day, calendar.zone)
        if ahead != before:
            clocks[day] = ahead
    return Year(closed=closed, clocks=clocks)


def _days(first: date, last: date) -> Iterator[date]:
    """Each day from the first to the last."""
    return (first + n * _DAY for n in range((last - first).days + 1))


def _minutes_ahead(day: date, zone: ZoneInfo) -> int:
    """How far the clocks of that noon are ahead of UTC."""
    return int(
        (datetime.combine(day, _NOON, zone).utcoffset() or timedelta()) / timedelta(minutes=1)
    )


def _alike(one: Year, other: Year) -> bool:
    """Whether deadlines come out alike in both."""
    return one.free == other.free and one.clocks == other.clocks


def changes(before: Written, now: Written, first: date, last: date) -> tuple[Words, ...]:
    """What is otherwise from the first to the last of these days; empty: nothing is."""
    told: list[Words] = []
    if before.zone != now.zone:
        zones = {"now": now.zone, "before": before.zone}
        told.append(Words("The time zone is {now} instead of {before}.", zones))
    if before.closes != now.closes:
        names = {"now": _clock(now.closes), "before": _clock(before.closes)}
        told.append(Words("The office closes at {now} instead of {before}.", names))
    days = list(_changed_days(before, now, first, last))
    told += days[:MOST_DAYS]
    if rest := days[MOST_DAYS:]:
        count = {"count": str(len(rest))}
        told.append(Words("Days that changed besides these: {count}.", count))
    if before.zone == now.zone and _other_clocks(before, now):
        told.append(Words("The clocks are changed on other days than before."))
    return tuple(told)


def _changed_days(before: Written, now: Written, first: date, last: date) -> Iterator[Words]:
    """Each day between these that only one of the two calendars has closed."""
    for number in sorted(before.years.keys() & now.years.keys()):
        old, new = before.years[number], now.years[number]
        for day in sorted(old.free ^ new.free):
            if first <= day <= last:
                opened = Words("{date} is a working day now.", {"date": day.isoformat()})
                yield new.closed.get(day, opened)


def _other_clocks(before: Written, now: Written) -> bool:
    """Whether the clocks go otherwise in a year that both tell of."""
    both = before.years.keys() & now.years.keys()
    return any(before.years[one].clocks != now.years[one].clocks for one in both)


def _clock(at: time) -> str:
    return at.isoformat("minutes")


class Moves:
    """Why deadlines moved, asked for many of them."""

    def __init__(self, calendar: Calendar, older: Iterable[Written]) -> None:
        """`calendar`: in force; `older`: those of before, the newest first."""
        self._calendar = calendar
        self._older = [(one, one.calendar()) for one in older]
        self._present = write_years(calendar, ())

    def why(self, asked: datetime, was: datetime) -> tuple[Words, ...]:
        """Why the deadline of what was asked then is no longer `was`; empty: not by the calendar.

        It had been worked out by one of the older calendars, or no calendar has to do with it.
        """
        now = due(asked, self._calendar).at
        for before, calendar in self._older if now != was else ():
            if due(asked, calendar).at == was:
                days = [one.astimezone(self._calendar.zone).date() for one in (asked, was, now)]
                told = changes(before, self._of(days), min(days), max(days))
                return told or (Words("The calendar has changed."),)
        return ()

    def _of(self, days: Iterable[date]) -> Written:
        """The calendar in force, of the years of these days too."""
        if missing := {day.year for day in days} - self._present.years.keys():
            self._present = write_years(self._calendar, missing).with_years_of(self._present)
        return self._present
