"""Reading posts: those behind creatives by URN, and the city's own of late (Posts API)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from connectors.errors import (
    ConnectorError,
    Permanent,
    PermissionMissing,
    TokenRejected,
    VersionRetired,
)
from connectors.linkedin import ask
from connectors.linkedin.batches import read_all
from connectors.linkedin.pages import Gathered, by_start
from connectors.linkedin.read_posts import Seen, read_post
from connectors.linkedin.shape import instant, record
from connectors.linkedin.transport import Wire
from policies.model import Post, Unread

OWN = "own_posts"
"""The name under which the city's own posts are unread."""


def behind(wire: Wire, urns: Iterable[str]) -> dict[str, Seen | ConnectorError]:
    """Each of these posts, or why it could not be read.

    Batch reads of posts are not documented everywhere, and a 404 is believed on its second
    telling: what a batch refuses is asked for by itself.
    """
    batch = read_all(wire, tuple(urns), ask.posts)
    found: dict[str, Seen | ConnectorError] = {}
    for urn, told in batch.found.items():
        found[urn] = seen_of(told)
    for urn, error in batch.failed.items():
        found[urn] = _alone(wire, urn) if _worth_asking_alone(error) else error
    return found


def _worth_asking_alone(error: ConnectorError) -> bool:
    """Whether the refusal may have been about the batch."""
    return isinstance(error, Permanent) and not isinstance(error, TokenRejected | VersionRetired)


def _alone(wire: Wire, urn: str) -> Seen | ConnectorError:
    """One post by its own read."""
    try:
        return seen_of(wire.read(ask.post(urn)))
    except ConnectorError as error:
        return error


def seen_of(told: object) -> Seen | ConnectorError:
    """A post, or the refusal of its shape."""
    try:
        return read_post(record(told, "post"))
    except ConnectorError as error:
        return error


def own(
    wires: Sequence[Wire], organizations: Sequence[str], since: datetime
) -> tuple[tuple[Post, ...], tuple[Unread, ...]]:
    """The posts that the organisations published since, with the first token that may."""
    posts: dict[str, Post] = {}
    unread: list[Unread] = []
    for organization in organizations:
        gathered = _by(wires, organization, since)
        if gathered.error is not None:
            unread.append(gathered.error.unread(OWN))
        for row in gathered.rows:
            seen = seen_of(row)
            if isinstance(seen, ConnectorError):
                unread.append(seen.unread(OWN))
            elif seen.published is None or seen.published >= since:
                posts[seen.post.id] = seen.post
    return tuple(posts.values()), tuple(unread)


def _by(wires: Sequence[Wire], organization: str, since: datetime) -> Gathered:
    """The posts of one organisation; either app may hold the scope that reads them."""
    return first_that_may(wires, ask.posts_of(organization), since)


def first_that_may(wires: Sequence[Wire], asked: ask.Ask, since: datetime) -> Gathered:
    """A list of posts, last changed first, down to those not touched `since`.

    That order is asked for, and believed only as far as it is seen: where it is another, the list
    is read to its end, for what was touched since may be on any page.
    """

    def untouched(found: Sequence[Any], page: Sequence[Any]) -> bool:
        """Whether nothing on the page was touched since, nor on those that come after it."""
        return _falls(found) and all(
            isinstance(seen, Seen) and seen.changed is not None and seen.changed < since
            for seen in map(seen_of, page)
        )

    first: Gathered | None = None
    for wire in wires:
        gathered = by_start(wire, asked, enough=untouched)
        if not isinstance(gathered.error, TokenRejected | PermissionMissing):
            return gathered
        first = first or gathered
    return first or Gathered(rows=())


def _falls(rows: Sequence[Any]) -> bool:
    """Whether no post was changed later than one before it, as far as this is told."""
    times = [at for at in map(_modified, rows) if at is not None]
    return all(earlier >= later for earlier, later in pairwise(times))


def _modified(row: object) -> datetime | None:
    """When a post was last changed, by which lists are sorted; None: not told."""
    try:
        return instant(record(row, "elements"), "lastModifiedAt")
    except ConnectorError:
        return None
