"""A database that this program cannot use, out of the way: set aside, never deleted.

What a newer version keeps, and how, is unknown here. So nothing of it is copied or changed, save
that what LinkedIn's members wrote is taken out: nothing purges what is set aside, and LinkedIn
leaves 48 hours ("Data Storage Requirements", checked 2026-11-22). In what is damaged nothing is
changed at all.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection, make_url, text
from sqlalchemy.exc import DatabaseError

from policies.model import Platform
from worker.store.backing_up import UNFINISHED
from worker.store.comments import erase
from worker.store.damaged import is_free, move_with_journals, second_name, unused
from worker.store.errors import StoreError, Unreachable
from worker.store.opening import open_as_it_is, open_store, reason_of
from worker.store.upgrading import bring_up


class Why(StrEnum):
    """Why it cannot be used; its name has this word."""

    NEWER = "newer"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """Where it lies."""

    why: Why
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


def instead(url: str, at: datetime, why: Why) -> AbstractContextManager[Instead]:
    """Empty tables in the place of the database, to be filled; whoever raises changes nothing.

    Only a file can be damaged.

    Raises:
        StoreError: another program uses it, or it cannot be written.
        OSError: there is no room beside it.
    """
    if make_url(url).get_backend_name() == "sqlite":
        # SQLite keeps the journals beside the file itself, wherever a link to it stands.
        return _file_instead(Path(make_url(url).database or "").resolve(), at, why)
    return _tables_instead(url, at)


@contextmanager
def _file_instead(file: Path, at: datetime, why: Why) -> Iterator[Instead]:
    """A file beside it, which takes its name at the end."""
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=UNFINISHED) as folder:
        fresh = Path(folder) / "fresh.db"  # a name that `clear_away` knows
        store = open_store(f"sqlite:///{fresh}")
        try:
            with store.writing() as connection:
                made = Instead(connection)
                yield made
        finally:
            store.close()
        given_way = _newer_moved if why is Why.NEWER else _damaged_moved
        with given_way(file, at) as aside:
            os.replace(fresh, file)
    with suppress(OSError):
        descriptor = os.open(file.parent, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)
    made.aside = aside


@contextmanager
def _newer_moved(file: Path, at: datetime) -> Iterator[Aside]:
    clean = _emptied_file(file, at)
    _let_go(file)
    place = _free(file, Why.NEWER, at)
    second_name(file, place)
    yield Aside(why=Why.NEWER, place=str(place), clean=clean)


@contextmanager
def _damaged_moved(file: Path, at: datetime) -> Iterator[Aside]:
    with unused(file):
        place = _free(file, Why.DAMAGED, at)
        move_with_journals(file, place)
        yield Aside(why=Why.DAMAGED, place=str(place), clean=False)


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


def _free(file: Path, why: Why, at: datetime) -> Path:
    """A name beside the file that nothing has."""
    stem = f"{file.stem}-{why}-{at:%Y%m%d-%H%M%S}"
    names = (stem, *(f"{stem}-{number}" for number in range(2, 100)))
    return next(one for name in names if is_free(one := file.with_name(name + file.suffix)))


@contextmanager
def _tables_instead(url: str, at: datetime) -> Iterator[Instead]:
    """Tables in the same schema, in one transaction with the others' move into one of their own."""
    store = open_as_it_is(url)
    try:
        with store.writing() as connection:
            schema = _free_schema(connection, at)
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
    made.aside = Aside(why=Why.NEWER, place=schema, clean=clean)


def _free_schema(connection: Connection, at: datetime) -> str:
    """A name that no schema has, also for a second one within the same second."""
    stem = f"annonsvakt_newer_{at:%Y%m%d_%H%M%S}"
    there = {*connection.execute(text("SELECT nspname FROM pg_namespace")).scalars()}
    return next(one for one in (stem, *(f"{stem}_{n}" for n in range(2, 100))) if one not in there)


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
            erase(connection, Platform.LINKEDIN, kept=None, at=at)
    except (StoreError, DatabaseError):
        return False
    return True
