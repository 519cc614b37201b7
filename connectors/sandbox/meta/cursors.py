"""Opaque cursors: which row a page begins behind, also when rows came or went in between."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence

from connectors.sandbox.meta.asking import Params
from connectors.sandbox.meta.errors import GraphError
from connectors.sandbox.world import Node

_PLAIN, _EMPTY = "QVFI", "ZW1w"
"""How cursors begin; the second kind points past a page that came empty."""


def cursor(rows: Sequence[Node], place: int, *, empty: bool = False) -> str:
    """A cursor for the row at `place`, counted from one."""
    text = f"{place}:{_name(rows[place - 1])}".encode()
    return (_EMPTY if empty else _PLAIN) + base64.urlsafe_b64encode(text).decode().rstrip("=")


def past_empty(text: str) -> bool:
    """Whether a cursor came with a page that was left empty."""
    return text.startswith(_EMPTY)


def start(rows: Sequence[Node], params: Params, limit: int) -> int:
    """How many rows go before the page.

    Raises:
        GraphError: a cursor that nobody gave.
    """
    if "after" in params:
        return _place(rows, params["after"])
    if "before" in params:
        return max(0, _place(rows, params["before"]) - 1 - limit)
    return 0


def _name(row: Node) -> str:
    return str(row.fields.get("id", ""))


def _place(rows: Sequence[Node], text: str) -> int:
    body = text[len(_PLAIN) :]
    try:
        told = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)).decode()
        number, _, identity = told.partition(":")
        place = int(number)
    except (binascii.Error, ValueError):
        raise GraphError(2642, "(#2642) Invalid cursors values") from None
    if 1 <= place <= len(rows) and _name(rows[place - 1]) == identity:
        return place
    for at, row in enumerate(rows, start=1):
        if identity and _name(row) == identity:
            return at
    return min(place, len(rows))
