"""Which posts' comments are read: those that run, that wait, that briefs list, the city's own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from connectors import Reader
from connectors.errors import ConnectorError
from policies.briefs.listed import post_of
from policies.model import Platform, Post, PostId, Unread, Words
from worker.store import briefs, posts
from worker.sweeping.means import Means, Scope, Talk


def watched_posts(means: Means, reader: Reader, scope: Scope, talk: Talk) -> tuple[PostId, ...]:
    """Posts of campaigns that run or ended lately, with unsettled threads, of briefs, and our own.

    Of one account, if that was asked for: only what its campaigns show. What cannot be told goes to
    `talk` as unread. The answer is ids alone, each once, for there may be hundreds of thousands:
    what is known of each stands in its row.
    """
    at = means.clock()
    beside: tuple[Post, ...] = ()
    if scope.account_id is None:
        beside = (*_own(means, reader, talk, at), *_listed(means, reader.platform, talk, at))
    with means.store.reading() as connection:
        kept = posts.watched(
            connection,
            reader.platform,
            since=at - timedelta(days=means.watch_after_days),
            account_id=scope.account_id,
        )
    return tuple(dict.fromkeys((*kept, *(post.id for post in beside))))


def _own(means: Means, reader: Reader, talk: Talk, at: datetime) -> tuple[Post, ...]:
    """The last 30 days' posts of the city's own."""
    try:
        own, unread = reader.own_posts()
    except ConnectorError as error:
        talk.unread.append(error.unread("own_posts"))
        return ()
    talk.unread.extend(unread)
    _remember(means, own, at)
    return own


def _listed(means: Means, platform: Platform, talk: Talk, at: datetime) -> tuple[Post, ...]:
    """The posts that briefs list, whatever becomes of their campaigns."""
    with means.store.reading() as connection:
        ids = sorted(
            {post_id for kept in briefs.register(connection) for post_id in kept.brief.posts}
        )
        known = posts.told(connection, platform, ids)
    new = tuple(_new(ids, known, platform, talk))
    _remember(means, new, at)
    return (*known.values(), *new)


def _new(
    ids: list[PostId], known: dict[PostId, Post], platform: Platform, talk: Talk
) -> Iterator[Post]:
    """Those that no poll has met yet."""
    for post_id in ids:
        post = known.get(post_id) or post_of(post_id)
        if post is None:
            talk.unread.append(_of_no_form(post_id, platform))
        elif post.platform is platform and post_id not in known:
            yield post


def _of_no_form(post_id: PostId, platform: Platform) -> Unread:
    """Something that a brief lists and that is no post's id."""
    return Unread(
        what=f"comments:{post_id}",
        because=Words(
            "A brief lists the post {post}, which is no post's id: write it as the platform does.",
            {"post": post_id},
        ),
        platform=platform,
    )


def _remember(means: Means, some: tuple[Post, ...], at: datetime) -> None:
    """Give them rows, for threads to hang on."""
    for start in range(0, len(some), posts.ROWS):
        with means.writing() as connection:
            posts.remember(connection, some[start : start + posts.ROWS], at)
