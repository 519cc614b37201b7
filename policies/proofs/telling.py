"""How a proof, and what differs from it, is told in a finding."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from policies.delivery import Family
from policies.model import Words
from policies.model.proofs import Proof
from policies.proofs.differing import Difference
from policies.proofs.reaching import reaching
from policies.proofs.showing import begins

_LONGEST = 80
"""Signs of a value that a message holds; the evidence has all of it."""


def evidence(proof: Proof, family: Family) -> dict[str, Any]:
    """Which proof it was, and when it reached the contacts."""
    return {
        "proof": proof.id,
        "level": str(proof.level),
        "by": proof.by,
        "at": proof.at.isoformat(),
        "contacts": {
            str(one.contact): {
                "at": one.at.isoformat() if one.at else None,
                "state": str(one.state),
            }
            for one in reaching(proof, begins(family))
        },
    }


def side_by_side(found: Iterable[Difference]) -> list[dict[str, Any]]:
    """Differences as JSON knows them."""
    return [
        {"what": str(one.kind), "card": one.card, "old": list(one.old), "new": list(one.new)}
        for one in found
    ]


def kinds(found: Iterable[Difference]) -> str:
    """The kinds of things that differ, as a sentence's value `kinds`."""
    return ", ".join(dict.fromkeys(str(one.kind) for one in found))


def changed(found: Sequence[Difference], day: date) -> Words:
    """What differs from the proof of that day, in short."""
    return Words(
        "The ad does not show what was seen in its proof of {day}. Not as it was: {kinds}. Then: "
        "{old} Now: {new}",
        {
            "day": day.isoformat(),
            "kinds": kinds(found),
            "old": _short(value for one in found for value in one.old),
            "new": _short(value for one in found for value in one.new),
        },
    )


def _short(values: Iterable[str]) -> str:
    """Values in quotation marks, cut where they are long."""
    some = (" ".join(value.split()) for value in values)
    cut = (one if len(one) <= _LONGEST else f"{one[: _LONGEST - 1]}…" for one in some)
    return " ".join(f"“{one}”" for one in cut) or "–"
