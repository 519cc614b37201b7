"""Names of the database's library for those who only pass such things on."""

from __future__ import annotations

from sqlalchemy import Connection, Row

__all__ = ["Connection", "Row"]
