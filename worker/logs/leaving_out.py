"""Secrets left out of a record, wherever in it they stand."""

from __future__ import annotations

from collections.abc import Collection, Mapping, MutableMapping
from typing import Any
from urllib.parse import quote

from connectors.unspoken import unspoken

SHORTEST = 4
"""Of a value so short nearly every line would be hidden, and nothing kept secret."""
HIDDEN = "[secret]"
_KEPT = ("_record", "_from_structlog")


class LeavingOut:
    """A step of the logs: each text in a record without secrets."""

    def __init__(self, secrets: Collection[str], *, printable: bool) -> None:
        """`printable`: signs that steer a terminal are spelt out as well."""
        self._secrets: list[str] = []
        self._printable = printable
        self.also(secrets)

    def also(self, secrets: Collection[str]) -> None:
        """Leave these out too, from the next record on."""
        spelt = {spelling for one in secrets for spelling in (one, quote(one, safe=""))}
        known = {*self._secrets, *(one for one in spelt if len(one) >= SHORTEST)}
        # The longest first: a secret may be part of another.
        self._secrets = sorted(known, key=len)[::-1]

    def __call__(
        self, _logger: object, _name: str, event: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]:
        """The record, clean."""
        return {
            name: value if name in _KEPT else self._clean(value) for name, value in event.items()
        }

    def _clean(self, value: Any) -> Any:
        if value is None or isinstance(value, bool | int | float):
            return value
        if isinstance(value, Mapping):
            return {str(self._clean(name)): self._clean(inner) for name, inner in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [self._clean(inner) for inner in value]
        return self._text(str(value))

    def _text(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        text = unspoken(text)
        return _spelt_out(text) if self._printable else text


def _spelt_out(text: str) -> str:
    """Signs that are not printed, as escapes; line ends stay, for tracebacks."""
    return "".join(
        sign if sign.isprintable() or sign == "\n" else sign.encode("unicode_escape").decode()
        for sign in text
    )
