"""A backup looked through, without changing it: whole, ours, of this version or before, counted."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from policies.model import Platform, Words
from worker.store.errors import StoreError, Unreachable, legible
from worker.store.schema import metadata
from worker.store.upgrading import HEAD

_EVER_SINCE = frozenset(("alembic_version", "comments", "findings", "sweeps", "threads"))
"""Tables that a database of ours has had since the first version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What a backup that can be restored holds."""

    revision: str
    rows: int
    """In all tables together."""


def verify(file: Path, *, quick: bool = False) -> Verified:
    """Open a backup anew, check every page of it and count its rows; the file stays as it is.

    `quick`: without comparing its indexes with their tables, which takes the longest.

    Raises:
        StoreError: it is none of ours, is damaged, was written by a newer program, or holds what
            LinkedIn members wrote.
    """
    try:
        with _opened(file) as raw:
            _whole(raw, "quick_check" if quick else "integrity_check")
            return Verified(revision=_revision(raw), rows=_counted(raw))
    except sqlite3.Error as error:
        raise unusable(str(error)) from error


def is_of_ours(file: Path) -> bool:
    """Whether it is a database with our tables, of whatever version; what cannot be read is none.

    Only their names are looked at.
    """
    with suppress(sqlite3.Error, StoreError), _opened(file) as raw:
        rows = raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {name for (name,) in rows} >= _EVER_SINCE
    return False


@contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    """For reading alone; SQLite leaves no journal beside it."""
    if not file.is_file():
        raise unusable("it is not there")
    address = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
    with legible(), closing(sqlite3.connect(address, uri=True)) as raw:
        yield raw


def _whole(raw: sqlite3.Connection, check: str) -> None:
    """Refuse what SQLite finds fault with."""
    [(verdict,)] = raw.execute(f"PRAGMA {check}(1)")
    if verdict != "ok":
        raise unusable(verdict)


def _revision(raw: sqlite3.Connection) -> str:
    """The revision of its tables, which is not newer than ours."""
    rows = raw.execute("SELECT version_num FROM alembic_version").fetchall()
    if len(rows) != 1 or rows[0][0] > HEAD:
        raise unusable("no table of ours, or of a newer program")
    return str(rows[0][0])


def _counted(raw: sqlite3.Connection) -> int:
    """The rows of all tables of ours that are there; none may tell what LinkedIn members wrote."""
    names = {name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    ours = [table.name for table in metadata.sorted_tables if table.name in names]
    # The names are those of our own tables.
    counts = [raw.execute(f'SELECT count(*) FROM "{one}"').fetchone()[0] for one in ours]  # noqa: S608
    written = "SELECT count(*) FROM comments WHERE platform = ? AND created_at IS NOT NULL"
    if "comments" in ours and raw.execute(written, (str(Platform.LINKEDIN),)).fetchone()[0]:
        raise unusable("it holds what LinkedIn members wrote")
    return sum(counts)


def unusable(reason: str) -> StoreError:
    """Why it could not be restored."""
    return Unreachable(
        Words("The backup cannot be used ({reason}). Make another.", {"reason": reason})
    )
