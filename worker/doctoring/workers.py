"""The workers of a task queue, where the configuration asks for one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from policies.model import Words
from worker.clock import Clock
from worker.config import Settings
from worker.doctoring.lines import Desk, Line
from worker.engine.needed import missing
from worker.engine.standing import Queue, queue_of
from worker.sweeping.shared import queue_for

LONG = timedelta(minutes=2)
"""A piece that waits for so long is in nobody's way: no worker takes it."""
_START = Words(
    "Start annonsvakt worker, on as many hosts as you like. Until then annonsvakt run reads the "
    "accounts itself, half a minute later."
)


def workers(settings: Settings, now: Clock) -> Iterator[Line]:
    """Whether the queue's package is there, workers live, and what is laid down is taken."""
    from worker.store.errors import StoreError
    from worker.store.opening import open_store

    desk = Desk("workers")
    if (words := missing()) is not None:
        yield desk.fail(Words("The task queue's package is not installed."), words)
        return
    try:
        store = open_store(settings.database.url.get_secret_value())
        try:
            with store.reading() as connection:
                yield told(queue_of(connection, queue_for(settings)), now())
        finally:
            store.close()
    except StoreError:
        yield desk.unknown(
            Words("Without the database nobody knows whether there are workers."),
            Words("Put the database in order first."),
        )


def told(queue: Queue | None, at: datetime) -> Line:
    """The line about a queue; None: its tables are not made yet."""
    desk = Desk("workers")
    if queue is None or not queue.workers:
        return desk.fail(
            Words("No worker of this configuration and version gives a sign of life."), _START
        )
    values = {"workers": str(queue.workers), "waiting": str(queue.waiting)}
    if queue.waiting_since is not None and at - queue.waiting_since > LONG:
        return desk.fail(
            Words(
                "Workers that live: {workers}. But {waiting} pieces of work wait for one, since "
                "{minutes} minutes.",
                {**values, "minutes": str((at - queue.waiting_since) // timedelta(minutes=1))},
            ),
            Words(
                "Workers take pieces of the same configuration and version of the program as "
                "annonsvakt run: compare them, and restart the workers. Else start more."
            ),
        )
    return desk.ok(Words("Workers that live: {workers}.", values))
