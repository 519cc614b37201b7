"""The proof of a finished ad ("korrektur"), as SLK saw it before it was published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from policies.model.common import AccountId, AdId, Platform, aware
from policies.model.shown import Shown


class ProofLevel(StrEnum):
    """What SLK did with it; approved implies seen."""

    SEEN = "seen"
    APPROVED = "approved"


class Contact(StrEnum):
    """The two that a proof goes to."""

    FIRST = "first"
    EDITORIAL = "editorial"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """That somebody at SLK saw what an ad shows."""

    id: str
    platform: Platform
    account_id: AccountId
    creative_id: str
    ad_id: AdId | None
    """None: it was told of the creative, in whatever ad it stands."""
    shown: Shown
    """What was seen; empty: erased by now."""
    fingerprint: str
    """Of what was seen, with the version of the method in front."""
    level: ProofLevel
    by: str
    at: datetime
    remarks: str | None = None
    reached: Mapping[Contact, datetime] = field(default_factory=dict)
    """When it reached each contact; one that is not here: nobody told."""

    def __post_init__(self) -> None:
        aware(self.at, "at")
        for contact, when in self.reached.items():
            aware(when, contact)
