"""Posts that carry comments, the campaigns they belong to, and which of them are watched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, exists, func, or_, select, update

from policies.model import AccountId, CampaignId, Platform, Post, PostId
from policies.retention.clock import AHEAD
from policies.threads import UNSETTLED
from worker.store.rows import parts, put
from worker.store.tables import post_campaigns, posts, threads

ROWS = 500
"""Rows held at a time where there may be very many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A post shown by a campaign, and the last known instant at which the campaign could run."""

    post: Post
    campaign_id: CampaignId
    account_id: AccountId
    ran_until: datetime | None
    """None: it does not run, and nobody can tell since when."""


def remember(connection: Connection, seen: Iterable[Post], at: datetime) -> None:
    """Note that these posts exist; what is not told this time stays as it is known."""
    once = {(str(post.platform), str(post.id)): post for post in seen}
    for some in parts(sorted(once)):
        _remember(connection, {one: _values(once[one]) for one in some}, at)


def _remember(
    connection: Connection, fresh: Mapping[tuple[str, str], Mapping[str, str]], at: datetime
) -> None:
    """Note so many posts as one statement can name; as rows all of an account's take megabytes."""
    stored = {
        (row.platform, row.id): {name: getattr(row, name) for name in _CHANGING}
        for row in connection.execute(
            select(posts).where(posts.c.id.in_([post_id for _, post_id in fresh]))
        )
    }
    rows = [
        {"platform": platform, "id": post_id, "first_seen": at, **_NOTHING, **was, **values}
        for (platform, post_id), values in fresh.items()
        if (was := stored.get((platform, post_id), {})) != {**was, **values}
    ]
    put(connection, posts, rows, key=("platform", "id"), first=("first_seen",))


_CHANGING = ("kind", "owner_id", "link")
_NOTHING = dict.fromkeys(_CHANGING)


def _values(post: Post) -> dict[str, str]:
    """What may change of a post, as far as it was told: ads give no links, own posts do."""
    return {name: told for name in _CHANGING if (told := getattr(post, name)) is not None}


def link(connection: Connection, shown: Sequence[Shown], at: datetime) -> None:
    """Note which campaigns show which posts; `ran_until` never moves back.

    A campaign first met when it is off, without a word of when it ended, counts as ended now: it is
    watched once too long rather than not at all.
    """
    remember(connection, (one.post for one in shown), at)
    for some in parts(sorted(shown, key=_place)):
        _note_links(connection, some, at)


def _note_links(connection: Connection, shown: Sequence[Shown], at: datetime) -> None:
    """Note so many of them as one statement can name."""
    known = _known(connection, shown)
    latest = dict(known)
    accounts: dict[_Link, AccountId] = {}
    for one in shown:
        here = _place(one)
        until = one.ran_until or latest.get(here, at)
        latest[here] = max(until, latest.get(here, until))
        accounts[here] = one.account_id
    rows = [
        dict(zip(_LINK, here, strict=True)) | {"account_id": account, "ran_until": latest[here]}
        for here, account in accounts.items()
        if latest[here] != known.get(here)
    ]
    put(connection, post_campaigns, rows, key=_LINK, first=("account_id",))


_Link = tuple[str, str, str]
"""Platform, post and campaign."""
_LINK = ("platform", "post_id", "campaign_id")


def _place(one: Shown) -> _Link:
    return str(one.post.platform), str(one.post.id), str(one.campaign_id)


def _known(connection: Connection, shown: Sequence[Shown]) -> dict[_Link, datetime]:
    """Until when each campaign could run that shows one of these posts, as far as is known."""
    columns = post_campaigns.c
    return {
        (row.platform, row.post_id, row.campaign_id): row.ran_until
        for part in parts(sorted({str(one.post.id) for one in shown}))
        for row in connection.execute(
            select(post_campaigns).where(columns.post_id.in_(part)).with_for_update()
        )
    }


