"""What an ad shows, as one value: its creative's pieces and every sender, its ad set's too."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from policies.delivery import Family
from policies.model import (
    AdSet,
    Creative,
    Piece,
    PieceKind,
    Sender,
    SenderKind,
    Shown,
    Unread,
    Words,
)
from policies.told import NOTHING, Fact, Told

CONTENT = "content"
"""The part of a creative that is unread where not all of what it shows was told."""
_PARTS = (CONTENT, "senders")
_CHANGED = "last change"
_OVERRIDE = Piece(kind=PieceKind.SENDER, value="page instead of the Instagram account")


def shown_by(family: Family) -> Shown:
    """All that was told of what is seen; each sender once, wherever it stands."""
    creative, ad_set = family.ad.creative, family.ad_set
    if isinstance(creative, Unread):
        return ()
    above = _senders(ad_set.senders) if ad_set is not None else ()
    return tuple(dict.fromkeys(_of_creative(creative) + above))


def doubt(family: Family) -> Words | None:
    """Why nobody can tell that this is all; None: it is."""
    creative = family.ad.creative
    if isinstance(creative, Unread):
        return creative.because
    if creative.shows is None:
        return Words("What the ad shows was last read by an older version of this program.")
    missing = next((one.because for one in creative.unread if one.what in _PARTS), None)
    if missing is None and not (creative.shows and creative.id):
        return Words("The platform did not tell what the ad shows.")
    if missing is None and family.ad_set is None:
        return Words("The ad set of the ad was not read, and it may name another sender.")
    return missing


def begins(family: Family) -> datetime | None:
    """When the ad may first be shown, as far as its ad set and campaign tell."""
    above = (family.ad_set, family.campaign)
    return max((one.start for one in above if one and one.start), default=None)


def told_of(family: Family, apart: str = "") -> Told:
    """Each piece that was told, and that the platform may leave out another time.

    A creative stands in the state in which it was last changed, where the platform tells that.
    `apart`: what it is held against, for another proof makes another matter of it.
    """
    creative = family.ad.creative
    if isinstance(creative, Unread):
        return NOTHING
    always = f"creative {creative.id}{apart}"
    state = f"{always} {creative.version}"
    facts = _facts(state, _of_creative(creative))
    if creative.version is not None:
        facts.append((always, _CHANGED))
    if family.ad_set is None:
        return Told((always, state), tuple(facts))
    above = _state(family.ad_set, apart)
    facts += _facts(above, _senders(family.ad_set.senders))
    return Told((always, state, above), tuple(facts))


def _state(ad_set: AdSet, apart: str) -> str:
    """An ad set with its last change."""
    return f"ad_set {ad_set.id}{apart} {ad_set.updated}"


def _of_creative(creative: Creative) -> Shown:
    override = (_OVERRIDE,) if creative.page_actor_override else ()
    return (*(creative.shows or ()), *_senders(creative.senders), *override)


def _senders(senders: Iterable[Sender]) -> Shown:
    return tuple([_sender(one.kind, one.id) for one in senders])


@lru_cache
def _sender(kind: SenderKind, number: str) -> Piece:
    """Kept, for a city has few senders and many ads."""
    return Piece(kind=PieceKind.SENDER, value=f"{kind} {number}")


def _facts(carrier: str, pieces: Shown) -> list[Fact]:
    """A fact for each piece; of several of one kind and card each has a name of its own."""
    found: list[Fact] = []
    seen: dict[str, int] = {}
    for piece in pieces:
        name = str(piece.kind) if piece.card is None else f"{piece.kind} {piece.card}"
        before = seen.get(name, 0)
        seen[name] = before + 1
        found.append((carrier, f"{name} ({before + 1})" if before else name))
    return found
