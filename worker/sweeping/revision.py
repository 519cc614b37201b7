"""Which rules judge here, and which program: its version, and digests of its source."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable

from worker.store.evaluations import Revision
from worker.store.upgrading import HEAD


@cache
def revision() -> Revision:
    """Read once in a process: its rules do not change while it runs."""
    return Revision(version=_version(), rules=_digest("policies"))


@cache
def program() -> str:
    """The whole program: its rules, how it reads and keeps, and the tables that it writes."""
    rules = revision()
    return " ".join([rules.version, rules.rules, _digest("connectors"), _digest("worker"), HEAD])


def _digest(room: str) -> str:
    """A digest of a room's source: of each module's path and text."""
    whole = hashlib.sha256()
    for name, content in _sources(files(room), ""):
        whole.update(f"{name}\x1f{len(content)}\x1f".encode())
        whole.update(content)
    return whole.hexdigest()


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
