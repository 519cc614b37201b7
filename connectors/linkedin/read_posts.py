"""Posts: what is seen of an ad, and whose it is (Posts API, checked 2026-11-22)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from connectors.linkedin.read_pictures import films, held, pictures
from connectors.linkedin.read_shown import shown_in_post, untold
from connectors.linkedin.shape import Record, instant, number, part, refuse, text, urn
from policies.model import AccountId, Film, Picture, Platform, Post, PostId, Shown, Unread

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
    """URNs of pictures, films and documents, in the order shown."""
    pictures: tuple[Picture, ...] | Unread
    films: tuple[Film, ...] | Unread
    shows: Shown
    """All that is seen of it; what that lacks, if anything, is `untold`."""
    untold: Unread | None
    changed: datetime | None
    """The latest of its instants."""
    published: datetime | None
    ad_of: AccountId | None
    """The account that it was made for as an ad and nothing else; None: not told, or none."""
    ad_status: str | None = None
    """LinkedIn's word for the state of a post that was made for an ad."""


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
    words = readable(text(told, "commentary"))
    return Seen(
        post=a_post(reference, urn(told, "author")),
        title=_title(content),
        text=words,
        landing=text(told, "contentLandingPage") or text(part(content, "article"), "source"),
        media=tuple(one.media for one in held(content)),
        pictures=pictures(told),
        films=films(told),
        shows=shown_in_post(told, words),
        untold=untold(told),
        changed=max(filter(None, _instants(told)), default=None),
        published=instant(told, "publishedAt") or instant(told, "createdAt"),
        ad_of=_ad_of(part(told, "adContext")),
        ad_status=text(part(told, "adContext"), "dscStatus"),
    )


def _ad_of(context: Record) -> AccountId | None:
    """Whose ad a post is."""
    told = context.get("dscAdAccount")
    return None if told is None else AccountId(number(context, "dscAdAccount"))


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
