"""A proof put together of an ad and of what a person says."""

from __future__ import annotations

from datetime import timedelta

from policies.model.proofs import Contact, ProofLevel
from policies.proofs import Claim, fingerprint, proof_id, proof_of
from tests.policies.proofs.made import SEEN_AT, SHOWN
from tests.policies.rules.made import an_ad

CLAIM = Claim(
    level=ProofLevel.APPROVED,
    by="Anna",
    at=SEEN_AT,
    reached={Contact.FIRST: SEEN_AT - timedelta(hours=2)},
    remarks="bra",
)


def test_it_holds_what_was_shown_and_what_was_said():
    made = proof_of(an_ad(), "k1", SHOWN, CLAIM)
    assert (made.shown, made.fingerprint) == (SHOWN, fingerprint(SHOWN))
    assert (made.level, made.by, made.at, made.remarks) == (
        ProofLevel.APPROVED,
        "Anna",
        SEEN_AT,
        "bra",
    )
    assert made.reached == {Contact.FIRST: SEEN_AT - timedelta(hours=2)}


def test_of_an_ad_or_of_its_creative_wherever_it_stands():
    shown = an_ad()
    own, shared = (proof_of(shown, "k1", SHOWN, CLAIM, own=one) for one in (True, False))
    assert (own.ad_id, own.creative_id) == (shown.id, "k1")
    assert (shared.ad_id, shared.creative_id) == (None, "k1")
    assert own.id == proof_id(shown.account_id, shown.id, own.fingerprint, SEEN_AT)
    assert shared.id == proof_id(shown.account_id, "k1", own.fingerprint, SEEN_AT)
    assert (own.platform, own.account_id) == (shown.platform, shown.account_id)


def test_the_same_proof_has_the_same_id_and_another_one_another():
    ids = {
        proof_id(account, subject, printed, at)
        for account in ("act_1", "act_2")
        for subject in ("a1", "a2")
        for printed in ("1:a", "1:b")
        for at in (SEEN_AT, SEEN_AT + timedelta(days=1))
    }
    assert len(ids) == 16
    assert proof_id("act_1", "a1", "1:a", SEEN_AT) in ids
