"""A database that a newer version of the program wrote, out of the way: set aside, never deleted.

What that version keeps, and how, is unknown here. So nothing of it is copied or changed, save that
what LinkedIn's members wrote is taken out: nothing purges what is set aside, and LinkedIn leaves 48
hours ("Data Storage Requirements", checked 2026-11-22).
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, make_url, text
from sqlalchemy.exc import DatabaseError

from policies.model import Platform
from worker.store.backing_up import UNFINISHED
from worker.store.comments import erase
from worker.store.errors import StoreError, Unreachable
from worker.store.opening import open_as_it_is, open_store, reason_of
from worker.store.upgrading import bring_up


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """Where it lies."""

    place: str
    """A file, or a schema of the same database."""
    clean: bool
    """Whether what LinkedIn's members wrote is out of it."""


@dataclass(slots=True)
class Instead:
    """The empty database that takes its place."""

    connection: Connection
    aside: Aside | None = None
    """Known once all is done."""


def instead(url: str, at: datetime) -> AbstractContextManager[Instead]:
    """Empty tables in the place of a newer version's, to be filled; whoever raises changes nothing.

    Raises:
        StoreError: another program uses it, or it cannot be written.
        OSError: there is no room beside it.
    """
    if make_url(url).get_backend_name() == "sqlite":
        return _file_instead(Path(make_url(url).database or ""), at)
    return _tables_instead(url, at)


@contextmanager
def _file_instead(file: Path, at: datetime) -> Iterator[Instead]:
    """A file beside it, which takes its name at the end."""
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=UNFINISHED) as folder:
        fresh = Path(folder) / file.name
        store = open_store(f"sqlite:///{fresh}")
        try:
            with store.writing() as connection:
                made = Instead(connection)
                yield made
        finally:
            store.close()
        clean = _emptied_file(file, at)
        _let_go(file)
        aside = _named(file, at)
        os.replace(fresh, file)
    with suppress(OSError):
        descriptor = os.open(file.parent, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)
    made.aside = Aside(place=str(aside), clean=clean)


def _emptied_file(file: Path, at: datetime) -> bool:
    store = open_as_it_is(f"sqlite:///{file}")
    try:
        with store.writing() as connection:
            return _emptied(connection, at)
    finally:
        store.close()


def _let_go(file: Path) -> None:
    """Bring its journal home into the file, which goes only if nobody else uses it.

    Raises:
        Unreachable: somebody does.
    """
    try:
        with closing(sqlite3.connect(file, timeout=1.0)) as raw:
            raw.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise Unreachable(reason_of(str(error))) from error


def _named(file: Path, at: datetime) -> Path:
    """Give the file a second name, which no other has."""
    stem = f"{file.stem}-newer-{at:%Y%m%d-%H%M%S}"
    names = (stem, *(f"{stem}-{number}" for number in range(2, 100)))
    aside = next(one for name in names if not (one := file.with_name(name + file.suffix)).exists())
    try:
        os.link(file, aside)  # so that there is a database in the place at every moment
    except OSError:  # a shared folder that knows no links
        os.rename(file, aside)
    return aside


@contextmanager
def _tables_instead(url: str, at: datetime) -> Iterator[Instead]:
    """Tables in the same schema, in one transaction with the others' move into one of their own."""
    schema = f"annonsvakt_newer_{at:%Y%m%d_%H%M%S}"
    store = open_as_it_is(url)
    try:
        with store.writing() as connection:
            clean = _emptied(connection, at)
            connection.execute(text(f"CREATE SCHEMA {schema}"))
            moves = connection.execute(text(_MOVES), {"aside": schema}).scalars().all()
            for move in moves:
                connection.exec_driver_sql(move)
            bring_up(connection)
            made = Instead(connection)
            yield made
    finally:
        store.close()
    made.aside = Aside(place=schema, clean=clean)


_MOVES = r"""
SELECT format('ALTER %s %I SET SCHEMA %I',
    CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE'
        ELSE 'TABLE' END, relname, CAST(:aside AS text))
FROM pg_class one
WHERE relnamespace = quote_ident(current_schema())::regnamespace
    AND relkind IN ('r', 'p', 'v', 'm', 'S') AND relname NOT LIKE 'procrastinate\_%'
    AND pg_has_role(relowner, 'USAGE')
    AND NOT EXISTS (SELECT FROM pg_depend
        WHERE classid = 'pg_class'::regclass AND objid = one.oid
            AND (deptype = 'e' OR relkind = 'S' AND deptype IN ('a', 'i')))
UNION ALL
SELECT format('ALTER TYPE %I SET SCHEMA %I', typname, CAST(:aside AS text))
FROM pg_type one
WHERE typnamespace = quote_ident(current_schema())::regnamespace
    AND typtype IN ('e', 'd') AND typname NOT LIKE 'procrastinate\_%'
    AND pg_has_role(typowner, 'USAGE')
    AND NOT EXISTS (SELECT FROM pg_depend
        WHERE classid = 'pg_type'::regclass AND objid = one.oid AND deptype = 'e')
"""
"""All that is in our schema, but for the queue's, for what extensions made, and for others'. A
table takes its indexes and its own sequences along."""


def _emptied(connection: Connection, at: datetime) -> bool:
    """Take out what members wrote; False: the newer tables are otherwise than we know them."""
    try:
        with connection.begin_nested():
            erase(connection, Platform.LINKEDIN, kept=timedelta(0), at=at + timedelta(days=1))
    except (StoreError, DatabaseError):
        return False
    return True
