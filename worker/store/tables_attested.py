"""What people attest that no platform tells."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from worker.store.kinds import Instant, OwnId, Said
from worker.store.tables import metadata

attested = Table(
    "attested",
    metadata,
    Column("id", OwnId, primary_key=True),
    Column("finding_id", ForeignKey("findings.id"), nullable=False, doc="that it was given for"),
    Column("platform", String, nullable=False),
    Column("account_id", String, nullable=False),
    Column("rule", String, nullable=False),
    Column("subject_kind", String, nullable=False),
    Column("subject_id", Said, nullable=False),
    Column("tied_to", Said, nullable=False, doc="what was seen, such as the media shown"),
    Column("by", Said, nullable=False),
    Column("evidence", Said, nullable=False, doc="in words"),
    Column("at", Instant, nullable=False),
    Column("until", Instant, nullable=False, doc="from then on it holds no more"),
    Column("ended_at", Instant, doc="empty: it was not ended before its time"),
    Index(None, "platform", "account_id"),
)

attested_events = Table(
    "attested_events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("attested", ForeignKey("attested.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("action", String, nullable=False, doc="given, ended, disproved"),
    Column("by", Said, doc="a person; empty: a check"),
    Column("reason", Said),
)
