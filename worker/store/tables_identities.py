"""The Pages, accounts and organisations that were ever seen as the city's own."""

from __future__ import annotations

from sqlalchemy import Column, String, Table

from worker.store.kinds import Instant, Said
from worker.store.tables import metadata

identities = Table(
    "identities",
    metadata,
    Column("platform", String, primary_key=True),
    Column("id", Said, primary_key=True),
    Column("first_seen", Instant, nullable=False),
    Column("settled_at", Instant, doc="all threads it wrote in go by it; empty: not yet"),
)
