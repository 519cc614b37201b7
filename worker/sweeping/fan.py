"""Work fanned out over threads, in such a way that Ctrl-C ends the program at once.

A thread that waits out a throttle lends its place to another piece of work meanwhile: `lending` is
the sleep that does that.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

PLACES = 2
"""Accounts worked on at once; one snapshot in memory for each."""
THREADS = 16
"""Accounts begun and not ended at most: those that wait keep what they have read."""
_here = threading.local()
"""Where this thread has its place."""


class Places:
    """So many may work at a time; safe across threads."""

    def __init__(self, number: int) -> None:
        self._changed = threading.Condition()
        self._free = number

    def __enter__(self) -> None:
        """Wait for a place and take it."""
        with self._changed:
            self._changed.wait_for(lambda: self._free > 0)
            self._free -= 1
        _here.places = self

    def __exit__(self, *_: object) -> None:
        """Give the place up."""
        _here.places = None
        self.lend()

    def lend(self) -> None:
        """Let somebody else work."""
        with self._changed:
            self._free += 1
            self._changed.notify()

    def take_back(self) -> None:
        """Work again, at once, for others may be waiting for what this one holds.

        So there may be more at work than there are places, until the next ones end.
        """
        with self._changed:
            self._free -= 1


def lending(sleep: Callable[[float], None]) -> Callable[[float], None]:
    """`sleep`, during which the place of the thread is somebody else's."""

    def lent(seconds: float) -> None:
        places: Places | None = getattr(_here, "places", None)
        if places is None:
            sleep(seconds)
            return
        places.lend()
        try:
            sleep(seconds)
        finally:
            places.take_back()

    return lent


def fan_out(work: Callable[[T], R], items: Iterable[T], *, places: int = PLACES) -> Iterator[R]:
    """The result of each item, as they come; at most `places` are worked on at once.

    What a piece of work raises is raised here, and no further piece is begun. The threads are
    daemons: a transaction that is cut off by the program's end never happened.
    """
    wanted = list(items)
    todo: SimpleQueue[T] = SimpleQueue()
    for item in wanted:
        todo.put(item)
    done: SimpleQueue[Future[R]] = SimpleQueue()
    stop, shared = threading.Event(), Places(places)
    for _ in range(min(THREADS, len(wanted))):
        threading.Thread(target=_run, args=(work, todo, done, stop, shared), daemon=True).start()
    try:
        for _ in wanted:
            yield done.get().result()
    finally:
        stop.set()


def _run(
    work: Callable[[T], R],
    todo: SimpleQueue[T],
    done: SimpleQueue[Future[R]],
    stop: threading.Event,
    places: Places,
) -> None:
    """Take pieces until there are none, or one failed."""
    while True:
        with places:
            if stop.is_set():
                return
            try:
                item = todo.get_nowait()
            except Empty:
                return
            done.put(_outcome(work, item, stop))


def _outcome(work: Callable[[T], R], item: T, stop: threading.Event) -> Future[R]:
    """What came of one piece."""
    outcome: Future[R] = Future()
    try:
        outcome.set_result(work(item))
    except BaseException as error:  # noqa: BLE001 it is raised again in the caller's thread
        stop.set()
        outcome.set_exception(error)
    return outcome
