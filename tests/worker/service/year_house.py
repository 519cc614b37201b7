"""The processes of a simulated year: started, ended, doubled, and cut off at their work.

A process is a `Service` with the real jobs, its own connections to the database and its own name.
One that is cut off stands still in the middle of a request until another has taken over from it;
then it goes on, and may have no effect any more.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta

from connectors.sandbox import Sandbox
from tests.worker.service.year_clock import Clock
from tests.worker.service.year_ledger import Ledger
from worker.config import Settings
from worker.platforms import enabled
from worker.service.jobs import jobs
from worker.service.loading import load_all
from worker.service.office import Office
from worker.service.running import Service
from worker.service.starting import reload
from worker.store.beating import LEASE, Heart
from worker.store.errors import StoreError
from worker.store.opening import open_store

PATIENCE = 2.0
"""Real seconds that a locked database is waited for: more than a busy machine makes of a write."""
ROUNDS = 20
"""Looks at what is due at one instant, at most: what is done makes other work due."""
HANGS = 90.0
"""Real seconds after which a job hangs."""


class Held:
    """The next request to the sandbox stands still until it is let go."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._lock = threading.Lock()
        self._armed = True
        self.there = threading.Event()
        self.go = threading.Event()
        self._watching = sandbox.app.watching
        self._watching.append(self._look)

    def _look(self, _environ: object) -> None:
        with self._lock:
            mine, self._armed = self._armed, False
        if mine:
            self.there.set()
            self.go.wait(timeout=40)

    def let_go(self) -> None:
        """It is answered."""
        self.go.set()
        self._watching.remove(self._look)


class House:
    """All the processes."""

    def __init__(self, clock: Clock, ledger: Ledger, settings: Settings) -> None:
        self.clock = clock
        self.ledger = ledger
        self.settings = settings
        self.alive: list[Service] = []
        self.dead: set[str] = set()
        """Names of processes that were cut off."""
        self.database_is_there = True
        self.taken_over = 0
        """Cuts in the middle of a poll that another process did."""
        self.started = 0

    def start(self) -> Service:
        """One more process."""
        self.started += 1
        load_all(enabled(self.settings))
        url = self.settings.database.url.get_secret_value()
        store = open_store(url, upgrade=True, patience=PATIENCE)
        heart = Heart(store, self.clock)
        office = Office(
            settings=self.settings,
            store=store,
            clock=self.clock,
            heart=heart,
            holder=f"process {self.started}",
            pause=self.clock.pause,
        )
        self.clock.hearts.append(heart)
        service = Service(office, self.ledger.watching(jobs(self.settings)))
        self.alive.append(service)
        return service

    def end(self) -> None:
        """The process that was started first comes to its orderly end."""
        service = self.alive.pop(0)
        service.end()
        self.clock.hearts.remove(service.office.heart)
        service.office.store.close()

    def reload(self, settings: Settings) -> None:
        """All read another configuration."""
        self.settings = settings
        for one in self.alive:
            reload(one, lambda: settings)

    def work(self) -> None:
        """All that is due now, and what that makes due; processes tick one right after another."""
        for _ in range(ROUNDS):
            begun = sum(one.tick(jitter=False) for one in self.alive)
            self.wait()
            if not begun:
                return

    def wait(self) -> None:
        """Until nobody is at work; while the database is away, only a moment."""
        until = time.monotonic() + (HANGS if self.database_is_there else 1.0)
        while any(one.busy for one in self.alive):
            if time.monotonic() > until:
                if not self.database_is_there:
                    return
                names = [[*one._shifts] for one in self.alive]
                raise AssertionError(f"{self.clock()}: these jobs hang: {names}")
            time.sleep(0.001)

    def cut(self, sandbox: Sandbox, meanwhile: Callable[[], None]) -> None:
        """The process stands still at its work; another takes over; then it goes on.

        `meanwhile`: what is to be done once the other has.
        """
        held = Held(sandbox)
        service = self.alive[0]
        service.tick(jitter=False)
        caught = held.there.wait(timeout=3)
        threads = [one.thread for one in [*service._shifts.values()] if one.thread]
        for one in threads:
            one.join(timeout=0.2)
        self.alive.remove(service)
        self.dead.add(service.office.holder)
        self.clock.hearts.remove(service.office.heart)
        self.clock.turn((LEASE + timedelta(seconds=5)).total_seconds())
        self.start()
        self.work()
        self.taken_over += caught
        meanwhile()
        held.let_go()
        for one in threads:
            one.join(timeout=30)
            assert not one.is_alive(), "who was cut off never came to an end"
        service.office.store.close()


def tried(work: Callable[[], object]) -> bool:
    """Whether something could be done with the database."""
    try:
        work()
    except StoreError:
        return False
    return True
