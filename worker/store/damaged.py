"""A damaged SQLite database: found out, and moved as it is, with the journals beside it.

SQLite refuses such a file, so moving it is done without SQLite.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from worker.store.addresses import file_of
from worker.store.backing_up import UNFINISHED
from worker.store.errors import Unreachable
from worker.store.opening import BUSY_SECONDS, reason_of

_BESIDE = ("-wal", "-shm", "-journal")
"""SQLite plays back what lies under these names into whatever database they stand beside."""
_CONTENT = ("-wal", "-journal")
"""Those that hold something of the database; the third is an index of the first."""
_BROKEN = sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB
_LOCKS = 0x40000000, 512
"""Where in the file whoever has it open holds a lock, and for how many bytes ("Database File
Format", 1.4 The Lock-Byte Page, checked 2026-11-30)."""


def is_damaged(url: str) -> bool:
    """Whether it is a file that is broken anywhere, or none of SQLite's.

    The look itself plays nothing back: the file and its journals stay as they are, but for the
    index of a journal (`-shm`), which SQLite makes anew. Whatever else hinders the file's use is
    told when it is opened.
    """
    file = file_of(url)
    if file is None or not _is_file(file):
        return False
    try:
        return _is_broken(file.resolve())  # SQLite keeps the journals beside the file itself
    except (sqlite3.Error, Unreachable, OSError):
        return False


def _is_broken(file: Path) -> bool:
    """Whether SQLite finds fault with the file and its journals together.

    Raises:
        sqlite3.Error, Unreachable, OSError: it cannot be looked at.
    """
    if not file.stat().st_size:
        # To SQLite this is a database in which nothing is yet: it would delete the journal.
        return _has_content(_beside(file, "-wal"))
    address = file.as_uri()
    if not any(_beside(file, ending).exists() for ending in _CONTENT):
        # Nobody uses it, or there would be a journal: for reading alone SQLite makes one, and
        # cannot take it away again. Without one nobody may write meanwhile.
        with suppress(Unreachable), unused(file):
            return _finds_fault(f"{address}?mode=ro&immutable=1")
    try:
        # As the last to close it, whoever may write would bring the journal home.
        return _finds_fault(f"{address}?mode=ro")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_READONLY_ROLLBACK:
            raise
    with _copied(file) as copy:
        return _finds_fault(copy.as_uri())


def _has_content(file: Path) -> bool:
    return file.is_file() and file.stat().st_size > 0


def _finds_fault(address: str) -> bool:
    """Whether SQLite says that what is at this address is broken, or no database.

    Raises:
        sqlite3.Error: it says neither.
    """
    try:
        with closing(sqlite3.connect(address, timeout=BUSY_SECONDS, uri=True)) as raw:
            raw.text_factory = bytes
            [(verdict,)] = raw.execute("PRAGMA integrity_check(1)")
    except UnicodeDecodeError:  # it names what is broken, which need not be text
        return True
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF not in _BROKEN:
            raise
        return True
    return bool(verdict != b"ok")


@contextmanager
def _copied(file: Path) -> Iterator[Path]:
    """A copy with its journals: of a change that was cut off only rolling it back tells more.

    Raises:
        Unreachable: another program uses it.
        OSError: there is no room beside it.
    """
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=UNFINISHED) as folder:
        copy = Path(folder) / "copy.db"  # a name that `clear_away` knows
        with unused(file):
            # The file comes last: as it is closed the system takes the lock from us.
            for ending in (*_CONTENT, ""):
                if _beside(file, ending).exists():
                    shutil.copyfile(_beside(file, ending), _beside(copy, ending))
        yield copy


def _is_file(file: Path) -> bool:
    try:
        return file.is_file()
    except OSError:  # in a folder that is closed to us
        return False


@contextmanager
def unused(file: Path) -> Iterator[None]:
    """Nobody else has it open, or can open it within the block.

    Whoever has would go on writing into it, and in the end remove the journal of the new one.

    Raises:
        Unreachable: another program uses it.
        OSError: it cannot be opened.
    """
    start, length = _LOCKS
    descriptor = os.open(file, os.O_RDWR)
    try:
        try:
            fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, length, start)
        except OSError as error:
            raise Unreachable(reason_of("locked")) from error
        yield
    finally:
        os.close(descriptor)


def is_free(file: Path) -> bool:
    """Whether no database has this name, and no journal that would be taken for its own."""
    return not any(_beside(file, ending).exists() for ending in ("", *_BESIDE))


def second_name(file: Path, name: Path) -> None:
    """Give a file a second name, so that there is one in its place at every moment."""
    try:
        os.link(file, name)
    except OSError:  # a shared folder that knows no links
        os.rename(file, name)


def move_with_journals(file: Path, name: Path) -> None:
    """Give it and its journals another name; only the file itself may still stand in its place.

    Cut off midway, no journal of the one stands beside another.

    Raises:
        OSError: the folder cannot be written.
    """
    journals = [ending for ending in _BESIDE if _beside(file, ending).exists()]
    for ending in (*journals, ""):
        second_name(_beside(file, ending), _beside(name, ending))
    for ending in journals:
        _beside(file, ending).unlink(missing_ok=True)


def _beside(file: Path, ending: str) -> Path:
    return file.with_name(file.name + ending)
