"""All tables together."""

from __future__ import annotations

from worker.store import tables_briefs, tables_service
from worker.store.tables import metadata

__all__ = ["metadata", "tables_briefs", "tables_service"]
