"""The calendar in force: when it is another, every open deadline is worked out anew, and told.

Deadlines are worked out in portions, each in a transaction of its own. Several processes may do it
at once: each thread is moved by the first that comes to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from policies.calendars import Written, changes, write
from policies.model import Words
from worker.clock import Clock
from worker.store import calendars, threads
from worker.store.calendars import Kept
from worker.store.kept import Connection
from worker.store.opening import Store
from worker.store.threads import Move
from worker.sweeping.judgement import Judgement
from worker.sweeping.settling import settle

PORTION = 500
"""Threads that are worked out in one transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What became of open deadlines under another calendar."""

    because: tuple[Words, ...]
    """What is otherwise in it."""
    count: int
    """How many deadlines moved."""
    example: tuple[str, Move] | None
    """A thread, and how its deadline moved."""
    stood: int
    """Threads whose deadline stands until they are read again: what was asked is erased."""


def keep_up(
    store: Store, judgement: Judgement, clock: Clock, go_on: Callable[[], None] = lambda: None
) -> Moved | None:
    """Work every open deadline out anew if the calendar is not the one that they were made by.

    None: it is, or another process tells of it. `go_on`: called between portions; it raises to end.
    """
    written = write(judgement.calendar, clock().astimezone(judgement.calendar.zone).date())
    with store.reading() as connection:
        last = calendars.last(connection)
    if last is None or not last.settled or not last.written.agrees(written):
        return _work_out(store, judgement, clock, go_on, written)
    if written.years.keys() - last.written.years.keys():
        with store.writing() as connection:
            calendars.renew(connection, last, written)
    return None


def _work_out(
    store: Store, judgement: Judgement, clock: Clock, go_on: Callable[[], None], written: Written
) -> Moved | None:
    """Go by this calendar from now on."""
    with store.writing() as connection:
        kept = calendars.begin(connection, written, clock())
    after = ""
    while not kept.settled and (ids := _portion(store, judgement, after, clock())):
        after = ids[-1]
        go_on()
    with store.writing() as connection:
        return _told(connection, kept) if calendars.settle(connection, kept, clock()) else None


def _portion(store: Store, judgement: Judgement, after: str, at: datetime) -> Sequence[str]:
    """Work out the next threads; the answer is which they were."""
    with store.writing() as connection:
        ids = calendars.waiting(connection, after, PORTION)
        settle(connection, ids, judgement, at)
    return ids


def _told(connection: Connection, kept: Kept) -> Moved | None:
    """What is to be told of it; None: it is the first one, by which everything was made."""
    before = calendars.before(connection, kept)
    if before is None:
        return None
    moved = calendars.moved_since(connection, kept.since)
    years = kept.written.years
    first, last = date(min(years), 1, 1), date(max(years), 12, 31)
    return Moved(
        because=changes(before.written, kept.written, first, last),
        count=len(moved),
        example=(moved[0], threads.moves_of(connection, moved[0])[-1]) if moved else None,
        stood=calendars.remembered(connection),
    )


def sentences(moved: Moved, zone: ZoneInfo) -> Iterator[Words]:
    """What became of it, for a person."""
    yield Words("The calendar that deadlines go by has changed.")
    yield from moved.because
    if moved.example is None:
        yield Words("No open deadline has moved.")
    else:
        yield _example(*moved.example, moved.count, zone)
    if moved.stood:
        yield Words(
            "Deadlines that stand until the thread is read again, for what was asked had to be "
            "erased: {count}.",
            {"count": str(moved.stood)},
        )


def _example(thread: str, move: Move, count: int, zone: ZoneInfo) -> Words:
    """How many deadlines moved, and one of them."""
    told = {"count": str(count), "id": thread, "now": _local(move.now, zone)}
    told["before"] = _local(move.before, zone) if move.before else "?"
    return Words(
        "Open deadlines that moved: {count}. That of {id}, for example, is {now} instead of "
        "{before}.",
        told,
    )


def _local(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"
