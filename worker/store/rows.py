"""What every table needs: a row put in place whether it stood there or not, and our own ids."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    LargeBinary,
    Table,
    Text,
    cast,
    func,
    literal,
)
from sqlalchemy.dialects import postgresql, sqlite

T = TypeVar("T")
_INSERT: Mapping[str, Callable[[Table], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}
"""Both know `ON CONFLICT … DO UPDATE`, each by a statement of its own."""


def put(
    connection: Connection,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    *,
    key: Sequence[str],
    first: Collection[str] = (),
) -> None:
    """Put rows in place, whether they stood there or not, by one statement for some at a time.

    All have the same columns. `key` names those that tell one row from another, `first` those that
    only a new row gets.
    """
    if not rows:
        return
    inserted = _INSERT[connection.dialect.name](table)
    changed = [name for name in rows[0] if name not in key and name not in first]
    statement = inserted.on_conflict_do_update(
        index_elements=key, set_={name: inserted.excluded[name] for name in changed}
    )
    for some in parts(rows):
        connection.execute(statement, list(some))


def put_new(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], *, key: Sequence[str]
) -> None:
    """Add those rows that do not stand there yet; the others are left as they are."""
    if rows:
        inserted = _INSERT[connection.dialect.name](table)
        connection.execute(inserted.on_conflict_do_nothing(index_elements=key), list(rows))


def insert_new(
    connection: Connection, table: Table, row: Mapping[str, Any], *, key: Sequence[str]
) -> bool:
    """Add the row; false if one of its key stands there, which is left as it is."""
    inserted = _INSERT[connection.dialect.name](table).values(dict(row))
    statement = inserted.on_conflict_do_nothing(index_elements=key).returning(*table.primary_key)
    return connection.execute(statement).first() is not None


def utf8(connection: Connection, text: bytes | bytearray) -> ColumnElement[str]:
    """The text of these bytes, for a row: the database makes it of them.

    One sign beyond Latin-1 doubles what a text takes here, and SQLite's driver adds a copy in
    UTF-8: of an account's megabytes that is three times the bytes themselves.
    """
    content = literal(text, LargeBinary)
    if connection.dialect.name == "sqlite":
        return cast(content, Text)
    return func.convert_from(content, "UTF8")


def own_id(*parts: str) -> str:
    """A short id of ours, the same for the same parts: ten letters and digits of a digest."""
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).digest()
    return base64.b32encode(digest).decode().lower()[:10]


def parts(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """The values in pieces that one statement can name: databases bound their parameters."""
    for start in range(0, len(values), 500):
        yield values[start : start + 500]
