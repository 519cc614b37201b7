"""Rows in every table of a database, of whatever revision, each text of them one of its own."""

from __future__ import annotations

import json
import zlib
from datetime import UTC, datetime, timedelta

from sqlalchemy import Boolean, DateTime, Integer, LargeBinary, MetaData, insert, select, text

from worker.store.kinds import Json
from worker.store.schema import metadata

ROWS = 4
PLATFORMS = ("linkedin", "meta")
PLAIN = {
    "alembic_version": None,
    "kind": "comment",
    "subject_kind": "ad",
    "outcome": "fail",
    "language": "sv",
    "how": "mark",
    "action": "close",
}
"""Words that programs choose by; what is missing here is told apart by table, column and row."""
STATES = {"threads": "answered", "findings": "open", "slots": "done", "outbox": "sent"}
EMPTY = {("comments", "gone_at"), ("comments", "erased_at"), ("holds", "accounts")}
WORDS = {"message", "because", "reason", "blind"}
"""Columns that hold a template and its values, where they are JSON."""


_REFLECTED = {}


def tables_of(connection):
    """The tables of the database's revision, parents first; looked up once."""
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    kind = connection.dialect.name, revision
    if kind not in _REFLECTED:
        _REFLECTED[kind] = reflected(connection)
    return _REFLECTED[kind]


def reflected(connection):
    """The tables as they stand in the database, parents first."""
    found = MetaData()
    found.reflect(connection)
    found.remove(found.tables["alembic_version"])
    return found.sorted_tables


def fill(connection, tables, at, numbers=range(ROWS)):
    """Put rows of these numbers into every table; texts hold `marked(table, column, row)`."""
    for table in tables:
        for number in numbers:
            connection.execute(insert(table).values(row_of(connection, table, number, at)))


def row_of(connection, table, number, at):
    row = {
        column.name: value_of(table, column, number, at)
        for column in table.columns
        if not counted(table, column)
    }
    for key in table.foreign_key_constraints:
        parent = [one.column for one in key.elements]
        used = {tuple(one) for one in connection.execute(select(*key.columns))}
        there = connection.execute(select(*parent).order_by(*key.referred_table.primary_key)).all()
        free = [one for one in there if tuple(one) not in used] or there
        found = free[number % len(free)]
        row |= {child.name: value for child, value in zip(key.columns, found, strict=True)}
    if table.name == "comments":
        here = text("SELECT platform FROM threads WHERE id = :id")
        row["platform"] = connection.execute(here, {"id": row["thread"]}).scalar_one()
    return row


def counted(table, column):
    """Whether the database gives the column its number."""
    alone = column.primary_key and len(table.primary_key) == 1 and not column.foreign_keys
    return alone and isinstance(column.type, Integer)


def marked(table, column, number):
    """What stands in a text, to be found wherever it is copied."""
    return f"mark-{table}-{column}-{number}"


def value_of(table, column, number, at):
    name, place = column.name, (table.name, column.name)
    kind = column.type
    if isinstance(kind, DateTime):
        return None if place in EMPTY else at + timedelta(minutes=number)
    if isinstance(kind, Boolean):
        return bool(number % 2)
    if isinstance(kind, Integer):
        return number
    if isinstance(kind, LargeBinary):
        return packed(place, marked(*place, number))
    if name == "platform":
        return PLATFORMS[number % 2]
    if name == "state":
        return STATES.get(table.name, "open")
    if name in ("week", "period") and table.name == "weeks":
        return f"2024-W{10 + number}"
    return worded(table, column, number)


def packed(place, said):
    """Bytes; of an input as it is kept."""
    told = json.dumps({"told": {"text": said}}) if place == ("inputs", "content") else said
    return zlib.compress(told.encode()) if place[0] in ("inputs", "weeks") else told.encode()


def worded(table, column, number):
    """A text: JSON where the program reads it as such."""
    place = (table.name, column.name)
    plain_text = PLAIN.get(column.name) or marked(*place, number)
    ours = metadata.tables.get(table.name)
    if ours is None or column.name not in ours.c or not isinstance(ours.c[column.name].type, Json):
        return plain_text
    if place in EMPTY:
        value = []
    elif column.name in WORDS:
        value = {"template": plain_text, "values": {}}
    else:
        value = {"told": plain_text}
    return json.dumps(value) if not isinstance(column.type, Json) else value


def everything(connection, tables):
    """Table → rows, each as the columns that `tables` knows of it, in a fixed order."""
    return {
        table.name: sorted(
            (tuple(map(plain, row)) for row in connection.execute(select(table))), key=repr
        )
        for table in tables
    }


def plain(value):
    """A value that is equal whichever database told it."""
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC)
    return bytes(value) if isinstance(value, memoryview) else value
