"""The backups that lie in a folder, and when each was made: its name says so."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from worker.config import Settings

_OURS = re.compile(
    r"(?:annonsvakt|nightly|before-restore|before-upgrade(?:-\d+)?)-(\d{8}-\d{6})(?:-\d+)?\.db"
)
"""By hand, of a night, and before a restore or an upgrade; the last number tells two of a second
apart."""


def folders(settings: Settings) -> tuple[Path, ...]:
    """The folders in which copies lie: the configured one, and the state folder's own.

    The latter is used until `[backup] dir` is set; the operators' guide has some made there. Where
    both are one folder, however they are spelt, it is named once, as configured.
    """
    return tuple(_apart((settings.backups, settings.state_dir / "backups")))


def ours(file: Path) -> bool:
    """Whether it is named as our copies are: others may keep theirs in the same folder."""
    return _OURS.fullmatch(file.name) is not None


def made_at(file: Path) -> datetime:
    """When a backup was made: by its name, else by the file's date, which any copying changes.

    Raises:
        OSError: it is gone, and its name does not tell.
    """
    if found := _OURS.fullmatch(file.name):
        with suppress(ValueError):
            return datetime.strptime(found[1], "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
    return datetime.fromtimestamp(file.stat().st_mtime, UTC)


def found(*within: Path) -> list[Path]:
    """The backups in these folders, the newest first; none if there is no folder.

    Each is there once, whatever links lead to it: of two names of the newest one could be let go.

    Raises:
        OSError: one cannot be read.
    """
    files = [one for one in _databases(within) if ours(one)]
    files.sort(key=Path.is_symlink)  # a file goes before the links to it
    once = {os.path.realpath(one): one for one in reversed(files)}
    return sorted(once.values(), key=lambda one: (made_at(one), one.name), reverse=True)


def others(*within: Path) -> list[Path]:
    """The databases there that are named otherwise: people's copies of ours, or another's own.

    Raises:
        OSError: a folder cannot be read.
    """
    return sorted(one for one in _databases(within) if not ours(one))


def _databases(within: Iterable[Path]) -> Iterator[Path]:
    for folder in _apart(within):
        yield from (one for one in folder.glob("*.db") if one.is_file())


def _apart(folders: Iterable[Path]) -> Iterable[Path]:
    """Each folder once, by its first name: a link, a mount or a relative path gives it another."""
    once: dict[object, Path] = {}
    for one in folders:
        once.setdefault(_place(one), one)
    return once.values()


def _place(folder: Path) -> object:
    """What is the same for all names of a folder; of one that is not there, its name."""
    try:
        found = folder.stat()
    except OSError:
        return folder
    return found.st_dev, found.st_ino
