"""Work side by side, with an end: what has not come home in time is left behind."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


def in_time(
    work: Callable[[T], R], items: Iterable[T], *, threads: int, late: float
) -> list[R | None]:
    """What `work` gave for each item, in their order; None for what is late, or raised.

    Pieces are begun in the order given. `late`: seconds after which nothing more is waited for. The
    threads are daemons, so that Ctrl-C ends the program at once.
    """
    wanted = list(items)
    todo: SimpleQueue[tuple[int, T]] = SimpleQueue()
    for piece in enumerate(wanted):
        todo.put(piece)
    done: SimpleQueue[tuple[int, R | None]] = SimpleQueue()
    for _ in range(min(threads, len(wanted))):
        threading.Thread(target=_run, args=(work, todo, done), daemon=True).start()
    results: list[R | None] = [None] * len(wanted)
    end = time.monotonic() + late
    for _ in wanted:
        try:
            place, result = done.get(timeout=max(0.0, end - time.monotonic()))
        except Empty:
            break
        results[place] = result
    return results


class Later(Generic[R]):
    """One piece of work that is begun now and asked for later."""

    def __init__(self, work: Callable[[], R]) -> None:
        self._done: SimpleQueue[tuple[int, R | None]] = SimpleQueue()
        todo: SimpleQueue[tuple[int, None]] = SimpleQueue()
        todo.put((0, None))
        arguments = (lambda _: work(), todo, self._done)
        threading.Thread(target=_run, args=arguments, daemon=True).start()

    def result(self, late: float) -> R | None:
        """What it gave; None if it raised, or gives nothing within so many seconds."""
        try:
            return self._done.get(timeout=late)[1]
        except Empty:
            return None


def _run(
    work: Callable[[T], R],
    todo: SimpleQueue[tuple[int, T]],
    done: SimpleQueue[tuple[int, R | None]],
) -> None:
    """Take pieces until there are none."""
    while True:
        try:
            place, item = todo.get_nowait()
        except Empty:
            return
        try:
            done.put((place, work(item)))
        except Exception:  # noqa: BLE001 one piece must never be waited for in vain
            done.put((place, None))
