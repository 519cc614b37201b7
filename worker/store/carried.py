"""Erasures carried over a restore: a backup from before a person asked still holds the words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, insert, select, update

from worker.store import outbox
from worker.store.tables import comments
from worker.store.tables_erasures import erasures
from worker.store.wordless import ERASED

Place = tuple[str, str, str]
"""Platform, kind and id of a comment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The erasures that a database knew before something was put in its place."""

    erasures: tuple[dict[str, Any], ...]
    comments: tuple[tuple[Place, dict[str, Any]], ...]
    """Those that are in force, each with its erasure and what it was judged to be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What became of them."""

    again: int = 0
    """Comments that stand in the backup, and are emptied."""
    missing: tuple[Place, ...] = ()
    """Comments that are newer than the backup: the next reading keeps them."""


def standing(connection: Connection) -> Standing:
    """The erasures that this database knows, those that were lifted too."""
    c = comments.c
    query = select(c.platform, c.kind, c.id, c.erasure, c.judged).where(c.erasure.is_not(None))
    return Standing(
        erasures=tuple(dict(row) for row in connection.execute(select(erasures)).mappings()),
        comments=tuple(
            ((row.platform, row.kind, row.id), {"erasure": row.erasure, "judged": row.judged})
            for row in connection.execute(query.order_by(c.platform, c.kind, c.id))
        ),
    )


def carry(connection: Connection, before: Standing, at: datetime) -> Carried:
    """Erase again what was erased. What the backup knows of an erasure gives way to the newer."""
    for one in before.erasures:
        stands = connection.execute(update(erasures).where(erasures.c.id == one["id"]).values(one))
        if not stands.rowcount:
            connection.execute(insert(erasures).values(one))
    _lift(connection, before)
    missing, touched = [], set[str]()
    for (platform, kind, own), kept in before.comments:
        here = and_(comments.c.platform == platform, comments.c.kind == kind, comments.c.id == own)
        values = ERASED | kept | {"erased_at": at}
        if kept["judged"] is None:  # of what nobody could judge by its words nothing is concluded
            values["created_at"] = None
        found = connection.execute(
            update(comments).where(here).values(values).returning(comments.c.thread)
        ).scalar()
        if found is None:
            missing.append((platform, kind, own))
        else:
            touched.add(found)
    again = len(before.comments) - len(missing)
    outbox.forget_words(connection, touched)
    return Carried(again=again, missing=tuple(missing))


def _lift(connection: Connection, before: Standing) -> None:
    """What was lifted since the backup is lifted in it too."""
    for one in before.erasures:
        if one["lifted_at"] is not None:
            named = comments.c.erasure == one["id"]
            connection.execute(update(comments).where(named).values(erasure=None))
