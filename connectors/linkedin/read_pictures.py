"""What a post shows besides its text, and the alternative texts of its pictures.

Alternative texts stand at single pictures, at each of several, at an article's thumbnail and at
each card of a carousel. A field that is absent means that none is set, for the post itself was
read. Documents have only a title, and of a film's captions nothing is told (Posts API, checked
2026-11-22; `thumbnailAltText` and cards as clients of others know them).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from connectors.linkedin.shape import Record, part, record, rows, text
from policies.model import Picture, Platform, Unread, Words

PART = "pictures"
"""The name of a creative's pictures, where they are unread."""
_KINDS = frozenset({"media", "document", "article", "multiImage", "carousel", "poll"})
"""Kinds of content of which all that they show is told here."""
_NO_PICTURES = ("urn:li:video:", "urn:li:document:")


class Held(NamedTuple):
    """One thing that a post shows: its URN, and its alternative text if it has one."""

    media: str
    alt_text: str | None


def held(content: Record) -> tuple[Held, ...]:
    """All that the content of a post shows, in the order shown.

    Raises:
        Unreadable: the content is of another shape.
    """
    return tuple(
        chain(
            _at(part(content, "media")),
            _at(part(content, "document")),
            _at(part(content, "article"), "thumbnail", "thumbnailAltText"),
            *map(_at, _many(content)),
        )
    )


def _at(whole: Record, name: str = "id", alt: str = "altText") -> Iterator[Held]:
    """What stands in these two fields, if anything does; a text of nothing but blanks is none."""
    media, written = text(whole, name), text(whole, alt)
    if media:
        yield Held(media, written if written and written.strip() else None)


def _many(content: Record) -> Iterator[Record]:
    """Each of several pictures, and what stands on each card."""
    for image in rows(part(content, "multiImage"), "images"):
        yield record(image, "multiImage.images")
    for card in rows(part(content, "carousel"), "cards"):
        yield part(record(card, "carousel.cards"), "media")


def pictures(told: Record) -> tuple[Picture, ...] | Unread:
    """The pictures of a post that was read, empty where it has none.

    Raises:
        Unreadable: the post is of another shape.
    """
    content = part(told, "content")
    strange = sorted(kind for kind in content if kind not in _KINDS)
    if strange or (not content and told.get("reshareContext")):
        kind = strange[0] if strange else "reshareContext"
        return lost(
            Words(
                "LinkedIn does not tell which pictures such a post shows ({kind}).", {"kind": kind}
            )
        )
    return tuple(
        Picture(media=one.media, alt_text=one.alt_text)
        for one in held(content)
        if not one.media.startswith(_NO_PICTURES)
    )


def lost(because: Words) -> Unread:
    """Pictures that were not read."""
    return Unread(what=PART, because=because, platform=Platform.LINKEDIN)
