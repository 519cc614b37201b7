"""Posts that carry comments, the campaigns they belong to, and which of them are watched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, exists, insert, or_, select, update

from policies.model import AccountId, CampaignId, Platform, Post, PostId
from policies.threads import UNSETTLED
from worker.store.rows import put
from worker.store.tables import post_campaigns, posts, threads


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A post shown by a campaign, and the last known instant at which the campaign could run."""

    post: Post
    campaign_id: CampaignId
    account_id: AccountId
    ran_until: datetime | None
    """None: it does not run, and nobody can tell since when."""


def remember(connection: Connection, seen: Iterable[Post], at: datetime) -> None:
    """Note that these posts exist."""
    fresh = {(str(post.platform), str(post.id)): post for post in seen}
    for key, post in fresh.items():
        if _stored(connection, key) != _values(post):
            put(
                connection,
                posts,
                key=dict(zip(("platform", "id"), key, strict=True)),
                values=_values(post),
                first={"first_seen": at},
            )


def _values(post: Post) -> dict[str, str | None]:
    """What may change of a post."""
    return {"kind": post.kind, "owner_id": post.owner_id, "link": post.link}


def _stored(connection: Connection, key: tuple[str, str]) -> dict[str, str | None] | None:
    """The same as it stands in the database."""
    row = connection.execute(
        select(posts.c.kind, posts.c.owner_id, posts.c.link).where(
            posts.c.platform == key[0], posts.c.id == key[1]
        )
    ).first()
    return dict(row._mapping) if row else None


def link(connection: Connection, shown: Sequence[Shown], at: datetime) -> None:
    """Note which campaigns show which posts; `ran_until` never moves back.

    A campaign first met when it is off, without a word of when it ended, counts as ended now: it is
    watched once too long rather than not at all.
    """
    remember(connection, (one.post for one in shown), at)
    for one in shown:
        here = (
            post_campaigns.c.platform == str(one.post.platform),
            post_campaigns.c.post_id == one.post.id,
            post_campaigns.c.campaign_id == one.campaign_id,
        )
        known = connection.execute(select(post_campaigns.c.ran_until).where(*here)).scalar()
        if known is None:
            connection.execute(
                insert(post_campaigns).values(
                    platform=str(one.post.platform),
                    post_id=one.post.id,
                    campaign_id=one.campaign_id,
                    account_id=one.account_id,
                    ran_until=one.ran_until or at,
                )
            )
        elif one.ran_until is not None and one.ran_until > known:
            connection.execute(update(post_campaigns).where(*here).values(ran_until=one.ran_until))


def watched(
    connection: Connection,
    platform: Platform,
    *,
    since: datetime,
    account_id: AccountId | None = None,
) -> tuple[Post, ...]:
    """Posts of campaigns that could run after `since`, and posts with an unsettled thread."""
    shown = exists().where(
        post_campaigns.c.platform == posts.c.platform, post_campaigns.c.post_id == posts.c.id
    )
    wanted: ColumnElement[bool] = or_(
        shown.where(post_campaigns.c.ran_until >= since),
        exists().where(
            threads.c.platform == posts.c.platform,
            threads.c.post_id == posts.c.id,
            threads.c.state.in_(UNSETTLED),
        ),
    )
    query = select(posts).where(posts.c.platform == str(platform), wanted).order_by(posts.c.id)
    if account_id is not None:
        query = query.where(shown.where(post_campaigns.c.account_id == account_id))
    return tuple(
        Post(
            platform=Platform(row.platform),
            id=PostId(row.id),
            kind=row.kind,
            owner_id=row.owner_id,
            link=row.link,
        )
        for row in connection.execute(query)
    )


def read_in_full(connection: Connection, post: Post, at: datetime) -> None:
    """Note that all comments of the post were read."""
    connection.execute(
        update(posts)
        .where(posts.c.platform == str(post.platform), posts.c.id == post.id)
        .values(read_at=at)
    )
