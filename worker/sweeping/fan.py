"""Work fanned out over a few threads, in such a way that Ctrl-C ends the program at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

THREADS = 4
"""Accounts read at once; one snapshot in memory for each."""


def fan_out(work: Callable[[T], R], items: Iterable[T], *, threads: int = THREADS) -> Iterator[R]:
    """The result of each item, as they come.

    What a piece of work raises is raised here, and no further piece is begun. The threads are
    daemons: a transaction that is cut off by the program's end never happened.
    """
    wanted = list(items)
    todo: SimpleQueue[T] = SimpleQueue()
    for item in wanted:
        todo.put(item)
    done: SimpleQueue[Future[R]] = SimpleQueue()
    stop = threading.Event()
    for _ in range(min(threads, len(wanted))):
        threading.Thread(target=_run, args=(work, todo, done, stop), daemon=True).start()
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
) -> None:
    """Take pieces until there are none, or one failed."""
    while not stop.is_set():
        try:
            item = todo.get_nowait()
        except Empty:
            return
        outcome: Future[R] = Future()
        try:
            outcome.set_result(work(item))
        except BaseException as error:  # noqa: BLE001 it is raised again in the caller's thread
            stop.set()
            outcome.set_exception(error)
        done.put(outcome)
