"""The tables of the register of proofs."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from worker.store.kinds import Instant, Json, OwnId, Said
from worker.store.tables import metadata

proofs = Table(
    "proofs",
    metadata,
    Column("id", OwnId, primary_key=True),
    Column("platform", String, nullable=False),
    Column("account_id", String, nullable=False),
    Column("ad_id", String, doc="empty: told of the creative, in whatever ad it stands"),
    Column("creative_id", String, nullable=False),
    Column("shown", Json, nullable=False, doc="what was seen, piece by piece"),
    Column("fingerprint", String, nullable=False, doc="of what was seen; method and digest"),
    Column("level", String, nullable=False, doc="seen, approved"),
    Column("by", Said, nullable=False),
    Column("at", Instant, nullable=False),
    Column("remarks", Said),
    Column("reached", Json, nullable=False, doc="contact → when it reached them"),
    Column("revoked_at", Instant, doc="empty: it counts"),
    Column("revoked_by", Said),
    Column("revoked_reason", Said),
    Index(None, "platform", "account_id"),
)

proof_events = Table(
    "proof_events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("proof", ForeignKey("proofs.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("action", String, nullable=False, doc="seen, approved, revoked"),
    Column("by", Said, nullable=False),
    Column("reason", Said),
)
