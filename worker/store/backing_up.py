"""A copy of the database that may be kept: whole as of one moment, without what members wrote.

LinkedIn lets what members wrote be kept 48 hours and no longer ("Data Storage Requirements",
checked 2026-11-22), and a copy is not purged: it has none of it from the start. The next sweep
reads the comments of open threads again.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import make_url

from policies.model import Platform, Words
from policies.retention import strict
from worker.folders import made
from worker.store.comments import erase
from worker.store.copying import copy_rows, differing
from worker.store.errors import StoreError, Unreachable
from worker.store.opening import open_as_it_is, open_store
from worker.store.purging import spare
from worker.store.upgrading import HEAD, revision_of

UNFINISHED = ".annonsvakt-backup-"
"""With this the name of a folder begins in which a backup is being made; nobody else's does."""
_MADE_THERE = frozenset(
    f"{name}.db{journal}"
    for name in ("copy", "clean", "backup", "fresh")
    for journal in ("", "-journal", "-wal", "-shm")
)
"""What lies in such a folder: nothing else is ever removed."""
_AT_MOST = timedelta(hours=1)
"""No backup takes longer."""
_COPY_KEPT = timedelta(days=31)
"""A copy is not purged: what would be a year old while it is kept so long is not in it. LinkedIn's
ad-account data may be kept for a year, in backups too ("Data Storage Requirements", checked
2026-11-22)."""
_FOR_A_YEAR = ("linkedin_ads", "linkedin_findings")


class Unwritten(StoreError):
    """A folder takes no backup."""

    def __init__(self, folder: Path, error: OSError) -> None:
        """`error`: what the system said of it."""
        self.reason = error.strerror or type(error).__name__
        super().__init__(
            Words(
                "The backup cannot be written in {folder}: {reason}. Make room or make the folder, "
                "and let the program write there.",
                {"folder": str(folder), "reason": self.reason},
            )
        )


def back_up(url: str, out: Path, *, at: datetime, workshop: Path | None = None) -> None:
    """Copy the database to the file `out`, which must not be there yet; others go on meanwhile.

    The copy is an SQLite database, whichever kind it is made of, so that each can be restored into
    the other. It is in place only when it is whole and was looked through.

    `workshop`: the folder in which it is made; the one of `out` if None. What a kill leaves there
    may hold what members wrote, so it is to be a folder that `clear_away` is called for.

    Raises:
        FileExistsError: `out` is there already.
        Unwritten: the copy cannot be written.
        StoreError: the database cannot be read.
    """
    address = make_url(url)
    alone = address.get_backend_name() == "sqlite"
    # An older database is refused here, and one that is not there is not made.
    if alone and not (address.database and _is_there(Path(address.database))):
        raise Unreachable(Words("There is no database yet: the first sweep makes it."))
    open_store(url).close()
    with _made(out, workshop or out.parent, at) as copy:
        if alone:
            _copied(Path(address.database or ""), copy)
        else:
            _written_down(url, copy)


def back_up_older(url: str, out: Path, *, at: datetime) -> None:
    """Copy an SQLite database of an older version as it is, without what members wrote.

    Raises:
        FileExistsError: `out` is there already.
        Unwritten: the copy cannot be written.
        StoreError: the database cannot be read.
    """
    with _made(out, out.parent, at) as copy:
        _copied(Path(make_url(url).database or ""), copy)


def _is_there(file: Path) -> bool:
    """Whether the database has a file; one in a folder that is closed to us is told on opening."""
    try:
        return file.is_file()
    except OSError:
        return True


@contextmanager
def _made(out: Path, workshop: Path, at: datetime) -> Iterator[Path]:
    """Where the block is to put a copy, which is then cleaned, looked through and put in place.

    Raises:
        FileExistsError: `out` is there already.
        Unwritten: a folder is not there and cannot be made, or takes no file.
        StoreError: the copy is broken.
    """
    for folder in (out.parent, workshop):
        _have(folder)
    clear_away(workshop, at)  # the folder of `out` may be anybody's
    with (
        _written_in(workshop),
        tempfile.TemporaryDirectory(dir=workshop, prefix=UNFINISHED) as inner,
    ):
        copy, clean = Path(inner) / "copy.db", Path(inner) / "clean.db"
        yield copy
        _cleaned(copy, clean, at)
        with _written_in(out.parent):
            _put_in_place(clean, out)


