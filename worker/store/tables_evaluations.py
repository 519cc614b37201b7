"""What verdicts were made from: the facts by their content, and the rules that judged them."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table

from worker.store.kinds import Instant
from worker.store.tables import metadata

inputs = Table(
    "inputs",
    metadata,
    Column("digest", String, primary_key=True, doc="SHA-256 of the text"),
    Column("content", LargeBinary, nullable=False, doc="the text, compressed by zlib"),
    Column("used_at", Instant, nullable=False, doc="last named by an evaluation, within a day"),
)

evaluations = Table(
    "evaluations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False, doc="whose rules judged: account, post"),
    Column("platform", String, nullable=False),
    Column("account_id", String, nullable=False, doc="empty: beside the accounts"),
    Column("as_of", Instant, nullable=False),
    Column("read_at", Instant, doc="when the snapshot was read"),
    Column("snapshot", String, doc="digest of the snapshot's body; empty: not kept there"),
    Column("facts", ForeignKey("inputs.digest"), nullable=False, doc="names all other inputs"),
    Column("digest", String, nullable=False, doc="of the whole input"),
    Column("version", String, nullable=False, doc="of the program"),
    Column("rules", String, nullable=False, doc="digest of the source of the policies"),
    Index(None, "platform", "account_id"),
)

verdicts = Table(
    "verdicts",
    metadata,
    Column("finding_id", ForeignKey("findings.id"), primary_key=True),
    Column("evaluation", ForeignKey("evaluations.id"), index=True, doc="empty: purged"),
    Column("outcome", String, nullable=False, doc="fail, unknown, pass"),
    Column("digest", String, nullable=False, doc="of what was said, evidence included"),
    Column("as_of", Instant, nullable=False),
)
