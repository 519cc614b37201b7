"""The heartbeat: what a process holds is renewed while it works, and let go when it is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from worker.clock import Clock
from worker.logs import log_failure
from worker.store.errors import StoreError
from worker.store.opening import Store

LEASE = timedelta(seconds=60)
"""How long a lease lasts unless it is renewed: after so long the work of a process that died is
taken over."""
_BEATS = 4
"""Heartbeats in a lease: one or two may fail."""
_LAST_BEAT = 2.0
"""Seconds in which a beat may end. Where the database hangs it does not, and what is held runs out:
whoever waited longer would be killed at its end."""


@dataclass
class _Held:
    """One lease."""

    renew: Callable[[Connection, datetime], bool]
    lost: Callable[[], None]
    until: datetime


class Heart:
    """Renews leases from a thread of its own; to be used with `with`."""

    def __init__(self, store: Store, clock: Clock, *, lease: timedelta = LEASE) -> None:
        """`lease`: how long each is held from a beat on."""
        self.lease = lease
        self._store = store
        self._clock = clock
        self._held: dict[Hashable, _Held] = {}
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Heart:
        """Begin to beat."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Beat no more; what is still held runs out."""
        self._ended.set()
        self._thread.join(timeout=_LAST_BEAT)

    def hold(
        self,
        key: Hashable,
        renew: Callable[[Connection, datetime], bool],
        lost: Callable[[], None],
    ) -> None:
        """Renew this with each beat.

        `renew` takes the instant until which it is to be held, and tells whether it is still ours;
        `lost` is called once where it is not.
        """
        with self._lock:
            self._held[key] = _Held(renew, lost, self._clock() + self.lease)

    def drop(self, key: Hashable) -> None:
        """Renew this no more."""
        with self._lock:
            self._held.pop(key, None)

    def beat(self) -> None:
        """Renew all that is held. While the database is away leases are kept until they run out."""
        with self._lock:
            held = dict(self._held)
        for key, one in held.items():
            if not self._renewed(one) and self._forget(key, one):
                one.lost()

    def _renewed(self, one: _Held) -> bool:
        """Whether it is ours for now."""
        until = self._clock() + self.lease
        try:
            with self._store.writing() as connection:
                ours = one.renew(connection, until)
        except StoreError:
            return self._clock() < one.until
        except Exception as error:  # noqa: BLE001 one lease's fault must not cost the others
            log_failure("heart.failed", error)
            return self._clock() < one.until
        if ours:
            one.until = until
        return ours

    def _forget(self, key: Hashable, one: _Held) -> bool:
        """Take it out, unless it was dropped meanwhile; whether it was there."""
        with self._lock:
            if self._held.get(key) is not one:
                return False
            del self._held[key]
            return True

    def _run(self) -> None:
        while not self._ended.wait(self.lease.total_seconds() / _BEATS):
            try:
                self.beat()
            except Exception as error:  # noqa: BLE001 else no lease would be renewed ever again
                log_failure("heart.failed", error)
