"""Letters laid down in the outbox, rendered once; what stands there already is not replaced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from policies.model import Words
from worker.mail import Mail, MailFailed, build, message_id, to_bytes
from worker.posting.delivering import ANOTHER, FATES
from worker.posting.letter import Fate, Handed, Letter
from worker.posting.pacing import LEASE, TRIED_FOR
from worker.store.claims import Claimed, claim
from worker.store.jumped import times_voided
from worker.store.kept import Connection
from worker.store.outbox import STUCK, Item, Standing, State, digest_of, find, lay


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """The row that stands for a letter now."""

    standing: Standing
    new: bool
    same: bool
    """Whether the row has this letter's bytes; if not, an earlier letter of its key stands."""


def put_letter(connection: Connection, letter: Letter, at: datetime) -> Laid:
    """Lay a letter down in the transaction of what caused it; it is sent when that is committed.

    One of the same kind, period and recipient that stands there stays as it is, with its bytes and
    Message-ID; the answer tells.

    Raises:
        MailFailed: an address in it is none.
    """
    return lay_item(connection, rendered(connection, letter), at)


def rendered(connection: Connection, letter: Letter) -> Item:
    """The letter with its bytes, as it is laid down in this transaction.

    Raises:
        MailFailed: an address in it is none.
    """
    (recipient,) = letter.mail.to
    mail = _anew(connection, letter)
    return Item(
        kind=letter.kind,
        period=letter.period,
        recipient=recipient,
        message_id=mail.message_id,
        subject=mail.subject,
        content=to_bytes(build(mail)),
    )


def _anew(connection: Connection, letter: Letter) -> Mail:
    """The mail under an id of its own, if a clock ahead of the true time sent one of its key.

    Mail programs that have seen an id may hide what comes with the same, and a note that the other
    was handed over would pass for one about this.
    """
    mail, key = letter.mail, (letter.kind, letter.period)
    before = times_voided(connection, *key)
    if not before:
        return mail
    other = message_id(mail.sender, *key, mail.to[0].casefold(), f"anew {before}")
    return replace(mail, message_id=other)


def lay_item(connection: Connection, item: Item, at: datetime) -> Laid:
    """Lay a rendered letter down."""
    new = lay(connection, item, at, until=at + TRIED_FOR)
    standing = find(connection, item.kind, item.period, item.recipient)
    assert standing is not None  # noqa: S101 rows of the outbox are never deleted
    return Laid(standing=standing, new=new, same=standing.digest == digest_of(item.content))


def lay_and_claim(
    connection: Connection, letters: Sequence[Letter], at: datetime, *, insist: bool
) -> tuple[Claimed | Handed, ...]:
    """Lay all down and claim what may be sent now; the rest have their fate already.

    Claimed from the start, none is taken by another worker before we had our try. `insist`: what
    was refused or given up is tried again.
    """
    items = [_rendered(connection, letter) for letter in letters]
    order = sorted(range(len(items)), key=lambda n: letters[n].mail.to)  # as all workers lock them
    found = {n: _one(connection, items[n], at, insist=insist) for n in order}
    return tuple(found[n] for n in range(len(items)))


def _rendered(connection: Connection, letter: Letter) -> Item | Handed:
    try:
        return rendered(connection, letter)
    except MailFailed as failure:
        return Handed(recipient=letter.mail.to[0], fate=Fate.FAILED, because=failure.words)


def _one(
    connection: Connection, item: Item | Handed, at: datetime, *, insist: bool
) -> Claimed | Handed:
    if isinstance(item, Handed):
        return item
    laid = lay_item(connection, item, at)
    standing = laid.standing
    states = (State.WAITING, *STUCK) if insist else (State.WAITING,)
    claimed = claim(connection, at, at + LEASE, only=standing.id, states=states)
    return claimed or fate_of(standing)


def fate_of(standing: Standing) -> Handed:
    """The fate of a mail that is not sent now, and why it is not."""
    fate = FATES[standing.state]
    return Handed(recipient=standing.recipient, fate=fate, because=_told(standing))


def _told(standing: Standing) -> Words | None:
    """Why nothing is sent now."""
    if standing.state is State.SENT and standing.sent_at is not None:
        return Words(
            "It was handed over before, {at}, and is not sent again.",
            {"at": standing.sent_at.isoformat(timespec="seconds")},
        )
    if standing.state in STUCK and standing.erased:
        return Words("Its content has been erased: it is too old to be sent.")
    if standing.state in STUCK:
        return standing.because
    return ANOTHER
