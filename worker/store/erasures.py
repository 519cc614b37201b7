"""Erasures: words that a person asked the city to erase, and that no later reading keeps.

The GDPR (article 17) gives people that right, and both platforms demand it: Meta in its Platform
Terms 3.d, LinkedIn in its API Terms of Use (checked 2026-11-22). While a comment stands on its
platform it is read again; its row then keeps its place, and neither what it says nor by whom. When
it was written and what it was judged to be are facts by which the city answers: whether it waits
and until when stays exact, also for what others write beside it, and nobody is forgotten for having
asked.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from policies.model import Platform
from worker.store import comments, threads
from worker.store.errors import UnknownId
from worker.store.nouns import verdict_to_value
from worker.store.personal import Found, Wanted, find
from worker.store.rows import own_id
from worker.store.tables import comments as table
from worker.store.tables_erasures import erasures
from worker.store.wordless import ERASED, Judge


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Who has words erased, and why."""

    by: str
    reason: str
    at: datetime
    judge: Judge
    """What a comment is by its words."""


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
    connection: Connection, wanted: Wanted, ours: Collection[str], order: Order
) -> tuple[Erasure | None, Found]:
    """Erase it; None: there was nothing. No reading changes the threads meanwhile.

    Raises:
        UnknownId, Several, OurOwn: as `find`; nothing was erased.
    """
    found, kept = find(connection, wanted, ours, order.at), set[str]()
    while not kept.issuperset(found.threads):
        kept.update(found.threads)
        threads.keep(connection, kept)
        found = find(connection, wanted, ours, order.at)
    if not found.these:
        return None, found
    erasure = Erasure(
        id=own_id("erasure", wanted.platform, order.at.isoformat(), *map(":".join, found.these)),
        platform=wanted.platform,
        by=order.by,
        reason=order.reason,
        at=order.at,
        comments=len(found.these),
        lifted_at=None,
        lifted_by=None,
        lifted_reason=None,
    )
    connection.execute(insert(erasures).values(_values(erasure)))
    these = set(found.these)
    for rows in comments.of_threads(connection, found.threads).values():
        for row in rows:
            if (row.kind, row.id) in these:
                _empty(connection, row, erasure, order.judge)
    return erasure, found


def _empty(
    connection: Connection, row: Row[*tuple[Any, ...]], erasure: Erasure, judge: Judge
) -> None:
    """Erase the words of one comment, and keep what it was judged to be by them."""
    judged, comment = row.judged, comments.comment_of(row)
    if comment is not None and row.erased_at is None:
        judged = verdict_to_value(judge(comment))
    left = ERASED | {"erasure": erasure.id, "erased_at": erasure.at, "judged": judged}
    here = (table.c.platform == row.platform, table.c.kind == row.kind, table.c.id == row.id)
    connection.execute(update(table).where(*here).values(left))


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
    connection.execute(update(table).where(table.c.erasure == wanted).values(erasure=None))
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
