"""What is remembered of single objects of Meta's, at one address, from run to run."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from connectors.recall import Recall


class Memory:
    """A recall as one address's objects use it; safe across threads."""

    def __init__(self, recall: Recall, base_url: str, clock: Callable[[], datetime]) -> None:
        """`clock` gives the present instant, aware."""
        self._recall = recall
        self._base_url = base_url
        self._clock = clock

    def get(self, topic: str, object_id: str, kept: timedelta) -> Any | None:
        """What was learnt of an object less than `kept` ago."""
        return self._recall.get(topic, self._key(object_id), now=self._clock(), kept=kept)

    def all_of(self, topic: str, kept: timedelta) -> tuple[Any, ...]:
        """What was learnt of any object of this address less than `kept` ago."""
        known = self._recall.all_of(topic, now=self._clock(), kept=kept)
        here = self._key("")
        return tuple(value for key, value in known.items() if key.startswith(here))

    def put(self, topic: str, object_id: str, value: Any) -> None:
        """Remember it; no token may be part of it."""
        self._recall.put(topic, self._key(object_id), value, self._clock())

    def _key(self, object_id: str) -> str:
        return f"{self._base_url} {object_id}"
