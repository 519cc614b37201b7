"""All that is seen of a post, or of an ad without one, but for who sends it.

A carousel's cards are told one by one, with title, picture and where each leads; a poll with its
question and answers. Of an event, and of a post that passes on another, only the words above it
are told (Posts API, Create and Manage Creatives; checked 2026-11-29).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from connectors.linkedin.shape import Record, part, record, rows, text
from policies.model import Piece, PieceKind, Platform, Shown, Unread, Words

PART = "content"
"""The name of what is shown, among the parts of a creative that are unread."""
_KINDS = frozenset({"media", "document", "article", "multiImage", "carousel", "poll"})
"""Kinds of content of which all that they show is told here."""
_INLINE: Mapping[str, PieceKind] = {
    "headline": PieceKind.TITLE,
    "landingPage": PieceKind.LINK,
    "image": PieceKind.MEDIA,
    "logo": PieceKind.MEDIA,
    "callToAction": PieceKind.BUTTON,
}
"""What the fields of an ad without a post are; any other text is a text."""


def shown_in_post(told: Record, words: str | None) -> Shown:
    """Everything that a post shows, each thing once; `words`: its text as people see it.

    Raises:
        Unreadable: it is of another shape.
    """
    return tuple(dict.fromkeys(_pieces(told, words)))


def untold(told: Record) -> Unread | None:
    """Why that may not be all; None: it is.

    Raises:
        Unreadable: the content is of another shape.
    """
    content = part(told, "content")
    strange = sorted(kind for kind in content if kind not in _KINDS)
    if not strange and not told.get("reshareContext"):
        return None
    return unread(
        Words(
            "LinkedIn does not tell all that such a post shows ({kind}).",
            {"kind": strange[0] if strange else "reshareContext"},
        )
    )


def shown_inline(held: Record) -> tuple[Shown, Unread | None]:
    """What an ad without a post shows, and why that may not be all."""
    pieces = tuple(
        Piece(kind=_INLINE.get(name, PieceKind.TEXT), value=value)
        for name, value in sorted(held.items())
        if isinstance(value, str) and value
    )
    nested = sorted(name for name, value in held.items() if isinstance(value, dict | list))
    if not nested:
        return pieces, None
    because = Words(
        "LinkedIn tells of this ad what the program cannot read yet ({kind}).", {"kind": nested[0]}
    )
    return pieces, unread(because)


def unread(because: Words) -> Unread:
    """Content that was not read, or not all of it."""
    return Unread(what=PART, because=because, platform=Platform.LINKEDIN)


def _pieces(told: Record, words: str | None) -> Iterator[Piece]:
    if words:
        yield Piece(kind=PieceKind.TEXT, value=words)
    yield from _text(told, "contentLandingPage", PieceKind.LINK)
    yield from _text(told, "contentCallToActionLabel", PieceKind.BUTTON)
    content = part(told, "content")
    for kind in ("media", "document"):
        yield from _picture(part(content, kind))
    yield from _article(part(content, "article"))
    for place, image in enumerate(rows(part(content, "multiImage"), "images")):
        yield from _picture(record(image, "multiImage.images"), place + 1)
    for place, card in enumerate(rows(part(content, "carousel"), "cards")):
        told_card = record(card, "carousel.cards")
        yield from _picture(part(told_card, "media"), place + 1)
        yield from _text(told_card, "landingPage", PieceKind.LINK, place + 1)
    yield from _poll(part(content, "poll"))


def _picture(whole: Record, card: int | None = None) -> Iterator[Piece]:
    """A picture, film or document with its title."""
    yield from _text(whole, "id", PieceKind.MEDIA, card)
    yield from _text(whole, "title", PieceKind.TITLE, card)


def _article(whole: Record) -> Iterator[Piece]:
    yield from _text(whole, "source", PieceKind.LINK)
    yield from _text(whole, "title", PieceKind.TITLE)
    yield from _text(whole, "description", PieceKind.DESCRIPTION)
    yield from _text(whole, "thumbnail", PieceKind.MEDIA)


def _poll(whole: Record) -> Iterator[Piece]:
    """The question, and each answer at its place."""
    yield from _text(whole, "question", PieceKind.TITLE)
    for place, option in enumerate(rows(whole, "options")):
        yield from _text(record(option, "poll.options"), "text", PieceKind.TEXT, place + 1)


def _text(whole: Record, name: str, kind: PieceKind, card: int | None = None) -> Iterator[Piece]:
    if value := text(whole, name):
        yield Piece(kind=kind, value=value, card=card)