def shown_by(
    connection: Connection, platform: Platform, ids: Sequence[PostId]
) -> Iterator[tuple[PostId, dict[AccountId, datetime]]]:
    """The accounts whose ads ever showed each of these posts, and until when each last could.

    A post without any is left out.
    """
    columns = post_campaigns.c
    until = func.max(columns.ran_until).label("until")
    for part in parts(ids):
        query = (
            select(columns.post_id, columns.account_id, until)
            .where(columns.platform == str(platform), columns.post_id.in_(part))
            .group_by(columns.post_id, columns.account_id)
        )
        found: dict[str, dict[AccountId, datetime]] = {}
        for row in connection.execute(query):
            found.setdefault(row.post_id, {})[AccountId(row.account_id)] = row.until
        yield from ((one, found[one]) for one in part if one in found)


def watched(
    connection: Connection,
    platform: Platform,
    *,
    since: datetime,
    account_id: AccountId | None = None,
) -> tuple[PostId, ...]:
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
    query = select(posts.c.id).where(posts.c.platform == str(platform), wanted)
    if account_id is not None:
        query = query.where(shown.where(post_campaigns.c.account_id == account_id))
    rows = connection.execute(query.order_by(posts.c.id).execution_options(yield_per=ROWS))
    return tuple(PostId(row.id) for row in rows)


def _post(row: Row[Any]) -> Post:
    """A row as a value."""
    return Post(
        platform=Platform(row.platform),
        id=PostId(row.id),
        kind=row.kind,
        owner_id=row.owner_id,
        link=row.link,
    )


def told(connection: Connection, platform: Platform, ids: Sequence[PostId]) -> dict[PostId, Post]:
    """What is known of these posts; one that nobody knows is left out."""
    return {
        PostId(row.id): _post(row)
        for part in parts(ids)
        for row in connection.execute(
            select(posts).where(posts.c.platform == str(platform), posts.c.id.in_(part))
        )
    }


def first_of(connection: Connection, platform: Platform) -> dict[str, datetime]:
    """When we first met a post of each Page, Instagram account or organisation."""
    query = (
        select(posts.c.owner_id, func.min(posts.c.first_seen))
        .where(posts.c.platform == str(platform), posts.c.owner_id.is_not(None))
        .group_by(posts.c.owner_id)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def read_lately(
    connection: Connection,
    platform: Platform,
    ids: Sequence[PostId],
    since: datetime,
    *,
    at: datetime,
) -> set[PostId]:
    """Which of these posts were read in full after `since`; `at`: the present instant.

    A reading that is dated ahead was dated by a clock that was wrong: nobody knows how old it is.
    """
    lately = and_(posts.c.read_at > since, posts.c.read_at <= at + AHEAD)
    return {
        PostId(row.id)
        for part in parts(ids)
        for row in connection.execute(
            select(posts.c.id).where(
                posts.c.platform == str(platform), posts.c.id.in_(part), lately
            )
        )
    }


def read_in_full(connection: Connection, post: Post, at: datetime) -> None:
    """Note that all comments of the post were read."""
    _note(connection, post, read_at=at, caught_up_at=at)


def caught_up(connection: Connection, post: Post, at: datetime) -> None:
    """Note that all that was new under the post was read, and nothing else had changed."""
    _note(connection, post, caught_up_at=at)


def read_in_doubt(connection: Connection, post: Post, at: datetime) -> None:
    """Note that all listed comments were read, but that others stand which are in no list.

    No count tells then whether anything is new: it is as if the post had never been read in full.
    """
    _note(connection, post, read_at=None, caught_up_at=at)


def read_in_part(connection: Connection, post: Post) -> None:
    """Note that new comments were read, and that what is listed beside them is not known."""
    _note(connection, post, read_at=None)


def _note(connection: Connection, post: Post, **read: datetime | None) -> None:
    connection.execute(
        update(posts)
        .where(posts.c.platform == str(post.platform), posts.c.id == post.id)
        .values(**read)
    )
