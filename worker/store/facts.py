"""What rules are given, as texts by name and back: equal parts give equal texts, in any process.

Each field is a part of its own, and so is each of the register, so that what many accounts share
(the briefs, who is approved) is kept once. The snapshot is none of them: it has a table.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from policies.promoted import Beside
from policies.rule import Facts
from worker.store.kinds import storable

_KINDS: Mapping[str, type[Facts | Beside]] = {"account": Facts, "post": Beside}
"""Whose rules are given what."""
_PARTED, _DOT = "register", "."
_APART = ("snapshot", "as_of")
"""Fields that are kept by themselves."""
_AT_ONCE = 200
"""Values of a list that become one piece of text."""


def kind_of(facts: Facts | Beside) -> str:
    """What the rules are about that are given these facts: `account` or `post`."""
    return "account" if isinstance(facts, Facts) else "post"


def to_parts(facts: Facts | Beside) -> Iterator[tuple[str, Iterator[str]]]:
    """The name of each part, and its text in pieces that are made one by one."""
    for name in _names(facts):
        field, _, below = name.partition(_DOT)
        # One part at a time: figures and briefs may be long, and others hold memory as well.
        included: Any = {field: {below}} if below else {field}
        told = _adapter(kind_of(facts)).dump_python(facts, include=included)[field]
        yield name, _pieces(told[below] if below else told)


def to_facts(kind: str, parts: Mapping[str, str], apart: Mapping[str, Any]) -> Facts | Beside:
    """The facts again; `apart`: those fields that are kept by themselves.

    Raises:
        ValueError: these texts hold no such facts any more.
    """
    told = dict(apart)
    for name, text in parts.items():
        field, _, below = name.partition(_DOT)
        if below:
            told.setdefault(field, {})[below] = json.loads(text)
        else:
            told[field] = json.loads(text)
    facts: Facts | Beside = _adapter(kind).validate_python(told)
    return facts


@cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    """Built once: it takes a while."""
    return TypeAdapter(_KINDS[kind])


def _names(facts: Facts | Beside) -> Iterator[str]:
    """The names of the parts."""
    for one in fields(facts):
        parted = getattr(facts, one.name) if one.name == _PARTED else None
        if parted is not None:
            yield from (f"{_PARTED}{_DOT}{below.name}" for below in fields(parted) if below.init)
        elif one.init and one.name not in _APART:
            yield one.name


def _pieces(value: Any) -> Iterator[str]:
    """A value as JSON, long lists piece by piece: figures may take megabytes as one text."""
    if isinstance(value, dict):
        before = "{"
        for name, one in value.items():
            yield f"{before}{_json(str(name))}:"
            yield from _pieces(one)
            before = ","
        yield "}" if value else "{}"
    elif isinstance(value, list | tuple) and len(value) > _AT_ONCE:
        for start in range(0, len(value), _AT_ONCE):
            yield ("," if start else "[") + _json(value[start : start + _AT_ONCE])[1:-1]
        yield "]"
    else:
        yield _json(value)


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain)
    return storable(text)


@cache
def _anything() -> TypeAdapter[Any]:
    return TypeAdapter(Any)


def _plain(value: Any) -> Any:
    """What JSON does not know. Sets are sorted: their order is another one in every process."""
    if isinstance(value, frozenset | set):
        return sorted(value, key=repr)
    return _anything().dump_python(value, mode="json")
