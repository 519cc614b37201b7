"""Posts that were made for ads in the name of the city's organisations, whoever runs these.

An organisation's own list leaves such posts out and gives them when asked for them alone (Posts
API, `isDsc` of the finder by author; checked 2026-11-22). Each names the account that it was made
for; where one does not, the accounts in sight are asked for the posts that were made for theirs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from connectors.errors import ConnectorError, NotFound, PermissionMissing, TokenRejected
from connectors.linkedin import ask
from connectors.linkedin.pages import Gathered, by_start
from connectors.linkedin.posts import behind, first_that_may, seen_of
from connectors.linkedin.read_posts import Seen
from connectors.linkedin.transport import Wire
from policies.model import (
    AccountId,
    Platform,
    Post,
    PostId,
    Promoted,
    Promotions,
    Unread,
    Wall,
    Words,
)

_RUNS: Mapping[str | None, bool] = {"ACTIVE": True, "ARCHIVED": False}
_GONE = "GONE"
_COMPANY = "https://www.linkedin.com/company"
"""An organisation by its number, as anybody sees it; LinkedIn turns that into its name."""


def promotions(
    wires: Sequence[Wire],
    organizations: Sequence[str],
    since: datetime,
    accounts: Sequence[AccountId],
) -> Promotions:
    """The posts for ads of these organisations that were touched since; `accounts`: in sight."""
    posts: list[Promoted] = []
    walls: list[Wall] = []
    for organization in organizations:
        gathered = first_that_may(wires, ask.ads_of(organization), since)
        found, errors = _read(gathered)
        posts += found
        because = errors[0].words if errors else None
        link = f"{_COMPANY}/{organization.rpartition(':')[2]}"
        walls.append(Wall(kind="organization", id=organization, unread=because, link=link))
    return Promotions(
        platform=Platform.LINKEDIN,
        posts=_named(wires, posts, accounts),
        walls=tuple(walls),
        unread=None if organizations else _NOBODY,
    )


_NOBODY = Words(
    "No organisation is named in [linkedin] organizations, so nobody can tell which posts run as "
    "ads in the city's name."
)


def _read(gathered: Gathered) -> tuple[list[Promoted], list[ConnectorError]]:
    """The posts of one list, and what could not be read of it."""
    errors = [gathered.error] if gathered.error is not None else []
    found: list[Promoted] = []
    for seen in map(seen_of, gathered.rows):
        if isinstance(seen, ConnectorError):
            errors.append(seen)
        else:
            found.append(read_promoted(seen))
    return found, errors


def read_promoted(seen: Seen) -> Promoted:
    """A post as an ad: whose, and whether it still is one."""
    return Promoted(
        post=seen.post,
        runs=_RUNS.get(seen.ad_status),
        told=seen.ad_status,
        account_id=seen.ad_of,
    )


def _named(
    wires: Sequence[Wire], posts: Sequence[Promoted], accounts: Sequence[AccountId]
) -> tuple[Promoted, ...]:
    """The posts with the accounts that they were made for, as far as anything tells these."""
    if all(one.account_id is not None for one in posts):
        return tuple(posts)
    makers: dict[PostId, AccountId] = {}
    doubt: Words | None = None
    for account in accounts:
        gathered = by_start(wires[0], ask.made_for(account))
        found, errors = _read(gathered)
        makers |= {one.post.id: account for one in found}
        doubt = doubt or (errors[0].words if errors else None)
    return tuple(_name(one, makers, doubt or _UNNAMED) for one in posts)


def _name(one: Promoted, makers: Mapping[PostId, AccountId], doubt: Words) -> Promoted:
    """One post with its account, or with why nobody can tell it."""
    if one.account_id is not None:
        return one
    maker = makers.get(one.post.id)
    return replace(one, account_id=maker) if maker else replace(one, doubt=doubt)


_UNNAMED = Words(
    "LinkedIn did not tell which account the post was made for, and none of the accounts in sight "
    "names it."
)


def promoted(wires: Sequence[Wire], posts: Sequence[Post]) -> Iterator[Promoted | Unread]:
    """Each of these posts by its own read."""
    told = _behind(wires, [post.id for post in posts])
    for post in posts:
        seen = told[post.id]
        if isinstance(seen, NotFound) and _is_gone(wires, post):
            yield Promoted(post=post, runs=False, told=_GONE)
        elif isinstance(seen, ConnectorError):
            yield seen.unread(f"posts:{post.id}")
        else:
            yield read_promoted(seen)


def _behind(wires: Sequence[Wire], urns: Sequence[str]) -> Mapping[str, Seen | ConnectorError]:
    """The posts, with the first token that may read them."""
    first, *others = wires
    found = behind(first, urns)
    for wire in others:
        left = [
            one
            for one, seen in found.items()
            if isinstance(seen, TokenRejected | PermissionMissing)
        ]
        if left:
            found |= behind(wire, left)
    return found


def _is_gone(wires: Sequence[Wire], post: Post) -> bool:
    """Whether the organisation's list answers: then a post that two reads miss is no more."""
    if post.owner_id is None:
        return False
    asked = ask.ads_of(post.owner_id).with_query(count=1)
    for wire in wires:
        try:
            wire.read(asked)
        except ConnectorError:
            continue
        return True
    return False
