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
from pydantic_core import to_jsonable_python

from policies.promoted import Beside
from policies.rule import Facts
from worker.store.kinds import storable

_KINDS: Mapping[str, type[Facts | Beside]] = {"account": Facts, "post": Beside}
"""Whose rules are given what."""
_PARTED, _DOT = "register", "."
_APART = ("snapshot", "as_of")
"""Fields that are kept by themselves."""


def kind_of(facts: Facts | Beside) -> str:
    """What the rules are about that are given these facts: `account` or `post`."""
    return "account" if isinstance(facts, Facts) else "post"


def to_parts(facts: Facts | Beside) -> Iterator[tuple[str, str]]:
    """The name of each part and its text."""
    for name in _names(facts):
        field, _, below = name.partition(_DOT)
        # One part at a time: figures and briefs may be long, and others hold memory as well.
        included: Any = {field: {below}} if below else {field}
        told = _adapter(kind_of(facts)).dump_python(facts, include=included)[field]
        yield name, _to_text(told[below] if below else told)


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
        elif one.name not in _APART:
            yield one.name


def _to_text(value: Any) -> str:
    """A part as JSON, without another copy of it on the way."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain)
    return storable(text)


def _plain(value: Any) -> Any:
    """What JSON does not know. Sets are sorted: their order is another one in every process."""
    if isinstance(value, frozenset | set):
        return sorted(value, key=repr)
    return to_jsonable_python(value)
