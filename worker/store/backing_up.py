"""A copy of the database that may be kept: whole as of one moment, without what members wrote.

LinkedIn lets what members wrote be kept 48 hours and no longer ("Data Storage Requirements",
checked 2026-11-22), and a copy is not purged: it has none of it from the start. The next sweep
reads the comments of open threads again.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import make_url

from policies.model import Platform, Words
from policies.retention import strict
from worker.store.comments import erase
from worker.store.copying import copy_rows, differing
from worker.store.errors import Unreachable
from worker.store.opening import open_as_it_is, open_store
from worker.store.purging import spare
from worker.store.upgrading import HEAD, revision_of

_PRIVATE = 0o700
UNFINISHED = ".backup-"
"""With this the name of a folder begins in which a backup is being made."""
_AT_MOST = timedelta(hours=1)
"""No backup takes longer."""
_COPY_KEPT = timedelta(days=31)
"""A copy is not purged: what would be a year old while it is kept so long is not in it. LinkedIn's
ad-account data may be kept for a year, in backups too ("Data Storage Requirements", checked
2026-11-22)."""
_FOR_A_YEAR = ("linkedin_ads", "linkedin_findings")


def back_up(url: str, out: Path, *, at: datetime) -> None:
    """Copy the database to the file `out`, which must not be there yet; others go on meanwhile.

    The copy is an SQLite database, whichever kind it is made of, so that each can be restored into
    the other. It is in place only when it is whole and was looked through.

    Raises:
        StoreError: it cannot be read.
        OSError: the copy cannot be written.
    """
    address = make_url(url)
    alone = address.get_backend_name() == "sqlite"
    # An older database is refused here, and one that is not there is not made.
    if alone and not (address.database and Path(address.database).is_file()):
        raise Unreachable(Words("There is no database yet: the first sweep makes it."))
    open_store(url).close()
    out.parent.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
    clear_away(out.parent, at)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=UNFINISHED) as folder:
        copy, clean = Path(folder) / "copy.db", Path(folder) / "clean.db"
        if alone:
            _copied(Path(address.database or ""), copy)
        else:
            _written_down(url, copy)
        _cleaned(copy, clean, at)
        _put_in_place(clean, out)


def back_up_older(url: str, out: Path, *, at: datetime) -> None:
    """Copy an SQLite database of an older version as it is, without what members wrote.

    Raises:
        StoreError: it cannot be read.
        OSError: the copy cannot be written.
    """
    out.parent.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=UNFINISHED) as folder:
        copy, clean = Path(folder) / "copy.db", Path(folder) / "clean.db"
        _copied(Path(make_url(url).database or ""), copy)
        _cleaned(copy, clean, at)
        _put_in_place(clean, out)


def _put_in_place(clean: Path, out: Path) -> None:
    """Give the whole copy its name, which no other file may have.

    Raises:
        FileExistsError: one has it.
    """
    try:
        os.link(clean, out)  # unlike a rename it never takes another file's place
    except FileExistsError:
        raise
    except OSError:  # a shared folder that knows no links
        if out.exists():
            raise FileExistsError(out) from None
        os.rename(clean, out)
    with suppress(OSError):
        descriptor = os.open(out.parent, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)


def clear_away(folder: Path, at: datetime) -> None:
    """Remove what backups left there that were killed: it may hold what nobody may keep."""
    for left in folder.glob(f"{UNFINISHED}*"):
        with suppress(OSError):
            if at.timestamp() - left.stat().st_mtime > _AT_MOST.total_seconds():
                shutil.rmtree(left)


def _copied(database: Path, copy: Path) -> None:
    """One moment of the database, by SQLite's own means; writers are not held up."""
    os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
    except sqlite3.Error as error:
        raise _broken(str(error)) from error


def _written_down(url: str, copy: Path) -> None:
    """One moment of a PostgreSQL database, row by row; it needs no program of PostgreSQL's."""
    os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    store, target = open_store(url), open_store(f"sqlite:///{copy}")
    try:
        with store.reading() as source, target.writing() as connection:
            copy_rows(source, connection)
            wrong = differing(source, connection)
    finally:
        store.close()
        target.close()
    if wrong:
        raise _broken(", ".join(wrong))


def _cleaned(copy: Path, clean: Path, at: datetime) -> None:
    """A copy of the copy, written anew without what may not be kept, and looked through."""
    store = open_as_it_is(f"sqlite:///{copy}")  # its tables of comments never changed
    try:
        with store.writing() as connection:
            erase(connection, Platform.LINKEDIN, kept=timedelta(0), at=at + timedelta(days=1))
            current = revision_of(connection) == HEAD
        if current:
            spare(store, strict(), _FOR_A_YEAR, at=at + _COPY_KEPT)
    finally:
        store.close()
    os.close(os.open(clean, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        with closing(sqlite3.connect(copy)) as source:
            source.execute("VACUUM INTO ?", (str(clean),))
        with closing(sqlite3.connect(clean)) as target:
            [(verdict,)] = target.execute("PRAGMA integrity_check(1)")
    except sqlite3.Error as error:
        raise _broken(str(error)) from error
    if verdict != "ok":
        raise _broken(verdict)
    with suppress(OSError):
        descriptor = os.open(clean, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)


def _broken(reason: str) -> Unreachable:
    return Unreachable(
        Words(
            "The database cannot be copied ({reason}). Check its disk, and restore an earlier "
            "backup if it is damaged.",
            {"reason": reason},
        )
    )
