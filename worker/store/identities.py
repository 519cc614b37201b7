"""Who the city is, as tokens saw it: author ids of its own, kept when no token sees them any more.

Whether one may be the sender of an ad is another matter, and the configuration's alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection, select, update

from policies.model import Platform
from worker.store.rows import parts, put_new
from worker.store.tables import comments
from worker.store.tables_identities import identities


def seen(connection: Connection) -> Mapping[Platform, frozenset[str]]:
    """All that were ever seen as the city's own, by platform."""
    found: dict[Platform, set[str]] = defaultdict(set)
    for row in connection.execute(select(identities.c.platform, identities.c.id)):
        found[Platform(row.platform)].add(row.id)
    return {platform: frozenset(ids) for platform, ids in found.items()}


def note(connection: Connection, platform: Platform, ids: Iterable[str], at: datetime) -> None:
    """Keep these too; those that are known stay as they are."""
    rows = [
        {"platform": str(platform), "id": one, "first_seen": at, "settled_at": None}
        for one in sorted(ids)
    ]
    put_new(connection, identities, rows, key=("platform", "id"))


def unsettled(connection: Connection, platform: Platform) -> list[str]:
    """Those by which not all threads go yet that they wrote in."""
    query = select(identities.c.id).where(
        identities.c.platform == str(platform), identities.c.settled_at.is_(None)
    )
    return sorted(connection.execute(query).scalars())


def written_in(connection: Connection, platform: Platform, ids: Collection[str]) -> list[str]:
    """Our ids of the threads in which one of these wrote, as far as that is known still."""
    return sorted(
        {
            thread
            for part in parts(sorted(ids))
            for thread in connection.execute(
                select(comments.c.thread)
                .where(comments.c.platform == str(platform), comments.c.author_id.in_(part))
                .distinct()
            ).scalars()
        }
    )


def settle(connection: Connection, platform: Platform, ids: Iterable[str], at: datetime) -> None:
    """All threads that these wrote in go by them now."""
    for part in parts(sorted(ids)):
        connection.execute(
            update(identities)
            .where(identities.c.platform == str(platform), identities.c.id.in_(part))
            .values(settled_at=at)
        )
