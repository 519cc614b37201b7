"""The Rest.li 2.0 encoding: values, lists and objects as they stand in a URL, and back.

`(`, `)`, `,` and `:` that carry structure stay literal; inside a string everything but letters,
digits and `_.-~` is percent-encoded, so a URN is encoded exactly once (Rest.li protocol 2.0.0;
linkedin-api-python-client's encoder; checked 2026-11-22).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias
from urllib.parse import quote, unquote

Value: TypeAlias = "str | bool | int | Sequence[Value] | Mapping[str, Value]"
"""What can be put into a query."""
Decoded: TypeAlias = "str | list[Decoded] | dict[str, Decoded]"
"""What comes back: numbers and truth values are written as text and stay text."""

EMPTY = "''"
"""How an empty string is written."""
_OPEN_LIST = "List("


class Malformed(ValueError):
    """The text is not in the Rest.li 2.0 encoding."""


def encode(value: Value) -> str:
    """A value as it stands in a query or, for objects, as a key in a path."""
    if isinstance(value, str):
        return quote(value, safe="") or EMPTY
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Mapping):
        return "(" + ",".join(f"{encode(key)}:{encode(one)}" for key, one in value.items()) + ")"
    return _OPEN_LIST + ",".join(encode(one) for one in value) + ")"


def key(identity: str) -> str:
    """An id or a URN as one step of a path."""
    return quote(identity, safe="")


def plain(encoded: str) -> str:
    """A key of a batch answer as we asked for it: the keys there are encoded, at times not."""
    return unquote(encoded)


def query(parameters: Mapping[str, Value], fields: Sequence[str] = ()) -> str:
    """The query string, without its question mark.

    `fields` keep the form of the first protocol: plain commas and no `List` (linkedin-api-python-
    client, checked 2026-11-22).
    """
    written = [f"{name}={encode(value)}" for name, value in parameters.items()]
    if fields:
        written.append("fields=" + ",".join(encode(one) for one in fields))
    return "&".join(written)


def decode(text: str) -> Decoded:
    """The value that `encode` wrote, its leaves as text.

    Raises:
        Malformed: the text is not in this encoding.
    """
    value, rest = _value(text)
    if rest:
        raise Malformed(f"unexpected {rest[:20]!r}")
    return value


def _value(text: str) -> tuple[Decoded, str]:
    """The value at the start of the text, and the text after it."""
    if text.startswith(_OPEN_LIST):
        return _items(text[len(_OPEN_LIST) :])
    if text.startswith("("):
        return _pairs(text[1:])
    return _string(text)


def _items(text: str) -> tuple[list[Decoded], str]:
    """The items of a list whose opening was read."""
    found: list[Decoded] = []
    if text.startswith(")"):
        return found, text[1:]
    while True:
        value, text = _value(text)
        found.append(value)
        closed, text = _step(text)
        if closed:
            return found, text


def _pairs(text: str) -> tuple[dict[str, Decoded], str]:
    """The pairs of an object whose opening was read."""
    found: dict[str, Decoded] = {}
    if text.startswith(")"):
        return found, text[1:]
    while True:
        name, text = _string(text)
        if not text.startswith(":"):
            raise Malformed(f"no value for {name!r}")
        found[name], text = _value(text[1:])
        closed, text = _step(text)
        if closed:
            return found, text


def _step(text: str) -> tuple[bool, str]:
    """Whether the list or object ends here, and the text after its comma or bracket."""
    if text[:1] not in (",", ")"):
        raise Malformed("a bracket is not closed")
    return text[0] == ")", text[1:]


def _string(text: str) -> tuple[str, str]:
    """The string at the start of the text, and the text after it."""
    end = next((at for at, sign in enumerate(text) if sign in "(),:"), len(text))
    written = text[:end]
    if not written:
        raise Malformed("an empty string is written as ''")
    return "" if written == EMPTY else unquote(written), text[end:]
