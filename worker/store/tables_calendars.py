"""The calendars that deadlines were worked out by."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Table

from worker.store.kinds import Instant, Json
from worker.store.tables import metadata

calendars = Table(
    "calendars",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("since", Instant, nullable=False),
    Column(
        "body", Json, nullable=False, doc="zone, closing time; of each year holidays and clocks"
    ),
    Column("settled_at", Instant, doc="all open deadlines go by it; empty: not yet"),
)
