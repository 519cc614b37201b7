"""Posts: what is seen of an ad, and whose it is (Posts API, checked 2026-11-22)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from connectors.linkedin.shape import Record, instant, part, record, refuse, rows, text, urn
from policies.model import Platform, Post, PostId

FEED = "https://www.linkedin.com/feed/update"
_CARRIERS = ("urn:li:share:", "urn:li:ugcPost:")
"""Posts that can carry comments."""
_LITTLE = re.compile(
    r"\\(?P<escaped>[|{}@\[\]()<>#\\*_~])"
    r"|@\[(?P<mention>(?:[^\]\\]|\\.)*)\]\([^)]*\)"
    r"|\{hashtag\|\\?#\|(?P<hashtag>[^}]*)\}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A post and what it shows."""

    post: Post
    title: str | None
    text: str | None
    landing: str | None
    media: tuple[str, ...]
    changed: datetime | None
    """The latest of its instants."""
    published: datetime | None


def carries_comments(reference: str) -> bool:
    """Whether this URN names a post that people can comment on."""
    return reference.startswith(_CARRIERS)


def a_post(reference: str, owner: str | None) -> Post:
    """The post of this URN; `owner` None: not known."""
    return Post(
        platform=Platform.LINKEDIN,
        id=PostId(reference),
        kind="linkedin",
        owner_id=owner,
        link=f"{FEED}/{reference}",
    )


def read_post(told: Record) -> Seen:
    """A post.

    Raises:
        Unreadable: it is of another shape.
    """
    reference = urn(told, "id")
    if reference is None:
        raise refuse("id", None)
    content = part(told, "content")
    return Seen(
        post=a_post(reference, urn(told, "author")),
        title=_title(content),
        text=readable(text(told, "commentary")),
        landing=text(told, "contentLandingPage") or text(part(content, "article"), "source"),
        media=_media(content),
        changed=max(filter(None, _instants(told)), default=None),
        published=instant(told, "publishedAt") or instant(told, "createdAt"),
    )


def readable(commentary: str | None) -> str | None:
    r"""The text as people see it: `@[Name](urn)`, `{hashtag|\#|word}` and escapes resolved.

    The form is LinkedIn's "little" text format.
    """
    if commentary is None:
        return None
    return _LITTLE.sub(_resolved, commentary)


def _resolved(found: re.Match[str]) -> str:
    """What one escape, mention or hashtag stands for."""
    if found["escaped"] is not None:
        return found["escaped"]
    if found["hashtag"] is not None:
        return "#" + _LITTLE.sub(_resolved, found["hashtag"])
    return _LITTLE.sub(_resolved, found["mention"])


def _instants(told: Record) -> tuple[datetime | None, ...]:
    return tuple(instant(told, name) for name in ("createdAt", "publishedAt", "lastModifiedAt"))


def _title(content: Record) -> str | None:
    """The headline that stands at the picture, film or link."""
    titles = (text(part(content, kind), "title") for kind in ("media", "article", "document"))
    return next(filter(None, titles), None)


def _media(content: Record) -> tuple[str, ...]:
    """URNs of pictures, films and documents, in the order shown."""
    images = [
        text(record(image, "multiImage.images"), "id")
        for image in rows(part(content, "multiImage"), "images")
    ]
    cards = [
        text(part(record(card, "carousel.cards"), "media"), "id")
        for card in rows(part(content, "carousel"), "cards")
    ]
    single = [
        text(part(content, "media"), "id"),
        text(part(content, "document"), "id"),
        text(part(content, "article"), "thumbnail"),
    ]
    return tuple(filter(None, [*single, *images, *cards]))
