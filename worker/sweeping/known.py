"""What is stored of posts' comments before they are read, and of which posts the newest are enough.

A reading that ends where everything is known sees neither edits nor hidings further down, so that
every post is read in full again and again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from policies.model import Platform, Post, PostId
from worker.store import comments, posts
from worker.sweeping.means import Means

READ_ANEW = timedelta(hours=5)
"""How long a full reading of a post is enough: the usual rounds of watching are six hours apart, so
that between any two of them every post is read in full. LinkedIn's may take less: `enough_for`."""
PORTION = 500
"""Posts whose stored comments are held at a time: what one statement can name, and what a connector
reads together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Posts to read together, and what stands under them."""

    posts: tuple[Post, ...]
    standing: Mapping[PostId, Mapping[str, str | None]]
    """Of each the comments that are not known to be gone: id → what it replies to."""
    lately: Mapping[PostId, Mapping[str, str | None]]
    """The same of those posts that were read in full a short while ago."""


def enough_for(means: Means, platform: Platform) -> timedelta:
    """How long a full reading is enough on this platform.

    What a LinkedIn member wrote is erased so many hours after it was last fetched, and what is only
    caught up with is not fetched. Half of that time leaves no text to expire while its post is
    read, at whatever interval that is shorter than the whole.
    """
    if platform is not Platform.LINKEDIN:
        return READ_ANEW
    return min(READ_ANEW, means.kept["linkedin_comments"] / 2)


def portions(means: Means, platform: Platform, watched: Sequence[PostId]) -> Iterator[Known]:
    """The posts, so many at a time, with what is stored of each by now."""
    for start in range(0, len(watched), PORTION):
        yield _known(means, platform, watched[start : start + PORTION])


def _known(means: Means, platform: Platform, ids: Sequence[PostId]) -> Known:
    at = means.clock()
    since = at - enough_for(means, platform)
    with means.store.reading() as connection:
        told = posts.told(connection, platform, ids)
        some = tuple(told[one] for one in ids if one in told)
        standing = comments.standing(connection, platform, ids)
        lately = posts.read_lately(connection, platform, ids, since, at=at)
    return Known(posts=some, standing=standing, lately={one: standing[one] for one in lately})
