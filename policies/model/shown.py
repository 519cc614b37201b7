"""What is seen of an ad, piece by piece, as a platform tells it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class PieceKind(StrEnum):
    """What sort of thing a piece is."""

    SENDER = "sender"
    POST = "post"
    """A post that was there before the ad, by its id."""
    TEXT = "text"
    TITLE = "title"
    DESCRIPTION = "description"
    MEDIA = "media"
    """A picture, film or document, by its hash, id or URN; addresses are signed anew each time."""
    LINK = "link"
    ADDRESS = "address"
    """The address that stands written on the ad, whatever the link is."""
    BUTTON = "button"
    """The platform's word for it: Meta `LEARN_MORE`, LinkedIn `LEARN_MORE`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One thing that is seen.

    Several of one kind and card are alternatives, and their order means nothing.
    """

    kind: PieceKind
    value: str
    card: int | None = None
    """Its place, counted from 1, where several stand in an order: the cards of a carousel."""


Shown: TypeAlias = tuple[Piece, ...]
"""All that is seen of one ad: texts, titles, links, pictures and films, buttons and senders."""
