"""The crisis stop's post: through the outbox where the database answers, directly where not.

The database is imported when the first letter goes, in a thread of its own: nothing here may keep a
stop from beginning, or its mails from going, for more than a few seconds.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from worker.clock import Clock
from worker.config import Settings
from worker.logs import WARNING, log
from worker.mail import Pace
from worker.posting.direct import send_now
from worker.posting.letter import Fate, Handed, Letter, Post
from worker.posting.notes import Notes

if TYPE_CHECKING:
    from worker.store.claims import Claimed, Outcome
    from worker.store.opening import Store

T = TypeVar("T")
PATIENCE = 4.0
"""Seconds that the database gets to take the letters."""
SETTLING = 2.0
"""Seconds that it gets for each outcome; after the first that takes longer, notes are enough."""
PRESSED = Pace(step=10.0, answer=30.0, whole=60.0)
_FILE = "sqlite:///"


class Gone(Exception):
    """The database did not take it in time, or at all."""


def falling_back(
    settings: Settings, clock: Clock, *, patience: float = PATIENCE, settling: float = SETTLING
) -> Post:
    """A `Post` that needs no database, and uses it where there is one.

    A letter that was sent directly is noted in `state_dir/handed`, and never sent again from the
    outbox. `patience`: seconds for the database to take the letters; `settling`: for each outcome.
    """

    def post(letters: Sequence[Letter]) -> tuple[Handed, ...]:
        if not letters:
            return ()
        try:
            store, planned = _laid(letters, settings, clock, patience)
        except Gone as gone:
            log("mail.without-database", level=WARNING, because=str(gone))
            return _directly(letters, settings, clock)
        notes = Notes(settings.state_dir)
        keep = _HastyBooks(store, clock, notes, settling)
        try:
            return _delivered(planned, settings, clock, keep, notes)
        finally:
            store.close()

    return post


def _laid(
    letters: Sequence[Letter], settings: Settings, clock: Clock, patience: float
) -> tuple[Store, tuple[Claimed | Handed, ...]]:
    """The letters in the outbox, claimed by us.

    Raises:
        Gone: they are not there, or it is not known.
    """
    url = settings.database.url.get_secret_value()
    if url.startswith(_FILE) and not Path(url.removeprefix(_FILE)).exists():
        raise Gone("no database has been made")
    gave_up = threading.Event()

    def lay() -> tuple[Store, tuple[Claimed | Handed, ...]]:
        from worker.posting.laying import lay_and_claim
        from worker.store.opening import open_store

        store = open_store(url, patience=patience / 2)
        with ExitStack() as failed:
            failed.callback(store.close)
            with store.writing() as connection:
                planned = lay_and_claim(connection, letters, clock(), insist=False)
                if gave_up.is_set():  # nobody waits any more: they have gone directly
                    raise Gone("too late")
            failed.pop_all()
        return store, planned

    try:
        return within(patience, lay)
    finally:
        gave_up.set()


def within(seconds: float, work: Callable[[], T]) -> T:
    """The result of `work`, if it is there in time.

    Raises:
        Gone: it is not, or `work` failed.
    """
    done: Future[T] = Future()

    def run() -> None:
        try:
            done.set_result(work())
        except BaseException as error:  # noqa: BLE001 raised where the result is waited for
            done.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        return done.result(timeout=seconds)
    except TimeoutError:
        raise Gone(f"no answer within {seconds:g} seconds") from None
    except Exception as error:
        raise Gone(f"{type(error).__name__}: {error}") from error


def _directly(letters: Sequence[Letter], settings: Settings, clock: Clock) -> tuple[Handed, ...]:
    """Each letter sent without the outbox, unless it went so before; those that went are noted."""
    notes = Notes(settings.state_dir)
    before = [notes.has(one.mail.message_id, one.mail.to[0]) for one in letters]
    left = [one for one, gone in zip(letters, before, strict=True) if not gone]
    fates = iter(send_now(left, settings.mail))
    handed = tuple(
        Handed(recipient=one.mail.to[0], fate=Fate.SENT) if gone else next(fates)
        for one, gone in zip(letters, before, strict=True)
    )
    for letter, one in zip(letters, handed, strict=True):
        if one.fate is Fate.SENT:
            notes.add(letter.mail.message_id, one.recipient, clock())
    return handed


def _delivered(
    planned: Sequence[Claimed | Handed],
    settings: Settings,
    clock: Clock,
    keep: _HastyBooks,
    notes: Notes,
) -> tuple[Handed, ...]:
    """What is laid down and ours, sent; the database is told where it answers."""
    from worker.posting.delivering import Means, rounds

    means = Means(door=settings.mail, clock=clock, keep=keep, notes=notes, pace=PRESSED)
    with rounds(means) as now:
        return now.deliver_all(planned)


class _HastyBooks:
    """Outcomes in the database, in time or not at all; that a mail went is noted then."""

    def __init__(self, store: Store, clock: Clock, notes: Notes, seconds: float) -> None:
        self._store = store
        self._clock = clock
        self._notes = notes
        self._seconds = seconds
        self._gone = False

    def renewed(self, claimed: Claimed) -> bool:
        """Whether it may be sent: a database that is gone has given it to nobody else."""
        from worker.posting.pacing import LEASE
        from worker.store.claims import renew

        def work() -> bool:
            with self._store.writing() as connection:
                return renew(connection, claimed, self._clock() + LEASE)

        return self._asked(work, instead=True)

    def settled(self, claimed: Claimed, outcome: Outcome) -> None:
        """Write it, or note it."""
        from worker.store.claims import settle
        from worker.store.outbox import State

        def work() -> bool:
            with self._store.writing() as connection:
                settle(connection, claimed, outcome)
            return True

        sent = outcome.state is State.SENT
        if sent:  # first, so that a process that ends here leaves a trace
            self._notes.add(claimed.message_id, claimed.recipient, outcome.at)
        if self._asked(work, instead=False) and sent:
            self._notes.remove(claimed.message_id, claimed.recipient)

    def _asked(self, work: Callable[[], bool], *, instead: bool) -> bool:
        """What the database answers, or `instead` from the first time it does not."""
        if self._gone:
            return instead
        try:
            return within(self._seconds, work)
        except Gone as gone:
            log("mail.without-database", level=WARNING, because=str(gone))
            self._gone = True
            return instead
