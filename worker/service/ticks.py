"""When jobs are due, as pure values: aligned instants, local wall clock, and what was missed.

Times of day are local; the instants that come out are UTC. A time that the clock skips is due as
if it had not been skipped (02:30 at what is then called 03:30), one that it repeats the first time:
each once a day, whatever the night.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeAlias
from zoneinfo import ZoneInfo

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)
KEPT = timedelta(days=30)
"""How far back missed ticks are written down one by one, of jobs that need only the latest."""


@dataclass(frozen=True, slots=True)
class Every:
    """At each multiple of this span since 1970 in UTC: every process finds the same instants."""

    span: timedelta

    def between(self, after: datetime, until: datetime) -> Iterator[datetime]:
        """The instants later than `after` and not later than `until`, in order."""
        at = _EPOCH + ((after - _EPOCH) // self.span + 1) * self.span
        while at <= until:
            yield at
            at += self.span

    @property
    def longest(self) -> timedelta:
        """The longest time from one tick to the next."""
        return self.span


@dataclass(frozen=True, slots=True)
class Daily:
    """Every day at these local times; `weekday` (Monday is 0) leaves one day a week."""

    times: tuple[time, ...]
    zone: ZoneInfo
    weekday: int | None = None

    def between(self, after: datetime, until: datetime) -> Iterator[datetime]:
        """The instants later than `after` and not later than `until`, in order, none twice."""
        first = after.astimezone(self.zone).date() - 2 * _DAY
        last = until.astimezone(self.zone).date() + 2 * _DAY
        found = {
            datetime.combine(day, one, self.zone).astimezone(UTC)
            for day in _days(first, last)
            if self.weekday in (None, day.weekday())
            for one in self.times
        }
        yield from sorted(at for at in found if after < at <= until)

    @property
    def longest(self) -> timedelta:
        """The longest time from one tick to the next."""
        return (1 if self.weekday is None else 7) * _DAY + _DAY


Schedule: TypeAlias = Every | Daily


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + number * _DAY


class CatchUp(StrEnum):
    """What to make up for after a time in which no process ran."""

    LATEST = "latest"
    """Only the latest missed tick; the older ones are skipped."""
    EACH = "each"
    """Every missed one."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A tick that came due, and whether it is to be done or was missed for good."""

    at: datetime
    wanted: bool


def plan(
    schedule: Schedule, catch_up: CatchUp, after: datetime | None, now: datetime
) -> tuple[Planned, ...]:
    """What came due later than `after`, the last tick that stands written, and not later than now.

    `after` None: the job has never been planned. Then what needs only its latest tick begins with
    it, and what needs each begins with the next one; the one before is written down as skipped, so
    that it is known from when on none may be missed.
    """
    if after is None:
        return _begin(schedule, catch_up, now)
    if catch_up is CatchUp.EACH:
        return tuple(Planned(at, wanted=True) for at in schedule.between(after, now))
    since = max(after, now - KEPT)
    due = list(schedule.between(since, now)) or list(schedule.between(after, now))[-1:]
    return tuple(Planned(at, wanted=at == due[-1]) for at in due)


def _begin(schedule: Schedule, catch_up: CatchUp, now: datetime) -> tuple[Planned, ...]:
    """The latest tick up to now."""
    due = list(schedule.between(now - 2 * schedule.longest, now))
    return tuple(Planned(at, wanted=catch_up is CatchUp.LATEST) for at in due[-1:])


def next_after(schedule: Schedule, now: datetime) -> datetime:
    """The first tick later than now."""
    return next(schedule.between(now, now + 2 * schedule.longest))
