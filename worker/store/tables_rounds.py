"""The tables of rounds: when campaigns ran, what was read in each window, who watched."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKeyConstraint, Index, Integer, String, Table

from worker.store.kinds import Instant, Json, Said
from worker.store.tables import metadata as metadata

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("platform", String, nullable=False),
    Column("account_id", String, nullable=False),
    Column("campaign_id", Said, nullable=False),
    Column("name", Said, nullable=False),
    Column("link", Said),
    Column("brief_id", String, doc="that it ran under when last read"),
    Column("maybe_from", Instant, nullable=False, doc="before this it did not run"),
    Column("runs_from", Instant, doc="it surely runs from here; empty: nobody can tell"),
    Column("seen_at", Instant, doc="it surely ran until here; empty: never seen running"),
    Column("over_at", Instant, doc="it surely does not run from here; empty: not seen ended"),
    Column("blind", Json, doc="why posts of it may not be known: template and values"),
    ForeignKeyConstraint(["platform", "account_id"], ["accounts.platform", "accounts.id"]),
    Index(None, "platform", "account_id"),
)

run_readings = Table(
    "run_readings",
    metadata,
    Column("platform", String, primary_key=True),
    Column("account_id", String, primary_key=True),
    Column("read_at", Instant, nullable=False, doc="last reading of all of its campaigns"),
    ForeignKeyConstraint(["platform", "account_id"], ["accounts.platform", "accounts.id"]),
)

rounds = Table(
    "rounds",
    metadata,
    Column("platform", String, primary_key=True),
    Column("account_id", String, primary_key=True, doc="slk: SLK's own round on this platform"),
    Column("campaign_id", Said, primary_key=True, doc="of slk: comments or messages"),
    Column("starts", Instant, primary_key=True, doc="when the window began"),
    Column("owner", String, nullable=False, doc="whose round it was"),
    Column("read_at", Instant, doc="when all had been read first; empty: it was not"),
    Column("because", Json, doc="why not, at the last try: template and values"),
    Index(None, "starts"),
)

watches = Table(
    "watches",
    metadata,
    Column("platform", String, primary_key=True, doc="empty: SLK's own round"),
    Column("account_id", String, primary_key=True),
    Column("campaign_id", Said, primary_key=True),
    Column("starts", Instant, primary_key=True, doc="when the window began"),
    Column("how", String, primary_key=True, doc="mark: a person's; answer: the city's, as seen"),
    Column("at", Instant, nullable=False),
    Column("by", Said, doc="a person; empty: no platform tells who answered"),
    Index(None, "starts"),
)

round_days = Table(
    "round_days",
    metadata,
    Column("day", String, primary_key=True, doc="the city's, as 2026-11-29"),
    Column("judged_at", Instant, nullable=False),
    Column("windows", Json, nullable=False, doc="begin and end of each window as it was that day"),
)
