"""Instants in JSON: RFC 3339, with the offset of the configured zone."""

from __future__ import annotations

from datetime import datetime
from typing import overload
from zoneinfo import ZoneInfo


@overload
def stamp(when: datetime, zone: ZoneInfo) -> str: ...
@overload
def stamp(when: datetime | None, zone: ZoneInfo) -> str | None: ...
def stamp(when: datetime | None, zone: ZoneInfo) -> str | None:
    """`2026-11-16T17:00:00+01:00`; None stays None."""
    return None if when is None else when.astimezone(zone).isoformat(timespec="seconds")
