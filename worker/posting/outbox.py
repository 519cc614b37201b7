"""The outbox at work: what is due is delivered; letters are laid down and delivered at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policies.model import Words
from worker.clock import Clock
from worker.config import Settings
from worker.logs import WARNING, log
from worker.mail import PATIENT, Pace
from worker.posting.delivering import Means, rounds
from worker.posting.laying import fate_of, lay_and_claim
from worker.posting.letter import Fate, Handed, Letter, Post
from worker.posting.notes import Notes
from worker.posting.pacing import LEASE, TRIED_FOR
from worker.store.claims import Claimed, Outcome, claim, renew, settle
from worker.store.errors import StoreError
from worker.store.opening import Store
from worker.store.outbox import KEPT, State, by_id, try_again


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What became of the mails that were due."""

    handed: tuple[Handed, ...]
    """Each that was tried, in order."""
    closed: Words | None
    """Why no more were tried: the server cannot be reached, or takes nothing from us."""

    def count(self, fate: Fate) -> int:
        """How many had this fate."""
        return sum(one.fate is fate for one in self.handed)


def deliver_due(
    store: Store, settings: Settings, clock: Clock, *, pace: Pace = PATIENT
) -> Delivered:
    """Send every mail that is due, over one connection, each claimed, sent and settled by itself.

    Several workers may do so at once: none sends what another has claimed. A failure that is the
    server's ends it; what was not tried stays due.

    Raises:
        StoreError: the database failed. A mail that was sent by then is noted as such.
    """
    means = means_of(store, settings, clock, pace)
    means.notes.forget(clock() - KEPT)
    handed = []
    with rounds(means) as now:
        while now.open and (claimed := _next(store, clock)) is not None:
            handed.append(now.deliver(claimed))
    if now.broken is not None:
        raise now.broken
    closed = None if now.closed is None else now.closed.words
    return Delivered(handed=tuple(handed), closed=closed)


class NoSuchMail(Exception):
    """The outbox holds no mail of this id."""


def retry(
    store: Store,
    settings: Settings,
    clock: Clock,
    *,
    only: int | None = None,
    pace: Pace = PATIENT,
) -> Delivered:
    """Try again now what waits, was refused or given up, with new days before trying ends.

    `only`: this mail; why it cannot be tried is its fate's reason then.

    Raises:
        NoSuchMail: there is none of this id.
        StoreError: the database failed.
    """
    at = clock()
    with store.writing() as connection:
        if only is not None and (standing := by_id(connection, only)) is None:
            raise NoSuchMail(only)
        ids = try_again(connection, at, until=at + TRIED_FOR, only=only)
    if only is not None and not ids and standing is not None:
        return Delivered(handed=(fate_of(standing),), closed=None)
    handed = []
    with rounds(means_of(store, settings, clock, pace)) as now:
        for one in ids:
            claimed = _next(store, clock, only=one) if now.open else None
            if claimed is not None:
                handed.append(now.deliver(claimed))
            elif not now.open:
                handed.append(_left(store, one, now.closed.words if now.closed else None))
    if now.broken is not None:
        raise now.broken
    return Delivered(handed=tuple(handed), closed=now.closed.words if now.closed else None)


def _left(store: Store, number: int, because: Words | None) -> Handed:
    """A mail that was not tried, for the server takes none: it waits."""
    with store.reading() as connection:
        standing = by_id(connection, number)
    recipient = standing.recipient if standing else ""
    return Handed(recipient=recipient, fate=Fate.WAITING, because=because)


def lay_and_deliver(
    store: Store,
    settings: Settings,
    clock: Clock,
    letters: Sequence[Letter],
    *,
    insist: bool = False,
    pace: Pace = PATIENT,
) -> tuple[Handed, ...]:
    """Lay letters down in one transaction and deliver them at once; the answer is their fates.

    What cannot be handed over now waits, and is tried again by `deliver_due`. `insist`: letters
    that were refused or given up before are tried again.

    Raises:
        StoreError: the database did not take them; who tries again sends none twice.
    """
    with store.writing() as connection:
        planned = lay_and_claim(connection, letters, clock(), insist=insist)
    with rounds(means_of(store, settings, clock, pace)) as now:
        return now.deliver_all(planned)


def post_to(
    store: Store,
    settings: Settings,
    clock: Clock,
    *,
    insist: bool = False,
    pace: Pace = PATIENT,
) -> Post:
    """A `Post` that does as `lay_and_deliver`, for who looks at what became of each letter.

    Where the database does not take them, nobody tries again: who can be tried again lays them down
    with `lay_and_deliver`.
    """

    def post(letters: Sequence[Letter]) -> tuple[Handed, ...]:
        try:
            return lay_and_deliver(store, settings, clock, letters, insist=insist, pace=pace)
        except StoreError as error:
            log("mail.not-kept", level=WARNING, because=error.words.english())
            return tuple(
                Handed(recipient=one.mail.to[0], fate=Fate.FAILED, because=error.words)
                for one in letters
            )

    return post


def means_of(store: Store, settings: Settings, clock: Clock, pace: Pace) -> Means:
    """With what a round delivers, its outcomes kept in the database."""
    notes = Notes(settings.state_dir)
    return Means(
        door=settings.mail, clock=clock, keep=_Books(store, clock, notes), notes=notes, pace=pace
    )


def _next(store: Store, clock: Clock, *, only: int | None = None) -> Claimed | None:
    """The mail that is due the longest, or this one, claimed."""
    at = clock()
    with store.writing() as connection:
        return claim(connection, at, at + LEASE, only=only, states=(State.WAITING,))


class _Books:
    """Outcomes written in the database, each in a transaction of its own."""

    def __init__(self, store: Store, clock: Clock, notes: Notes) -> None:
        self._store = store
        self._clock = clock
        self._notes = notes

    def renewed(self, claimed: Claimed) -> bool:
        """Whether the lease lasts on.

        Raises:
            StoreError: the database failed.
        """
        with self._store.writing() as connection:
            return renew(connection, claimed, self._clock() + LEASE)

    def settled(self, claimed: Claimed, outcome: Outcome) -> None:
        """Write it; that a mail was sent first in a note, which is there at once.

        Until the database has it, many a millisecond later, the process may be killed.

        Raises:
            StoreError: the database failed; the note stays.
        """
        sent = outcome.state is State.SENT
        if sent:
            self._notes.add(claimed.message_id, claimed.recipient, outcome.at)
        with self._store.writing() as connection:
            held = settle(connection, claimed, outcome)
        if sent:
            self._notes.remove(claimed.message_id, claimed.recipient)
        if not held:
            log("mail.lease-lost", level=WARNING, id=claimed.id, message_id=claimed.message_id)
