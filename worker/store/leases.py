"""Leases: one account is read by one worker at a time, and workers share the accounts of a sweep.

A row is a piece of work by name, such as `ads meta act_1`. Whoever leads a sweep wants its pieces
done for a slot; any worker may take one, and leaves there what came of it. Tokens and clocks are as
in `worker.store.slots`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, or_, select, update

from worker.store.errors import Fenced
from worker.store.rows import put_new
from worker.store.tables_service import leases


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A piece of work in the hands of one worker."""

    name: str
    holder: str
    token: int
    period: datetime
    """The slot, or the start by hand, that it is done for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Busy:
    """Another worker has it."""

    holder: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """It has been done for this period, or a later one."""

    outcome: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """How far pieces of work are."""

    done: Mapping[str, Any]
    """What came of those that are done for the period, by name."""
    held: Mapping[str, Busy]
    """Who has others of them, by name."""


def look(connection: Connection, names: Collection[str], period: datetime, at: datetime) -> Looked:
    """How far these are; in neither: nobody does it."""
    c = leases.c
    rows = connection.execute(
        select(c.name, c.holder, c.until, c.done_for, c.outcome).where(c.name.in_(names))
    )
    done, held = dict[str, Any](), dict[str, Busy]()
    for row in rows:
        if row.done_for is not None and row.done_for >= period:
            done[row.name] = row.outcome
        elif row.until is not None and row.until > at:
            held[row.name] = Busy(holder=row.holder, until=row.until)
    return Looked(done=done, held=held)


def want(connection: Connection, names: Iterable[str], period: datetime) -> None:
    """Have these done for a period."""
    names = list(names)
    put_new(connection, leases, [{"name": one, "token": 0} for one in names], key=("name",))
    c = leases.c
    older = or_(c.wanted_for.is_(None), c.wanted_for < period)
    if names:
        connection.execute(update(leases).where(c.name.in_(names), older).values(wanted_for=period))


def wanted(connection: Connection, topic: str, period: datetime, at: datetime) -> list[str]:
    """What of a topic is wanted for this period, not done, and in nobody's hands."""
    c = leases.c
    undone = or_(c.done_for.is_(None), c.done_for < period)
    free = or_(c.until.is_(None), c.until <= at)
    rows = connection.execute(
        select(c.name)
        .where(c.name.startswith(f"{topic} "), c.wanted_for == period, undone, free)
        .order_by(c.name)
    )
    return list(rows.scalars())


def due(connection: Connection, name: str) -> datetime | None:
    """For which period a piece of work is wanted; None: it is done, or nobody wants it."""
    c = leases.c
    undone = or_(c.done_for.is_(None), c.done_for < c.wanted_for)
    return connection.execute(select(c.wanted_for).where(c.name == name, undone)).scalar()


def take(
    connection: Connection,
    name: str,
    *,
    holder: str,
    period: datetime,
    at: datetime,
    lease: timedelta,
) -> Turn | Busy | Done:
    """Take a piece of work for a period, unless it is done for it, or another has it."""
    put_new(connection, leases, [{"name": name, "token": 0}], key=("name",))
    c = leases.c
    found = connection.execute(select(leases).where(c.name == name).with_for_update()).one()
    if found.done_for is not None and found.done_for >= period:
        return Done(outcome=found.outcome)
    if found.until is not None and found.until > at:
        return Busy(holder=found.holder, until=found.until)
    connection.execute(
        update(leases)
        .where(c.name == name, c.token == found.token)
        .values(holder=holder, token=found.token + 1, until=at + lease)
    )
    return Turn(name=name, holder=holder, token=found.token + 1, period=period)


def renew(connection: Connection, turn: Turn, until: datetime) -> bool:
    """Hold it until then; false: it is no longer ours."""
    return _change(connection, turn, until=until)


def fence(connection: Connection, turn: Turn) -> None:
    """Let a transaction write only while the piece of work is ours; nobody takes it meanwhile.

    Raises:
        Fenced: it is not.
    """
    c = leases.c
    row = connection.execute(
        select(c.token, c.until).where(c.name == turn.name).with_for_update()
    ).first()
    if row is None or row.token != turn.token or row.until is None:
        raise Fenced(turn.name)


def end(connection: Connection, turn: Turn, outcome: Any) -> bool:
    """It is done, and this came of it. False: it is no longer ours, and nothing was written."""
    return _change(connection, turn, until=None, done_for=turn.period, outcome=outcome)


def release(connection: Connection, turn: Turn) -> bool:
    """Let others have it at once, undone."""
    return _change(connection, turn, until=None)


def _change(connection: Connection, turn: Turn, **values: Any) -> bool:
    """Change the row, if it is still this turn's."""
    c = leases.c
    ours = and_(c.name == turn.name, c.token == turn.token, c.until.is_not(None))
    return connection.execute(update(leases).where(ours).values(**values)).rowcount == 1
