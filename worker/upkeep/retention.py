"""Retention by the whole table: files first, which makes room where a disk is full, then rows."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from policies.retention import term
from worker.config import Settings
from worker.health.copies import folders
from worker.store.addresses import file_of
from worker.store.backing_up import clear_away
from worker.store.opening import Store
from worker.store.perishable import label_of
from worker.store.purging import Purged, Tell, clock_believed, pending, purge, quietly
from worker.upkeep.backups import outlived, removed, too_old

_WEEK = re.compile(r"\d{4}-W\d{2}")
_REPORTS, _COPIES = "reports", "copies"


def erase(
    store: Store,
    settings: Settings,
    *,
    at: datetime,
    sure: bool = False,
    tell: Tell = quietly,
    again_in: timedelta = timedelta(),
) -> Purged:
    """Erase what is too old, in files and in the database.

    `again_in`: until the next time. What is kept for hours and would be too old by then goes now.

    Raises:
        StoreError: the database failed; what was erased by then stays so.
    """
    kept = {
        name: span - again_in if term(name).soon else span
        for name, span in settings.retention.kept().items()
    }
    for one in _workshops(settings):
        clear_away(one, at)
    files = {_REPORTS: 0, _COPIES: sum(map(removed, _copies(store, settings, at, sure)))}
    if clock_believed(store, at=at, sure=sure):
        files[_REPORTS] = sum(map(_removed, _old(settings.state_dir, kept[_REPORTS], at)))
    done = purge(store, kept, at=at, sure=sure, tell=tell)
    return _with_files(done, files)


def look(store: Store, settings: Settings, *, at: datetime, sure: bool = False) -> Purged:
    """What `erase` would erase at this instant; it changes nothing.

    Raises:
        StoreError: the database failed.
    """
    kept = settings.retention.kept()
    files = {_REPORTS: 0, _COPIES: len(_copies(store, settings, at, sure))}
    if clock_believed(store, at=at, sure=sure):
        files[_REPORTS] = sum(map(_files, _old(settings.state_dir, kept[_REPORTS], at)))
    return _with_files(pending(store, kept, at=at, sure=sure), files)


def _with_files(done: Purged, files: Mapping[str, int]) -> Purged:
    """Files are counted with what stands in the database."""
    both = {name: done.erased[name] + number for name, number in files.items()}
    return replace(done, erased={**done.erased, **both})


def _workshops(settings: Settings) -> set[Path]:
    """Where a copy may have been begun: among the backups, and beside a file that is restored."""
    file = file_of(settings.database.url.get_secret_value())
    return {*folders(settings), *([file.resolve().parent] if file else [])}


def _copies(store: Store, settings: Settings, at: datetime, sure: bool) -> list[Path]:
    """Copies of the database that are too old; none where nobody knows, or may look."""
    before = too_old(store, settings, at, sure=sure)
    with suppress(OSError):
        return outlived(before, *folders(settings)) if before else []
    return []


def _old(state_dir: Path, kept: timedelta, at: datetime) -> Iterator[Path]:
    """The folders of reports on weeks that ended too long ago."""
    folder, label = state_dir / _REPORTS, label_of(at - kept)
    for one in sorted(folder.iterdir()) if folder.is_dir() else ():
        if _WEEK.fullmatch(one.name) and one.name < label and one.is_dir():
            yield one


def _removed(folder: Path) -> int:
    """Remove a folder, whatever of it can be; the answer is how many files went."""
    before = _files(folder)
    shutil.rmtree(folder, ignore_errors=True)
    return before - _files(folder)


def _files(folder: Path) -> int:
    return sum(one.is_file() for one in folder.rglob("*"))
