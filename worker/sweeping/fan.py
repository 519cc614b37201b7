"""Work fanned out over threads, in such a way that Ctrl-C ends the program at once.

A thread that waits out a throttle lends its place to another piece of work meanwhile: `lending` is
the sleep that does that. A piece that takes longer than it may loses its place to others, and
something else is given in its stead.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

PLACES = 2
"""Accounts worked on at once; one snapshot in memory for each."""
THREADS = 16
"""Accounts begun and not ended at most: those that wait keep what they have read."""
_here = threading.local()
"""Where this thread has its seat."""


class Places:
    """So many may work at a time; safe across threads."""

    def __init__(self, number: int) -> None:
        self.changed = threading.Condition()
        self.free = number


class Seat:
    """The place of one thread: taken, lent to others while it waits, given up, or lost."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._taken = False
        self._lost = False

    def take(self) -> None:
        """Wait for a place and take it."""
        with self._places.changed:
            self._places.changed.wait_for(lambda: self._places.free > 0)
            self._places.free -= 1
            self._taken = True

    def give(self) -> None:
        """Let somebody else work."""
        with self._places.changed:
            if self._taken:
                self._taken = False
                self._places.free += 1
                self._places.changed.notify()

    def take_back(self) -> None:
        """Work again, at once, for others may be waiting for what this one holds.

        So there may be more at work than there are places, until the next ones end.
        """
        with self._places.changed:
            if not self._lost:
                self._places.free -= 1
                self._taken = True

    def lose(self) -> None:
        """Its piece of work took too long: the place is another's for good."""
        self.give()
        with self._places.changed:
            self._lost = True


def lending(sleep: Callable[[float], None]) -> Callable[[float], None]:
    """`sleep`, during which the place of the thread is somebody else's."""

    def lent(seconds: float) -> None:
        seat: Seat | None = getattr(_here, "seat", None)
        if seat is None:
            sleep(seconds)
            return
        seat.give()
        try:
            sleep(seconds)
        finally:
            seat.take_back()

    return lent


@dataclass(frozen=True, slots=True)
class Limit(Generic[T, R]):
    """How long one piece may take, and what is given in its stead where it takes longer."""

    seconds: float
    instead: Callable[[T], R]


@dataclass(eq=False)
class _Piece(Generic[T, R]):
    """A piece of work under way."""

    item: T
    seat: Seat
    begun: float
    outcome: Future[R] = field(default_factory=Future)


class _Fan(Generic[T, R]):
    """The work, and the threads at it."""

    def __init__(self, work: Callable[[T], R], items: Iterable[T], places: int) -> None:
        self._work = work
        self._todo: SimpleQueue[T] = SimpleQueue()
        self.left = 0
        for item in items:
            self._todo.put(item)
            self.left += 1
        self._places = Places(places)
        self.done: SimpleQueue[_Piece[T, R]] = SimpleQueue()
        self.stop = threading.Event()
        self._lock = threading.Lock()
        self._running: set[_Piece[T, R]] = set()

    def start(self) -> None:
        """One more thread. It is a daemon: a transaction cut off by the end never happened."""
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        """Take pieces until there are none, one failed, or one took too long."""
        seat = _here.seat = Seat(self._places)
        while True:
            seat.take()
            try:
                if self.stop.is_set() or not self._one(seat):
                    return
            finally:
                seat.give()

    def _one(self, seat: Seat) -> bool:
        """Do one piece; whether to go on."""
        try:
            piece = _Piece[T, R](self._todo.get_nowait(), seat, time.monotonic())
        except Empty:
            return False
        with self._lock:
            self._running.add(piece)
        try:
            piece.outcome.set_result(self._work(piece.item))
        except BaseException as error:  # noqa: BLE001 it is raised again in the caller's thread
            self.stop.set()
            piece.outcome.set_exception(error)
        with self._lock:
            in_time = piece in self._running
            self._running.discard(piece)
        if in_time:
            self.done.put(piece)
        return in_time

    def late(self, seconds: float) -> list[_Piece[T, R]]:
        """Pieces that have taken longer: they lose their places, and nobody waits for them."""
        before = time.monotonic() - seconds
        with self._lock:
            found = [one for one in self._running if one.begun <= before]
            self._running.difference_update(found)
        for one in found:
            one.seat.lose()
            self.start()
        return found

    def next_late(self, seconds: float) -> float:
        """Seconds until a piece under way may be late."""
        with self._lock:
            begun = min((one.begun for one in self._running), default=time.monotonic())
        return max(0.01, begun + seconds - time.monotonic())


def fan_out(
    work: Callable[[T], R],
    items: Iterable[T],
    *,
    places: int = PLACES,
    limit: Limit[T, R] | None = None,
) -> Iterator[R]:
    """The result of each item, as they come; at most `places` are worked on at once.

    What a piece of work raises is raised here, and no further piece is begun. What a piece gives
    that was late by then is dropped.
    """
    fan = _Fan(work, items, places)
    for _ in range(min(THREADS, fan.left)):
        fan.start()
    try:
        while fan.left:
            for result in _next(fan, limit):
                fan.left -= 1
                yield result
    finally:
        fan.stop.set()


def _next(fan: _Fan[T, R], limit: Limit[T, R] | None) -> Iterator[R]:
    """The next result; or what is given instead of those that are late."""
    if limit is None:
        yield fan.done.get().outcome.result()
        return
    try:
        yield fan.done.get(timeout=fan.next_late(limit.seconds)).outcome.result()
    except Empty:
        for piece in fan.late(limit.seconds):
            yield limit.instead(piece.item)
