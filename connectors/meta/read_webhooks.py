"""Comments that Meta announces by itself: webhooks of Pages and Instagram accounts as nouns.

Only what says that a comment is there, and with which words, is a comment; all else is refused by
the name of the field that tells it from one (Webhooks, samples; checked 2026-11-22).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from connectors.errors import ConnectorError
from connectors.meta.read_comments import read_author
from connectors.meta.shape import (
    Record,
    identity,
    link,
    part,
    record,
    refuse,
    required,
    rows,
    text,
    unix,
)
from policies.model import Comment, Platform, PostId

_TOLD = ("add", "edit", "edited")
"""Verbs after which the comment stands there with the words told."""


def read_webhook(told: Record) -> Iterator[Comment | ConnectorError]:
    """Each change that a webhook announces: a comment, or why it is none.

    Raises:
        Unreadable: it is no webhook of a Page or an Instagram account.
    """
    source = text(told, "object")
    if source not in ("page", "instagram"):
        raise refuse("object", told.get("object"))
    for entry in _some(told, "entry"):
        for change in _some(record(entry, "entry[]"), "changes"):
            yield _change(source, entry, change)


def _some(told: Record, name: str) -> list[Any]:
    """A list that must not be empty: else nobody would know that there was a webhook."""
    found = rows(told, name)
    if not found:
        raise refuse(name, told.get(name))
    return found


def _change(source: str, entry: Record, told: object) -> Comment | ConnectorError:
    try:
        change = record(told, "changes[]")
        field = text(change, "field")
        if (source, field) not in (("page", "feed"), ("instagram", "comments")):
            raise refuse("field", change.get("field"))
        value = part(change, "value")
        return _feed(value) if source == "page" else _instagram(value, unix(entry, "time"))
    except ConnectorError as error:
        return error


def _feed(told: Record) -> Comment:
    """A comment or reply under a Page's post; older webhooks name the author in two fields."""
    if text(told, "item") != "comment":
        raise refuse("item", told.get("item"))
    if text(told, "verb") not in _TOLD:
        raise refuse("verb", told.get("verb"))
    own, post_id = required(told, "comment_id"), required(told, "post_id")
    above = identity(told, "parent_id")
    parent = above if above != post_id else None
    author_id, author_name = read_author(told, "name")
    return Comment(
        platform=Platform.META,
        kind="comment",
        id=own,
        thread_id=parent or own,
        post_id=PostId(post_id),
        parent_id=parent,
        author_id=author_id or identity(told, "sender_id"),
        author_name=author_name or text(told, "sender_name"),
        text=text(told, "message"),
        created_at=unix(told, "created_time"),
        link=link(part(told, "post"), "permalink_url"),
    )


def _instagram(told: Record, at: datetime) -> Comment:
    """A comment or reply on Instagram; it tells no time of its own, `at` is the webhook's."""
    own = required(told, "id")
    parent = identity(told, "parent_id")
    author_id, author_name = read_author(told, "username")
    return Comment(
        platform=Platform.META,
        kind="comment",
        id=own,
        thread_id=parent or own,
        post_id=PostId(required(part(told, "media"), "id")),
        parent_id=parent,
        author_id=author_id,
        author_name=author_name,
        text=text(told, "text"),
        created_at=at,
    )
