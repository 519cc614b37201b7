"""Where comments stand, and when each was last fetched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from policies.model import Platform, PostId
from worker.store.rows import parts
from worker.store.tables import comments, threads


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """Where a comment stands, and when it was last fetched."""

    thread: str
    post_id: PostId | None
    fetched_at: datetime
    erased: bool
    """Its text had to be erased; it is not known to be deleted."""


def whereabouts(
    connection: Connection, platform: Platform, ids: Sequence[str]
) -> dict[str, Whereabouts]:
    """Where these comments stand; one that has no row is left out."""
    found: dict[str, Whereabouts] = {}
    for part in parts(ids):
        query = (
            select(comments, threads.c.post_id)
            .join(threads, threads.c.id == comments.c.thread)
            .where(
                comments.c.platform == str(platform),
                comments.c.kind == "comment",
                comments.c.id.in_(part),
            )
        )
        for row in connection.execute(query):
            found[row.id] = Whereabouts(
                thread=row.thread,
                post_id=PostId(row.post_id) if row.post_id else None,
                fetched_at=row.fetched_at,
                erased=row.erased_at is not None and row.gone_at is None,
            )
    return found
