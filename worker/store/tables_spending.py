"""What campaigns plan and spend, brief by brief."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKeyConstraint, Index, String, Table

from worker.store.kinds import Instant, Json, Said
from worker.store.tables import metadata

costs = Table(
    "costs",
    metadata,
    Column("platform", String, primary_key=True),
    Column("account_id", String, primary_key=True),
    Column("read_at", Instant, nullable=False),
    Column("body", Json, nullable=False, doc="what each campaign spent, until which day"),
    ForeignKeyConstraint(["platform", "account_id"], ["accounts.platform", "accounts.id"]),
)

shares = Table(
    "shares",
    metadata,
    Column("platform", String, primary_key=True),
    Column("account_id", String, primary_key=True),
    Column("campaign_id", String, primary_key=True),
    Column("brief_id", String, nullable=False, doc="that it ran under when last read"),
    Column("name", Said, nullable=False),
    Column("currency", String, doc="of all amounts, which are in major units; empty: not known"),
    Column("spent", String, doc="at least; empty: not known"),
    Column("planned", String, doc="at least, with what is spent; empty: not known"),
    Column("planned_at_most", String, doc="empty: no bound is known"),
    Column("because", Json, doc="why no more is known: template and values"),
    Column("over", Boolean, nullable=False, doc="it could deliver no more"),
    Column("endless", Boolean, nullable=False, doc="a daily budget of it has no end"),
    Column("read_at", Instant, nullable=False),
    ForeignKeyConstraint(["platform", "account_id"], ["accounts.platform", "accounts.id"]),
    Index(None, "brief_id"),
)
