"""What goes wrong in a simulated year, and when: drawn from the seed before the year begins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from tests.worker.sweeping.month_book import STOCKHOLM

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
ROUNDS = (time(8, 30), time(14, 30))


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that is wrong from one instant to another."""

    kind: str
    begins: datetime
    ends: datetime

    def on(self, at: datetime) -> bool:
        """Whether it is wrong now."""
        return self.begins <= at < self.ends

    def touches(self, since: datetime, until: datetime) -> bool:
        """Whether it is wrong at any time between the two."""
        return self.begins <= until and since < self.ends


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of trouble: hours from and to, how many in a year, how many at least."""

    hours: tuple[float, float]
    a_year: float
    least: int = 1
    alone: bool = False
    """Whether no other of this sort may be on at the same time: it is about our own processes."""


KINDS = {
    "stopped": Kind((30, 60), 2, least=0, alone=True),
    "meta-away": Kind((1, 60), 10),
    "linkedin-away": Kind((1, 100), 10),
    "nobody-listens": Kind((1, 8), 5),
    "meta-throttled": Kind((1, 10), 8),
    "linkedin-day-limit": Kind((6, 30), 5),
    "faulty": Kind((3, 30), 12),
    "slow": Kind((1, 3), 6),
    "meta-token": Kind((5, 20), 3),
    "mail-away": Kind((40, 56), 3),
    "restart": Kind((0.1, 0.3), 20, alone=True),
    "off": Kind((3, 40), 6, alone=True),
    "cut": Kind((0.1, 0.1), 16, least=2, alone=True),
    "twice": Kind((2, 6), 1, alone=True),
    "disk-full": Kind((1, 1), 3, alone=True),
    "database-away": Kind((1, 2), 6, alone=True),
}
"""`off`: no process; `cut`: one that dies at its work; `twice`: two processes on one database;
`stopped`: a crisis stop, in otherwise quiet days."""
FEW = {
    "meta-away": Kind((20, 30), 1),
    "linkedin-away": Kind((50, 54), 1),
    "mail-away": Kind((44, 50), 1),
    "restart": Kind((0.1, 0.3), 1, alone=True),
    "off": Kind((9, 12), 1, alone=True),
    "cut": Kind((0.1, 0.1), 2, alone=True),
    "twice": Kind((1, 2), 1, alone=True),
    "disk-full": Kind((1, 1), 1, alone=True),
    "database-away": Kind((1, 1), 1, alone=True),
}
"""One of each that a fortnight has room for."""


def draw(
    seed: int, begins: datetime, ends: datetime, kinds: Mapping[str, Kind] = KINDS
) -> list[Trouble]:
    """All that goes wrong, in order."""
    dice = Random(f"{seed}:sky")
    found = [Trouble("twice", *one) for one in _doubles(begins, ends)]
    share = (ends - begins) / (365 * DAY)
    if share > 0.3:  # once a year nobody looks after the machine for more than a week
        found.append(_placed(dice, "off", Kind((216, 216), 1, alone=True), begins, ends, found))
    for name, kind in kinds.items():
        have = sum(one.kind == name for one in found)
        for _ in range(max(kind.least, round(kind.a_year * share)) - have):
            found.append(_placed(dice, name, kind, begins, ends, found))
    return sorted(found, key=lambda one: one.begins)


def _doubles(begins: datetime, ends: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Two processes: when a report is due, over a change of clocks, over a midnight."""
    first = begins.astimezone(STOCKHOLM).date()
    days = [first + n * DAY for n in range(2, (ends - begins).days - 1)]
    changes = [one for one in days if _offset(one) != _offset(one + DAY)]
    mondays = [one for one in days if one.weekday() == 0]
    middle = days[2 * len(days) // 3]
    yield _local(mondays[len(mondays) // 3], 6), _local(mondays[len(mondays) // 3], 9)
    for one in changes[-1:]:
        yield _local(one, 0), _local(one, 6)
    yield _local(middle, 22), _local(middle + DAY, 1)


def _offset(day: date) -> timedelta | None:
    return datetime.combine(day, time(0), STOCKHOLM).utcoffset()


def _local(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour, 50), STOCKHOLM).astimezone(UTC)


def _placed(
    dice: Random, name: str, kind: Kind, begins: datetime, ends: datetime, found: list[Trouble]
) -> Trouble:
    """One more of a kind, after a quiet first day and before a quiet last one."""
    for _ in range(1000):
        at = begins + DAY + dice.random() * (ends - begins - 4 * DAY)
        one = Trouble(name, at, at + dice.uniform(*kind.hours) * HOUR)
        beside = [
            other
            for other in found
            if other.kind == name
            or "stopped" in (name, other.kind)
            or (kind.alone and KINDS[other.kind].alone)
        ]
        if not any(other.touches(one.begins - 2 * HOUR, one.ends + 2 * HOUR) for other in beside):
            return one
    raise AssertionError(f"no room for {name}")


def instants(
    begins: datetime,
    ends: datetime,
    troubles: list[Trouble],
    every: timedelta,
    *,
    step: timedelta,
    times: Sequence[time],
) -> list[datetime]:
    """When the process looks at its work: every few hours, at times of day, around troubles.

    `step`: between two looks while two processes are there, or the disk or the database is not.
    """
    found = {begins + n * every for n in range(int((ends - begins) / every) + 1)}
    first = begins.astimezone(STOCKHOLM).date()
    for number in range((ends - begins).days + 1):
        day = first + number * DAY
        today = [*times, *([time(7)] if day.weekday() == 0 else [])]
        found |= {datetime.combine(day, one, STOCKHOLM).astimezone(begins.tzinfo) for one in today}
    for one in troubles:
        found |= {one.begins, one.ends, one.ends + step}
        if one.kind in ("twice", "disk-full", "database-away"):
            found |= {one.begins + n * step for n in range(int((one.ends - one.begins) / step) + 1)}
    return sorted(one for one in found if begins <= one <= ends)
