"""An invented ad, piece by piece, and a proof of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from policies.model import Piece, PieceKind, Platform
from policies.model.proofs import Proof, ProofLevel
from policies.proofs import fingerprint

SEEN_AT = datetime(2026, 11, 20, 9, tzinfo=UTC)


def piece(kind, value, card=None):
    return Piece(kind=PieceKind(kind), value=value, card=card)


SHOWN = (
    piece("text", "Anmälan är öppen.\nVälkommen!"),
    piece("title", "Simskola"),
    piece("description", "För barn från fem år"),
    piece("link", "https://start.stockholm/simskola?ort=farsta#anmalan"),
    piece("button", "LEARN_MORE"),
    piece("title", "Farsta", 1),
    piece("media", "ab12", 1),
    piece("title", "Åkeshov", 2),
    piece("media", "cd34", 2),
    piece("sender", "page 1001"),
)


def a_proof(shown=SHOWN, **changed):
    proof = Proof(
        id="p1",
        platform=Platform.META,
        account_id="act_1",
        ad_id="a1",
        creative_id="creative-1",
        shown=tuple(shown),
        fingerprint=fingerprint(shown),
        level=ProofLevel.SEEN,
        by="Anna",
        at=SEEN_AT,
    )
    return replace(proof, **changed)
