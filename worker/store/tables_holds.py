"""Holds: what is kept beyond its time, for whom, and why."""

from __future__ import annotations

from sqlalchemy import Column, String, Table, Text

from worker.store.kinds import Instant
from worker.store.tables import metadata

holds = Table(
    "holds",
    metadata,
    Column("id", String, primary_key=True),
    Column("platform", String, nullable=False),
    Column("campaign_id", String, nullable=False),
    Column("by", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("since", Instant, nullable=False),
    Column("ended_at", Instant, doc="None: it stands"),
)
