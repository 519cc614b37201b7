"""Stops as the database knows them: their records as they stand, and files that do not hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from policies.model import Words
from worker.store.nouns import value_to_words, words_to_value
from worker.store.opening import Store
from worker.store.rows import put
from worker.store.tables_service import stop_copies, stop_records, stops


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a stop's journal tells of it."""

    opened_at: datetime
    scope: Mapping[str, Any]
    operator: str
    reason: str
    verified: bool | None
    over: str | None
    over_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledRecord:
    """One record."""

    n: int
    at: datetime | None
    event: str
    line: bytes
    """As it stands, with its end, and before it the cut lines that it tells of."""
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A file of a journal that was not as it was written, as it was found."""

    digest: str
    """SHA-256 of its bytes."""
    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledStop:
    """One stop, as the database knows it."""

    stop_id: str
    told: Told | None
    """None: its journal could never be understood."""
    head: str
    wrong: tuple[Words, ...]
    """What is wrong with the files of its journal."""


def hashes_of(connection: Connection, stop_id: str) -> dict[int, str]:
    """The digests of the records that are filed, by their numbers."""
    rows = connection.execute(
        select(stop_records.c.n, stop_records.c.hash).where(stop_records.c.stop == stop_id)
    )
    return {row.n: row.hash for row in rows}


def lines_of(connection: Connection, stop_id: str, events: Collection[str]) -> tuple[bytes, ...]:
    """The records of these events that are filed, as they stand, in their order."""
    c = stop_records.c
    rows = connection.execute(
        select(c.line).where(c.stop == stop_id, c.event.in_(events)).order_by(c.n)
    ).scalars()
    return tuple(map(bytes, rows))


def put_stop(
    connection: Connection,
    stop_id: str,
    *,
    told: Told | None,
    head: str,
    wrong: Sequence[Words],
    at: datetime,
) -> None:
    """Put a stop in place. `told` None: what is known of it stays as it is."""
    facts: dict[str, Any] = {
        "head": head,
        "wrong": [words_to_value(one) for one in wrong] or None,
        "imported_at": at,
    }
    if told is not None:
        facts |= {
            "opened_at": told.opened_at,
            "scope": dict(told.scope),
            "operator": told.operator,
            "reason": told.reason,
            "verified": told.verified,
            "over": told.over,
            "over_at": told.over_at,
        }
    changed = connection.execute(update(stops).where(stops.c.id == stop_id).values(facts))
    if not changed.rowcount:
        put(
            connection, stops, [{"id": stop_id, "operator": "", "reason": "", **facts}], key=("id",)
        )


def add_records(connection: Connection, stop_id: str, records: Sequence[FiledRecord]) -> None:
    """File records of a stop that stands in its place."""
    rows = [
        {"stop": stop_id, "n": r.n, "at": r.at, "event": r.event, "line": r.line, "hash": r.hash}
        for r in records
    ]
    put(connection, stop_records, rows, key=("stop", "n"))


def keep_copies(
    connection: Connection, stop_id: str, copies: Sequence[Copy], *, at: datetime
) -> None:
    """Keep files as they were found, each content once."""
    rows = [
        {"stop": stop_id, "digest": c.digest, "name": c.name, "content": c.content, "kept_at": at}
        for c in copies
    ]
    put(connection, stop_copies, rows, key=("stop", "digest"), first=("kept_at",))


def filed(connection: Connection) -> dict[str, FiledStop]:
    """All stops, by their ids, the oldest first."""
    rows = connection.execute(select(stops).order_by(stops.c.id))
    return {row.id: _stop(row) for row in rows}


def _stop(row: Any) -> FiledStop:
    told = None
    if row.opened_at is not None:
        told = Told(
            opened_at=row.opened_at,
            scope=row.scope,
            operator=row.operator,
            reason=row.reason,
            verified=row.verified,
            over=row.over,
            over_at=row.over_at,
        )
    wrong = tuple(map(value_to_words, row.wrong or ()))
    return FiledStop(stop_id=row.id, told=told, head=row.head, wrong=wrong)


def stop_ids(store: Store) -> tuple[str, ...]:
    """The stops that are filed, the oldest first.

    Raises:
        Unreachable: the database failed.
    """
    with store.reading() as connection:
        return tuple(filed(connection))


def journal_of(store: Store, stop_id: str) -> tuple[bytes, tuple[Copy, ...]]:
    """A stop's journal to the byte, put together from its records; and the copies kept beside it.

    Raises:
        Unreachable: the database failed.
    """
    with store.reading() as connection:
        lines = connection.execute(
            select(stop_records.c.line)
            .where(stop_records.c.stop == stop_id)
            .order_by(stop_records.c.n)
        ).scalars()
        raw = b"".join(map(bytes, lines))
        rows = connection.execute(
            select(stop_copies)
            .where(stop_copies.c.stop == stop_id)
            .order_by(stop_copies.c.kept_at, stop_copies.c.digest)
        )
        copies = (Copy(digest=r.digest, name=r.name, content=bytes(r.content)) for r in rows)
        return raw, tuple(copies)
