"""The tables of the register of briefs."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String, Table

from worker.store.kinds import Instant, Json, OwnId, Said
from worker.store.tables import metadata

briefs = Table(
    "briefs",
    metadata,
    Column("id", OwnId, primary_key=True),
    Column("revision", Integer, nullable=False, doc="of its content; 1 is the first"),
    Column("body", Json, nullable=False, doc="the Brief as plain values"),
    Column("registered_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("closed_by", Said),
    Column("closed_reason", Said),
)

brief_events = Table(
    "brief_events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("brief", ForeignKey("briefs.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("action", String, nullable=False, doc="registered, changed, closed, reopened"),
    Column("by", Said),
    Column("source", Said, doc="the file that it came in"),
    Column("body", Json, doc="as it was from then on"),
)