def _have(folder: Path) -> None:
    """Make the folder if it is not there, closed to others.

    Raises:
        Unwritten: it cannot be made.
    """
    try:
        made(folder)
    except OSError as error:
        raise Unwritten(folder, error) from error


@contextmanager
def _written_in(folder: Path) -> Iterator[None]:
    """Tell of a folder that takes no file what to do.

    Raises:
        FileExistsError: a file is there that must not be replaced.
        Unwritten: anything else.
    """
    try:
        yield
    except FileExistsError:
        raise
    except OSError as error:
        raise Unwritten(folder, error) from error


def _put_in_place(clean: Path, out: Path) -> None:
    """Give the whole copy its name, which no other file may have.

    Raises:
        FileExistsError: one has it.
    """
    try:
        _named(clean, out)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        # Another disk: only the clean copy goes there, and gets its name when it is whole. What a
        # kill leaves of it there stays: it holds nothing that a copy may not.
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=UNFINISHED) as folder:
            there = Path(folder) / clean.name
            _new_file(there)
            shutil.copyfile(clean, there)
            _on_disk(there)
            _named(there, out)
    _on_disk(out.parent)


def _named(whole: Path, out: Path) -> None:
    """Give a file of the same disk its name.

    Raises:
        FileExistsError: another has it.
    """
    try:
        os.link(whole, out)  # unlike a rename it never takes another file's place
    except FileExistsError:
        raise
    except OSError:  # a shared folder that knows no links
        if out.exists():
            raise FileExistsError(out) from None
        os.rename(whole, out)


def _new_file(file: Path) -> None:
    """An empty file, for its owner alone."""
    os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _on_disk(path: Path) -> None:
    """Have what was written there outlive a cut of power, as far as the system lets us."""
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)


def clear_away(folder: Path, at: datetime) -> None:
    """Remove what backups left there that were killed: it may hold what nobody may keep.

    A folder in which anything else lies is not ours, and stays as it is.
    """
    for left in folder.glob(f"{UNFINISHED}*") if folder.is_dir() else ():
        with suppress(OSError):
            if at.timestamp() - left.stat().st_mtime > _AT_MOST.total_seconds():
                _remove(left)


def _remove(left: Path) -> None:
    """Remove a folder in which a backup was being made, if nothing else is in it.

    Raises:
        OSError: some of it cannot be removed.
    """
    there = [*left.iterdir()]
    if all(one.name in _MADE_THERE for one in there):
        for one in there:
            one.unlink()
        left.rmdir()


def _copied(database: Path, copy: Path) -> None:
    """One moment of the database, by SQLite's own means; writers are not held up."""
    _new_file(copy)
    try:
        with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
    except sqlite3.Error as error:
        raise _broken(str(error)) from error


def _written_down(url: str, copy: Path) -> None:
    """One moment of a PostgreSQL database, row by row; it needs no program of PostgreSQL's."""
    _new_file(copy)
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
            erase(connection, Platform.LINKEDIN, kept=None, at=at)
            current = revision_of(connection) == HEAD
        if current:
            spare(store, strict(), _FOR_A_YEAR, at=at + _COPY_KEPT)
    finally:
        store.close()
    _new_file(clean)
    try:
        with closing(sqlite3.connect(copy)) as source:
            source.execute("VACUUM INTO ?", (str(clean),))
        with closing(sqlite3.connect(clean)) as target:
            [(verdict,)] = target.execute("PRAGMA integrity_check(1)")
    except sqlite3.Error as error:
        raise _broken(str(error)) from error
    if verdict != "ok":
        raise _broken(verdict)
    _on_disk(clean)


def _broken(reason: str) -> Unreachable:
    return Unreachable(
        Words(
            "The database cannot be copied ({reason}). Check its disk; if it is damaged, put an "
            "earlier backup in its place: annonsvakt db restore FILE --replace.",
            {"reason": reason},
        )
    )
