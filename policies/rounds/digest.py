"""What an owner is told of the threads that wait (C9, C10): in parts, the first deadline first.

A department is told of its own. SLK is told of its own and of those of owners that nobody
knows any more, so that each thread is told to exactly one owner.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from policies.model import aware
from policies.owning import SLK
from policies.threads import UNSETTLED

LISTED = 100
"""How many threads a digest names; of the rest it tells how many there are."""
_NEVER = datetime.max.replace(tzinfo=UTC)


class Part(StrEnum):
    """Where in the digest a thread stands; in this order."""

    OVERDUE = "overdue"
    """Its deadline has passed, referred or not."""
    SOON = "soon"
    """Due before the next round, or just as it begins: nobody looks again before that."""
    LATER = "later"
    REFERRED = "referred"
    """Another body has it, and its deadline has not passed."""


class Waiting(Protocol):
    """A thread, as far as a digest goes by it."""

    @property
    def id(self) -> str:
        """Our id."""

    @property
    def owner(self) -> str:
        """Whose it is."""

    @property
    def state(self) -> str:
        """How it stands."""

    @property
    def due_at(self) -> datetime | None:
        """Its deadline."""


T = TypeVar("T", bound=Waiting)
Named = TypeVar("Named")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told(Generic[Named]):
    """One part of a digest: the threads that it names, and how many more there are."""

    part: Part
    threads: tuple[Named, ...]
    more: int = 0

    @property
    def count(self) -> int:
        """All of them."""
        return len(self.threads) + self.more


def part_of(thread: Waiting, at: datetime, next_round: datetime | None) -> Part:
    """Where in a digest of that instant the thread stands; None: there is no next round."""
    due = thread.due_at
    if due is not None and due < at:
        return Part.OVERDUE
    if thread.state == "referred":
        return Part.REFERRED
    if due is not None and next_round is not None and due <= next_round:
        return Part.SOON
    return Part.LATER


def falls_to(owner: str, thread: Waiting, known: Collection[str]) -> bool:
    """Whether this owner is told of the thread; `known`: the ids of the departments there are."""
    if thread.owner in known:
        return thread.owner == owner
    return owner == SLK


def digest(
    waiting: Iterable[T],
    owner: str,
    known: Collection[str],
    *,
    at: datetime,
    next_round: datetime | None,
    most: int = LISTED,
) -> tuple[Told[T], ...]:
    """The parts in which there is something; empty: nothing waits for this owner.

    Of the parts together the first `most` threads are named. Those without a deadline come last in
    their part. `known`: the ids of the departments there are.

    Raises:
        ValueError: `at` has no offset.
    """
    aware(at, "at")
    found: dict[Part, list[T]] = defaultdict(list)
    for one in waiting:
        if one.state in UNSETTLED and falls_to(owner, one, known):
            found[part_of(one, at, next_round)].append(one)
    return _capped([(part, sorted(found[part], key=_age)) for part in Part if part in found], most)


def _age(thread: Waiting) -> tuple[datetime, str]:
    return thread.due_at or _NEVER, thread.id


def _capped(parts: Sequence[tuple[Part, Sequence[T]]], most: int) -> tuple[Told[T], ...]:
    """The first `most` of them named, the others counted."""
    told, left = [], most
    for part, threads in parts:
        named = tuple(threads[:left])
        told.append(Told(part=part, threads=named, more=len(threads) - len(named)))
        left -= len(named)
    return tuple(told)
