"""One transaction at a time where no row stands yet that could be locked."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, func, select


def alone(connection: Connection, what: str) -> None:
    """Wait until no other transaction that named the same is open; ours is then the one.

    SQLite lets only one transaction write in any case.
    """
    if connection.dialect.name == "postgresql":
        number = int.from_bytes(hashlib.sha256(what.encode()).digest()[:8], signed=True)
        connection.execute(select(func.pg_advisory_xact_lock(number)))
