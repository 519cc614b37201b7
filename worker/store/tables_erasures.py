"""Erasures: what a person asked the city to erase, and who did it. Whose words they were is not."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table

from worker.store.kinds import Instant, Json, Said
from worker.store.tables import metadata

erasures = Table(
    "erasures",
    metadata,
    Column("id", String, primary_key=True),
    Column("platform", String, nullable=False),
    Column("by", Said, nullable=False),
    Column("reason", Said, nullable=False),
    Column("at", Instant, nullable=False),
    Column("comments", Integer, nullable=False, doc="whose words were erased"),
    Column("missing", Json, doc="kind and id of those that a restored backup does not know"),
    Column("lifted_at", Instant, doc="empty: later readings keep nothing of these comments"),
    Column("lifted_by", Said),
    Column("lifted_reason", Said),
)
