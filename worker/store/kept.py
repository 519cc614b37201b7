"""Names of the database's library for those who only pass such things on."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row

__all__ = ["Connection", "Row", "raw"]


def raw(connection: Connection) -> Any:
    """The driver's own connection, in the same transaction: for the task queue, which knows it."""
    return connection.connection.driver_connection
