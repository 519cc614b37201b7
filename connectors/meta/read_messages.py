"""Messages on Messenger and Instagram: Meta's records become nouns.

Of a conversation Meta gives the 20 latest messages (Conversations API, checked 2026-11-22).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from connectors.errors import ConnectorError
from connectors.meta.read_comments import read_author
from connectors.meta.shape import (
    Record,
    count,
    link,
    listed,
    moment,
    part,
    record,
    refuse,
    required,
    text,
)
from policies.model import Comment, Platform

_FACEBOOK = "https://www.facebook.com"
_KINDS = {"image": "photo", "video": "video", "audio": "audio"}
"""Kinds of files in the words that triage knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """One conversation: the messages that could be read, latest first, and those that could not."""

    id: str
    messages: tuple[Comment, ...]
    errors: tuple[ConnectorError, ...]
    more: bool
    """Whether there are older messages, of which Meta gives no details."""


def read_conversation(told: Record) -> Conversation:
    """A conversation with its latest messages.

    Raises:
        Unreadable: it is of another shape, or has messages and gives none.
    """
    own = required(told, "id")
    rows, total = listed(told, "messages"), count(told, "message_count")
    if not rows and total != 0:
        raise refuse("messages", told.get("messages"))
    address = _address(told)
    messages: list[Comment] = []
    errors: list[ConnectorError] = []
    for row in rows:
        try:
            messages.append(read_message(record(row, "messages[]"), own, address))
        except ConnectorError as error:
            errors.append(error)
    return Conversation(
        id=own,
        messages=tuple(messages),
        errors=tuple(errors),
        more=_more(told, total, len(rows)),
    )


def read_message(told: Record, conversation_id: str, address: str | None = None) -> Comment:
    """One message of a conversation; `address`: where a person reads the conversation.

    Raises:
        Unreadable: it is of another shape.
    """
    author_id, author_name = read_author(told, "username")
    return Comment(
        platform=Platform.META,
        kind="message",
        id=required(told, "id"),
        thread_id=conversation_id,
        post_id=None,
        parent_id=None,
        author_id=author_id,
        author_name=author_name or read_author(told, "name")[1],
        text=text(told, "message"),
        created_at=moment(told, "created_time"),
        attachment=_attached(told),
        link=address,
    )


def _attached(told: Record) -> str | None:
    """What kind of thing is attached; None: nothing is."""
    if told.get("sticker"):
        return "sticker"
    files: list[Any] = listed(told, "attachments")
    if not files:
        return None
    kind = (text(record(files[0], "attachments[]"), "mime_type") or "").partition("/")[0]
    return _KINDS.get(kind, "attachment")


def _address(told: Record) -> str | None:
    """Where the conversation is read; Meta writes it without the host."""
    written = text(told, "link") or ""
    return link({"link": f"{_FACEBOOK}{written}" if written.startswith("/") else written}, "link")


def _more(told: Record, total: int | None, shown: int) -> bool:
    """Whether older messages stand behind those shown."""
    messages = told.get("messages")
    if total is None and isinstance(messages, dict):
        return bool(part(messages, "paging").get("next"))
    return total is not None and total > shown
