"""All rows of one database copied into another of either kind, and compared to the last value."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Integer, Row, Table, delete, func, insert, select

from worker.store.schema import metadata

_AT_ONCE = 500
"""Rows held at a time."""


def rows_in(connection: Connection) -> int:
    """How many rows there are, in all tables together."""
    return sum(
        connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in metadata.sorted_tables
    )


def empty(connection: Connection) -> None:
    """Take every row out."""
    for table in reversed(metadata.sorted_tables):
        connection.execute(delete(table))


def copy_rows(source: Connection, target: Connection) -> dict[str, int]:
    """Copy every row into tables that hold none; the answer is how many, by table.

    Numbers that the target gives to new rows go on after the greatest that was copied.
    """
    copied = {}
    for table in metadata.sorted_tables:
        copied[table.name] = 0
        for part in _portions(source, table):
            target.execute(insert(table), [dict(row._mapping) for row in part])
            copied[table.name] += len(part)
        _count_on(target, table)
    return copied


def content_of(connection: Connection, table: Table) -> tuple[int, str]:
    """The number of a table's rows and a digest of what they hold, in whatever order."""
    number, total = 0, 0
    for part in _portions(connection, table):
        for row in part:
            plain = json.dumps([_plain(value) for value in row], sort_keys=True)
            total += int.from_bytes(hashlib.sha256(plain.encode()).digest())
            number += 1
    return number, f"{total % 2**256:064x}"


def differing(source: Connection, target: Connection) -> tuple[str, ...]:
    """The tables whose contents are not the same."""
    return tuple(
        table.name
        for table in metadata.sorted_tables
        if content_of(source, table) != content_of(target, table)
    )


def _portions(connection: Connection, table: Table) -> Iterator[list[Row[*tuple[Any, ...]]]]:
    """A table's rows, some at a time."""
    query = select(table).execution_options(yield_per=_AT_ONCE)
    for part in connection.execute(query).partitions():
        yield list(part)


def _plain(value: Any) -> Any:
    """A value as JSON knows it, the same whichever database it came from."""
    if isinstance(value, bytes | memoryview):
        return hashlib.sha256(bytes(value)).hexdigest()
    return value.isoformat() if isinstance(value, datetime) else value


def _count_on(target: Connection, table: Table) -> None:
    """PostgreSQL numbers rows by a sequence of its own, which a copy does not move."""
    numbered = [
        column
        for column in table.primary_key
        if isinstance(column.type, Integer) and len(table.primary_key) == 1
    ]
    if target.dialect.name != "postgresql" or not numbered:
        return
    (column,) = numbered
    sequence = func.pg_get_serial_sequence(table.name, column.name)
    last = select(func.max(column)).scalar_subquery()
    target.execute(select(func.setval(sequence, last)).where(last.is_not(None)))
