"""The service from its start to its end: ticks, signals, the configuration read again."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from queue import Empty, SimpleQueue
from types import FrameType
from typing import Protocol

from worker.clock import Clock
from worker.config import Faults, Settings
from worker.config.secrets import secrets_of
from worker.health.serving import served
from worker.health.watch import Watch, look
from worker.logs import ERROR, WARNING, log
from worker.logs.keeping import leave_out_too
from worker.platforms import enabled
from worker.service.loading import load_all
from worker.service.metronome import Metronome
from worker.service.notifying import NOBODY, READY, STOPPING, WATCHDOG, Notify
from worker.service.office import Office
from worker.service.running import Service
from worker.store.beating import LEASE, Heart
from worker.store.errors import Unreachable
from worker.store.opening import Store
from worker.store.upgraded import open_upgraded
from worker.sweeping.turns import whose

TICK = 2.0
"""Seconds between two looks at what is due."""
START_PATIENCE = 60.0
"""Seconds that a database has to come up before the program ends."""
ENDS = (signal.SIGTERM, signal.SIGINT)
"""Signals that bring a process to its end."""


@contextmanager
def opened(
    settings: Settings, clock: Clock, *, wait: Callable[[float], object], patience: float
) -> Iterator[Store]:
    """The database, waited for as long as `patience` lasts.

    Raises:
        StoreError: it cannot be used.
    """
    until = clock() + timedelta(seconds=patience)
    while True:
        try:
            store = _current(settings, clock())
            break
        except Unreachable as error:
            if clock() >= until:
                raise
            log("database.away", level=WARNING, because=error.words.english())
            wait(TICK)
    try:
        yield store
    finally:
        store.close()


def _current(settings: Settings, at: datetime) -> Store:
    """The database with its tables, and those of the task queue if there is one.

    Raises:
        StoreError: it cannot be used.
    """
    store = open_upgraded(
        settings.database.url.get_secret_value(),
        settings.backups,
        at=at,
        tell=lambda words: log("database.upgraded", level=WARNING, said=words.english()),
    )
    try:
        if settings.engine == "procrastinate":
            from worker.engine.tables import bring_up

            bring_up(store)
    except BaseException:
        store.close()
        raise
    return store


@contextmanager
def service(
    settings: Settings, store: Store, clock: Clock, *, lease: timedelta = LEASE
) -> Iterator[Service]:
    """A service of this process, which is brought to its end on leaving."""
    load_all(enabled(settings))
    with Heart(store, clock, lease=lease) as heart:
        office = Office(settings=settings, store=store, clock=clock, heart=heart, holder=whose())
        at_work = Service(office)
        try:
            yield at_work
        finally:
            at_work.end()


def serve(
    at_work: Service,
    load: Callable[[], Settings],
    signals: SimpleQueue[int],
    *,
    notify: Notify = NOBODY,
    every: float = TICK,
) -> None:
    """Tick until a signal says to end; `notify` is told of the start, of each tick, of the end.

    Raises:
        TooNew, TooOld: another version of the program changed the tables.
    """

    def tick() -> None:
        at_work.tick()
        notify(WATCHDOG)

    def meanwhile() -> None:
        metronome.look()
        if at_work.outdated is not None:
            raise at_work.outdated

    metronome = Metronome(tick, every)
    seen, listen = watch(at_work), at_work.office.settings.health.listen
    with served(partial(look, seen), seen.alive, listen) as address:
        log(
            "service.started",
            holder=at_work.office.holder,
            upcoming=at_work.upcoming(),
            health=address,
        )
        metronome.start()
        notify(READY)
        try:
            while (signum := _next(signals, meanwhile)) not in ENDS:
                if signum == signal.SIGHUP:
                    reload(at_work, load)
            notify(STOPPING)
            log("service.ending", signal=signal.Signals(signum).name)
        finally:
            metronome.stop()


def watch(at_work: Service) -> Watch:
    """With what this service is watched."""
    office = at_work.office
    return Watch(
        store=office.store,
        settings=lambda: at_work.office.settings,
        clock=office.clock,
        idle=lambda: time.monotonic() - at_work.looked_at,
    )


class Reloading(Protocol):
    """What can go by another configuration."""

    office: Office

    def reload(self, settings: Settings) -> None:
        """Go by this one from now on."""
        ...


def reload(at_work: Reloading, load: Callable[[], Settings]) -> None:
    """Read the configuration again; one with faults changes nothing, and each fault is told."""
    try:
        settings = load()
    except Faults as faults:
        for fault in faults.faults:
            log("configuration.fault", level=ERROR, said=str(fault))
        log("configuration.kept", level=WARNING)
        return
    leave_out_too(secrets_of(settings))
    if settings.database != (database := at_work.office.settings.database):
        log("configuration.needs-a-restart", level=WARNING, key="database.url")
        settings = settings.model_copy(update={"database": database})  # what is backed up, too
    if settings.health.listen != at_work.office.settings.health.listen:
        log("configuration.needs-a-restart", level=WARNING, key="health.listen")
    if settings.engine != (engine := at_work.office.settings.engine):
        log("configuration.needs-a-restart", level=WARNING, key="engine")
        settings = settings.model_copy(update={"engine": engine})
    load_all(enabled(settings))
    at_work.reload(settings)


def run_once(at_work: Service, signals: SimpleQueue[int]) -> None:
    """Do what is due now, and what that makes due, until nothing is or a signal says to end.

    Raises:
        TooNew, TooOld: another version of the program changed the tables.
    """
    while at_work.tick(jitter=False):
        while at_work.busy:
            if told_to_end(signals, 0.1):
                return
    if at_work.outdated is not None:
        raise at_work.outdated


def told_to_end(signals: SimpleQueue[int], seconds: float) -> bool:
    """Whether a signal says to end, within these seconds."""
    try:
        return signals.get(timeout=seconds) in ENDS
    except Empty:
        return False


@contextmanager
def listening() -> Iterator[SimpleQueue[int]]:
    """Signals as they come, each put in a queue; those of before are put back at the end."""
    heard: SimpleQueue[int] = SimpleQueue()

    def hear(signum: int, _frame: FrameType | None) -> None:
        heard.put(signum)

    before = {one: signal.signal(one, hear) for one in (*ENDS, signal.SIGHUP)}
    try:
        yield heard
    finally:
        for one, old in before.items():
            signal.signal(one, old)


def _next(signals: SimpleQueue[int], meanwhile: Callable[[], None]) -> int:
    """The next signal. Python hears signals between two steps, so the wait is short."""
    while True:
        try:
            return signals.get(timeout=0.5)
        except Empty:
            meanwhile()
