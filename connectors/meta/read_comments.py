"""Comments on Facebook: Meta's records become nouns (Comment, checked 2026-11-22).

Without an author a comment is somebody's who is not the city. Texts are kept as they were written,
whatever they hold; only half characters are replaced.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from connectors.errors import Unreadable
from connectors.meta.shape import (
    Record,
    count,
    flag,
    identity,
    link,
    moment,
    part,
    required,
    text,
)
from policies.model import Comment, Platform, PostId, Tag

_ATTACHED = {"video": "video", "animated": "animation", "sticker": "sticker", "photo": "photo"}
"""How Meta's kinds of attachments begin, in the words that triage knows."""


def read_comment(told: Record, post_id: PostId) -> Comment:
    """A comment on a post, or a reply: its thread is, so far, the comment it replies to.

    Raises:
        Unreadable: it is of another shape, or its id is withheld.
    """
    own = required(told, "id")
    parent = identity(part(told, "parent"), "id")
    words = text(told, "message")
    author_id, author_name = read_author(told, "name")
    return Comment(
        platform=Platform.META,
        kind="comment",
        id=own,
        thread_id=parent or own,
        post_id=post_id,
        parent_id=parent,
        author_id=author_id,
        author_name=author_name,
        text=words,
        created_at=moment(told, "created_time"),
        tags=read_tags(told.get("message_tags"), words or ""),
        attachment=attached(part(told, "attachment")),
        hidden=flag(told, "is_hidden"),
        link=link(told, "permalink_url"),
    )


def read_author(told: Record, name: str) -> tuple[str | None, str | None]:
    """Id and name of who wrote it; what is not told readably was not written by the city."""
    try:
        author = part(told, "from")
        return identity(author, "id"), text(author, name) or None
    except Unreadable:
        return None, None


def attached(told: Record) -> str | None:
    """What kind of thing is attached; None: nothing is."""
    if not told:
        return None
    kind = (text(told, "type") or "attachment").lower()
    return _ATTACHED.get(kind.partition("_")[0], kind)


def threaded(comments: Sequence[Comment]) -> tuple[Comment, ...]:
    """The comments with each reply, and each reply to a reply, in the thread of its top comment."""
    above = {one.id: one.parent_id for one in comments}
    return tuple(replace(one, thread_id=_top(one.id, above)) for one in comments)


def _top(comment_id: str, above: dict[str, str | None]) -> str:
    """The comment on top of the chain; where that runs in a circle, where it was closed."""
    passed = {comment_id}
    while (parent := above.get(comment_id)) and parent not in passed:
        passed.add(parent)
        comment_id = parent
    return comment_id


def read_tags(told: object, words: str) -> tuple[Tag, ...]:
    """The people who are tagged in a text.

    A Page, an event, a tag of another shape, or one that does not lie within the text, is left
    out: fewer tags exempt fewer comments (types: EntityAtTextRange of the published client 26.0.3).
    """
    rows = told if isinstance(told, list) else []
    people = (one for one in rows if isinstance(one, dict) and one.get("type") in (None, "user"))
    found = [_tag(one, words) for one in people]
    return tuple(tag for tag in found if tag is not None)


def _tag(told: dict[str, Any], words: str) -> Tag | None:
    """One tag; None: not of this text."""
    try:
        name = text(told, "name") or ""
        offset, length = count(told, "offset"), count(told, "length")
    except Unreadable:
        return None
    if offset is None or not length:
        return None
    spans = list(_spans(words, offset, length))
    named = [(start, end) for start, end in spans if words[start:end] == name]
    if not spans:
        return None
    start, end = (named or spans)[0]
    return Tag(name=name or words[start:end], offset=start, length=end - start)


def _spans(words: str, offset: int, length: int) -> Iterator[tuple[int, int]]:
    """Where the tag may stand: counted in code points, else in UTF-16 units.

    Meta does not say which it counts, and clients have seen code points; where the text before a
    tag makes a difference, the name that it covers decides.
    """
    if offset + length <= len(words):
        yield offset, offset + length
    start, end = code_points(words, offset), code_points(words, offset + length)
    if start is not None and end is not None:
        yield start, end


def code_points(words: str, units: int) -> int | None:
    """How many code points the first `units` UTF-16 units are.

    None: the text is shorter, or the place is inside a character.
    """
    whole = words.encode("utf-16-le")
    if 2 * units > len(whole):
        return None
    try:
        return len(whole[: 2 * units].decode("utf-16-le"))
    except UnicodeDecodeError:
        return None
