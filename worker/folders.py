"""A folder of ours: what of it is missing is made for its owner alone, whatever stands above it."""

from __future__ import annotations

from pathlib import Path

_PRIVATE = 0o700


def made(folder: Path) -> Path:
    """The folder, and what was missing above it, with the rights 0700; what was there stays.

    `mkdir` with `parents` gives these rights to the last one alone, and the others the umask's.

    Raises:
        OSError: it cannot be made, or a file stands in its place.
    """
    for one in reversed((folder, *folder.parents)):
        if one == folder or not one.exists():
            one.mkdir(mode=_PRIVATE, exist_ok=True)
    return folder
