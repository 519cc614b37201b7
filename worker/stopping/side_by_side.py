"""Work side by side, with an end: what has not come home in time is left behind."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from queue import Empty, SimpleQueue
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def in_time(work: Callable[[T], R], items: Iterable[T], *, threads: int, late: float) -> dict[T, R]:
    """What `work` gave for each item, begun in the order given; items that are late are left out.

    `work` must not raise. `late`: seconds after which nothing more is waited for. The threads are
    daemons, so that Ctrl-C ends the program at once.
    """
    wanted = list(items)
    todo: SimpleQueue[T] = SimpleQueue()
    for item in wanted:
        todo.put(item)
    done: SimpleQueue[tuple[T, R]] = SimpleQueue()
    for _ in range(min(threads, len(wanted))):
        threading.Thread(target=_run, args=(work, todo, done), daemon=True).start()
    found: dict[T, R] = {}
    end = time.monotonic() + late
    while len(found) < len(wanted):
        try:
            item, result = done.get(timeout=max(0.0, end - time.monotonic()))
        except Empty:
            break
        found[item] = result
    return found


def _run(work: Callable[[T], R], todo: SimpleQueue[T], done: SimpleQueue[tuple[T, R]]) -> None:
    """Take pieces until there are none."""
    while True:
        try:
            item = todo.get_nowait()
        except Empty:
            return
        done.put((item, work(item)))
