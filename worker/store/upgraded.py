"""An older database brought up to date, after a copy of it was put aside.

The upgrade itself is one transaction on either kind of database: cut off, it did not happen. The
copy is for whoever wants the older program back. Of PostgreSQL none is made here: the operators'
guide has a backup made before, with the older program.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from policies.model import Words
from worker.store.backing_up import Unwritten, back_up_older
from worker.store.errors import StoreError, legible
from worker.store.opening import Store, open_store
from worker.store.upgrading import is_older


def open_upgraded(url: str, folder: Path, *, at: datetime, tell: Callable[[Words], None]) -> Store:
    """The database, brought up to date; an older SQLite one is first copied into `folder`.

    A copy that cannot be made is told, and does not keep the program from its work.

    Raises:
        StoreError: as `open_store`.
    """
    found = _revision_in(_file_of(url))
    if found is not None and is_older(found):
        out = folder / f"before-upgrade-{found}-{at:%Y%m%d-%H%M%S}.db"
        try:
            back_up_older(url, out, at=at)
        except (StoreError, OSError) as error:
            if not out.exists():  # else another program began at this very moment
                tell(_not_copied(error))
        else:
            tell(Words("The database is brought up to date. As it was: {file}", {"file": str(out)}))
    return open_store(url, upgrade=True)


def _file_of(url: str) -> Path | None:
    """The file of an SQLite database that is there."""
    with suppress(ArgumentError):
        address = make_url(url)
        file = Path(address.database or "")
        if address.get_backend_name() == "sqlite" and file.is_file():
            return file
    return None


def _revision_in(file: Path | None) -> str | None:
    """The revision in a file; None: it holds no tables of ours, or cannot be read."""
    if file is None:
        return None
    with suppress(sqlite3.Error), legible(), closing(sqlite3.connect(file)) as raw:
        rows = raw.execute("SELECT version_num FROM alembic_version").fetchall()
        return str(rows[0][0]) if rows else None
    return None


def _not_copied(error: StoreError | OSError) -> Words:
    if isinstance(error, StoreError) and not isinstance(error, Unwritten):
        return error.words
    reason = error.reason if isinstance(error, Unwritten) else error.strerror
    return Words(
        "No copy of the database was made before it was brought up to date: {reason}",
        {"reason": reason or type(error).__name__},
    )
