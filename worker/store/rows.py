"""What every table needs: a row put in place whether it stood there or not, and our own ids."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table, and_, insert, update
from sqlalchemy.exc import IntegrityError


def put(
    connection: Connection,
    table: Table,
    *,
    key: Mapping[str, Any],
    values: Mapping[str, Any],
    first: Mapping[str, Any] | None = None,
) -> bool:
    """Update the row of `key` with `values`, or insert it, with `first` as well; true: inserted.

    Another program may insert it in between: then ours becomes an update.
    """
    here = and_(*(table.c[name] == value for name, value in key.items()))
    changed = {**values} or dict(key)
    if connection.execute(update(table).where(here).values(changed)).rowcount:
        return False
    try:
        with connection.begin_nested():
            connection.execute(insert(table).values({**key, **values, **(first or {})}))
    except IntegrityError:
        if not connection.execute(update(table).where(here).values(changed)).rowcount:
            raise
        return False
    return True


def own_id(*parts: str) -> str:
    """A short id of ours, the same for the same parts: ten letters and digits of a digest."""
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    return base64.b32encode(digest).decode().lower()[:10]
