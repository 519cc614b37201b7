"""A worker from its start to its end: signals, the configuration read again, signs of life."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from queue import Empty, SimpleQueue

from worker.clock import Clock
from worker.config import Settings
from worker.engine.pace import Pace
from worker.health.serving import served
from worker.health.watch import Watch, look
from worker.logs import log
from worker.platforms import enabled
from worker.service.loading import load_all
from worker.service.metronome import Metronome
from worker.service.notifying import NOBODY, READY, STOPPING, WATCHDOG, Notify
from worker.service.office import Office
from worker.service.starting import ENDS, TICK, reload
from worker.service.worker import Worker
from worker.store.beating import LEASE, Heart
from worker.store.opening import Store
from worker.sweeping.blocks import give_back_large_blocks
from worker.sweeping.turns import whose


@contextmanager
def worker_at(
    settings: Settings,
    store: Store,
    clock: Clock,
    *,
    concurrency: int,
    lease: timedelta = LEASE,
    pace: Pace | None = None,
) -> Iterator[Worker]:
    """A worker in this process, which is brought to its end on leaving."""
    give_back_large_blocks()
    load_all(enabled(settings))
    with Heart(store, clock, lease=lease) as heart:
        office = Office(settings=settings, store=store, clock=clock, heart=heart, holder=whose())
        at_work = Worker(office, concurrency=concurrency, pace=pace)
        at_work.queue.start()
        try:
            yield at_work
        finally:
            at_work.end()


def attend(
    at_work: Worker,
    load: Callable[[], Settings],
    signals: SimpleQueue[int],
    *,
    notify: Notify = NOBODY,
) -> None:
    """Let it work until a signal says to end; `notify` is told as the service does.

    Raises:
        TooNew, TooOld: another version of the program changed the tables.
    """
    # In a thread of its own: a database that hangs must not keep signals from being heard.
    metronome = Metronome(at_work.look, TICK)
    seen, listen = _watch(at_work), at_work.office.settings.health.listen
    with served(partial(look, seen), seen.alive, listen) as address:
        log("worker.started", holder=at_work.office.holder, health=address)
        metronome.start()
        notify(READY)
        try:
            while (signum := _next(signals)) is None or signum not in ENDS:
                if signum == signal.SIGHUP:
                    reload(at_work, load)
                metronome.look()
                if at_work.outdated is not None:
                    raise at_work.outdated
                if seen.alive():
                    notify(WATCHDOG)
            notify(STOPPING)
            log("worker.ending", signal=signal.Signals(signum).name)
        finally:
            metronome.stop()


def _watch(at_work: Worker) -> Watch:
    """With what this worker is watched: its pulse is that of the queue's loop."""
    office = at_work.office
    return Watch(
        store=office.store,
        settings=lambda: at_work.office.settings,
        clock=office.clock,
        idle=lambda: time.monotonic() - at_work.queue.seen_at,
        only_reads=True,
        takes=lambda: at_work.queue.takes,
    )


def _next(signals: SimpleQueue[int]) -> int | None:
    """The next signal, if one comes soon."""
    try:
        return signals.get(timeout=TICK)
    except Empty:
        return None
