"""Erasures: words that a person asked the city to erase, and that no later reading keeps.

The GDPR (article 17) gives people that right, and both platforms demand it: Meta in its Platform
Terms 3.d, LinkedIn in its API Terms of Use (checked 2026-11-22). While a comment stands on its
platform it is read again; its row then keeps its place, and neither what it says nor by whom. When
it was written and what it was judged to be are facts by which the city answers: whether it waits
and until when stays exact, also for what others write beside it, and nobody is forgotten for having
asked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from policies.model import Comment, Platform
from policies.triage import Verdict
from worker.store import comments, threads
from worker.store.errors import UnknownId
from worker.store.locking import alone
from worker.store.personal import Found, Wanted, find
from worker.store.rows import own_id
from worker.store.tables import comments as table
from worker.store.tables_erasures import erasures
from worker.store.wordless import ERASED, judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Who has words erased, and why."""

    by: str
    reason: str
    at: datetime
    verdict: Callable[[Comment], Verdict]
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


WORDS = "words"
"""Whoever lays down a mail with people's words is alone with this, and so is an erasure."""


def erase(
    connection: Connection, wanted: Wanted, ours: Collection[str], order: Order
) -> tuple[Erasure | None, Found]:
    """Erase it; None: there was nothing. No reading changes the threads meanwhile.

    Mails with people's words are laid down before that or after it.

    Raises:
        UnknownId, Several, OurOwn: as `find`; nothing was erased.
    """
    alone(connection, WORDS)
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
                _empty(connection, row, erasure, order)
    return erasure, found


def _empty(
    connection: Connection, row: Row[*tuple[Any, ...]], erasure: Erasure, order: Order
) -> None:
    """Erase the words of one comment, and keep what it was judged to be by them."""
    left, comment = row.judged, comments.comment_of(row)
    if comment is not None and row.erased_at is None:
        left = judged(comment, order.verdict(comment))
    values = ERASED | {"erasure": erasure.id, "erased_at": erasure.at, "judged": left}
    here = (table.c.platform == row.platform, table.c.kind == row.kind, table.c.id == row.id)
    connection.execute(update(table).where(*here).values(values))


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
    told = {one.name: getattr(erasure, one.name) for one in erasures.c if one.name != "missing"}
    return told | {"platform": str(erasure.platform)}


def _erasure(row: Row[*tuple[Any, ...]]) -> Erasure:
    told = {one.name: getattr(row, one.name) for one in erasures.c if one.name != "missing"}
    return Erasure(**(told | {"platform": Platform(row.platform)}))


def carried_out(connection: Connection) -> int:
    """How many erasures there were: has another come, what was read before may not be mailed."""
    count: int = connection.execute(select(func.count()).select_from(erasures)).scalar_one()
    return count
