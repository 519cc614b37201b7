"""What is wrong with a value, in words: those of pydantic by their kind, and our own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from policies.model import Words


class Refused(ValueError):
    """A value of the configuration that cannot be; its words follow the name of the key."""

    def __init__(self, template: Words) -> None:
        """`template`: what is wrong; never the value, which may be a secret."""
        super().__init__(template.english())
        self.words = template


_WHOLE = Words("must be a whole number")
_NUMBER = Words("must be a number")
_SWITCH = Words("must be true or false")
_LIST = Words("must be a list")
_TABLE = Words("must be a table")
_TEXT = Words("must be a text")
_TIME = Words("must be a time such as 17:00")
_DAY = Words("must be a day such as 2027-01-01")
_KINDS = {
    "missing": Words("is missing"),
    "greater_than_equal": Words("must be at least {ge}", {"ge": ""}),
    "less_than_equal": Words("must be at most {le}", {"le": ""}),
    "literal_error": Words("must be one of {expected}", {"expected": ""}),
    "finite_number": _NUMBER,
}
"""By the exact kind; the values are pydantic's own."""
_FAMILIES = {
    "int": _WHOLE,
    "float": _NUMBER,
    "bool": _SWITCH,
    "string": _TEXT,
    "path": _TEXT,
    "tuple": _LIST,
    "list": _LIST,
    "dict": _TABLE,
    "model": _TABLE,
    "time": _TIME,
    "date": _DAY,
}
"""By the first word of the kind: `int_parsing`, `int_type`, `int_from_float`."""


def in_words(found: Mapping[str, Any]) -> Words:
    """What one error of pydantic says; of a kind that is not known, its own English."""
    kind, told = str(found["type"]), found.get("ctx", {})
    if isinstance(own := told.get("error"), Refused):
        return own.words
    words = _KINDS.get(kind) or _FAMILIES.get(kind.split("_")[0])
    if words is None:
        return Words("{says}", {"says": str(found["msg"]).removeprefix("Value error, ")})
    return replace(words, values={name: _plain(told.get(name)) for name in words.values})


def _plain(value: object) -> str:
    """A bound or choices, in no language."""
    return str(value).replace(" or ", ", ")
