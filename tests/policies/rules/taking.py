"""Everything that can be taken away from a value, one thing at a time, found by its types.

A field that may be `None` becomes `None`, one that may be unread becomes `Unread`, a text becomes
empty, a flag is not set, a row or a key is left out, and so is each part of each part.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from policies.model import Platform, Unread, Words

NOT_TOLD = Unread(what="anything", because=Words("Not today."), platform=Platform.META)


def taken_away(value: Any, *, spare: frozenset[str] = frozenset()) -> Iterator[tuple[str, Any]]:
    """Where something was taken away (`snapshot.ads[0].name`), and what is left.

    `spare`: fields that are left as they are, as `Class.field`.
    """
    yield from _of_parts("", value, spare)


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _of_parts(where: str, value: Any, spare: frozenset[str]) -> Iterator[tuple[str, Any]]:
    """A dataclass, a row or a mapping with less in one of its parts."""
    if is_dataclass(value) and not isinstance(value, Unread | Words):
        for field in fields(value):
            if f"{type(value).__name__}.{field.name}" in spare:
                continue
            path = f"{where}.{field.name}".lstrip(".")
            hint = _hints(type(value))[field.name]
            for told, less in _of_field(path, hint, getattr(value, field.name), spare):
                yield told, replace(value, **{field.name: less})
    elif isinstance(value, tuple):
        for place, one in enumerate(value):
            rest = (value[:place], value[place + 1 :])
            yield f"{where}[{place}]", rest[0] + rest[1]
            for told, less in _of_parts(f"{where}[{place}]", one, spare):
                yield told, (*rest[0], less, *rest[1])
    elif isinstance(value, Mapping):
        for key in value:
            left = {name: one for name, one in value.items() if name != key}
            yield f"{where}[{key}]", left
            for told, less in _of_parts(f"{where}[{key}]", value[key], spare):
                yield told, {**left, key: less}


def _of_field(
    where: str, hint: Any, value: Any, spare: frozenset[str]
) -> Iterator[tuple[str, Any]]:
    """A field not told at all, and all that is left where a part of it is not."""
    may_be = _may_be(hint)
    if Unread in may_be and not isinstance(value, Unread):
        yield f"{where} unread", NOT_TOLD
    if type(None) in may_be and value is not None:
        yield f"{where} none", None
    if value is True:
        yield f"{where} not set", False
    elif isinstance(value, str) and not isinstance(value, Enum) and value:
        yield f"{where} empty", ""
    elif isinstance(value, tuple | frozenset | Mapping) and value:
        yield f"{where} empty", type(value)()
    if isinstance(value, frozenset):
        for one in value:
            yield f"{where} without {one}", value - {one}
    yield from _of_parts(where, value, spare)


def _may_be(hint: Any) -> set[Any]:
    """The kinds that a field may hold."""
    return set(get_args(hint)) if get_origin(hint) in (Union, types.UnionType) else {hint}
