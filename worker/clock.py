"""The clock's door: the one place that asks what time it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Gives the present instant, aware."""


def now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)
