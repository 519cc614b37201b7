"""The Rest.li 2.0 encoding as LinkedIn reads and writes it.

`( ) : ,` carry structure and stand literally; inside a string all of them are percent-encoded, and
exactly once. Source: Rest.li protocol 2.0.0, checked 2026-11-22.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias
from urllib.parse import quote, unquote

RestliValue: TypeAlias = "str | tuple[RestliValue, ...] | Mapping[str, RestliValue]"
"""What a parameter holds: numbers and truth values stay text."""

_TOKEN = re.compile(r"List\(|[(),:]|[^(),:]+")
_STRUCTURE = frozenset("(),:")
_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_EMPTY = "''"


class Malformed(ValueError):
    """The text is not in this encoding."""


def encode(text: str) -> str:
    """A string as it stands in an address, and as a key in the answer to a batch."""
    return quote(text, safe="") or _EMPTY


def string(text: str) -> str:
    """The string that is written here.

    Raises:
        Malformed: it holds structure, a broken escape or bytes that are no UTF-8.
    """
    if not text or _STRUCTURE & set(text) or _PERCENT.search(text):
        raise Malformed(text)
    try:
        return "" if text == _EMPTY else unquote(text, errors="strict")
    except UnicodeDecodeError:
        raise Malformed(text) from None


def decode(text: str) -> RestliValue:
    """The value that is written here.

    Raises:
        Malformed: the text is not in this encoding.
    """
    tokens = _TOKEN.findall(text)[::-1]
    value = _value(tokens)
    if tokens:
        raise Malformed(text)
    return value


def _value(tokens: list[str]) -> RestliValue:
    """The value at the head of the tokens, which stand in reverse and are used up."""
    head = _next(tokens)
    if head == "List(":
        return _items(tokens)
    if head == "(":
        return _pairs(tokens)
    return string(head)


def _items(tokens: list[str]) -> tuple[RestliValue, ...]:
    found: list[RestliValue] = []
    if _ends(tokens):
        return ()
    while True:
        found.append(_value(tokens))
        if _closes(tokens):
            return tuple(found)


def _pairs(tokens: list[str]) -> Mapping[str, RestliValue]:
    found: dict[str, RestliValue] = {}
    if _ends(tokens):
        return {}
    while True:
        name = string(_next(tokens))
        if _next(tokens) != ":" or name in found:
            raise Malformed(name)
        found[name] = _value(tokens)
        if _closes(tokens):
            return found


def _next(tokens: list[str]) -> str:
    if not tokens:
        raise Malformed("it ends too early")
    return tokens.pop()


def _ends(tokens: list[str]) -> bool:
    """Whether a list or object ends before anything is in it."""
    if tokens[-1:] == [")"]:
        tokens.pop()
        return True
    return False


def _closes(tokens: list[str]) -> bool:
    """Whether a list or object ends here; otherwise it goes on."""
    head = _next(tokens)
    if head not in (")", ","):
        raise Malformed(head)
    return head == ")"
