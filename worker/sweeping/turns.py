"""Turns at pieces of work: taken from the database, kept by the heartbeat, ended or given back."""

from __future__ import annotations

import os
import secrets
import socket
import threading
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from worker.clock import Clock
from worker.store import leases
from worker.store.beating import Heart
from worker.store.errors import StoreError
from worker.store.kept import Connection
from worker.store.leases import Busy, Done, Looked, Turn
from worker.store.opening import Store
from worker.sweeping.edge import Ended


def whose() -> str:
    """A name for this process that no other has: host, number, and a few letters by chance."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(3)}"


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """Workers elsewhere, who do the pieces that are laid down for them."""

    lay: Callable[[Connection, Collection[str], datetime], None]
    """Lays pieces down for a period, in the transaction that says they are wanted."""
    take_back: Callable[[Connection], None]
    """Takes back what was laid down and that nobody has taken."""
    grace: float
    """Seconds after which pieces that nobody has are done by whoever laid them down."""
    longest: float
    """The same, while somebody is at work on another; and how long what is held is waited for."""
    nap: Callable[[float], None]
    nobody: Callable[[int], None]
    """Tells that nobody has taken so many."""
    failed: Callable[[StoreError], None]
    """Tells that nothing can be laid down for them, or taken back."""
    moment: float = 0.5
    """Seconds between two looks at how far they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """On what terms a sweep takes its turns."""

    holder: str
    """From `whose`."""
    period: datetime
    """The slot, or the start by hand, that the work is done for."""
    wait: Callable[[], bool]
    """Waits a moment for other workers, and tells whether there was patience for it."""
    seconds: float | None = None
    """How long one piece may take; None: as long as it takes."""
    ended: Callable[[], bool] = _never
    """Whether to do nothing more."""
    hands: Hands | None = None
    """Those who do the work of this sweep; None: it is done here, and shared with who joins."""
    for_another: bool = False
    """Whether this is work of a sweep that is led elsewhere: all that he must know is told."""


class Turns:
    """The pieces of work that one sweep takes. Safe across threads."""

    def __init__(self, store: Store, clock: Clock, heart: Heart, terms: Terms) -> None:
        """`heart`: one that beats."""
        self.terms = terms
        self._store = store
        self._clock = clock
        self._heart = heart
        self._lock = threading.Lock()
        self._mine: dict[str, Turn] = {}
        self._hands = terms.hands
        """None: there are none, or they could not be reached."""

    def go_on(self) -> None:
        """Let work go on.

        Raises:
            Ended: nothing more is to be done.
        """
        if self.terms.ended():
            raise Ended

    def want(self, names: Iterable[str]) -> Hands | None:
        """Let other workers know what there is to do; the answer is who does it, None: we do.

        That nothing can be laid down is no reason to read nothing: from then on all is done here.
        """
        names = list(names)
        with self._store.writing() as connection:
            leases.want(connection, names, self.terms.period)
            if self._hands is not None and names:
                self._lay(connection, names, self._hands)
        return self._hands

    def _lay(self, connection: Connection, names: Collection[str], hands: Hands) -> None:
        try:
            # A savepoint: that the pieces are wanted stays said.
            with connection.begin_nested():
                hands.lay(connection, names, self.terms.period)
        except StoreError as error:
            self._give_up(hands, error)

    def _give_up(self, hands: Hands, error: StoreError) -> None:
        """Do without hands from now on, and say so once."""
        if self._hands is not None:
            self._hands = None
            hands.failed(error)

    def look(self, names: Collection[str]) -> Looked:
        """How far others are with these."""
        with self._store.reading() as connection:
            return leases.look(connection, names, self.terms.period, self._clock())

    def take_back(self) -> None:
        """Take back from the workers elsewhere what they need not do any more.

        What cannot be taken back they find done, or wanted by nobody.
        """
        hands = self.terms.hands
        if hands is None:
            return
        try:
            with self._store.writing() as connection:
                hands.take_back(connection)
        except StoreError as error:
            self._give_up(hands, error)

    def wanted(self, topic: str) -> list[str]:
        """What there is to do of a topic that nobody does."""
        with self._store.reading() as connection:
            return leases.wanted(connection, topic, self.terms.period, self._clock())

    def take(self, name: str) -> Turn | Busy | Done:
        """Take a piece of work, unless it is done or another has it."""
        with self._store.writing() as connection:
            got = leases.take(
                connection,
                name,
                holder=self.terms.holder,
                period=self.terms.period,
                at=self._clock(),
                lease=self._heart.lease,
            )
        if isinstance(got, Turn):
            with self._lock:
                self._mine[name] = got
            self._heart.hold(got, partial(_renew, got), partial(self._forget, got))
        return got

    def fence(self, turn: Turn, connection: Connection) -> None:
        """Let a transaction write only while the turn is ours.

        Raises:
            Fenced: it is another's.
            Ended: nothing more is to be done.
        """
        self.go_on()
        leases.fence(connection, turn)

    def done(self, turn: Turn, outcome: Any) -> None:
        """It is done, and this came of it."""
        self._drop(turn)
        with self._store.writing() as connection:
            leases.end(connection, turn, outcome)

    def release(self, turn: Turn) -> None:
        """Let others have it at once; should the database be away, its lease runs out."""
        self._drop(turn)
        try:
            with self._store.writing() as connection:
                leases.release(connection, turn)
        except StoreError:
            return

    def let_run_out(self, name: str) -> None:
        """It takes too long: nobody has it until its lease has run out."""
        with self._lock:
            turn = self._mine.get(name)
        if turn is not None:
            self._drop(turn)

    def end_late(self, name: str, outcome: Any) -> None:
        """It takes too long: this came of it, and what it would still write is fenced off."""
        with self._lock:
            turn = self._mine.get(name)
        if turn is not None:
            self.done(turn, outcome)

    def release_all(self) -> None:
        """Let others have all that is not done."""
        with self._lock:
            mine = list(self._mine.values())
        for turn in mine:
            self.release(turn)

    def _drop(self, turn: Turn) -> None:
        self._heart.drop(turn)
        self._forget(turn)

    def _forget(self, turn: Turn) -> None:
        with self._lock:
            if self._mine.get(turn.name) == turn:
                del self._mine[turn.name]


def _renew(turn: Turn, connection: Connection, until: datetime) -> bool:
    return leases.renew(connection, turn, until)
