"""Posts that a Page made for ads, whoever runs those: what the Page itself tells of them.

Of a post Meta tells whether it is promoted, and never by which account (`promotion_status` of a
Page Post, Page Ads Posts; checked 2026-11-22). `active` and `inactive` are the words that were
seen; any other tells nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from sys import intern

from connectors.errors import ConnectorError, NotFound
from connectors.meta import ask
from connectors.meta.answers import Answered
from connectors.meta.graph import Gathered, Graph
from connectors.meta.links import page_link
from connectors.meta.page_tokens import Pages
from connectors.meta.shape import Record, link, text
from policies.model import Platform, Post, PostId, Promoted, Unread, Wall, Words

_RUNS: Mapping[str | None, bool] = {"active": True, "inactive": False}
_GONE = "gone"
_PERHAPS_OURS = Words(
    "The Page has posts of ads that are put together from parts, and Meta does not tell which ad "
    "has made which of them. Look at the Page's ads in Meta Business Suite."
)


def read_promoted(told: Record, post: Post) -> Promoted:
    """A post of a Page's for ads.

    Raises:
        Unreadable: it is of another shape.
    """
    word = text(told, "promotion_status")
    # The same few words for a hundred thousand posts: one copy of each.
    return Promoted(post=post, runs=_RUNS.get(word), told=intern(word) if word else word)


def unclear(promoted: Promoted) -> Promoted:
    """A post of an ad put together from parts, while such ads are among those that were read."""
    return Promoted(post=promoted.post, runs=promoted.runs, told=promoted.told, doubt=_PERHAPS_OURS)


def ids_of(gathered: Gathered) -> set[str]:
    """The posts in a list; what cannot be read of it is told by the list that holds all."""
    return {str(row["id"]) for row in gathered.rows if isinstance(row, dict) and "id" in row}


def wall_of(pages: Pages, page_id: str, error: ConnectorError | None) -> Wall:
    """A Page as one whose posts for ads were asked for."""
    page = pages.seen.get(page_id)
    return Wall(
        kind="page",
        id=page_id,
        name=page.name or "" if page else "",
        unread=error.words if error else None,
        link=page_link(page_id),
    )


def promoted(graph: Graph, pages: Pages, posts: Sequence[Post]) -> Iterator[Promoted | Unread]:
    """Each of these posts by its own read, with its Page's token."""
    wanted: dict[PostId, tuple[Post, str]] = {}
    for post in posts:
        try:
            _, token = pages.speaking(_page_of(post))
        except ConnectorError as error:
            yield _unread(post, error)
        else:
            wanted[post.id] = post, token
    asks = [ask.ad_post(post.id, token) for post, token in wanted.values()]
    for (post, token), told in zip(wanted.values(), graph.batch(asks), strict=True):
        yield _one(post, _again(graph, post, token) if isinstance(told, NotFound) else told)


def _page_of(post: Post) -> str:
    """Whose a post is: its id begins with its Page's."""
    return post.owner_id or post.id.partition("_")[0]


def _again(graph: Graph, post: Post, token: str) -> Answered:
    """One post by itself, and its Page: the same answer means that it may not be seen."""
    page = ask.node(_page_of(post), "id", token=token)
    told, owner = graph.batch([ask.ad_post(post.id, token), page])
    if isinstance(told, NotFound) and not isinstance(owner, ConnectorError):
        return {"id": post.id, "promotion_status": _GONE}
    return told


def _one(post: Post, told: Answered) -> Promoted | Unread:
    """What one own read gave; a post that is gone shows nowhere."""
    try:
        if isinstance(told, ConnectorError):
            raise told
        read = read_promoted(told, _linked(post, told))
    except ConnectorError as error:
        return _unread(post, error)
    if read.told == _GONE:
        return Promoted(post=post, runs=False, told=_GONE)
    return read


def _linked(post: Post, told: Record) -> Post:
    """The post with the address that was told now."""
    address = link(told, "permalink_url") or post.link
    return Post(
        platform=Platform.META,
        id=post.id,
        kind=post.kind,
        owner_id=post.owner_id,
        link=address,
    )


def _unread(post: Post, error: ConnectorError) -> Unread:
    return error.unread(f"posts:{post.id}")


def sorted_out(found: Iterable[Promoted], whole: set[str] | None) -> tuple[Promoted, ...]:
    """The posts, those marked of which an ad that was read may be the maker; None: none may."""
    if whole is None:
        return tuple(found)
    return tuple(one if one.post.id in whole else unclear(one) for one in found)
