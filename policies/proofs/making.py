"""A proof put together from what an ad shows and what a person says of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from policies.model import AccountId, Ad
from policies.model.proofs import Contact, Proof, ProofLevel
from policies.model.shown import Shown
from policies.proofs.printing import fingerprint


class Claim(NamedTuple):
    """What a person says of a proof."""

    level: ProofLevel
    by: str
    at: datetime
    reached: Mapping[Contact, datetime]
    remarks: str | None = None


def proof_of(ad: Ad, creative_id: str, shown: Shown, claim: Claim, *, own: bool = True) -> Proof:
    """The proof of what the ad showed.

    `own`: it is the ad's alone; else it covers the creative, in whatever ad it stands.
    """
    printed = fingerprint(shown)
    ad_id = ad.id if own else None
    return Proof(
        id=proof_id(ad.account_id, ad_id or creative_id, printed, claim.at),
        platform=ad.platform,
        account_id=ad.account_id,
        ad_id=ad_id,
        creative_id=creative_id,
        shown=shown,
        fingerprint=printed,
        **claim._asdict(),
    )


def proof_id(account_id: AccountId, subject: str, printed: str, at: datetime) -> str:
    """The id of a proof of that ad or creative: the same proof told twice has the same.

    `printed`: its fingerprint.
    """
    named = "\x1f".join((account_id, subject, printed, at.isoformat()))
    return hashlib.sha256(named.encode("utf-8", "replace")).hexdigest()[:12]
