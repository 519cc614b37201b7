"""What Meta's answers taught: how many rows an edge gives at once, and which fields it refuses.

Kept for a day and for one address and version: a large page that was refused in a bad moment is
tried again tomorrow, and so is a field.
"""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from functools import cache
from typing import TypeAlias

from connectors.meta.ask import Ask
from connectors.meta.fields import Fields, names

LADDER = (500, 100, 50, 25, 10, 1)
"""Rows to ask for, from the most down to one."""
KEPT = timedelta(days=1)
"""How long something learnt is believed."""
_Kind: TypeAlias = tuple[tuple[str, ...], Fields]
"""The edge and the list of fields: the same for the same edge of every account."""


class Learnt:
    """What is known of one address and version; safe across threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rungs: dict[_Kind, tuple[int, datetime]] = {}
        self._refused: dict[tuple[_Kind, str], datetime] = {}

    def rows(self, ask: Ask, now: datetime) -> int:
        """How many rows to ask for."""
        with self._lock:
            return LADDER[self._rung(ask, now)]

    def _rung(self, ask: Ask, now: datetime) -> int:
        rung, since = self._rungs.get(_kind(ask), (0, now))
        return rung if now - since < KEPT else 0

    def too_many(self, ask: Ask, rows: int, now: datetime) -> bool:
        """Step down from so many rows; false: there is no smaller page."""
        rung = next((at for at, size in enumerate(LADDER) if size < rows), None)
        if rung is None:
            return False
        with self._lock:
            self._rungs[_kind(ask)] = max(rung, self._rung(ask, now)), now
        return True

    def refused(self, ask: Ask, now: datetime) -> frozenset[str]:
        """The names in this list of fields that Meta does not know."""
        kind = _kind(ask)
        with self._lock:
            return frozenset(
                name
                for (where, name), since in self._refused.items()
                if where == kind and now - since < KEPT
            )

    def refuse(self, ask: Ask, name: str, now: datetime) -> bool:
        """Do not ask for this field any more; false: this list does not hold it."""
        if name not in names(ask.fields):
            return False
        with self._lock:
            self._refused[_kind(ask), name] = now
        return True


def _kind(ask: Ask) -> _Kind:
    return ask.parts[1:], ask.fields


@cache
def learnt_of(base_url: str, version: str) -> Learnt:
    """The process's one memory of this address and version."""
    return Learnt()
