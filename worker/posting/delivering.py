"""Claimed mails handed over, over one connection, and what became of each written down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from policies.model import Words
from worker.clock import Clock
from worker.config.sections import MailDoor
from worker.logs import INFO, WARNING, log
from worker.mail import PATIENT, MailFailed, Pace, Parcel, Trouble, Wire
from worker.posting.letter import Fate, Handed
from worker.posting.notes import Notes
from worker.posting.pacing import ENOUGH, TRIES, UNSURE_AT_MOST, next_try
from worker.store.claims import Claimed, Outcome
from worker.store.errors import StoreError
from worker.store.outbox import State

FATES = {
    State.WAITING: Fate.WAITING,
    State.SENDING: Fate.WAITING,
    State.SENT: Fate.SENT,
    State.REFUSED: Fate.REFUSED,
    State.GIVEN_UP: Fate.FAILED,
}
"""What people are told of a mail in each state."""
ANOTHER = Words("Another worker is sending it right now.")


class Keep(Protocol):
    """Writes down what becomes of claimed mails."""

    def renewed(self, claimed: Claimed) -> bool:
        """Make the lease last for `LEASE` from now; false if the mail is no longer ours."""

    def settled(self, claimed: Claimed, outcome: Outcome) -> None:
        """Write the outcome, or a note where the database cannot be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """With what mails are delivered."""

    door: MailDoor
    clock: Clock
    keep: Keep
    notes: Notes
    pace: Pace = PATIENT


@contextmanager
def rounds(means: Means) -> Iterator[Round]:
    """A round of deliveries."""
    with Wire(means.door, means.pace) as wire:
        yield Round(means, wire)


class Round:
    """Mails over one connection; after a failure that is the server's, no more are tried."""

    def __init__(self, means: Means, wire: Wire) -> None:
        """`wire`: not opened before the first mail."""
        self._means = means
        self._wire = wire
        self.closed: MailFailed | None = None
        """Why no mail goes at all."""
        self.broken: StoreError | None = None
        """Why nothing can be written down any more."""

    @property
    def open(self) -> bool:
        """Whether another mail may go."""
        return self.closed is None and self.broken is None

    def deliver(self, claimed: Claimed) -> Handed:
        """One mail: sent unless it is known to have been, and settled. Raises nothing."""
        try:
            return self._deliver(claimed)
        except StoreError as error:
            self.broken = error
            because = error.words
            return Handed(recipient=claimed.recipient, fate=Fate.WAITING, because=because)

    def _deliver(self, claimed: Claimed) -> Handed:
        if self.broken is not None:
            raise self.broken
        short = self.closed is None and claimed.lease - self._means.clock() < ENOUGH
        if short and not self._means.keep.renewed(claimed):
            return Handed(recipient=claimed.recipient, fate=Fate.WAITING, because=ANOTHER)
        outcome = self._outcome(claimed)
        _log(claimed, outcome)
        try:
            self._means.keep.settled(claimed, outcome)
        except StoreError as error:
            self.broken = error
        return Handed(
            recipient=claimed.recipient, fate=FATES[outcome.state], because=outcome.because
        )

    def deliver_all(self, planned: Iterable[Claimed | Handed]) -> tuple[Handed, ...]:
        """Each that is claimed; those whose fate is known already are passed on."""
        return tuple(self.deliver(one) if isinstance(one, Claimed) else one for one in planned)

    def _outcome(self, claimed: Claimed) -> Outcome:
        means = self._means
        if means.notes.has(claimed.message_id, claimed.recipient):
            return Outcome(state=State.SENT, at=means.clock(), tried=False)
        if self.closed is not None:
            at = means.clock()
            return Outcome(
                state=State.WAITING,
                at=at,
                next_at=next_try(at, 1),
                because=self.closed.words,
                tried=False,
            )
        try:
            self._wire.hand(_parcel(claimed, means.door))
        except MailFailed as failure:
            # A silent server would cost each further mail the same time, and leave it as unsure.
            if failure.for_all or failure.trouble is Trouble.UNSURE:
                self.closed = failure
            return _after(failure, claimed, means)
        return Outcome(state=State.SENT, at=means.clock())


def _parcel(claimed: Claimed, door: MailDoor) -> Parcel:
    return Parcel(sender=door.sender, recipients=(claimed.recipient,), content=claimed.content)


def _after(failure: MailFailed, claimed: Claimed, means: Means) -> Outcome:
    """What follows from a failure: another try, or the end."""
    at, words = means.clock(), failure.words
    if failure.trouble is Trouble.NEVER:
        return Outcome(state=State.REFUSED, at=at, because=words)
    unsure = failure.trouble is Trouble.UNSURE
    if unsure and claimed.unsure + 1 >= UNSURE_AT_MOST:
        words = Words(
            "The mail server was given the mail {count} times and never said that it took it. It "
            "may have arrived.",
            {"count": str(UNSURE_AT_MOST)},
        )
        return Outcome(state=State.GIVEN_UP, at=at, because=words, unsure=True)
    if at >= claimed.until and claimed.attempts >= TRIES:
        return Outcome(state=State.GIVEN_UP, at=at, because=words, unsure=unsure)
    again = next_try(at, claimed.attempts)
    return Outcome(state=State.WAITING, at=at, next_at=again, because=words, unsure=unsure)


def _log(claimed: Claimed, outcome: Outcome) -> None:
    """Who got it is not logged: the outbox knows."""
    log(
        f"mail.{outcome.state}",
        level=INFO if outcome.state is State.SENT else WARNING,
        id=claimed.id,
        message_id=claimed.message_id,
        attempts=claimed.attempts,
        because=outcome.because.english() if outcome.because else None,
    )
