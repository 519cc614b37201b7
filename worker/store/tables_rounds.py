"""The tables of rounds."""

from __future__ import annotations

from worker.store.tables import metadata as metadata
