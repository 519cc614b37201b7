"""Words under an ad or sent to the city: comments, replies and messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from policies.model.common import Platform, PostId, Unread, aware


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A person or account tagged in a text; `offset` and `length` count code points."""

    name: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """One comment, reply or message as the platform gave it."""

    platform: Platform
    kind: str
    """`comment` (replies too) or `message`."""
    id: str
    """As the platform writes it; a LinkedIn comment is its bare number."""
    thread_id: str
    """Id of the top comment, or of the conversation."""
    post_id: PostId | None
    parent_id: str | None
    """None for a top comment."""
    author_id: str | None
    """None: the platform withheld it, which means somebody else than the city."""
    author_name: str | None
    """Page name or Instagram username. Never filled for LinkedIn: it may not be kept."""
    text: str | None
    created_at: datetime
    tags: tuple[Tag, ...] = ()
    attachment: str | None = None
    """`sticker`, `photo`, `video`, … when something is attached."""
    hidden: bool = False
    link: str | None = None

    def __post_init__(self) -> None:
        aware(self.created_at, "created_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Discussion:
    """All comments of one post (or all messages of one inbox) that one read gave.

    `complete` is true only when every page and every reply was read; otherwise `unread` says what
    is missing, and an absent comment proves nothing. `caught_up`: everything new was read, and by
    the platform's own count nothing else changed; what is older was not read again.
    """

    platform: Platform
    post_id: PostId | None
    """None: an inbox."""
    comments: tuple[Comment, ...]
    complete: bool
    unread: tuple[Unread, ...] = ()
    caught_up: bool = False
