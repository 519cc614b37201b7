"""Comments and replies of posts, read to the last one or told to be incomplete.

For the reader: `discussions(graph, pages, posts, known)` and `gone(graph, pages, post, ids)`, with
the Pages of `page_tokens.fetch`. Facebook posts are read with the token of the Page that their id
begins with, Instagram's with the configured token. The first pages of many posts travel in one
batch, and only where there is more is more asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from math import ceil

from connectors.errors import ConnectorError, NotFound
from connectors.meta import ask, talk_facebook, talk_instagram
from connectors.meta.ask import BATCH, Ask
from connectors.meta.graph import Gathered, Graph
from connectors.meta.heard import Heard, without
from connectors.meta.page_tokens import MODERATE, Page, Pages, untold
from connectors.meta.pages import Enough
from connectors.meta.shape import Record
from policies.model import Discussion, Post, PostId

PORTION = 500
"""Posts whose comments are held at a time."""
Known = Mapping[PostId, Collection[str]]
"""Comments that are stored and stand, by post."""


def discussions(
    graph: Graph, pages: Pages, posts: Sequence[Post], known: Known | None = None
) -> Iterator[Discussion]:
    """The comments of each post, every post once.

    A Facebook post that is `known` is read as far as it has anything new. Instagram's are always
    read to the end: their replies stand below their comments, so that a new one may be anywhere.
    """
    once = tuple({post.id: post for post in posts}.values())
    for start in range(0, len(once), PORTION):
        yield from _portion(graph, pages, once[start : start + PORTION], known or {})


def _portion(
    graph: Graph, pages: Pages, posts: Sequence[Post], known: Known
) -> Iterator[Discussion]:
    """The comments of posts read together, first those that will take the most pages."""
    asks: list[Ask] = []
    heard: list[Heard] = []
    for post in sorted(posts, key=lambda one: -_pages_of(one, known)):
        try:
            asks.append(_asking(pages, post))
        except ConnectorError as error:
            yield Heard(post, errors=[error]).discussion()
        else:
            heard.append(Heard(post))
    read = [one.post for one in heard]
    gathered = graph.edges(
        asks, [_enough(one, known) for one in read], abreast=_abreast(read, known)
    )
    for one, asked, rows in zip(heard, asks, _twice(graph, heard, asks, gathered), strict=True):
        one.errors += without(graph.lacking(asked))
        for told in rows:
            _listen(one, told, pages)
        if one.post.kind != talk_instagram.KIND:
            one.errors += talk_facebook.unbelieved(rows[-1])
            one.errors = one.errors or untold(_speaking(pages, one.post)[0], MODERATE)
    talk_instagram.read_further(graph, heard, pages.accounts)
    for one in heard:
        yield one.discussion()


def _pages_of(post: Post, known: Known) -> int:
    """How many pages its comments are likely to take."""
    if post.kind != talk_instagram.KIND:
        return 1
    return 1 + len(known.get(post.id, ())) // talk_instagram.MOST


def _abreast(posts: Sequence[Post], known: Known) -> int:
    """How many posts to read at a time, so that all of them end together.

    Then the further pages of the long ones fill requests that go for the others' first pages.
    """
    pages = [_pages_of(one, known) for one in posts] or [1]
    return BATCH * ceil(sum(pages) / max(pages) / BATCH)


def _enough(post: Post, known: Known) -> Enough | None:
    """What ends the reading of a post before its last page; None: nothing does."""
    if post.kind == talk_instagram.KIND or post.id not in known:
        return None
    return talk_facebook.until_known(known[post.id])


def _twice(
    graph: Graph, heard: Sequence[Heard], asks: Sequence[Ask], gathered: Sequence[Gathered]
) -> list[list[Gathered]]:
    """Each list, and beside one that is shorter than Meta's count the same read once more.

    A comment that is deleted between two pages makes one short, and takes another out of sight;
    what is still short the second time is kept from us.
    """
    told = [[one] for one in gathered]
    short = [
        at
        for at, (one, rows) in enumerate(zip(heard, gathered, strict=True))
        if one.post.kind != talk_instagram.KIND and talk_facebook.missing(rows)
    ]
    if short:
        for at, again in zip(short, graph.edges([asks[at] for at in short]), strict=True):
            told[at].append(again)
    return told


def _asking(pages: Pages, post: Post) -> Ask:
    """What reads a post's comments.

    Raises:
        ConnectorError: nothing does: there is no token for it.
    """
    if post.kind == talk_instagram.KIND:
        return ask.instagram_comments(post.id)
    return ask.facebook_comments(post.id, _speaking(pages, post)[1])


def _speaking(pages: Pages, post: Post) -> tuple[Page, str]:
    """The Page that published a Facebook post, and its token.

    Raises:
        ConnectorError: it is not seen, gives no token, or the task is missing.
    """
    page_id, underscore, _ = post.id.partition("_")
    return pages.speaking(page_id if underscore else post.owner_id or page_id, MODERATE)


def _listen(heard: Heard, gathered: Gathered, pages: Pages) -> None:
    if heard.post.kind == talk_instagram.KIND:
        talk_instagram.listen(heard, gathered, pages.accounts)
    else:
        talk_facebook.listen(heard, gathered)


def gone(
    graph: Graph, pages: Pages, post: Post, comment_ids: Sequence[str]
) -> Iterator[tuple[str, bool | None]]:
    """For each comment, by its own read: true gone, false there, None could not be told.

    What Meta does not find may also be kept from us. Gone is therefore only what the right token
    does not find by its own read, and a whole reading of the post does not show.
    """
    once = tuple(dict.fromkeys(comment_ids))
    try:
        token = None if post.kind == talk_instagram.KIND else _speaking(pages, post)[1]
    except ConnectorError:
        yield from ((one, None) for one in once)
        return
    answers = graph.batch([ask.node(one, "id", token=token) for one in once])
    told = dict(zip(once, answers, strict=True))
    whole = _whole(graph, pages, post, told)
    for one, answer in told.items():
        yield one, _missing(one, answer, whole)


def _whole(
    graph: Graph, pages: Pages, post: Post, told: Mapping[str, Record | ConnectorError]
) -> Discussion | None:
    """The post read once more, where something of it was not found."""
    if not any(isinstance(answer, NotFound) for answer in told.values()):
        return None
    return next(discussions(graph, pages, (post,)))


def _missing(
    comment_id: str, answer: Record | ConnectorError, whole: Discussion | None
) -> bool | None:
    if not isinstance(answer, ConnectorError):
        return False
    if whole is None or not isinstance(answer, NotFound):
        return None
    if any(comment.id == comment_id for comment in whole.comments):
        return False
    return True if whole.complete else None
