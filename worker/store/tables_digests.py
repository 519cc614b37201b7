"""The tables of digests: what was laid down for each owner and window, and floods."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table

from worker.store.kinds import Instant
from worker.store.tables import metadata as metadata
from worker.store.tables import threads

digests = Table(
    "digests",
    metadata,
    Column("owner", String, primary_key=True, doc="a department's id, or slk"),
    Column("starts", Instant, primary_key=True, doc="when its window began"),
    Column("laid_at", Instant, nullable=False),
    Column("threads", Integer, nullable=False, doc="how many it tells of; 0: no mail was made"),
    Index(None, "starts"),
)

floods = Table(
    "floods",
    metadata,
    Column("owner", String, primary_key=True, doc="a department's id, or slk"),
    Column("began_at", Instant, primary_key=True, doc="when it was seen, and told"),
    Column("threads", Integer, nullable=False, doc="new ones in the hour before it was seen"),
    Column("most", Integer, nullable=False, doc="the most in any hour so far"),
    Column("ended_at", Instant, doc="empty: it goes on"),
)

Index("ix_threads_first_seen", threads.c.first_seen)  # what came within the last hour
