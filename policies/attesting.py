"""A person's word where no platform tells: which one stands for an unknown, and what is told of it.

It stands for what nobody can tell and for nothing else: what was seen to fail is put right by a
check alone, and ends the word that said otherwise.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from policies.model.attested import Attestation

ATTESTED = "attested"
"""The evidence that tells whose word a pass rests on."""
ATTEST = "attest"
"""The evidence of an unknown that tells what an attestation of it is tied to."""


def stands(
    attested: Iterable[Attestation], asked: tuple[str, tuple[str, str], str], at: datetime
) -> Attestation | None:
    """The word that stands for an unknown at this instant; of several the one that holds longest.

    `asked`: the rule, the subject and what the word must be tied to. None: nobody gave it, it ran
    out, was ended, or was given of something else.
    """
    holding = (one for one in attested if (one.rule, one.subject, one.tied_to) == asked)
    return max(
        (one for one in holding if one.holds(at)),
        key=lambda one: (one.until, one.id),
        default=None,
    )


def evidence_of(word: Attestation) -> Mapping[str, Any]:
    """The evidence of a pass that rests on it: who attested what, until when."""
    return {
        ATTESTED: {
            "id": word.id,
            "by": word.by,
            "evidence": word.evidence,
            "tied_to": word.tied_to,
            "at": word.at.isoformat(),
            "until": word.until.isoformat(),
        }
    }


def disproved(
    attested: Iterable[Attestation], failing: Collection[tuple[str, tuple[str, str]]]
) -> Iterator[Attestation]:
    """The words that a check has shown to be wrong; `failing`: rule and subject of each breach."""
    return (one for one in attested if one.ended is None and (one.rule, one.subject) in failing)
