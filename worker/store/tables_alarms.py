"""The tables of alarms: who was told of an overdue thread, and what people asked."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from worker.store.kinds import Instant, Said
from worker.store.tables import metadata as metadata

alarms = Table(
    "alarms",
    metadata,
    Column("thread", ForeignKey("threads.id"), primary_key=True),
    Column("due_at", Instant, primary_key=True, doc="the deadline that had passed"),
    Column("step", Integer, primary_key=True, doc="1: the first contact; 2: the editorial team"),
    Column("at", Instant, nullable=False, doc="when its mail was laid down"),
)

asks = Table(
    "asks",
    metadata,
    Column("decision", ForeignKey("decisions.id"), primary_key=True),
    Column("thread", ForeignKey("threads.id"), nullable=False),
    Column("comment_id", Said, doc="that waited when somebody asked"),
    Column("due_at", Instant, doc="of that one"),
    Column("second_at", Instant, doc="when the mail to the second contact was laid down"),
    Column("ended_at", Instant, doc="answered, closed, referred or reopened; empty: still asked"),
    Column("ended_by", String, doc="a state, or a person's decision"),
    Index(None, "thread"),
    Index(None, "ended_at"),
)
