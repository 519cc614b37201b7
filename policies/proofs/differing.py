"""What differs between two ads, side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from policies.model import Piece, PieceKind, Shown
from policies.proofs.plain import Plain, plain


class Difference(NamedTuple):
    """One kind of piece, of the ad or of one of its cards, that is not as it was.

    What both have is left out; of alternatives only those that came or went are named.
    """

    kind: PieceKind
    card: int | None
    old: tuple[str, ...]
    new: tuple[str, ...]


def differences(old: Shown, new: Shown) -> tuple[Difference, ...]:
    """Everything that differs, in the order in which an ad is read; nothing: they are the same."""
    was, now = _plainly(old), _plainly(new)
    gone = _by_place(was[one] for one in was.keys() - now.keys())
    come = _by_place(now[one] for one in now.keys() - was.keys())
    places = sorted({*gone, *come}, key=lambda place: (place[1] or 0, _ORDER[place[0]]))
    return tuple(
        Difference(kind, card, gone.get((kind, card), ()), come.get((kind, card), ()))
        for kind, card in places
    )


def only_absent(found: Iterable[Difference]) -> bool:
    """Whether something is missing and nothing is new."""
    return not any(one.new for one in found)


_ORDER = {kind: place for place, kind in enumerate(PieceKind)}


def _plainly(shown: Shown) -> Mapping[Plain, Piece]:
    """Each piece once, by what it is compared by."""
    return {plain(piece): piece for piece in shown}


def _by_place(
    pieces: Iterable[Piece],
) -> Mapping[tuple[PieceKind, int | None], tuple[str, ...]]:
    """The values of each kind and card."""
    found: dict[tuple[PieceKind, int | None], list[str]] = defaultdict(list)
    for piece in pieces:
        found[piece.kind, piece.card].append(piece.value)
    return {place: tuple(sorted(values)) for place, values in found.items()}
