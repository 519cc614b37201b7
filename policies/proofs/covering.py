"""Which proof an ad is held against, and which covers what it shows."""

from __future__ import annotations

from collections.abc import Iterable

from policies.model import Ad, Shown, Unread
from policies.model.proofs import Proof
from policies.proofs.printing import fingerprint, fingerprint_of


class Seen:
    """The proofs of an account, found by ad, by creative and by what they show; the newest first.

    The order in which they are given plays no part.
    """

    def __init__(self, proofs: Iterable[Proof]) -> None:
        """`proofs`: those that nobody took back."""
        self._by_ad: dict[str, Proof] = {}
        self._by_creative: dict[str, Proof] = {}
        self._by_print: dict[str, Proof] = {}
        for proof in sorted(proofs, key=lambda one: (one.at, one.id)):
            if proof.ad_id is not None:
                self._by_ad[proof.ad_id] = proof
            self._by_creative[proof.creative_id] = proof
            self._by_print[fingerprint_of(proof)] = proof

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self._by_print)

    def of(self, ad: Ad) -> Proof | None:
        """The newest proof of this ad; else of its creative, whatever either shows by now."""
        if (own := self._by_ad.get(ad.id)) is not None or isinstance(ad.creative, Unread):
            return own
        return self._by_creative.get(ad.creative.id)

    def covering(self, shown: Shown) -> Proof | None:
        """The newest proof that shows the same, whatever ad it was of."""
        return self._by_print.get(fingerprint(shown)) if self._by_print else None
