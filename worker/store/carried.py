"""Erasures and holds carried over a restore.

A backup from before a person asked still holds the words; one from before a hold was placed does
not know what is to be kept.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, insert, select, update

from worker.store import outbox
from worker.store.tables import comments
from worker.store.tables_erasures import erasures
from worker.store.tables_holds import holds
from worker.store.wordless import ERASED, awaited

Place = tuple[str, str, str]
"""Platform, kind and id of a comment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The erasures and holds that a database knew before something was put in its place."""

    erasures: tuple[dict[str, Any], ...]
    comments: tuple[tuple[Place, dict[str, Any]], ...]
    """Those that are in force, each with its erasure and what it was judged to be."""
    holds: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What became of them."""

    again: int = 0
    """Comments that stand in the backup, and are emptied."""
    missing: int = 0
    """Comments that are newer than the backup: they are erased when they are read again."""
    holds: int = 0
    """Holds that the backup does not know, and that nobody has released."""


def standing(connection: Connection) -> Standing:
    """The erasures and holds that this database knows, those that are over too."""
    c = comments.c
    query = select(c.platform, c.kind, c.id, c.erasure, c.judged).where(c.erasure.is_not(None))
    known = {
        (row.platform, row.kind, row.id): {"erasure": row.erasure, "judged": row.judged}
        for row in connection.execute(query)
    }
    places = {
        place: {"erasure": erasure, "judged": None}
        for place, erasure in awaited(connection).items()
    }
    return Standing(
        erasures=tuple(dict(row) for row in connection.execute(select(erasures)).mappings()),
        comments=tuple(sorted((places | known).items(), key=lambda one: one[0])),
        holds=tuple(dict(row) for row in connection.execute(select(holds)).mappings()),
    )


def carry(connection: Connection, before: Standing, at: datetime) -> Carried:
    """Erase again what was erased, and keep what was held.

    What was lifted or released in either of the two is so.
    """
    over = {one["id"] for one in before.erasures if one["lifted_at"] is not None} | set(
        connection.execute(select(erasures.c.id).where(erasures.c.lifted_at.is_not(None))).scalars()
    )
    _put(connection, before)
    connection.execute(
        update(comments).where(comments.c.erasure.in_(sorted(over))).values(erasure=None)
    )
    missing, touched = defaultdict[str, list[Any]](list), set[str]()
    in_force = [one for one in before.comments if one[1]["erasure"] not in over]
    for place, kept in in_force:
        found = _empty(connection, place, kept, at)
        if found is None:
            missing[kept["erasure"]].append(place[1:])
        else:
            touched.add(found)
    for erasure, places in missing.items():
        connection.execute(update(erasures).where(erasures.c.id == erasure).values(missing=places))
    outbox.forget_words(connection, touched)
    newer = sum(map(len, missing.values()))
    held = [_hold(connection, one) for one in before.holds]
    return Carried(again=len(in_force) - newer, missing=newer, holds=sum(held))


def _put(connection: Connection, before: Standing) -> None:
    """What the backup knows of an erasure gives way to the newer, but for that it was lifted."""
    for one in before.erasures:
        values = one | {"missing": None}
        if one["lifted_at"] is None:
            values = {name: told for name, told in values.items() if "lifted" not in name}
        here = update(erasures).where(erasures.c.id == one["id"]).values(values)
        if not connection.execute(here).rowcount:
            connection.execute(insert(erasures).values(values))


def _empty(connection: Connection, place: Place, kept: dict[str, Any], at: datetime) -> str | None:
    """Empty a comment of the backup; the answer is our id of its thread, None: it has none."""
    platform, kind, own = place
    here = and_(comments.c.platform == platform, comments.c.kind == kind, comments.c.id == own)
    values = ERASED | kept | {"erased_at": at}
    if kept["judged"] is None:  # of what nobody could judge by its words nothing is concluded
        values["created_at"] = None
    return connection.execute(
        update(comments).where(here).values(values).returning(comments.c.thread)
    ).scalar()


def _hold(connection: Connection, one: dict[str, Any]) -> bool:
    """Put a hold beside those of the backup; true: that does not know it, and it was not released.

    In one that both know the newer counts, but for a release, and for accounts that showed the
    campaign.
    """
    query = select(holds.c.accounts).where(holds.c.id == one["id"])
    there = connection.execute(query).one_or_none()
    if there is None:
        connection.execute(insert(holds).values(one))
        return one["ended_at"] is None
    values = one | {"accounts": sorted({*one["accounts"], *there.accounts})}
    if one["ended_at"] is None:
        values = {name: told for name, told in values.items() if not name.startswith("ended")}
    connection.execute(update(holds).where(holds.c.id == one["id"]).values(values))
    return False
