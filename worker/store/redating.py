"""What a clock that was ahead has dated: what people did, what was read and found, and when.

What is told by its order is dated anew in that order, so that a decision still speaks of what had
been seen, and of nothing that was read later. What says how fresh a reading is becomes as old as
the last reading of a known time: nobody is made to believe that more was read, and LinkedIn's
members' words are never kept longer for it than they may be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    bindparam,
    func,
    or_,
    select,
    update,
)

from worker.store.tables import (
    comments,
    decisions,
    finding_events,
    findings,
    posts,
    sweeps,
    thread_events,
    threads,
)

_ORDERED: tuple[tuple[Table, tuple[str, ...]], ...] = (
    (threads, ("first_seen", "changed_at")),
    (comments, ("first_seen", "hidden_at", "reworded_at")),
    (posts, ("first_seen",)),
    (decisions, ("at",)),
    (thread_events, ("at",)),
    (findings, ("first_seen", "last_seen", "unread_since")),
    (finding_events, ("at",)),
)
"""The instants that are compared with one another; threads first, as all lock them."""
_FRESH: tuple[tuple[Table, str], ...] = (
    (comments, "fetched_at"),
    (posts, "read_at"),
    (posts, "caught_up_at"),
)
"""When things were last read."""
_STEP = timedelta(microseconds=1)
_STALE = timedelta(days=3)
"""LinkedIn lets what members wrote be kept for less; so old is what was read nobody knows when."""


def newest(late: datetime) -> tuple[Select[Any], ...]:
    """Queries for what was done last, as far as it is later than `late`; quick ones."""
    last = select(func.max(thread_events.c.id)).scalar_subquery()
    return (
        select(thread_events.c.id).where(thread_events.c.id == last, thread_events.c.at > late),
        select(decisions.c.id).where(decisions.c.at > late),
        select(finding_events.c.id).where(finding_events.c.at > late),
    )


def redatable(late: datetime) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """The tables, each with which of its rows are dated later than `late`."""
    found: dict[Table, list[Column[Any]]] = {}
    for table, names in (*_ORDERED, *((table, (name,)) for table, name in _FRESH)):
        found.setdefault(table, []).extend(table.c[name] for name in names)
    for table, columns in found.items():
        yield table, or_(*(column > late for column in columns))


def last_certain(connection: Connection, late: datetime) -> datetime | None:
    """When the last reading began before the first that is dated later than `late`.

    Whatever was read by that clock was read after it. None: nothing was read before.
    """
    c = sweeps.c
    wrong = or_(c.started_at > late, c.finished_at > late)
    first = select(func.min(c.id)).where(wrong).scalar_subquery()
    query = select(func.max(c.started_at)).where(
        c.started_at <= late, or_(first.is_(None), c.id <= first)
    )
    found: datetime | None = connection.execute(query).scalar()
    return found


def redate(
    connection: Connection, at: datetime, late: datetime, read: datetime | None
) -> dict[str, int]:
    """Date anew what is later than `late`; the answer counts the rows that were, by table.

    `read`: the last reading of a known time.
    """
    found = {}
    for table, where in redatable(late):
        count = connection.execute(select(func.count()).select_from(table).where(where))
        found[table.name] = count.scalar_one()
    if any(found.values()):
        _forwards(connection, at)
        _in_order(connection, at)
        _as_read(connection, late, min(read, at) if read else None, at)
    return {name: rows for name, rows in found.items() if rows}


def _forwards(connection: Connection, at: datetime) -> None:
    """Let no thread's history run backwards: what was followed by something older is as old."""
    c, later = thread_events.c, thread_events.alias("later")
    same = later.c.thread == c.thread
    oldest = select(func.min(later.c.at)).where(same, later.c.id >= c.id).scalar_subquery()
    connection.execute(update(thread_events).where(c.at > at, c.at > oldest).values(at=oldest))


def _in_order(connection: Connection, at: datetime) -> None:
    """Let all that is later than `at` be `at` and what comes just before it, as it came.

    Also what is later by little: else it would come after what was written when it stood already.
    """
    kept = [
        (table, name, connection.execute(_later(table, name, at)).all())
        for table, names in _ORDERED
        for name in names
    ]
    instants = sorted({row[-1] for _, _, some in kept for row in some})
    last = len(instants) - 1
    new = {one: at - (last - place) * _STEP for place, one in enumerate(instants)}
    for table, name, some in kept:
        if some:
            _put(connection, table, name, some, new)


def _later(table: Table, name: str, at: datetime) -> Select[Any]:
    """The rows in which this is later than `at`: their keys, and it."""
    return select(*table.primary_key, table.c[name]).where(table.c[name] > at)


def _put(
    connection: Connection,
    table: Table,
    name: str,
    rows: Sequence[Row[Any]],
    new: dict[datetime, datetime],
) -> None:
    """Write a column's new instants, where nobody has written another meanwhile."""
    keys = [*table.primary_key]
    mine = (key == bindparam(f"key_{key.name}") for key in keys)
    statement = (
        update(table)
        .where(*mine, table.c[name] == bindparam("was"))
        .values({name: bindparam("now")})
    )
    values = [
        {f"key_{key.name}": value for key, value in zip(keys, row, strict=False)}
        | {"was": row[-1], "now": new[row[-1]]}
        for row in rows
    ]
    connection.execute(statement, values)


def _as_read(connection: Connection, late: datetime, read: datetime | None, at: datetime) -> None:
    """Let no reading be newer than the last of a known time."""
    for table, name in _FRESH:
        column = table.c[name]
        value = read or (None if column.nullable else at - _STALE)
        connection.execute(update(table).where(column > late).values({name: value}))
