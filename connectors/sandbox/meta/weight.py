"""How much an answer holds: rows in lists at any depth, and objects that were expanded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def rows(body: Any) -> int:
    """Members of every `data` list, however deep it stands: comments, their replies, receivers."""
    return sum(len(one["data"]) for one in _objects(body) if isinstance(one.get("data"), list))


def objects(body: Any) -> int:
    """Everything with an id, the expanded objects in rows included, such as an ad's creative."""
    return sum("id" in one for one in _objects(body))


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every JSON object in a value, itself included."""
    if isinstance(value, dict):
        yield value
    parts = value.values() if isinstance(value, dict) else value
    if isinstance(value, dict | list):
        for one in parts:
            yield from _objects(one)
