"""The register of proofs in the store."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policies.model import Piece, PieceKind, Platform
from policies.model.proofs import Contact, Proof, ProofLevel
from policies.proofs import fingerprint, fingerprint_of
from policies.retention import strict
from tests.worker.made import DAY, NOON
from worker.store import proofs
from worker.store.errors import UnknownId
from worker.store.purging import purge

SHOWN = (
    Piece(kind=PieceKind.TEXT, value="Anmälan är öppen 🏊"),
    Piece(kind=PieceKind.MEDIA, value="ab12", card=2),
)
PROOF = Proof(
    id="p1",
    platform=Platform.META,
    account_id="act_1",
    ad_id="a1",
    creative_id="k1",
    shown=SHOWN,
    fingerprint=fingerprint(SHOWN),
    level=ProofLevel.APPROVED,
    by="Anna",
    at=NOON,
    remarks="Kortare rubrik nästa gång",
    reached={Contact.FIRST: NOON - DAY},
)


def of(connection, account="act_1", platform=Platform.META):
    return proofs.register(connection, platform, account)


def test_what_is_kept_is_read_again_to_the_last_sign(store):
    with store.writing() as connection:
        proofs.add(connection, PROOF)
    with store.reading() as connection:
        assert proofs.one(connection, "p1").proof == PROOF
        assert of(connection) == (PROOF,)
        (event,) = proofs.history(connection, "p1")
    assert (event.action, event.by, event.at) == ("approved", "Anna", NOON)


def test_an_account_is_given_its_own_proofs_and_no_others(store):
    elsewhere = replace(PROOF, id="p2", account_id="act_2", ad_id=None)
    linkedin = replace(PROOF, id="p3", platform=Platform.LINKEDIN)
    with store.writing() as connection:
        for one in (PROOF, elsewhere, linkedin):
            proofs.add(connection, one)
    with store.reading() as connection:
        assert of(connection) == (PROOF,)
        assert of(connection, "act_2") == (elsewhere,)
        assert of(connection, platform=Platform.LINKEDIN) == (linkedin,)
        assert len(proofs.listed(connection)) == 3


def test_one_that_was_taken_back_is_given_to_nobody_and_stays_in_the_register(store):
    with store.writing() as connection:
        proofs.add(connection, PROOF)
        assert proofs.revoke(connection, "p1", by="Bo", reason="fel annons", at=NOON + DAY)
        assert not proofs.revoke(connection, "p1", by="Cia", reason="igen", at=NOON + 2 * DAY)
    with store.reading() as connection:
        assert (of(connection), proofs.listed(connection)) == ((), ())
        (kept,) = proofs.listed(connection, everything=True)
        told = [(one.action, one.by, one.reason) for one in proofs.history(connection, "p1")]
    assert (kept.revoked_by, kept.revoked_reason) == ("Bo", "fel annons")
    assert (kept.revoked_at, kept.proof) == (NOON + DAY, PROOF)
    assert told == [("approved", "Anna", None), ("revoked", "Bo", "fel annons")]


def test_what_linkedin_told_is_erased_after_a_year_and_covers_the_same_as_before(store):
    linkedin = replace(PROOF, platform=Platform.LINKEDIN)
    young = replace(linkedin, id="p2", at=NOON + DAY)
    with store.writing() as connection:
        for one in (linkedin, young, replace(PROOF, id="p3")):
            proofs.add(connection, one)
    assert purge(store, strict(), at=NOON + 365 * DAY).erased["linkedin_ads"] == 1
    assert purge(store, strict(), at=NOON + 365 * DAY).erased["linkedin_ads"] == 0
    with store.reading() as connection:
        old, kept = of(connection, platform=Platform.LINKEDIN)
        assert (old.shown, kept.shown) == ((), SHOWN)
        assert fingerprint_of(old) == fingerprint(SHOWN)
        assert proofs.one(connection, "p3").proof.shown == SHOWN


def test_an_id_that_is_not_there(store):
    with store.writing() as connection:
        proofs.add(connection, PROOF)
        with pytest.raises(UnknownId) as unknown:
            proofs.revoke(connection, "p", by="Bo", reason="x", at=NOON)
    assert unknown.value.near == ("p1",)
