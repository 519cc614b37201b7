"""The rulebook's words on threads and deadlines, told again as slowly and plainly as can be.

Written from the book and not from the program: nothing here uses `policies.threads`,
`policies.deadlines`, `policies.triage`, `policies.owning` or the worker. What a text needs is known
because it was written by hand beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tests.worker.sweeping.month_said import Line

STOCKHOLM = ZoneInfo("Europe/Stockholm")
ALMANAC = {
    2026: (
        "01-01", "01-06", "04-03", "04-05", "04-06", "05-01", "05-14", "05-24",
        "06-06", "06-19", "06-20", "10-31", "12-24", "12-25", "12-26", "12-31",
    ),
    2027: (
        "01-01", "01-06", "03-26", "03-28", "03-29", "05-01", "05-06", "05-16",
        "06-06", "06-25", "06-26", "11-06", "12-24", "12-25", "12-26", "12-31",
    ),
    2028: (
        "01-01", "01-06", "04-14", "04-16", "04-17", "05-01", "05-25", "06-04",
        "06-06", "06-23", "06-24", "11-04", "12-24", "12-25", "12-26", "12-31",
    ),
    2029: ("01-01", "01-06"),
}  # fmt: skip
"""Sweden's public holidays and the eves that are free in practice: month and day."""
FREE = {date.fromisoformat(f"{year}-{day}") for year, days in ALMANAC.items() for day in days}


def works(day: date) -> bool:
    """Whether it is a working day."""
    return day.isoweekday() < 6 and day not in FREE


@cache
def due(written: datetime) -> datetime:
    """By when a comment wants its answer: walks from day to day, and to closing by the minute."""
    later = written.astimezone(UTC) + timedelta(hours=24)
    local = later.astimezone(STOCKHOLM)
    if works(written.astimezone(STOCKHOLM).date()) and works(local.date()):
        return later
    day = local.date()
    while not works(day):
        day += timedelta(days=1)
    minute = datetime.combine(day, time(12), STOCKHOLM).astimezone(UTC)
    while minute.astimezone(STOCKHOLM).time() != time(17):
        minute += timedelta(minutes=1)
    return max(later, minute)


@dataclass
class Seen:
    """A message of a thread, as far as our polls saw it."""

    id: str
    ours: bool
    line: Line
    at: datetime
    hidden: bool
    first: datetime
    """When a poll saw it first."""
    read: datetime
    """When a poll saw it last."""
    was_visible: bool
    """Whether any poll saw it visible."""
    hidden_since: datetime | None = None
    """The first poll that saw it hidden since one saw it visible; None: it is not hidden."""
    changed: datetime | None = None
    """The first poll that saw it say what it says now, if an earlier one saw it say otherwise."""
    gone: bool = False
    erased: bool = False
    """What it said may not be kept any longer, and was not read again since."""

    @property
    def known(self) -> datetime:
        """Since when polls have known what it says now."""
        return self.changed or self.first

    @property
    def said(self) -> datetime:
        """When it was written, or seen to have been changed."""
        return max(self.at, self.changed or self.at)

    @property
    def there(self) -> bool:
        """Whether it counts as visible: hidden it does not, if we had seen it visible."""
        return not self.gone and not (self.hidden and self.was_visible)

    @property
    def flags(self) -> set[str]:
        """Why a person should look at it."""
        return set(self.line.flags) | (
            {"hidden"} if self.hidden and not self.was_visible else set()
        )

    @property
    def needs(self) -> bool:
        """Whether it wants an answer by itself."""
        return self.line.needs or bool(self.flags)


class Ruled(NamedTuple):
    """What a person decided."""

    action: str
    by: str
    at: datetime


class Verdict(NamedTuple):
    """How a thread stands by the book."""

    state: str
    waiting: str | None
    """The oldest message that waits."""
    due: datetime | None
    flags: frozenset[str]


@dataclass
class Standing:
    """What people's decisions have come to, one after the other."""

    closings: list[datetime] = field(default_factory=list)
    """When it was closed, without those closings that somebody took back."""
    referred: datetime | None = None
    wanted: set[str] = field(default_factory=set)
    """Messages that want an answer because a person says so."""
    back: set[str] = field(default_factory=set)
    """Messages that were hidden and are in sight because a person says so."""
    void: set[str] = field(default_factory=set)
    """Answers of the city's that were none."""


