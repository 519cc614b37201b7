"""What one run learnt of a platform, for the next: the worker fills it before and empties it after.

A value is looked up by topic and key, and is believed for as long as whoever asks says. Nothing
secret belongs here: what is put in ends up in the database.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any


def instant(value: object) -> datetime | None:
    """An instant that was put in as ISO 8601; None: nothing, without zone, or not to be read."""
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return at if at is not None and at.utcoffset() is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something learnt, and when."""

    topic: str
    key: str
    value: Any
    """A JSON value; never None, which stands for nothing learnt."""
    at: datetime


class Recall:
    """Values by topic and key; safe across threads."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        """`entries`: what earlier runs learnt."""
        self._lock = threading.Lock()
        self._known = {(one.topic, one.key): one for one in entries}
        self._fresh: dict[tuple[str, str], Entry] = {}

    def get(self, topic: str, key: str, *, now: datetime, kept: timedelta) -> Any | None:
        """The value, if it was learnt less than `kept` ago.

        One that lies as far ahead is believed no more: the clock stood wrong when it was learnt.
        """
        with self._lock:
            entry = self._known.get((topic, key))
        return entry.value if entry is not None and abs(now - entry.at) < kept else None

    def all_of(self, topic: str, *, now: datetime, kept: timedelta) -> dict[str, Any]:
        """Every value of a topic that was learnt less than `kept` ago, by key."""
        with self._lock:
            entries = [one for (name, _), one in self._known.items() if name == topic]
        return {one.key: one.value for one in entries if abs(now - one.at) < kept}

    def put(self, topic: str, key: str, value: Any, now: datetime) -> None:
        """Keep a value in place of what was known; `value` is JSON and not None."""
        entry = Entry(topic=topic, key=key, value=value, at=now)
        with self._lock:
            self._known[topic, key] = self._fresh[topic, key] = entry

    def changed(self) -> tuple[Entry, ...]:
        """What was put since the beginning, by topic and key: what is to be saved."""
        with self._lock:
            return tuple(self._fresh[each] for each in sorted(self._fresh))
