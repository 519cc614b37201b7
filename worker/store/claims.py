"""Mails claimed by one worker at a time, and what became of them.

A claim is a conditional UPDATE that raises the row's token. Whoever settles names the token that
its claim gave: if another has claimed since, nothing is written. Instants are those of the workers'
clocks, which must agree to a fraction of a lease.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, or_, select, update

from policies.model import Words
from worker.store.nouns import words_to_value
from worker.store.outbox import OPEN, State
from worker.store.tables_service import outbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A mail that this worker alone may send until `lease`."""

    id: int
    token: int
    recipient: str
    message_id: str
    content: bytes
    until: datetime
    attempts: int
    """This one included."""
    unsure: int
    lease: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a claimed mail."""

    state: State
    at: datetime
    next_at: datetime | None = None
    """When it is tried again, for one that waits."""
    because: Words | None = None
    unsure: bool = False
    """The server had all of it and did not answer."""
    tried: bool = True
    """False: put back untouched."""


def claim(
    connection: Connection,
    at: datetime,
    lease: datetime,
    *,
    only: int | None = None,
    states: Collection[State] = (),
) -> Claimed | None:
    """Claim the mail that is due the longest, or None if there is none.

    `only`: this one, if it is in one of `states` or its lease is over, due or not.
    """
    due = and_(outbox.c.state.in_(OPEN), outbox.c.next_at <= at)
    wanted = due if only is None else and_(outbox.c.id == only, _mine(at, states))
    query = (
        select(outbox.c.id, outbox.c.token)
        .where(wanted, outbox.c.content.is_not(None))
        .order_by(outbox.c.next_at, outbox.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    chosen = connection.execute(query).one_or_none()
    if chosen is None:
        return None
    row = connection.execute(
        update(outbox)
        .where(outbox.c.id == chosen.id, outbox.c.token == chosen.token)
        .values(
            state=State.SENDING,
            token=outbox.c.token + 1,
            attempts=outbox.c.attempts + 1,
            next_at=lease,
        )
        .returning(outbox)
    ).one_or_none()
    return None if row is None else _claimed(row)


def renew(connection: Connection, claimed: Claimed, lease: datetime) -> bool:
    """Make a lease end later; false if it is no longer ours."""
    return bool(connection.execute(_held(claimed).values(next_at=lease)).rowcount)


def settle(connection: Connection, claimed: Claimed, outcome: Outcome) -> bool:
    """Write what became of a claimed mail; false if it is no longer ours to say."""
    changes: dict[str, Any] = {
        "state": outcome.state,
        "next_at": outcome.next_at or outcome.at,
        "because": None if outcome.because is None else words_to_value(outcome.because),
    }
    if outcome.state is State.SENT:
        changes["sent_at"] = outcome.at
    if outcome.unsure:
        changes["unsure"] = outbox.c.unsure + 1
    if not outcome.tried:
        changes["attempts"] = outbox.c.attempts - 1
    return bool(connection.execute(_held(claimed).values(changes)).rowcount)


def _mine(at: datetime, states: Collection[State]) -> ColumnElement[bool]:
    """In one of the states, or left behind by a worker whose lease is over."""
    left = and_(outbox.c.state == State.SENDING, outbox.c.next_at <= at)
    return or_(outbox.c.state.in_(states), left)


def _held(claimed: Claimed) -> Any:
    """An UPDATE of the row as long as the claim holds."""
    return update(outbox).where(
        outbox.c.id == claimed.id,
        outbox.c.token == claimed.token,
        outbox.c.state == State.SENDING,
    )


def _claimed(row: Row[*tuple[Any, ...]]) -> Claimed:
    return Claimed(
        id=row.id,
        token=row.token,
        recipient=row.recipient,
        message_id=row.message_id,
        content=bytes(row.content),
        until=row.until,
        attempts=row.attempts,
        unsure=row.unsure,
        lease=row.next_at,
    )
