"""All tables together."""

from __future__ import annotations

from worker.store import (
    tables_attested,
    tables_briefs,
    tables_evaluations,
    tables_proofs,
    tables_service,
    tables_spending,
)
from worker.store.tables import metadata

__all__ = [
    "metadata",
    "tables_attested",
    "tables_briefs",
    "tables_evaluations",
    "tables_proofs",
    "tables_service",
    "tables_spending",
]
