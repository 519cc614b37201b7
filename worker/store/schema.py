"""All tables together."""

from __future__ import annotations

from worker.store import (
    tables_alarms,
    tables_attested,
    tables_briefs,
    tables_calendars,
    tables_digests,
    tables_erasures,
    tables_evaluations,
    tables_holds,
    tables_identities,
    tables_proofs,
    tables_rounds,
    tables_service,
    tables_spending,
    tables_weeks,
)
from worker.store.tables import metadata

__all__ = [
    "metadata",
    "tables_alarms",
    "tables_attested",
    "tables_briefs",
    "tables_calendars",
    "tables_digests",
    "tables_erasures",
    "tables_evaluations",
    "tables_holds",
    "tables_identities",
    "tables_proofs",
    "tables_rounds",
    "tables_service",
    "tables_spending",
    "tables_weeks",
]
