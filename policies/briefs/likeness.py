"""How alike a campaign's name is to what briefs are about: a suggestion, never a match.

Measured is how many pairs of neighbouring letters two texts share (Dice's coefficient), which is
quick: each pair has a bit of its own, and texts are numbers.
"""

from __future__ import annotations

from collections.abc import Iterable

LIKELY = 0.4
"""How alike a name and a topic must be (0 to 1) for the brief to be worth a suggestion."""


class Likenesses:
    """Briefs by the texts that name them."""

    def __init__(self, texts: Iterable[tuple[str, str]]) -> None:
        """`texts`: (id of a brief, one of its texts); a brief may have several."""
        self._bits: dict[str, int] = {}
        self._known = [
            (brief_id, len(pairs), self._mask(pairs))
            for brief_id, text in texts
            if (pairs := _pairs(text))
        ]

    def likeliest(self, name: str) -> str | None:
        """The id of the brief with a text most alike; None: none is likely. Of equals, the last."""
        pairs = _pairs(name)
        mask, number = sum(self._bits.get(pair, 0) for pair in pairs), len(pairs)
        scored = [
            (2 * (mask & theirs).bit_count() / (number + size), brief_id)
            for brief_id, size, theirs in self._known
        ]
        likeness, brief_id = max(scored, default=(0.0, ""))
        return brief_id if likeness >= LIKELY else None

    def _mask(self, pairs: Iterable[str]) -> int:
        """The pairs as a number; new ones get their bit."""
        return sum(self._bits.setdefault(pair, 1 << len(self._bits)) for pair in pairs)


def _pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring letters; what stands for anything is no letter."""
    plain = text.casefold().replace("*", " ").split()
    joined = " ".join(plain)
    return frozenset(joined[place : place + 2] for place in range(len(joined) - 1))
