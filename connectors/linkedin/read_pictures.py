"""What a post shows besides its text: pictures with their alternative texts, and films.

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
from policies.model import Film, Picture, Platform, Unread, Words

PART, FILMS = "pictures", "films"
"""The names of a creative's pictures and films, where they are unread."""
_KINDS = frozenset({"media", "document", "article", "multiImage", "carousel", "poll"})
"""Kinds of content of which all that they show is told here."""
_VIDEO = "urn:li:video:"
_NO_PICTURES = (_VIDEO, "urn:li:document:")


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
    strange = _strange(told)
    if strange is not None:
        return lost(
            Words(
                "LinkedIn does not tell which pictures such a post shows ({kind}).",
                {"kind": strange},
            )
        )
    return tuple(
        Picture(media=one.media, alt_text=one.alt_text)
        for one in held(part(told, "content"))
        if not one.media.startswith(_NO_PICTURES)
    )


def films(told: Record) -> tuple[Film, ...] | Unread:
    """The films of a post that was read, empty where it has none.

    No field of a film or a post tells of captions: they can only be uploaded (Videos API, Posts
    API; checked 2026-11-22).

    Raises:
        Unreadable: the post is of another shape.
    """
    strange = _strange(told)
    if strange is not None:
        return lost(
            Words(
                "LinkedIn does not tell which films such a post shows ({kind}).", {"kind": strange}
            ),
            FILMS,
        )
    shown = held(part(told, "content"))
    return tuple(
        Film(media=one.media, captions=None) for one in shown if one.media.startswith(_VIDEO)
    )


def _strange(told: Record) -> str | None:
    """A kind of content of which not all that it shows is told here."""
    content = part(told, "content")
    strange = sorted(kind for kind in content if kind not in _KINDS)
    if not content and told.get("reshareContext"):
        return "reshareContext"
    return strange[0] if strange else None


def lost(because: Words, what: str = PART) -> Unread:
    """Pictures that were not read, or films."""
    return Unread(what=what, because=because, platform=Platform.LINKEDIN)
