"""Lists of fields as values: nested, written in Meta's grammar, and without those it refuses."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TypeAlias

Field: TypeAlias = str | tuple[str, "Fields"]
"""A name, or a name with the fields wanted below it; a name may carry `.limit(5)`."""
Fields: TypeAlias = tuple[Field, ...]


def written(fields: Fields, refused: Collection[str] = ()) -> str:
    """The list as Meta reads it, `a,b{c,d.limit(5){e}}`, without the refused names."""
    return ",".join(_kept(fields, refused))


def _kept(fields: Fields, refused: Collection[str]) -> Iterator[str]:
    for field in fields:
        name, below = (field, ()) if isinstance(field, str) else field
        if bare(name) not in refused:
            inner = written(below, refused)
            yield f"{name}{{{inner}}}" if inner else name


def names(fields: Fields) -> Iterator[str]:
    """Every name in the list, at any depth."""
    for field in fields:
        name, below = (field, ()) if isinstance(field, str) else field
        yield bare(name)
        yield from names(below)


def bare(name: str) -> str:
    """A name without what is attached to it."""
    return name.partition(".")[0]
