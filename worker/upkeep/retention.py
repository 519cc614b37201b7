"""Retention by the whole table: files first, which makes room where a disk is full, then rows."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from worker.config import Settings
from worker.store.backing_up import clear_away
from worker.store.opening import Store
from worker.store.perishable import label_of
from worker.store.purging import Purged, Tell, clock_believed, pending, purge, quietly

_WEEK = re.compile(r"\d{4}-W\d{2}")
_REPORTS = "reports"


def erase(
    store: Store, settings: Settings, *, at: datetime, sure: bool = False, tell: Tell = quietly
) -> Purged:
    """Erase what is too old, in files and in the database.

    Raises:
        StoreError: the database failed; what was erased by then stays so.
    """
    kept = settings.retention.kept()
    clear_away(settings.backups, at)
    files = 0
    if clock_believed(store, at=at, sure=sure):
        files = sum(map(_removed, _old(settings.state_dir, kept[_REPORTS], at)))
    done = purge(store, kept, at=at, sure=sure, tell=tell)
    return _with_files(done, files)


def look(store: Store, settings: Settings, *, at: datetime, sure: bool = False) -> Purged:
    """What `erase` would erase at this instant; it changes nothing.

    Raises:
        StoreError: the database failed.
    """
    kept = settings.retention.kept()
    files = 0
    if clock_believed(store, at=at, sure=sure):
        files = sum(map(_files, _old(settings.state_dir, kept[_REPORTS], at)))
    return _with_files(pending(store, kept, at=at, sure=sure), files)


def _with_files(found: Purged, files: int) -> Purged:
    """Files of reports are counted with those that stand in the database."""
    return replace(found, erased={**found.erased, _REPORTS: found.erased[_REPORTS] + files})


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
