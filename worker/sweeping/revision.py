"""Which rules judge here: the program's version, and a digest of the policies' source."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable

from worker.store.evaluations import Revision


@cache
def revision() -> Revision:
    """Read once in a process: its rules do not change while it runs."""
    whole = hashlib.sha256()
    for name, content in _sources(files("policies"), ""):
        whole.update(f"{name}\x1f{len(content)}\x1f".encode())
        whole.update(content)
    return Revision(version=_version(), rules=whole.hexdigest())


def _version() -> str:
    """The installed program's version; run from its source alone it has none."""
    try:
        return version("annonsvakt")
    except PackageNotFoundError:
        return ""


def _sources(folder: Traversable, above: str) -> Iterator[tuple[str, bytes]]:
    """Each module below the folder, by its path, in the same order everywhere."""
    for one in sorted(folder.iterdir(), key=lambda entry: entry.name):
        name = f"{above}{one.name}"
        if one.is_dir():
            yield from _sources(one, f"{name}/")
        elif one.name.endswith(".py"):
            yield name, one.read_bytes()
