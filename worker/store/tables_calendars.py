"""The tables of calendars."""

from __future__ import annotations

from worker.store.tables import metadata as metadata
