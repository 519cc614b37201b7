"""A damaged SQLite database: found out, and moved as it is, with the journals beside it.

SQLite refuses such a file, so moving it is done without SQLite.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from worker.store.addresses import file_of
from worker.store.errors import Damaged, StoreError, Unreachable
from worker.store.opening import open_as_it_is, reason_of

_BESIDE = ("-wal", "-shm", "-journal")
"""SQLite plays back what lies under these names into whatever database they stand beside."""
_LOCKS = 0x40000000, 512
"""Where in the file whoever has it open holds a lock, and for how many bytes ("Database File
Format", 1.4 The Lock-Byte Page, checked 2026-11-30)."""


def is_damaged(url: str) -> bool:
    """Whether it is a file that is broken anywhere, or none of SQLite's.

    Whatever else hinders its use is told when it is opened.
    """
    file = file_of(url)
    if file is None or not _is_file(file):
        return False
    store = open_as_it_is(url)
    try:
        with store.reading() as connection:
            verdict = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one()
    except StoreError as error:
        return isinstance(error, Damaged)
    finally:
        store.close()
    return bool(verdict != "ok")


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
