"""Nouns as JSON and back: snapshots, sentences, what was not read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from policies.model import Snapshot, Tag, Unread, Words
from worker.store.kinds import to_json

REVISION = 1
"""Of a snapshot's shape as JSON; raised when an older body no longer reads as it stands."""


@cache
def _snapshots() -> TypeAdapter[Snapshot]:
    """Built once: it takes a while."""
    return TypeAdapter(Snapshot)


@cache
def _tags() -> TypeAdapter[tuple[Tag, ...]]:
    return TypeAdapter(tuple[Tag, ...])


@cache
def _unreads() -> TypeAdapter[tuple[Unread, ...]]:
    return TypeAdapter(tuple[Unread, ...])


def snapshot_digest(snapshot: Snapshot) -> str:
    """What tells the snapshot's content from another, its instant left out."""
    digest = hashlib.sha256()
    for piece in snapshot_pieces(snapshot):
        digest.update(piece.encode())
    return digest.hexdigest()


def snapshot_bytes(snapshot: Snapshot) -> bytearray:
    """The snapshot's content as text in UTF-8."""
    text = bytearray()
    for piece in snapshot_pieces(snapshot):
        text += piece.encode()
    return text


def snapshot_pieces(snapshot: Snapshot) -> Iterator[str]:
    """The snapshot's content as text, without its instant: equal content gives equal text.

    In pieces, each made when it is asked for: a large account as plain values takes several times
    its text.
    """
    before = "{"
    for field in fields(snapshot):
        if field.name != "read_at":
            yield f'{before}"{field.name}":'
            yield from _of_field(getattr(snapshot, field.name))
            before = ","
    yield "}"


def _of_field(value: Any) -> Iterator[str]:
    """A part as JSON, long lists by a few rows at a time."""
    if not isinstance(value, tuple):
        yield to_json(_plain(value))
        return
    yield "["
    for start in range(0, len(value), _ROWS):
        rows = [_plain(one) for one in value[start : start + _ROWS]]
        yield ("," if start else "") + to_json(rows)[1:-1]
    yield "]"


_ROWS = 100
"""Rows of a list that are plain values at a time."""


_ADAPTERS: dict[str, TypeAdapter[Any]] = {}
"""One for each kind of row; each is built once, for that takes a while."""


def _plain(value: Any) -> Any:
    name = type(value).__qualname__
    if name not in _ADAPTERS:
        _ADAPTERS[name] = TypeAdapter(type(value))
    return _ADAPTERS[name].dump_python(value, mode="json")


def body_to_snapshot(text: str, read_at: datetime) -> Snapshot:
    """The snapshot again, as read at `read_at`."""
    return _snapshots().validate_python(
        json.loads(text) | {"read_at": read_at}, strict=False, by_name=True
    )


def tags_to_value(tags: tuple[Tag, ...]) -> Any:
    """Tags as a plain value."""
    return _tags().dump_python(tags, mode="json")


def value_to_tags(value: Any) -> tuple[Tag, ...]:
    """Tags again."""
    return _tags().validate_python(value)


def words_to_value(words: Words) -> dict[str, Any]:
    """A sentence as template and values, so that it can still be said in any language."""
    return {"template": words.template, "values": dict(words.values)}


def value_to_words(value: dict[str, Any]) -> Words:
    """The sentence again."""
    return Words(value["template"], value["values"])


def unread_to_value(unread: tuple[Unread, ...]) -> Any:
    """What was not read, as a plain value."""
    return _unreads().dump_python(unread, mode="json")


def value_to_unread(value: Any) -> tuple[Unread, ...]:
    """What was not read, again."""
    return _unreads().validate_python(value)
