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
    gone: bool = False
    erased: bool = False
    """What it said may not be kept any longer, and was not read again since."""

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
class Book:
    """A thread by the book."""

    seen: dict[str, Seen] = field(default_factory=dict)
    ruled: list[Ruled] = field(default_factory=list)
    owner: str = "slk"
    claimed_by: str | None = None

    def last(self, action: str) -> Ruled | None:
        """The newest decision of that kind."""
        return next((one for one in reversed(self.ruled) if one.action == action), None)

    def after(self, one: Ruled | None, *others: str) -> bool:
        """Whether none of the others was decided after it."""
        if one is None:
            return False
        later = self.ruled[self.ruled.index(one) + 1 :]
        return not any(other.action in others for other in later)

    def verdict(self) -> Verdict:
        """The book's word on it."""
        waiting = sorted((one for one in self.seen.values() if self.waits(one)), key=_age)
        if not waiting:
            return Verdict(self.settled(), None, None, self.flags())
        state = "open"
        referred = self.last("refer")
        if referred and self.after(referred, "close", "reopen"):
            state = "referred" if all(one.first <= referred.at for one in waiting) else "open"
        return Verdict(state, waiting[0].id, due(waiting[0].at), self.flags())

    def waits(self, one: Seen) -> bool:
        """By others, visible, not exempt, later than our newest; closings and reopenings aside."""
        if one.ours or one.gone:
            return False
        put_back = self.put_back(one)
        if not (one.there or put_back):
            return False
        if self.closed(one) or not (one.needs or (put_back and not self.asked_then())):
            return False
        return all(one.at >= answer.at for answer in self.answers())

    def answers(self) -> list[Seen]:
        """What the city wrote and people can see, save what a person says answered nothing."""
        ours = [one for one in self.seen.values() if one.ours and not one.gone and not one.hidden]
        reopened = self.reopened()
        if reopened is None:
            return ours
        meant = self.meant()
        return [
            one
            for one in ours
            if one.first > reopened.at or (meant is not None and one.at <= meant.at)
        ]

    def reopened(self) -> Ruled | None:
        """The reopening in force: nobody closed it after."""
        last = self.last("reopen")
        return last if self.after(last, "close") else None

    def put_back(self, one: Seen) -> bool:
        """Whether a person put the thread back with this message of somebody else's in sight."""
        reopened = self.reopened()
        return bool(reopened and not one.ours and not one.gone and one.first <= reopened.at)

    def asked_then(self) -> list[Seen]:
        """What wanted an answer by itself of that which a person put back."""
        return [one for one in self.seen.values() if self.put_back(one) and one.needs]

    def meant(self) -> Seen | None:
        """The message that whoever reopened the thread wants answered: the last of those."""
        back = [one for one in self.seen.values() if self.put_back(one)]
        return max(self.asked_then() or back, key=_age, default=None)

    def closed(self, one: Seen) -> bool:
        """Whether a person closed the thread having seen this, and did not take it back."""
        closing = self.last("close")
        if closing is None or one.first > closing.at:
            return False
        if self.after(closing, "reopen"):
            return True
        meant = self.meant()
        return meant is None or meant.first > closing.at

    def settled(self) -> str:
        """What it is while nothing waits."""
        others = [one for one in self.seen.values() if not one.ours]
        asked = [
            one
            for one in others
            if not self.closed(one)
            and (one.needs or (self.put_back(one) and not self.asked_then()))
        ]
        if any(one.at < answer.at for one in asked for answer in self.answers()):
            return "answered"
        closing = self.last("close")
        if closing and (self.after(closing, "reopen") or self.closed_before_reopening(closing)):
            return "closed"
        if any(one.there or self.put_back(one) for one in others) or not others:
            return "exempt"
        return "closed"

    def closed_before_reopening(self, closing: Ruled) -> bool:
        """Whether a closing still stands although somebody reopened the thread after it."""
        meant = self.meant()
        return meant is None or meant.first > closing.at

    def flags(self) -> frozenset[str]:
        """Why a person should look at it; who closed it has looked."""
        found: set[str] = set()
        for one in self.seen.values():
            if not one.ours and (one.there or self.put_back(one)) and not self.closed(one):
                found |= one.flags
        return frozenset(found)


def _age(one: Seen) -> tuple[datetime, str]:
    return one.at, one.id
