"""The grammar of field expansion: `a,b{c,d.limit(5){e}}.order(x)`, read into values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from connectors.sandbox.meta.errors import GraphError

_NAME_SIGNS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
_CLOSES = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """One field or edge that was asked for."""

    name: str
    params: Mapping[str, str] = field(default_factory=dict)
    """Arguments of `.limit(5)` and its kin, by name."""
    inner: tuple[Wanted, ...] | None = None
    """The fields in braces; None without braces."""
    text: str = ""
    """What stood in the braces, as written."""


class _Reader:
    """A text and a place in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def peek(self) -> str:
        """The sign here, or nothing at the end."""
        return self.text[self.at : self.at + 1]

    def take(self, sign: str) -> bool:
        """Step over `sign` if it stands here."""
        if self.peek() != sign:
            return False
        self.at += 1
        return True

    def name(self) -> str:
        """A name."""
        start = self.at
        while (sign := self.peek()) and sign in _NAME_SIGNS:
            self.at += 1
        if start == self.at:
            raise self.wrong("name")
        return self.text[start : self.at]

    def wrong(self, expected: str) -> GraphError:
        """The platform's words for a text that breaks off."""
        found = self.peek() or "end of string"
        return GraphError(
            2500,
            f'Syntax error "Expected {expected} instead of "{found}"." at character {self.at}: '
            f"{self.text}",
        )

    def argument(self) -> str:
        """What stands in parentheses: strings and brackets inside it are balanced."""
        start, open_ones = self.at, [")"]
        while sign := self.peek():
            self.at += 1
            if sign == '"':
                self._string()
            elif sign in _CLOSES:
                open_ones.append(_CLOSES[sign])
            elif sign == open_ones[-1]:
                open_ones.pop()
                if not open_ones:
                    return self.text[start : self.at - 1]
        raise self.wrong('")"')

    def _string(self) -> None:
        while sign := self.peek():
            self.at += 1
            if sign == "\\":
                self.at += 1
            elif sign == '"':
                return


@lru_cache(maxsize=512)
def parse(text: str) -> tuple[Wanted, ...]:
    """The fields of a `fields` parameter; none for an empty one.

    Raises:
        GraphError: the text cannot be read.
    """
    reader = _Reader("".join(text.split()))
    if not reader.text:
        return ()
    wanted = _several(reader)
    if reader.peek():
        raise reader.wrong("end of string")
    return wanted


def _several(reader: _Reader) -> tuple[Wanted, ...]:
    found = [_one(reader)]
    while reader.take(","):
        found.append(_one(reader))
    return tuple(found)


def _one(reader: _Reader) -> Wanted:
    name = reader.name()
    params: dict[str, str] = {}
    inner: tuple[Wanted, ...] | None = None
    text = ""
    while True:
        if reader.take("."):
            modifier = reader.name()
            if not reader.take("("):
                raise reader.wrong('"("')
            params[modifier] = reader.argument()
        elif inner is None and reader.take("{"):
            start = reader.at
            inner = _several(reader)
            text = reader.text[start : reader.at]
            if not reader.take("}"):
                raise reader.wrong('"}"')
        else:
            return Wanted(name, params, inner, text)
