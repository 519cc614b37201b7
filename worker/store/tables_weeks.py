"""Weekly reports as they were sent."""

from __future__ import annotations

from sqlalchemy import Column, LargeBinary, String, Table

from worker.store.kinds import Instant
from worker.store.tables import metadata

weeks = Table(
    "weeks",
    metadata,
    Column("week", String, primary_key=True, doc="such as 2026-W47"),
    Column("language", String, primary_key=True),
    Column("name", String, primary_key=True, doc="of the file, such as report.html"),
    Column("content", LargeBinary, nullable=False, doc="the file, packed (zlib)"),
    Column("kept_at", Instant, nullable=False),
)
