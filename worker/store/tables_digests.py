"""The tables of digests."""

from __future__ import annotations

from worker.store.tables import metadata as metadata
