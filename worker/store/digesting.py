"""What digests are made of: threads that wait, those it names, and the last reading of comments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, or_, select

from policies.model import AccountId, CampaignId, Platform, PostId, Unread
from policies.owning import SLK
from policies.threads import UNSETTLED
from worker.store.nouns import value_to_unread
from worker.store.queueing import Queued
from worker.store.queueing import some as some_queued
from worker.store.rows import parts
from worker.store.sweeps import topics_of
from worker.store.tables import post_campaigns, posts, sweeps, threads

_LATELY = 200
"""Sweeps among which the last reading is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """A thread that waits, as far as a digest sorts by it."""

    id: str
    owner: str
    state: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A reading of a whole topic that came to its end."""

    started_at: datetime
    finished_at: datetime
    unread: tuple[Unread, ...]


def waiting(connection: Connection, owner: str, departments: Collection[str]) -> list[Waits]:
    """The owner's unsettled threads; SLK's are also those of owners that are no department."""
    c = threads.c
    mine = c.owner == owner
    if owner == SLK:
        mine = or_(mine, c.owner.not_in(sorted(departments)))
    query = select(c.id, c.owner, c.state, c.due_at).where(c.state.in_(UNSETTLED), mine)
    return [
        Waits(id=row.id, owner=row.owner, state=row.state, due_at=row.due_at)
        for row in connection.execute(query)
    ]


def named(
    connection: Connection, ids: Sequence[str], linkedin_fetched_after: datetime
) -> dict[str, Queued]:
    """These threads as the queue tells them, by their ids."""
    found: dict[str, Queued] = {}
    for part in parts(ids):
        told = some_queued(connection, part, linkedin_fetched_after=linkedin_fetched_after)
        found |= {one.id: one for one in told}
    return found


def channels(connection: Connection, ids: Collection[str]) -> dict[tuple[Platform, str], str]:
    """Platform and post → `facebook`, `instagram` or `linkedin`."""
    return {
        (Platform(row.platform), row.id): row.kind
        for part in parts(sorted(ids))
        for row in connection.execute(
            select(posts.c.platform, posts.c.id, posts.c.kind).where(posts.c.id.in_(part))
        )
    }


def campaigns_of(
    connection: Connection, platform: Platform, ids: Collection[PostId]
) -> dict[PostId, set[tuple[AccountId, CampaignId]]]:
    """The campaigns that show each of these posts, with their accounts."""
    c = post_campaigns.c
    found: dict[PostId, set[tuple[AccountId, CampaignId]]] = defaultdict(set)
    for part in parts(sorted(ids)):
        query = select(c.post_id, c.account_id, c.campaign_id).where(
            c.platform == str(platform), c.post_id.in_(part)
        )
        for row in connection.execute(query):
            found[row.post_id].add((row.account_id, row.campaign_id))
    return found


def last_reading(connection: Connection, topic: str) -> Reading | None:
    """The newest whole reading of a topic, such as `comments`, that came to its end."""
    ended = (
        select(sweeps)
        .where(sweeps.c.finished_at.is_not(None))
        .order_by(sweeps.c.id.desc())
        .limit(_LATELY)
    )
    with connection.execute(ended.execution_options(yield_per=10)) as rows:
        for row in rows:
            whole = not (row.scope.get("platform") or row.scope.get("account"))
            if whole and topic in topics_of(row.scope):
                return Reading(
                    started_at=row.started_at,
                    finished_at=row.finished_at,
                    unread=value_to_unread(row.unread),
                )
    return None
