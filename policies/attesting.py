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
FAILING = "failing"
"""The evidence of a breach that tells the same of what was seen to fail, one by one."""


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


def speaks_of(tied_to: str, failing: Collection[str]) -> bool:
    """Whether a word that is tied to this was given of any of what was seen to fail.

    It may be tied to several things, and a name of theirs may hold a space.
    """
    return any(f" {one} " in f" {tied_to} " for one in failing)


def disproved(
    attested: Iterable[Attestation], failing: Mapping[tuple[str, tuple[str, str]], Collection[str]]
) -> Iterator[Attestation]:
    """The words that a check has shown to be wrong.

    `failing`: by rule and subject of each breach, what was seen to fail. A word of something else
    was never wrong: it lapses while that is not shown, and stands again when it is.
    """
    for one in attested:
        seen = failing.get((one.rule, one.subject), ())
        if one.ended is None and speaks_of(one.tied_to, seen):
            yield one
