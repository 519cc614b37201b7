"""Where in a TOML text a key stands: faults name their line, and the parser does not tell."""

from __future__ import annotations

import re
from collections.abc import Iterator

Key = tuple[str | int, ...]

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_BEGINNING = re.compile(r"^\[+\s*([A-Za-z0-9_-]+)")
_ASSIGNMENT = re.compile(
    r"""^\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*[A-Za-z0-9_-]+)*)\s*="""
)


def _parts(dotted: str) -> tuple[str, ...]:
    """`a."b"` as its parts."""
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))


def keys(text: str) -> Iterator[tuple[Key, int]]:
    """Every table header and assignment with its line, counted from 1, in order."""
    table: Key = ()
    counts: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            name = _parts(header[2])
            table = name
            if header[1] == "[[":
                counts[name] = counts.get(name, -1) + 1
                table = (*name, counts[name])
            yield table, number
        elif assignment := _ASSIGNMENT.match(line):
            yield (*table, *_parts(assignment[1])), number


def line_of(text: str, key: Key) -> int | None:
    """The line of `key`, else of the nearest thing above it that stands in the text."""
    places: dict[Key, int] = {}
    for found, number in keys(text):
        places.setdefault(found, number)
    while key:
        if key in places:
            return places[key]
        key = key[:-1]
    return None


def chunks(text: str) -> Iterator[tuple[str, int, str]]:
    """The text cut at its table headers: top-level name, first line, and the chunk itself."""
    name, first, held = "", 1, list[str]()
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        if header := _BEGINNING.match(line):
            yield name, first, "".join(held)
            name, first, held = header[1], number, []
        held.append(line)
    yield name, first, "".join(held)


def statements(text: str) -> Iterator[tuple[str, int, str]]:
    """The text before all tables cut at its assignments: first part of the key, line, statement."""
    name, first, held = "", 1, list[str]()
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        if assignment := _ASSIGNMENT.match(line):
            yield name, first, "".join(held)
            name, first, held = _parts(assignment[1])[0], number, []
        held.append(line)
    yield name, first, "".join(held)