@dataclass
class Book:
    """A thread by the book."""

    seen: dict[str, Seen] = field(default_factory=dict)
    ruled: list[Ruled] = field(default_factory=list)
    owner: str = "slk"
    claimed_by: str | None = None

    @property
    def others(self) -> list[Seen]:
        """What somebody else than the city wrote."""
        return [one for one in self.seen.values() if not one.ours]

    def standing(self) -> Standing:
        """All decisions, in the order in which they took effect."""
        now = Standing()
        for made in self.ruled:
            if made.action == "close":
                now.closings.append(made.at)
                now.referred = None
            elif made.action == "refer":
                now.referred = made.at
            elif made.action == "reopen":
                self.reopen(now, made.at)
        return now

    def reopen(self, now: Standing, at: datetime) -> None:
        """The last question in sight wants an answer; if nobody asked anything, all of it does.

        What the city wrote after that question was no answer, and a closing that had seen it is
        taken back. What was answered or closed before stays so. Whether something wanted an answer
        that was changed since, nobody knows: then all of it is put back.
        """
        now.referred = None
        known = [one for one in self.others if not one.gone and one.first <= at]
        sure = [one for one in known if one.known <= at]
        asked = [one for one in known if (one in sure and one.needs) or one.id in now.wanted]
        if not asked:
            now.wanted |= {one.id for one in known}
        now.back |= {one.id for one in known if one.hidden_since and one.hidden_since <= at}
        said = {one.id: one.said if one in sure else one.at for one in known}
        meant = max(asked or known, key=lambda one: (said[one.id], _age(one)), default=None)
        for one in self.seen.values():
            if one.ours and one.first <= at and (meant is None or one.at > said[meant.id]):
                now.void.add(one.id)
        if meant is not None:
            since = meant.known if meant in sure else meant.first
            now.closings = [closed for closed in now.closings if closed < since]

    def verdict(self) -> Verdict:
        """The book's word on it."""
        now = self.standing()
        waiting = sorted(
            (one for one in self.others if self.waits(one, now)),
            key=lambda one: (self.since(one, now), _age(one)),
        )
        flags = self.flags(now)
        if not waiting:
            return Verdict(self.settled(now), None, None, flags)
        told = now.referred and all(one.known <= now.referred for one in waiting)
        since = self.since(waiting[0], now)
        return Verdict("referred" if told else "open", waiting[0].id, due(since), flags)

    def since(self, one: Seen, now: Standing) -> datetime:
        """Since when it waits: changed after it was answered or closed, since then."""
        answered = any(one.at < answer.at for answer in self.answers(now))
        closed = any(one.first <= at for at in now.closings)
        return one.said if answered or closed else one.at

    def waits(self, one: Seen, now: Standing) -> bool:
        """Visible, not exempt, not closed, and not earlier than the newest that the city wrote."""
        return (
            self.in_sight(one, now)
            and (one.needs or one.id in now.wanted)
            and not self.closed(one, now)
            and all(one.said >= answer.at for answer in self.answers(now))
        )

    def answers(self, now: Standing) -> list[Seen]:
        """What the city wrote and people can see, save what a person says answered nothing."""
        ours = [one for one in self.seen.values() if one.ours and not one.gone and not one.hidden]
        return [one for one in ours if one.id not in now.void]

    def in_sight(self, one: Seen, now: Standing) -> bool:
        """Whether it counts as visible."""
        return not one.gone and (one.there or one.id in now.back)

    def closed(self, one: Seen, now: Standing) -> bool:
        """Whether a person closed the thread having seen this."""
        return any(one.known <= at for at in now.closings)

    def settled(self, now: Standing) -> str:
        """What it is while nothing waits."""
        asked = [
            one
            for one in self.others
            if (one.needs or one.id in now.wanted) and not self.closed(one, now)
        ]
        if any(one.at < answer.at for one in asked for answer in self.answers(now)):
            return "answered"
        if now.closings:
            return "closed"
        in_sight = any(self.in_sight(one, now) for one in self.others)
        return "exempt" if in_sight or not self.others else "closed"

    def flags(self, now: Standing) -> frozenset[str]:
        """Why a person should look at it; who closed it has looked."""
        found: set[str] = set()
        for one in self.others:
            if self.in_sight(one, now) and not self.closed(one, now):
                found |= one.flags
        return frozenset(found)


def _age(one: Seen) -> tuple[datetime, str]:
    return one.at, one.id
