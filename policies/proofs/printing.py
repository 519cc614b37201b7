"""The fingerprint of what an ad shows: equal for everything that nobody can tell apart.

It says which method made it. When the method changes, what was seen is printed anew from the proof
itself, and no proof is lost.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from policies.model import Piece
from policies.model.proofs import Proof
from policies.proofs.plain import plain

METHOD = "1"
"""The version of the method; another one where an equal ad would get another fingerprint."""
_SIGNS = 32
"""Of SHA-256, in hexadecimal: 128 bits."""


def fingerprint(shown: Iterable[Piece]) -> str:
    """The method's version, a colon and the digest.

    The order in which pieces are told plays no part: where order is seen, the cards tell it.
    """
    pieces = sorted({plain(piece) for piece in shown})
    told = json.dumps(pieces, ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()
    return f"{METHOD}:{digest[:_SIGNS]}"


def fingerprint_of(proof: Proof) -> str:
    """The fingerprint of a proof by today's method, whichever made the one that was kept.

    Where what was seen is erased by now, the old one is all there is.
    """
    version, _, _ = proof.fingerprint.partition(":")
    if version == METHOD or not proof.shown:
        return proof.fingerprint
    return fingerprint(proof.shown)
