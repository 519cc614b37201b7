"""The register of briefs: each as it is now, and everything that became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, insert, select, update

from policies.briefs.matching import Registered
from policies.model.briefs import Brief
from worker.store.errors import UnknownId
from worker.store.tables_briefs import brief_events, briefs


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A brief in the register."""

    id: str
    brief: Brief
    revision: int
    registered_at: datetime
    changed_at: datetime
    closed_at: datetime | None
    closed_by: str | None
    closed_reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One turn in a brief's life."""

    at: datetime
    action: str
    by: str | None
    source: str | None


@cache
def _briefs() -> TypeAdapter[Brief]:
    return TypeAdapter(Brief)


def to_value(brief: Brief) -> Any:
    """A brief as plain values, as JSON knows them."""
    return _briefs().dump_python(brief, mode="json")


def save(
    connection: Connection,
    brief_id: str,
    brief: Brief,
    *,
    source: str,
    by: str | None,
    at: datetime,
) -> str:
    """Register a brief, or a new content of one; the answer is `registered`, `changed` or `same`.

    The content it had before stays in its history.
    """
    body = to_value(brief)
    row = connection.execute(
        select(briefs).where(briefs.c.id == brief_id).with_for_update()
    ).first()
    if row is not None and row.body == body:
        return "same"
    if row is None:
        connection.execute(
            insert(briefs).values(
                id=brief_id, revision=1, body=body, registered_at=at, changed_at=at
            )
        )
    else:
        connection.execute(
            update(briefs)
            .where(briefs.c.id == brief_id)
            .values(revision=row.revision + 1, body=body, changed_at=at)
        )
    action = "registered" if row is None else "changed"
    _note(connection, brief_id, at, action, by=by, source=source, body=body)
    return action


def close(connection: Connection, brief_id: str, *, by: str, reason: str, at: datetime) -> bool:
    """Close a brief: no campaign begins under it any more. False: it was closed before.

    Raises:
        UnknownId: there is none of this id.
    """
    one(connection, brief_id)
    closed = connection.execute(
        update(briefs)
        .where(briefs.c.id == brief_id, briefs.c.closed_at.is_(None))
        .values(closed_at=at, closed_by=by, closed_reason=reason)
    ).rowcount
    if closed:
        _note(connection, brief_id, at, "closed", by=by)
    return bool(closed)


def reopen(connection: Connection, brief_id: str, *, by: str, at: datetime) -> bool:
    """Undo a closing. False: it was open.

    Raises:
        UnknownId: there is none of this id.
    """
    one(connection, brief_id)
    opened = connection.execute(
        update(briefs)
        .where(briefs.c.id == brief_id, briefs.c.closed_at.is_not(None))
        .values(closed_at=None, closed_by=None, closed_reason=None)
    ).rowcount
    if opened:
        _note(connection, brief_id, at, "reopened", by=by)
    return bool(opened)


def one(connection: Connection, brief_id: str) -> Kept:
    """The brief of this id.

    Raises:
        UnknownId: there is none; the nearest ids are told.
    """
    row = connection.execute(select(briefs).where(briefs.c.id == brief_id)).first()
    if row is None:
        known = connection.execute(select(briefs.c.id)).scalars().all()
        raise UnknownId(brief_id, tuple(get_close_matches(brief_id, known, n=3, cutoff=0.3)))
    return _kept(row)


def listed(connection: Connection, *, everything: bool = False) -> tuple[Kept, ...]:
    """The open briefs, or all of them, in the order in which they were registered."""
    query = select(briefs).order_by(briefs.c.registered_at, briefs.c.id)
    if not everything:
        query = query.where(briefs.c.closed_at.is_(None))
    return tuple(map(_kept, connection.execute(query)))


def register(connection: Connection) -> tuple[Registered, ...]:
    """What campaigns are held against: closed briefs too, for campaigns outlive them."""
    return tuple(
        Registered(
            id=kept.id,
            brief=kept.brief,
            revision=kept.revision,
            closed=kept.closed_at is not None,
        )
        for kept in listed(connection, everything=True)
    )


def history(connection: Connection, brief_id: str) -> tuple[Event, ...]:
    """What became of it, the first event first."""
    rows = connection.execute(
        select(brief_events).where(brief_events.c.brief == brief_id).order_by(brief_events.c.id)
    )
    return tuple(Event(at=row.at, action=row.action, by=row.by, source=row.source) for row in rows)


def _kept(row: Row[*tuple[Any, ...]]) -> Kept:
    return Kept(
        id=row.id,
        brief=_briefs().validate_python(row.body),
        revision=row.revision,
        registered_at=row.registered_at,
        changed_at=row.changed_at,
        closed_at=row.closed_at,
        closed_by=row.closed_by,
        closed_reason=row.closed_reason,
    )


def _note(connection: Connection, brief_id: str, at: datetime, action: str, **told: Any) -> None:
    connection.execute(insert(brief_events).values(brief=brief_id, at=at, action=action, **told))
