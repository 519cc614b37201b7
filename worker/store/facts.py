"""What rules are given, as texts by name and back: equal parts give equal texts, in any process.

Each field is a part of its own, and so is each of the register, so that what many accounts share
(the briefs, who is approved) is kept once. The snapshot is none of them: it has a table.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import to_jsonable_python

from policies.promoted import Beside
from policies.rule import Facts
from worker.store.kinds import to_json

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
    told = _adapter(kind_of(facts)).dump_python(facts, exclude=set(_APART))
    parted = told.pop(_PARTED, None)
    if parted is not None:
        told |= {f"{_PARTED}{_DOT}{name}": value for name, value in parted.items()}
    for name, value in told.items():
        yield name, to_json(to_jsonable_python(_in_order(value)))


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


def _in_order(value: Any) -> Any:
    """Sets as sorted lists: their own order is another one in every process."""
    if isinstance(value, frozenset | set):
        return sorted(map(_in_order, value), key=repr)
    if isinstance(value, dict):
        return {name: _in_order(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_in_order(one) for one in value]
    return value
