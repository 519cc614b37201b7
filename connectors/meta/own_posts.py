"""Posts that the city published of late: its Pages' walls, its ads' posts, its Instagram accounts.

For the reader: `read(graph, pages, access, at, ads_since=…)`. Posts made for ads are among them
because a dynamic ad has posts that it does not name, and because ads may be anybody's.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from connectors.errors import ConnectorError
from connectors.meta import ask, promoted
from connectors.meta.access import MetaAccess
from connectors.meta.ask import Ask
from connectors.meta.graph import Gathered, Graph
from connectors.meta.page_tokens import Pages
from connectors.meta.parted import unlisted, unshown
from connectors.meta.shape import Record, link, moment, record, required
from policies.model import Platform, Post, PostId, Promoted, Promotions, Unread, Wall

OWN = "own_posts"
"""The name under which the city's own posts are unread."""
WATCHED = timedelta(days=30)
"""How long the city's own posts are watched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """The posts of the city's own, and what of them is ads."""

    posts: tuple[Post, ...]
    unread: tuple[Unread, ...]
    promotions: Promotions


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wall:
    """One list of posts: whose it is, and how it is asked for."""

    owner_id: str
    kind: str
    since: datetime
    ask: Ask


@dataclass(slots=True)
class _Ads:
    """What the Pages' lists of posts for ads gave."""

    posts: list[Promoted] = field(default_factory=list)
    walls: list[Wall] = field(default_factory=list)
    errors: list[ConnectorError] = field(default_factory=list)


def read(
    graph: Graph,
    pages: Pages,
    access: MetaAccess,
    at: datetime,
    *,
    ads_since: datetime | None = None,
    named: Collection[str] = (),
    nameless: Collection[str] = (),
) -> Own:
    """The posts of the city's own Pages and Instagram accounts in the 30 days before `at`.

    `ads_since`: since when ads that were read may have made posts without naming them. `named`:
    those that such ads do name; a list that lacks one of them lacks others. `nameless`: Pages of
    such ads that name none; a list of theirs that has no post of any such ad lacks them.
    """
    since = at - WATCHED
    posts: dict[str, Post] = {}
    errors = [one for one in (pages.error, pages.gap) if one is not None]
    made = min(since, ads_since or since)
    walls = _walls(pages, since, errors.append) + _feeds(pages, access, since)
    back = min(made, at - timedelta(days=access.watch_after_days))
    ad_walls = _lists(pages, back, ask.ad_posts)
    wholes = _lists(pages, back, ask.whole_ad_posts) if ads_since is not None else []
    came = iter(graph.edges([wall.ask for wall in (*wholes, *walls, *ad_walls)]))
    whole = {wall.owner_id: next(came) for wall in wholes}
    for wall in walls:
        for post, _ in _recent(wall, next(came), errors.append):
            posts[post.id] = post
    ads = _Ads(walls=_silent(pages))
    for wall in ad_walls:
        made_whole, listed = whole.get(wall.owner_id), next(came)
        errors += unlisted(wall.owner_id, named, listed)
        errors += unshown(wall.owner_id, nameless, listed, made_whole)
        for post, published in _take(pages, wall, listed, ads, made_whole):
            if published >= made:
                posts[post.id] = post
    errors += ads.errors
    reasons = {str(error): error for error in errors}.values()
    return Own(
        posts=tuple(posts.values()),
        unread=tuple(error.unread(OWN) for error in reasons),
        promotions=Promotions(
            platform=Platform.META,
            posts=tuple(ads.posts),
            walls=tuple(ads.walls),
            unread=pages.error.words if pages.error is not None else None,
        ),
    )


def _take(
    pages: Pages,
    wall: _Wall,
    gathered: Gathered,
    ads: _Ads,
    whole: Gathered | None,
) -> Sequence[tuple[Post, datetime]]:
    """A Page's posts for ads with their times; what could not be read is told of the Page."""
    mine: list[ConnectorError] = []
    found: list[Promoted] = []
    rows = _recent(wall, gathered, mine.append)
    for post, told in rows:
        try:
            found.append(promoted.read_promoted(told, post))
        except ConnectorError as error:
            mine.append(error)
    ads.posts += promoted.sorted_out(found, promoted.ids_of(whole) if whole else None)
    ads.walls.append(promoted.wall_of(pages, wall.owner_id, mine[0] if mine else None))
    ads.errors += mine
    return [(post, _published(told, wall)) for post, told in rows]


def _silent(pages: Pages) -> list[Wall]:
    """The Pages that cannot even be asked."""
    walls: list[Wall] = []
    for page_id in pages.own:
        try:
            pages.speaking(page_id)
        except ConnectorError as error:
            walls.append(promoted.wall_of(pages, page_id, error))
    return walls


_Report = Callable[[ConnectorError], None]


def _walls(pages: Pages, since: datetime, report: _Report) -> list[_Wall]:
    """What each Page has published on its wall since then; a Page without a token is reported."""
    walls: list[_Wall] = []
    for page_id in pages.own:
        try:
            _, token = pages.speaking(page_id)
        except ConnectorError as error:
            report(error)
        else:
            asked = ask.page_posts(page_id, token, since)
            walls.append(_Wall(owner_id=page_id, kind="facebook", since=since, ask=asked))
    return walls


def _lists(
    pages: Pages, since: datetime, asked: Callable[[str, str, datetime], Ask]
) -> list[_Wall]:
    """One list of each Page that has a token."""
    tokens = ((one, pages.seen[one].token) for one in pages.own if one in pages.seen)
    return [
        _Wall(owner_id=one, kind="facebook", since=since, ask=asked(one, token, since))
        for one, token in tokens
        if token is not None
    ]


def _feeds(pages: Pages, access: MetaAccess, since: datetime) -> list[_Wall]:
    """What the Instagram accounts published that are configured, or linked to an own Page."""
    seen = [pages.seen[one] for one in pages.own if one in pages.seen]
    linked = [page.instagram_id for page in seen if page.instagram_id]
    return [
        _Wall(owner_id=one, kind="instagram", since=since, ask=ask.instagram_media(one, since))
        for one in dict.fromkeys([*linked, *access.instagram])
    ]


def _recent(wall: _Wall, gathered: Gathered, report: _Report) -> Sequence[tuple[Post, Record]]:
    """The posts of a list that are not older than is wanted; what cannot be read is reported."""
    if gathered.error is not None:
        report(gathered.error)
    posts: list[tuple[Post, Record]] = []
    for row in gathered.rows:
        try:
            told = record(row, "data[]")
            post, made = _read(told, wall)
        except ConnectorError as error:
            report(error)
        else:
            posts += [(post, told)] if made >= wall.since else []
    return posts


def _published(told: Record, wall: _Wall) -> datetime:
    """When a post was published."""
    return moment(told, "timestamp" if wall.kind == "instagram" else "created_time")


def _read(told: Record, wall: _Wall) -> tuple[Post, datetime]:
    """A post and when it was published."""
    address = "permalink" if wall.kind == "instagram" else "permalink_url"
    post = Post(
        platform=Platform.META,
        id=PostId(required(told, "id")),
        kind=wall.kind,
        owner_id=wall.owner_id,
        link=link(told, address),
    )
    return post, _published(told, wall)
