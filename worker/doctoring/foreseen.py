"""Whether next year is known: holidays and changes of the clock, by which deadlines are set."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from policies.model import Words
from worker.calendar import KNOWN_YEARS
from worker.clock import Clock
from worker.config import Settings
from worker.doctoring.lines import Desk, Line

_DAY = timedelta(days=1)


def calendar(settings: Settings, now: Clock) -> Iterator[Line]:
    """The holidays and the clock changes of next year."""
    zone = ZoneInfo(settings.timezone)
    year = now().astimezone(zone).year + 1
    yield holidays(year, KNOWN_YEARS)
    yield changes(year, zone)


def holidays(year: int, known: range) -> Line:
    """Whether the holidays of this year are among those that the library knows."""
    desk = Desk("calendar.holidays")
    if year not in known:
        return desk.fail(
            Words("The holidays of {year} are not known, so deadlines will be wrong.",
                  {"year": str(year)}),
            Words("Install a newer version of annonsvakt."),
        )  # fmt: skip
    return desk.ok(Words("Holidays are known until {year}.", {"year": str(known[-1])}))


def changes(year: int, zone: ZoneInfo) -> Line:
    """When the clock changes in this year, by the time zones' data that are installed."""
    desk, days = Desk("calendar.clock", zone.key), tuple(_changes(year, zone))
    if not days:
        return desk.ok(Words("In {year} the clock does not change.", {"year": str(year)}))
    told = {"year": str(year), "dates": ", ".join(day.isoformat() for day in days)}
    return desk.ok(Words("In {year} the clock changes on {dates}.", told))


def _changes(year: int, zone: ZoneInfo) -> Iterator[date]:
    """The days at whose end another offset holds than at their beginning."""
    day = date(year, 1, 1)
    while day.year == year:
        ends = (datetime(one.year, one.month, one.day, tzinfo=zone) for one in (day, day + _DAY))
        begins, after = (one.astimezone(UTC) for one in ends)
        if after - begins != _DAY:
            yield day
        day += _DAY
