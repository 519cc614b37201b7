"""Comments on Instagram: Meta's records become nouns (IG Comment, checked 2026-11-22).

There are no tags and no attachments on Instagram, and no address of a single comment: the link is
the post's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connectors.meta.pages import UNASKED
from connectors.meta.read_comments import read_author
from connectors.meta.shape import (
    Record,
    flag,
    identity,
    listed,
    moment,
    part,
    required,
    text,
)
from policies.model import Comment, Platform, Post


def read_instagram_comment(
    told: Record, post: Post, *, top: str | None = None, accounts: Mapping[str, str] | None = None
) -> Comment:
    """A comment on `post`, or a reply to the comment `top`.

    `accounts`: ids by username of accounts whose ids are known, for a comment that tells only who
    wrote it by username.

    Raises:
        Unreadable: it is of another shape, or its id is withheld.
    """
    own = required(told, "id")
    parent = identity(told, "parent_id") or top
    author_id, author_name = read_author(told, "username")
    username = author_name or text(told, "username") or None
    return Comment(
        platform=Platform.META,
        kind="comment",
        id=own,
        thread_id=top or parent or own,
        post_id=post.id,
        parent_id=parent,
        author_id=author_id or (accounts or {}).get(username or ""),
        author_name=username,
        text=text(told, "text"),
        created_at=moment(told, "timestamp"),
        hidden=flag(told, "hidden"),
        link=post.link,
    )


def replies_within(told: Record) -> tuple[list[Any], bool]:
    """The replies that came with a comment, and whether there may be more of them.

    They may come without `paging`, and whether the number that is asked for is heeded there is not
    documented (IG Comment, checked 2026-11-22): as many as come unasked may be a full page. Where
    the end is tells their own edge.

    Raises:
        Unreadable: they are of another shape.
    """
    whole = told.get("replies")
    links = part(part(told, "replies"), "paging") if isinstance(whole, dict) else {}
    replies = listed(told, "replies")
    return replies, bool(links.get("next")) or len(replies) >= UNASKED
