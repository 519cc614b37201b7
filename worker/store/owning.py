"""Whose each unsettled thread is: the briefs that claim its post, and the owner in its row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from policies.model import AccountId, CampaignId, Platform, PostId
from policies.threads import UNSETTLED
from worker.store.posts import ROWS
from worker.store.rows import parts
from worker.store.tables import post_campaigns, thread_events, threads
from worker.store.threads import stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Owned:
    """An unsettled thread of comments and its owner."""

    id: str
    post_id: PostId | None
    owner: str
    state: str
    due_at: datetime | None
    changed_at: datetime


def note_briefs(
    connection: Connection,
    platform: Platform,
    account_id: AccountId,
    told: Mapping[CampaignId, str | None],
) -> None:
    """Note under which brief each of these campaigns runs; campaigns not named keep theirs."""
    c = post_campaigns.c
    mine = (c.platform == str(platform), c.account_id == account_id)
    known = select(c.campaign_id, c.brief_id).where(*mine).distinct()
    changed = {
        row.campaign_id
        for row in connection.execute(known)
        if row.campaign_id in told and told[CampaignId(row.campaign_id)] != row.brief_id
    }
    if changed:
        renamed = update(post_campaigns).where(*mine, c.campaign_id == bindparam("campaign"))
        connection.execute(
            renamed.values(brief_id=bindparam("brief")),
            [{"campaign": one, "brief": told[CampaignId(one)]} for one in sorted(changed)],
        )


def unsettled(
    connection: Connection, platform: Platform, ids: Sequence[str] | None = None
) -> list[Owned]:
    """The platform's unsettled threads.

    `ids`: only these, kept from others until the transaction ends.
    """
    query = select(threads).where(
        threads.c.platform == str(platform), threads.c.state.in_(UNSETTLED)
    )
    if ids is None:
        return list(map(_owned, connection.execute(query.execution_options(yield_per=ROWS))))
    ordered = query.order_by(threads.c.id).with_for_update()
    return [
        _owned(row)
        for part in parts(sorted(ids))
        for row in connection.execute(ordered.where(threads.c.id.in_(part)))
    ]


def _owned(row: Row[*tuple[Any, ...]]) -> Owned:
    return Owned(
        id=row.id,
        post_id=row.post_id if row.kind == "comment" else None,
        owner=row.owner,
        state=row.state,
        due_at=row.due_at,
        changed_at=row.changed_at,
    )


def briefs_of(
    connection: Connection, platform: Platform, posts: Iterable[PostId]
) -> dict[PostId, set[str]]:
    """Ids of the briefs under which campaigns show each of these posts."""
    found: dict[PostId, set[str]] = defaultdict(set)
    c = post_campaigns.c
    for part in parts(sorted(set(posts))):
        query = select(c.post_id, c.brief_id).where(
            c.platform == str(platform), c.post_id.in_(part), c.brief_id.is_not(None)
        )
        for row in connection.execute(query):
            found[PostId(row.post_id)].add(row.brief_id)
    return found


def move(connection: Connection, moved: Sequence[tuple[Owned, str]], at: datetime) -> None:
    """Give threads to other owners; state and deadline stand as they were, in history too."""
    if not moved:
        return
    since = {one.id: stamp(one.changed_at, at) for one, _ in moved}
    connection.execute(
        update(threads)
        .where(threads.c.id == bindparam("thread"))
        .values(owner=bindparam("whose"), changed_at=bindparam("since")),
        [{"thread": one.id, "whose": whose, "since": since[one.id]} for one, whose in moved],
    )
    connection.execute(
        insert(thread_events),
        [
            {
                "thread": one.id,
                "at": since[one.id],
                "state": one.state,
                "due_at": one.due_at,
                "owner": whose,
            }
            for one, whose in moved
        ],
    )
