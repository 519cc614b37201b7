"""How much room is left where the service writes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from worker.config import Settings

_FILE = "sqlite:///"


def places(settings: Settings) -> dict[str, Path]:
    """The folders that the service writes in, by what they are for."""
    url = settings.database.url.get_secret_value()
    database = {"database": Path(url.removeprefix(_FILE)).parent} if url.startswith(_FILE) else {}
    backup = {"backup": settings.backups} if settings.backup.on else {}
    return {"state_dir": settings.state_dir, **database, **backup}


def free(settings: Settings) -> dict[str, int]:
    """Bytes that are left in each place; one that cannot be looked at is left out."""
    return dict(_free(settings))


def _free(settings: Settings) -> Iterator[tuple[str, int]]:
    for name, folder in places(settings).items():
        with suppress(OSError):
            yield name, shutil.disk_usage(existing(folder)).free


def existing(folder: Path) -> Path:
    """The folder, or the nearest above it that is there already."""
    return next((one for one in (folder, *folder.absolute().parents) if one.is_dir()), folder)
