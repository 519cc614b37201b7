"""What stood in the register of proofs before the story begins: most ads had been seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from policies.delivery import Family
from policies.model import Unread
from policies.model.proofs import Contact, ProofLevel
from policies.model.shown import PieceKind, Shown
from policies.proofs import Claim, proof_of, shown_by
from worker.language import Language
from worker.store import proofs
from worker.store.known_ads import KnownAds
from worker.store.opening import Store

UNSEEN = ("Museinatten", "Näringsliv och möten")
"""Campaigns whose ads nobody has seen."""
CHANGED = ("Isbanor i vinter", "Trygg väg till skolan")
"""Campaigns whose ads showed another text when they were seen."""
BEFORE = timedelta(days=10)
"""How long ago the proofs were seen."""


def see_proofs(store: Store, language: Language, at: datetime) -> int:
    """Register proofs of the ads that were read, by the same steps as `proof seen`; how many.

    Raises:
        StoreError: the demo's own database failed.
    """
    seen = at - BEFORE
    claim = Claim(
        level=ProofLevel.SEEN,
        by="Anna",
        at=seen,
        reached={Contact.FIRST: seen - timedelta(hours=2), Contact.EDITORIAL: seen},
    )
    with store.writing() as connection:
        made = [
            proof_of(family.ad, creative.id, _as_seen(family, language), claim)
            for family in KnownAds(connection).ads.values()
            if not isinstance(creative := family.ad.creative, Unread)
            and creative.shows
            and _campaign(family) not in UNSEEN
        ]
        for one in made:
            proofs.add(connection, one)
    return len(made)


def _campaign(family: Family) -> str:
    return family.campaign.name if family.campaign else ""


def _as_seen(family: Family, language: Language) -> Shown:
    """What the ad showed then."""
    shown = shown_by(family)
    if _campaign(family) in CHANGED:
        then = language.text("The text as it was when the proof was seen.")
        return tuple(
            replace(one, value=then) if one.kind is PieceKind.TEXT else one for one in shown
        )
    return shown
