"""For which window a digest is, when the next round is, and how fresh what it tells can be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from policies.deadlines import closed_because
from policies.model import Unread
from policies.rounds.windows import Window, window_at, windows
from worker.calendar import calendar
from worker.config import Settings
from worker.platforms import enabled
from worker.store.digesting import Reading, last_reading
from worker.store.kept import Connection

_AHEAD = 30
"""Days in which the next round is looked for; no office is closed for as long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """For what, and when, a digest is made."""

    starts: datetime
    """When its window began."""
    next_round: datetime | None
    """When the next one begins; None: no rounds are configured."""
    at: datetime
    """The present instant."""
    reading: Reading | None
    """The last whole reading of comments; None: there was none."""
    unread: tuple[Unread, ...] = ()
    """What it, and the last one of messages, could not read."""
    watched: bool = True
    """Whether any platform is switched on, so that comments are read at all."""

    @property
    def fresh(self) -> bool:
        """Whether comments were read since the window began."""
        return self.reading is not None and self.reading.started_at >= self.starts


def zone_of(settings: Settings) -> ZoneInfo:
    """The city's."""
    return ZoneInfo(settings.timezone)


def window_of(settings: Settings, at: datetime) -> Window | None:
    """The window in which an instant lies; None: none is open then."""
    return window_at(at, settings.sla.rounds, zone_of(settings))


def has_rounds(settings: Settings, day: date) -> bool:
    """Whether rounds are held on a day of the city's."""
    sla = settings.sla
    if sla.rounds_on == "every-day":
        return True
    days = calendar(zone_of(settings), sla.office_closes, sla.extra_closed_days)
    return closed_because(day, days) is None


def next_round(settings: Settings, after: datetime) -> datetime | None:
    """When the next window after an instant begins, on a day with rounds."""
    first = after.astimezone(zone_of(settings)).date()
    for number in range(_AHEAD):
        day = first + timedelta(days=number)
        ahead = (one.starts for one in windows(day, settings.sla.rounds, zone_of(settings)))
        found = next((one for one in ahead if one > after), None)
        if found is not None and has_rounds(settings, day):
            return found
    return None


def moment(connection: Connection, settings: Settings, starts: datetime, at: datetime) -> Moment:
    """The moment of a digest for the window that began at `starts`."""
    comments = last_reading(connection, "comments")
    messages = last_reading(connection, "messages")
    read = (comments,) if comments == messages else (comments, messages)
    return Moment(
        starts=starts,
        next_round=next_round(settings, max(starts, at)),
        at=at,
        reading=comments,
        unread=tuple(unread for one in read if one is not None for unread in one.unread),
        watched=bool(enabled(settings)),
    )


def moment_now(connection: Connection, settings: Settings, at: datetime) -> Moment:
    """The moment of a digest that somebody asks for: of the window that began last."""
    today = at.astimezone(zone_of(settings)).date()
    begun = [
        one.starts
        for day in (today - timedelta(days=1), today)
        for one in windows(day, settings.sla.rounds, zone_of(settings))
        if one.starts <= at
    ]
    return moment(connection, settings, begun[-1] if begun else at - timedelta(days=1), at)
