"""Posts that the city published of late: its Pages' walls, its ads' posts, its Instagram accounts.

For the reader: `own_posts(graph, pages, access, at, ads_since=…)`. Posts made for ads are among
them because a dynamic ad has posts that it does not name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from connectors.errors import ConnectorError
from connectors.meta import ask
from connectors.meta.access import MetaAccess
from connectors.meta.ask import Ask
from connectors.meta.graph import Gathered, Graph
from connectors.meta.page_tokens import Pages
from connectors.meta.shape import Record, link, moment, record, required
from policies.model import Platform, Post, PostId, Unread

OWN = "own_posts"
"""The name under which the city's own posts are unread."""
WATCHED = timedelta(days=30)
"""How long the city's own posts are watched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wall:
    """One list of posts: whose it is, and how it is asked for."""

    owner_id: str
    kind: str
    since: datetime
    ask: Ask


def own_posts(
    graph: Graph,
    pages: Pages,
    access: MetaAccess,
    at: datetime,
    *,
    ads_since: datetime | None = None,
) -> tuple[tuple[Post, ...], tuple[Unread, ...]]:
    """The posts of the city's own Pages and Instagram accounts in the 30 days before `at`.

    `ads_since`: since when posts made for ads are wanted, if that is longer.
    """
    since = at - WATCHED
    posts: dict[str, Post] = {}
    errors = [pages.error] if pages.error is not None else []
    made = min(since, ads_since or since)
    walls = _walls(pages, since, made, errors.append) + _feeds(pages, access, since)
    for wall, gathered in zip(walls, graph.edges([wall.ask for wall in walls]), strict=True):
        found = _recent(wall, gathered, errors.append)
        posts |= {post.id: post for post in found}
    reasons = {str(error): error for error in errors}.values()
    return tuple(posts.values()), tuple(error.unread(OWN) for error in reasons)


_Report = Callable[[ConnectorError], None]


def _walls(pages: Pages, since: datetime, made: datetime, report: _Report) -> list[_Wall]:
    """What each Page published, on its wall `since` then and in its ads since `made`."""
    walls: list[_Wall] = []
    for page_id in pages.own:
        try:
            _, token = pages.speaking(page_id)
        except ConnectorError as error:
            report(error)
        else:
            walls += [
                _Wall(
                    owner_id=page_id, kind="facebook", since=back, ask=asked(page_id, token, back)
                )
                for asked, back in ((ask.page_posts, since), (ask.ad_posts, made))
            ]
    return walls


def _feeds(pages: Pages, access: MetaAccess, since: datetime) -> list[_Wall]:
    """What the Instagram accounts published that are configured, or linked to an own Page."""
    seen = [pages.seen[one] for one in pages.own if one in pages.seen]
    linked = [page.instagram_id for page in seen if page.instagram_id]
    return [
        _Wall(owner_id=one, kind="instagram", since=since, ask=ask.instagram_media(one, since))
        for one in dict.fromkeys([*linked, *access.instagram])
    ]


def _recent(wall: _Wall, gathered: Gathered, report: _Report) -> Sequence[Post]:
    """The posts of a list that are not older than is wanted; what cannot be read is reported."""
    if gathered.error is not None:
        report(gathered.error)
    posts: list[Post] = []
    for row in gathered.rows:
        try:
            told = record(row, "data[]")
            post, made = _read(told, wall)
        except ConnectorError as error:
            report(error)
        else:
            posts += [post] if made >= wall.since else []
    return posts


def _read(told: Record, wall: _Wall) -> tuple[Post, datetime]:
    """A post and when it was published."""
    stamp, address = (
        ("timestamp", "permalink")
        if wall.kind == "instagram"
        else ("created_time", "permalink_url")
    )
    post = Post(
        platform=Platform.META,
        id=PostId(required(told, "id")),
        kind=wall.kind,
        owner_id=wall.owner_id,
        link=link(told, address),
    )
    return post, moment(told, stamp)
