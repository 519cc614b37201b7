"""The proof ("korrektur", C2): what is seen of an ad, told apart from what was seen before."""

from policies.proofs.covering import Seen
from policies.proofs.differing import Difference, differences, only_absent
from policies.proofs.making import Claim, proof_id, proof_of
from policies.proofs.printing import METHOD, fingerprint, fingerprint_of
from policies.proofs.reaching import Reached, State, reaching
from policies.proofs.showing import begins, doubt, shown_by, told_of
from policies.proofs.telling import changed, evidence, kinds, side_by_side

__all__ = [
    "METHOD",
    "Claim",
    "Difference",
    "Reached",
    "Seen",
    "State",
    "begins",
    "changed",
    "differences",
    "doubt",
    "evidence",
    "fingerprint",
    "fingerprint_of",
    "kinds",
    "only_absent",
    "proof_id",
    "proof_of",
    "reaching",
    "shown_by",
    "side_by_side",
    "told_of",
]
