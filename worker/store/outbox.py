"""Mails on their way, kept with their cause: laid down once for each key, listed, erased."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, or_, select, update

from policies.model import Words
from worker.store.nouns import value_to_words
from worker.store.rows import insert_new, parts
from worker.store.tables_service import outbox

KEPT = timedelta(weeks=4)
"""How long a note that a mail went is of use."""
WITH_WORDS = ("alarm", "ask", "digest")
"""Kinds of mails that hold what people wrote: their content goes as soon as their way ends.

Somebody who deletes a comment finds it deleted here too.
"""


class State(StrEnum):
    """Where a mail stands."""

    WAITING = "waiting"
    SENDING = "sending"
    """Claimed by a worker until its lease ends."""
    SENT = "sent"
    REFUSED = "refused"
    """The server will not take it for this recipient."""
    GIVEN_UP = "given-up"
    """It was tried until its time was over."""


OPEN = (State.WAITING, State.SENDING)
STUCK = (State.REFUSED, State.GIVEN_UP)
"""Nobody tries these again unless a person says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A mail to be laid down."""

    kind: str
    period: str
    recipient: str
    message_id: str
    subject: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The row of a mail, without its content."""

    id: int
    kind: str
    period: str
    recipient: str
    message_id: str
    subject: str
    state: State
    attempts: int
    made_at: datetime
    next_at: datetime
    sent_at: datetime | None
    because: Words | None
    erased: bool
    digest: str


def digest_of(content: bytes) -> str:
    """SHA-256 of a message's bytes."""
    return hashlib.sha256(content).hexdigest()


def lay(connection: Connection, item: Item, at: datetime, *, until: datetime) -> bool:
    """Lay a mail down, to be sent from now on; false if one of its key stands there: it stays."""
    row = {
        "kind": item.kind,
        "period": item.period,
        "recipient": item.recipient,
        "message_id": item.message_id,
        "subject": item.subject,
        "content": item.content,
        "digest": digest_of(item.content),
        "made_at": at,
        "state": State.WAITING,
        "attempts": 0,
        "next_at": at,
        "until": until,
        "unsure": 0,
        "token": 0,
    }
    return insert_new(connection, outbox, row, key=("kind", "period", "recipient"))


def find(connection: Connection, kind: str, period: str, recipient: str) -> Standing | None:
    """The mail of this key."""
    found = standings(
        connection,
        and_(outbox.c.kind == kind, outbox.c.period == period, outbox.c.recipient == recipient),
    )
    return found[0] if found else None


def by_id(connection: Connection, mail_id: int) -> Standing | None:
    """The mail of this id."""
    found = standings(connection, outbox.c.id == mail_id)
    return found[0] if found else None


def of_states(connection: Connection, states: Collection[State]) -> tuple[Standing, ...]:
    """All mails in these states, the oldest first."""
    return standings(connection, outbox.c.state.in_(states))


def standings(connection: Connection, where: ColumnElement[bool]) -> tuple[Standing, ...]:
    """The rows that fit, the oldest first."""
    columns = [one for one in outbox.c if one.name != "content"]
    query = select(*columns, outbox.c.content.is_(None).label("erased"))
    rows = connection.execute(query.where(where).order_by(outbox.c.made_at, outbox.c.id))
    return tuple(_standing(row) for row in rows)


def try_again(
    connection: Connection, at: datetime, *, until: datetime, only: int | None = None
) -> tuple[int, ...]:
    """Make what waits or is stuck due now, as if it were new; the answer is which.

    `only`: this mail alone. What a worker is sending right now is left to it.
    """
    where: list[ColumnElement[bool]] = [
        or_(
            outbox.c.state.in_((State.WAITING, *STUCK)),
            and_(outbox.c.state == State.SENDING, outbox.c.next_at <= at),
        ),
        outbox.c.content.is_not(None),
    ]
    if only is not None:
        where.append(outbox.c.id == only)
    changed = connection.execute(
        update(outbox)
        .where(*where)
        .values(state=State.WAITING, next_at=at, until=until, unsure=0)
        .returning(outbox.c.id)
    )
    return tuple(sorted(row.id for row in changed))


def forget_words(connection: Connection, threads: Collection[str]) -> int:
    """Erase mails `WITH_WORDS` that tell of these threads, if nobody sends them by himself.

    The answer is how many are on their way all the same: they are erased as soon as they went.
    """
    query = select(outbox.c.id, outbox.c.state, outbox.c.content).where(
        outbox.c.kind.in_(WITH_WORDS), outbox.c.content.is_not(None)
    )
    found: dict[int, State] = {}
    if threads:
        rows = connection.execute(query, execution_options={"yield_per": 100})
        found = {row.id: State(row.state) for row in rows if _tells_of(row.content, threads)}
    over = sorted(one for one, state in found.items() if state not in OPEN)
    for part in parts(over):
        here = outbox.c.id.in_(part)
        connection.execute(update(outbox).where(here).values(content=None, subject=""))
    return len(found) - len(over)


def _tells_of(content: bytes, threads: Collection[str]) -> bool:
    """Whether a mail names one of these threads, also over the end of a line.

    Mails are quoted-printable, which leaves small letters and digits as they are.
    """
    told = content.replace(b"=\r\n", b"")
    return any(one.encode() in told for one in threads)


def over(old: datetime, at: datetime) -> ColumnElement[bool]:
    """Whether the way of a mail had ended by `old`: then its content goes.

    That of mails `WITH_WORDS` goes as soon as they went, or trying ended. Key, Message-ID, digest
    and state stay: the same mail is not sent anew.
    """
    return or_(_over(old), and_(outbox.c.kind.in_(WITH_WORDS), _over(at)))


def _over(at: datetime) -> ColumnElement[bool]:
    """Whether a mail's way had ended by then."""
    return or_(
        and_(outbox.c.state == State.SENT, outbox.c.sent_at <= at),
        and_(outbox.c.state.in_(STUCK), outbox.c.until <= at),
    )


def _standing(row: Row[*tuple[Any, ...]]) -> Standing:
    names = (
        "id", "kind", "period", "recipient", "message_id", "subject",
        "attempts", "made_at", "next_at", "sent_at", "digest",
    )  # fmt: skip
    return Standing(
        **{name: getattr(row, name) for name in names},
        state=State(row.state),
        because=None if row.because is None else value_to_words(row.because),
        erased=bool(row.erased),
    )
