"""A backup put in the place of what a database holds: all of it, looked through, or nothing.

What the database held before is backed up first. Mails that waited when the backup was made may
have gone out since: they are held back until a person says so.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, update

from policies.model import Words
from worker.folders import made
from worker.store.backing_up import UNFINISHED, back_up
from worker.store.carried import Carried, carry, standing
from worker.store.copying import copy_rows, differing, empty, rows_in
from worker.store.damaged import is_damaged
from worker.store.errors import Damaged, StoreError, TooNew, Unreachable, legible
from worker.store.nouns import words_to_value
from worker.store.opening import Store, open_store
from worker.store.outbox import OPEN, State
from worker.store.setting_aside import Aside, Why, instead
from worker.store.tables_service import leases, outbox


class NotEmpty(Exception):
    """The database holds rows, and nobody said that they may be replaced."""

    def __init__(self, rows: int) -> None:
        """`rows`: how many there are."""
        super().__init__(rows)
        self.rows = rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What a restore did."""

    rows: Mapping[str, int]
    """By table."""
    held: int
    """Mails that waited, and that nobody sends before a person says so."""
    before: Path | None
    """Where a backup lies of what the database held; None: it held nothing that could be copied."""
    carried: Carried | None
    """What became of comments that persons had had erased, and of holds; None: what the database
    knew of them could not be read."""
    aside: Aside | None = None
    """Where a database lies that could not be used and gave way whole; None: it could."""


def restore(file: Path, url: str, *, replace: bool, folder: Path, at: datetime) -> Restored:
    """Put the backup in the database's place, in one transaction, and compare the two.

    `replace`: whether rows that are there may be replaced. `folder`: for the backup of them.
    A backup of an older version is brought up to this one; the file itself is not touched. A
    database that a newer version of the program wrote, or a file that is damaged, is set aside
    whole.

    Raises:
        NotEmpty: there are rows, and `replace` is false.
        TooNew: a newer version wrote them, and `replace` is false; or it wrote the backup.
        Damaged: the database's file is damaged, and `replace` is false.
        StoreError: the backup or the database cannot be used; nothing was changed.
        OSError: the backup cannot be read, or none be made of what is there.
    """
    with _opened(file, folder) as backup:
        if is_damaged(url):  # before anything is written to it
            if not replace:
                raise Damaged(_DAMAGED)
            return _in_place_of(backup, url, at, Why.DAMAGED)
        try:
            return _put_back(backup, url, folder, at, replace=replace)
        except TooNew:
            if not replace:
                raise TooNew(_NEWER) from None
            return _in_place_of(backup, url, at, Why.NEWER)


def _put_back(backup: Store, url: str, folder: Path, at: datetime, *, replace: bool) -> Restored:
    """Into the database that is there.

    Raises:
        TooNew: a newer version wrote it.
    """
    store = open_store(url, upgrade=True)
    try:
        before = _made_safe(store, url, folder, at, replace=replace)
        with backup.reading() as source, store.writing() as target:
            known = standing(target)
            rows = _put(source, target)
            held = _hold_mails(target)
            carried = carry(target, known, at)
    finally:
        store.close()
    return Restored(rows=rows, held=held, before=before, carried=carried)


_NEWER = Words(
    "The database was written by a newer version of the program. With --replace it is set aside "
    "whole, and the backup takes its place."
)
_DAMAGED = Words(
    "The database's file is no database of ours, or it is damaged. With --replace it is set aside "
    "whole, and the backup takes its place."
)


def _in_place_of(backup: Store, url: str, at: datetime, why: Why) -> Restored:
    with backup.reading() as source, instead(url, at, why) as target:
        rows = _put(source, target.connection)
        held = _hold_mails(target.connection)
    return Restored(rows=rows, held=held, before=None, carried=None, aside=target.aside)


@contextmanager
def _opened(file: Path, folder: Path) -> Iterator[Store]:
    """A copy of the backup, looked through and brought up to this version.

    It is made among the backups, the next of which clears away what a kill leaves of it: in a
    container the folder for temporary files is memory.

    Raises:
        StoreError: it is none, it is damaged, or a newer program wrote it.
        OSError: it cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=made(folder)) as workshop:
        copy = Path(workshop) / "backup.db"
        shutil.copyfile(file, copy)
        _look_through(copy)
        store = open_store(f"sqlite:///{copy}", upgrade=True)
        try:
            yield store
        finally:
            store.close()


def _look_through(copy: Path) -> None:
    try:
        with legible(), closing(sqlite3.connect(copy)) as raw:
            [(verdict,)] = raw.execute("PRAGMA integrity_check(1)")
            tables = raw.execute("SELECT name FROM sqlite_master WHERE name = 'alembic_version'")
            ours = tables.fetchone() is not None
    except sqlite3.Error as error:
        verdict, ours = str(error), False
    if verdict != "ok" or not ours:
        raise Unreachable(
            Words(
                "The file is no backup of ours, or it is damaged ({reason}). Name another; the "
                "database is as it was.",
                {"reason": "no table of ours" if verdict == "ok" else verdict},
            )
        )


def _made_safe(store: Store, url: str, folder: Path, at: datetime, *, replace: bool) -> Path | None:
    """A backup of what is there, if anything is."""
    with store.reading() as connection:
        rows = rows_in(connection)
    if not rows:
        return None
    if not replace:
        raise NotEmpty(rows)
    file = _free(folder, f"before-restore-{at:%Y%m%d-%H%M%S}")
    back_up(url, file, at=at)
    return file


def _free(folder: Path, name: str) -> Path:
    """A file of this name that is not there: two restores may fall into one second."""
    names = (name, *(f"{name}-{number}" for number in range(2, 100)))
    return next(file for one in names if not (file := folder / f"{one}.db").exists())


def _put(source: Connection, target: Connection) -> dict[str, int]:
    """All rows in the place of all rows.

    Raises:
        StoreError: what stands there now is not what the backup holds; undo it.
    """
    empty(target)
    rows = copy_rows(source, target)
    if wrong := differing(source, target):
        raise StoreError(
            Words(
                "What was written is not what the backup holds ({tables}). Nothing was changed; "
                "report it to the developers.",
                {"tables": ", ".join(wrong)},
            )
        )
    return rows


def _hold_mails(target: Connection) -> int:
    """Let nobody send what may have gone out since; what processes held is free again."""
    target.execute(update(leases).values(until=None))
    because = Words(
        "It stood in a backup that was restored, and may have been sent since. To send it: "
        "annonsvakt mail retry."
    )
    held = update(outbox).where(outbox.c.state.in_(OPEN))
    return target.execute(
        held.values(state=State.GIVEN_UP, because=words_to_value(because))
    ).rowcount
