"""Comments and replies: LinkedIn's records become nouns (Comments API, checked 2026-11-22).

No name of a member is read or kept: LinkedIn's storage rules forbid it, and none is given. The
name of a tag is the piece of the text that it covers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from connectors.errors import Unreadable
from connectors.linkedin.comment_urn import CommentUrn, parse
from connectors.linkedin.shape import (
    Record,
    count,
    instant,
    number,
    part,
    record,
    refuse,
    rows,
    text,
    urn,
)
from policies.model import Comment, Platform, Post, Tag

_PEOPLE = frozenset({"person", "member", "com.linkedin.common.MemberAttributedEntity"})
"""Kinds of `attributes[].value` that tag a person.

A company or the city itself is no friend who is shown something: its name stays text that somebody
reads (C12). A hashtag tags nobody.
"""
_ATTACHED = {"IMAGE": "photo", "VIDEO": "video"}
"""Kinds of attachments in the words that triage knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A comment, its URN, and how many replies it has (None: not told)."""

    comment: Comment
    urn: CommentUrn
    replies: int | None


def read_comment(told: Record, post: Post, *, top: CommentUrn | None = None) -> Written:
    """A comment on `post`, or a reply to the comment `top`.

    A record that itself names a parent is a reply wherever it was found.

    Raises:
        Unreadable: it is of another shape.
    """
    own = _urn(told)
    parent = _parent(told, own) or top
    above = top or parent
    message = part(told, "message")
    words = text(message, "text")
    comment = Comment(
        platform=Platform.LINKEDIN,
        kind="comment",
        id=own.id,
        thread_id=above.id if above else own.id,
        post_id=post.id,
        parent_id=parent.id if parent else None,
        author_id=_author(told),
        author_name=None,
        text=words,
        created_at=_created(told),
        tags=_tags(message, words or ""),
        attachment=_attachment(told),
        link=above.permalink(own) if above else own.permalink(),
    )
    replies = count(part(told, "commentsSummary"), "totalFirstLevelComments")
    return Written(comment=comment, urn=own, replies=replies)


def _urn(told: Record) -> CommentUrn:
    """The comment's own URN: `commentUrn`, in older answers `$URN`, else made of its parts."""
    written = text(told, "commentUrn") or text(told, "$URN")
    if written is not None:
        found = parse(written)
        if found is None:
            raise refuse("commentUrn", written)
        return found
    root = urn(told, "object")
    made = parse(f"urn:li:comment:({root},{number(told, 'id')})")
    if made is None:
        raise refuse("object", root)
    return made


def _parent(told: Record, own: CommentUrn) -> CommentUrn | None:
    """The comment that this one replies to; None: it stands by itself."""
    written = text(told, "parentComment")
    if written is None:
        return None
    found = parse(written)
    if found is None or found.id == own.id:
        raise refuse("parentComment", written)
    return found


def _author(told: Record) -> str | None:
    """Who wrote it; what is no URN tells no more than an actor withheld: not the city."""
    try:
        return urn(told, "actor")
    except Unreadable:
        return None


def _created(told: Record) -> datetime:
    """When it was written: without it no deadline can be told."""
    created = instant(part(told, "created"), "time")
    if created is None:
        raise refuse("created.time", None)
    return created


def _tags(message: Record, words: str) -> tuple[Tag, ...]:
    """Which people are tagged; offsets in LinkedIn's answers count UTF-16 units.

    A tag that does not lie within the text is left out: fewer tags exempt fewer comments.
    """
    found = (_tag(record(one, "message.attributes"), words) for one in rows(message, "attributes"))
    return tuple(tag for tag in found if tag is not None)


def _tag(attribute: Record, words: str) -> Tag | None:
    """One tag; None: it is none of a person, or lies outside the text."""
    start, length = count(attribute, "start"), count(attribute, "length")
    kinds = _kinds(attribute)
    if not kinds or not kinds <= _PEOPLE or start is None or not length:
        return None
    offset, end = code_points(words, start), code_points(words, start + length)
    if offset is None or end is None:
        return None
    return Tag(name=words[offset:end], offset=offset, length=end - offset)


def _kinds(attribute: Record) -> set[str]:
    """The kinds that an attribute's value names."""
    value = attribute.get("value")
    return set(value) if isinstance(value, dict) else set()


def code_points(words: str, units: int) -> int | None:
    """How many code points the first `units` UTF-16 units are.

    None: the text is shorter, or the place is inside a character.
    """
    passed = 0
    for at, sign in enumerate(words):
        if passed >= units:
            return at if passed == units else None
        passed += 1 if ord(sign) <= 0xFFFF else 2  # noqa: PLR2004 the last code point of one unit
    return len(words) if passed == units else None


def _attachment(told: Record) -> str | None:
    """What kind of thing is attached; None: nothing is."""
    attached = rows(told, "content")
    if not attached:
        return None
    kind = text(record(attached[0], "content[0]"), "type")
    return _ATTACHED.get(kind, kind.lower()) if kind else "attachment"
