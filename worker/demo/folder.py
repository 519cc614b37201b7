"""The demo's own folder, emptied before each run; what is not a demo's is never touched."""

from __future__ import annotations

import shutil
from pathlib import Path

MARKER = ".annonsvakt-demo"
_SAYS = "This folder is replaced by each run of annonsvakt demo. Keep nothing of yours here.\n"


class NotOurs(Exception):
    """The folder holds something that no demo put there."""


def claim(folder: Path) -> Path:
    """An empty folder for a demo: new, or left by an earlier one.

    Raises:
        NotOurs: it is a file, or holds something and no demo's marker; nothing was deleted.
        OSError: it cannot be made or emptied.
    """
    folder = folder.absolute()
    if folder.exists() and not _may_replace(folder):
        raise NotOurs(str(folder))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / MARKER).write_text(_SAYS, encoding="utf-8")
    for entry in folder.iterdir():
        if entry.name != MARKER:
            _delete(entry)
    return folder


def _may_replace(folder: Path) -> bool:
    """Whether there is nothing to lose in it."""
    if not folder.is_dir():
        return False
    names = {entry.name for entry in folder.iterdir()}
    if not names:
        return True
    marker = folder / MARKER
    return MARKER in names and not marker.is_symlink() and marker.read_bytes() == _SAYS.encode()


def _delete(entry: Path) -> None:
    """Delete what stands there; a link is deleted, not what it leads to."""
    if entry.is_dir() and not entry.is_symlink():
        shutil.rmtree(entry)
    else:
        entry.unlink()
