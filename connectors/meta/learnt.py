"""What Meta's answers taught: how many rows an edge gives at once, and which fields it refuses.

Believed for a day and for one address and version: a large page that was refused in a bad moment is
tried again tomorrow, and so is a field.
"""

from __future__ import annotations

import hashlib
import threading
from datetime import datetime, timedelta
from functools import cache, lru_cache

from connectors.meta.ask import Ask
from connectors.meta.fields import Fields, names, written
from connectors.recall import Recall

LADDER = (500, 100, 50, 25, 10, 1)
"""Rows to ask for, from the most down to one."""
KEPT = timedelta(days=1)
"""How long something learnt is believed."""
PAGE_SIZE, REFUSED_FIELD = "page_size", "refused_field"
"""Under which topics it is recalled."""


class Learnt:
    """What is known of one address and version; safe across threads."""

    def __init__(self, recall: Recall, base_url: str, version: str) -> None:
        """`recall`: where it is kept, from run to run or for as long as the process lives."""
        self._recall = recall
        self._where = f"{base_url} {version}"
        self._lock = threading.Lock()

    def rows(self, ask: Ask, now: datetime) -> int:
        """How many rows to ask for."""
        known = self._recall.get(PAGE_SIZE, self._key(ask), now=now, kept=KEPT)
        return known if known in LADDER else LADDER[0]

    def too_many(self, ask: Ask, rows: int, now: datetime) -> bool:
        """Step down from so many rows; false: there is no smaller page."""
        smaller = next((size for size in LADDER if size < rows), None)
        if smaller is None:
            return False
        with self._lock:
            size = min(smaller, self.rows(ask, now))
            self._recall.put(PAGE_SIZE, self._key(ask), size, now)
        return True

    def refused(self, ask: Ask, now: datetime) -> frozenset[str]:
        """The names in this list of fields that Meta does not know."""
        key = self._key(ask)
        return frozenset(
            name
            for name in names(ask.fields)
            if self._recall.get(REFUSED_FIELD, f"{key} {name}", now=now, kept=KEPT)
        )

    def refuse(self, ask: Ask, name: str, now: datetime) -> bool:
        """Do not ask for this field any more; false: this list does not hold it."""
        if name not in names(ask.fields):
            return False
        self._recall.put(REFUSED_FIELD, f"{self._key(ask)} {name}", True, now)
        return True

    def _key(self, ask: Ask) -> str:
        return f"{self._where} {_kind(ask.parts[1:], ask.fields)}"


@lru_cache(maxsize=1000)
def _kind(edge: tuple[str, ...], fields: Fields) -> str:
    """The edge, and a digest of the list of fields: the same for the same edge of every account."""
    return f"{'/'.join(edge)} {hashlib.sha256(written(fields).encode()).hexdigest()[:16]}"


@cache
def learnt_of(base_url: str, version: str) -> Learnt:
    """The process's one memory of this address and version, for callers that keep none."""
    return Learnt(Recall(), base_url, version)
