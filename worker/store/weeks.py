"""Weekly reports as they were sent: a week's files in each language, kept once and for good."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, select

from worker.store.rows import put_new
from worker.store.tables_weeks import weeks


def keep(
    connection: Connection,
    week: str,
    files: Mapping[str, Mapping[str, bytes]],
    at: datetime,
) -> None:
    """Keep a week's files, by language and name; what was kept before stands as it is."""
    rows = [
        {
            "week": week,
            "language": language,
            "name": name,
            "content": zlib.compress(content),
            "kept_at": at,
        }
        for language, named in files.items()
        for name, content in named.items()
    ]
    put_new(connection, weeks, rows, key=("week", "language", "name"))


def kept(connection: Connection, week: str, language: str) -> dict[str, bytes]:
    """The week's files in this language, by name; none: it was never sent."""
    query = (
        select(weeks.c.name, weeks.c.content)
        .where(weeks.c.week == week, weeks.c.language == language)
        .order_by(weeks.c.name)
    )
    return {row.name: zlib.decompress(row.content) for row in connection.execute(query)}


def kept_file(connection: Connection, week: str, name: str) -> bytes | None:
    """One file of the week, in whichever language it was kept; None: it was never sent."""
    query = (
        select(weeks.c.content)
        .where(weeks.c.week == week, weeks.c.name == name)
        .order_by(weeks.c.language)
    )
    content = connection.execute(query).scalars().first()
    return None if content is None else zlib.decompress(content)
