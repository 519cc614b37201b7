"""Erasures: words that a person asked the city to erase, and that no later reading keeps.

The GDPR (article 17) gives people that right, and both platforms demand it: Meta in its Platform
Terms 3.d, LinkedIn in its API Terms of Use (checked 2026-11-22). While a comment stands on its
platform it is read again; its row then keeps its place, and nothing of what it says, by whom and
when. Whether it waits for an answer and until when are facts of the city's own and stay, so that
nobody is forgotten for having asked.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from policies.model import Platform
from worker.store import threads
from worker.store.comments import ERASED
from worker.store.errors import UnknownId
from worker.store.personal import Found, Wanted, find
from worker.store.rows import own_id, parts
from worker.store.tables import comments
from worker.store.tables_erasures import erasures


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """One that was carried out."""

    id: str
    platform: Platform
    by: str
    reason: str
    at: datetime
    comments: int
    lifted_at: datetime | None
    lifted_by: str | None
    lifted_reason: str | None


def erase(
    connection: Connection,
    wanted: Wanted,
    ours: Collection[str],
    *,
    by: str,
    reason: str,
    at: datetime,
) -> tuple[Erasure | None, Found]:
    """Erase it; None: there was nothing. No reading changes the threads meanwhile.

    Raises:
        UnknownId, Several, OurOwn: as `find`; nothing was erased.
    """
    threads.keep(connection, find(connection, wanted, ours, at).threads)
    found = find(connection, wanted, ours, at)
    if not found.these:
        return None, found
    erasure = Erasure(
        id=own_id("erasure", wanted.platform, by, at.isoformat(), *map(":".join, found.these)),
        platform=wanted.platform,
        by=by,
        reason=reason,
        at=at,
        comments=len(found.these),
        lifted_at=None,
        lifted_by=None,
        lifted_reason=None,
    )
    connection.execute(insert(erasures).values(_values(erasure)))
    left = ERASED | {"created_at": None, "erased_at": at, "erasure": erasure.id}
    for kind in sorted({kind for kind, _ in found.these}):
        for part in parts([one for its, one in found.these if its == kind]):
            connection.execute(
                update(comments)
                .where(
                    comments.c.platform == str(wanted.platform),
                    comments.c.kind == kind,
                    comments.c.id.in_(part),
                )
                .values(left)
            )
    return erasure, found


def lift(connection: Connection, wanted: str, *, by: str, reason: str, at: datetime) -> bool:
    """Let later readings keep these comments again; false: they did already.

    What was erased comes back only with a reading, if it still stands on its platform.

    Raises:
        UnknownId: there is no erasure of this id.
    """
    ids = connection.execute(select(erasures.c.id)).scalars().all()
    if wanted not in ids:
        raise UnknownId(wanted, tuple(get_close_matches(wanted, ids, n=3, cutoff=0.3)))
    lifted = connection.execute(
        update(erasures)
        .where(erasures.c.id == wanted, erasures.c.lifted_at.is_(None))
        .values(lifted_at=at, lifted_by=by, lifted_reason=reason)
    )
    connection.execute(update(comments).where(comments.c.erasure == wanted).values(erasure=None))
    return bool(lifted.rowcount)


def listed(connection: Connection) -> tuple[Erasure, ...]:
    """All there ever were, the first first."""
    rows = connection.execute(select(erasures).order_by(erasures.c.at, erasures.c.id))
    return tuple(map(_erasure, rows))


def _values(erasure: Erasure) -> dict[str, Any]:
    told = {column.name: getattr(erasure, column.name) for column in erasures.c}
    return told | {"platform": str(erasure.platform)}


def _erasure(row: Row[*tuple[Any, ...]]) -> Erasure:
    told = {column.name: getattr(row, column.name) for column in erasures.c}
    return Erasure(**(told | {"platform": Platform(row.platform)}))
