"""Floods: how many new threads each owner has, under which posts, and what was told of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from policies.model import Platform
from policies.owning import SLK
from policies.threads import UNSETTLED
from worker.store.tables import posts, thread_events, threads
from worker.store.tables_digests import floods


@dataclass(frozen=True, slots=True, kw_only=True)
class Flood:
    """Very many new threads for one owner within an hour, as it was told."""

    owner: str
    began_at: datetime
    threads: int
    """New ones in the hour before it was seen."""
    most: int
    """The most in any hour so far."""
    ended_at: datetime | None
    """None: it goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """A post, or the inboxes of a platform, and how many of the new threads are there."""

    platform: Platform
    post_id: str | None
    """None: messages."""
    kind: str | None
    """`facebook`, `instagram` or `linkedin`; None: messages."""
    link: str | None
    threads: int


def new_of(connection: Connection, since: datetime) -> dict[str, int]:
    """How many threads of each owner came after `since` and needed an answer.

    Those that have been answered or closed by now count too. One that was overdue when we first
    saw it does not: it is old, and came with a Page that we read for the first time.
    """
    query = (
        select(threads.c.owner, func.count().label("number"))
        .where(_new(since))
        .group_by(threads.c.owner)
    )
    return {row.owner: row.number for row in connection.execute(query)}


def crowds(
    connection: Connection, owner: str, departments: Collection[str], since: datetime, most: int
) -> list[Crowd]:
    """Under which posts the owner's new threads are, at most so many posts, the most first.

    Of SLK's are also those of owners that are no department.
    """
    c = threads.c
    mine = c.owner == owner
    if owner == SLK:
        mine = or_(mine, c.owner.not_in(sorted(departments)))
    number = func.count().label("number")
    under = and_(posts.c.platform == c.platform, posts.c.id == c.post_id)
    query = (
        select(c.platform, c.post_id, posts.c.kind, posts.c.link, number)
        .select_from(threads.outerjoin(posts, under))
        .where(_new(since), mine)
        .group_by(c.platform, c.post_id, posts.c.kind, posts.c.link)
        .order_by(number.desc(), c.platform, c.post_id)
        .limit(most)
    )
    return [
        Crowd(
            platform=Platform(row.platform),
            post_id=row.post_id,
            kind=row.kind,
            link=row.link,
            threads=row.number,
        )
        for row in connection.execute(query)
    ]


def _new(since: datetime) -> ColumnElement[bool]:
    """First seen after `since`, and in need of an answer for which there was time then."""
    events = thread_events.c
    asked = exists().where(
        events.thread == threads.c.id,
        events.state.in_(UNSETTLED),
        events.due_at >= threads.c.first_seen,
    )
    return (threads.c.first_seen > since) & asked


def standing(connection: Connection) -> dict[str, Flood]:
    """The floods that go on, by owner."""
    rows = connection.execute(select(floods).where(floods.c.ended_at.is_(None)))
    return {row.owner: _flood(row) for row in rows}


def all_of(connection: Connection, owner: str) -> tuple[Flood, ...]:
    """Every flood of this owner's, the first one first."""
    mine = select(floods).where(floods.c.owner == owner).order_by(floods.c.began_at)
    return tuple(map(_flood, connection.execute(mine)))


def begin(connection: Connection, owner: str, number: int, at: datetime) -> None:
    """Note a flood, in the transaction that lays down its mails."""
    row = {"owner": owner, "began_at": at, "threads": number, "most": number}
    connection.execute(insert(floods).values(row))


def grow(connection: Connection, flood: Flood, number: int) -> None:
    """Note that it has become larger, if it has."""
    if number > flood.most:
        connection.execute(update(floods).where(*_this(flood)).values(most=number))


def end(connection: Connection, flood: Flood, at: datetime) -> None:
    """Note that it is over."""
    connection.execute(update(floods).where(*_this(flood)).values(ended_at=at))


def _this(flood: Flood) -> tuple[ColumnElement[bool], ...]:
    return floods.c.owner == flood.owner, floods.c.began_at == flood.began_at


def _flood(row: Any) -> Flood:
    return Flood(
        owner=row.owner,
        began_at=row.began_at,
        threads=row.threads,
        most=row.most,
        ended_at=row.ended_at,
    )
