"""The backups that lie in a folder, and when each was made: its name says so."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

_STAMP = re.compile(r"-(\d{8}-\d{6})(?:-\d+)?\.db$")


def stamped(file: Path) -> bool:
    """Whether it is named as our copies are."""
    return _STAMP.search(file.name) is not None


def made_at(file: Path) -> datetime:
    """When a backup was made: by its name, else by the file's date, which any copying changes.

    Raises:
        OSError: it is gone, and its name does not tell.
    """
    if found := _STAMP.search(file.name):
        with suppress(ValueError):
            return datetime.strptime(found[1], "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
    return datetime.fromtimestamp(file.stat().st_mtime, UTC)


def found(folder: Path) -> list[Path]:
    """The backups in a folder, the newest first; none if there is no folder.

    Raises:
        OSError: it cannot be read.
    """
    files = [one for one in folder.glob("*.db") if one.is_file()]
    return sorted(files, key=lambda one: (made_at(one), one.name), reverse=True)
