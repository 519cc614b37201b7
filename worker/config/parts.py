"""A configuration that is not TOML throughout, read as far as it is: what a stop goes on with."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from policies.model import Words
from worker.config.faults import Fault
from worker.config.lines import Key, chunks, statements

Part = tuple[str, int, str]
"""The top-level name that a part of the text tells of ("" if none), its first line, its text."""


def not_toml(error: tomllib.TOMLDecodeError) -> Words:
    """What the parser found, in its own words: they name line and column."""
    return Words("is not TOML: {error}", {"error": str(error)})


def parse_in_parts(file: Path, text: str) -> tuple[dict[str, Any], list[Fault]]:
    """The values of the file; where it is not TOML, of all its tables and top-level keys that are.

    A slip costs the table, or the key above all tables, in which it stands, and is a fault of it.
    """
    try:
        return tomllib.loads(text), []
    except tomllib.TOMLDecodeError:
        values: dict[str, Any] = {}
        faults = []
        for name, first, part in _parts(text):
            try:
                merge(values, tomllib.loads(part), add_lists=True)
            except tomllib.TOMLDecodeError as error:
                told = {"file": str(file), "line": str(first)}
                place = Words("{file}, the part from line {line}", told)
                key: Key = (name,) if name else ()
                faults.append(Fault(key=key, place=place, what=not_toml(error)))
        return values, faults


def _parts(text: str) -> Iterator[Part]:
    """The tables, and before them the keys above all tables, one by one if need be."""
    for name, first, chunk in chunks(text):
        if name or _sound(chunk):
            yield name, first, chunk
        else:
            yield from _apart(list(statements(chunk)))


def _apart(cut: list[Part]) -> Iterator[Part]:
    """Statements put together again where a value was cut: a text over several lines may hold `=`.

    What parses with nothing that follows it stays alone.
    """
    while cut:
        name, first, _ = cut[0]
        joined = ("".join(text for _, _, text in cut[:many]) for many in range(1, len(cut) + 1))
        many, text = next(
            ((many, one) for many, one in enumerate(joined, start=1) if _sound(one)),
            (1, cut[0][2]),
        )
        yield name, first, text
        cut = cut[many:]


def _sound(text: str) -> bool:
    """Whether it is TOML."""
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


def merge(into: dict[str, Any], more: Mapping[str, Any], *, add_lists: bool) -> None:
    """Put `more` over `into`, key by key; lists are replaced, or added (arrays of tables)."""
    for name, value in more.items():
        if isinstance(value, dict) and isinstance(into.get(name), dict):
            merge(into[name], value, add_lists=add_lists)
        elif add_lists and isinstance(value, list) and isinstance(into.get(name), list):
            into[name] = [*into[name], *value]
        else:
            into[name] = value
