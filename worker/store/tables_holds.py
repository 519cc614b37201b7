"""Holds: campaigns whose records are kept beyond their time, by whom and why."""

from __future__ import annotations

from sqlalchemy import Column, Index, String, Table

from worker.store.kinds import Instant, Json, Said
from worker.store.tables import metadata

holds = Table(
    "holds",
    metadata,
    Column("id", String, primary_key=True),
    Column("platform", String, nullable=False),
    Column("campaign_id", Said, nullable=False),
    Column("accounts", Json, nullable=False, doc="that show it, as far as was known"),
    Column("by", Said, nullable=False),
    Column("reason", Said, nullable=False),
    Column("since", Instant, nullable=False),
    Column("until", Instant, doc="empty: until somebody releases it"),
    Column("comments_diary", Said, doc="number under which members' comments are kept as well"),
    Column("ended_at", Instant, doc="empty: it was not released"),
    Column("ended_by", Said),
    Column("ended_reason", Said),
    Index(None, "platform", "campaign_id"),
)
