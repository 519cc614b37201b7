"""Posts of the city's that are ads, as their own Pages and organisations tell it."""

from __future__ import annotations

from dataclasses import dataclass

from policies.model.ads import Post
from policies.model.common import AccountId, Platform, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Promoted:
    """One post that was made for an ad."""

    post: Post
    runs: bool | None
    """Whether it is an ad now; None: not told, or in a word that is not known."""
    told: str | None = None
    """The platform's own word for that: Meta `promotion_status`, LinkedIn `dscStatus`."""
    account_id: AccountId | None = None
    """Whose ad it is. None: not told, which Meta never does."""
    doubt: Words | None = None
    """Why nobody can tell whether it is behind an ad that was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wall:
    """Whose posts for ads were asked for."""

    kind: str
    """`page` or `organization`."""
    id: str
    name: str = ""
    unread: Words | None = None
    """Why some of them may be missing."""
    link: str | None = None
    """Where people see it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotions:
    """What a platform tells of the city's posts that are ads."""

    platform: Platform
    posts: tuple[Promoted, ...]
    walls: tuple[Wall, ...]
    unread: Words | None = None
    """Why there may be Pages or organisations of the city's that nobody asked."""
