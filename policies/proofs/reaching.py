"""When a proof reached the two contacts: in time, late, or nobody told."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from policies.model import Words
from policies.model.proofs import Contact, Proof


class State(StrEnum):
    """How it is with one contact."""

    IN_TIME = "in-time"
    LATE = "late"
    MISSING = "missing"


class Reached(NamedTuple):
    """One contact, when the proof reached them, and what is to be said of it."""

    contact: Contact
    at: datetime | None
    state: State
    because: Words | None = None
    """What makes it late or missing."""


_UNTOLD = Words("nobody told when it reached them")
_AFTER_THE_START = Words("after the ad set began")
_AFTER_THE_LOOK = Words("after it was seen")


def reaching(proof: Proof, begins: datetime | None) -> tuple[Reached, ...]:
    """Both contacts. `begins`: when the ad may first be shown; None: not known."""
    return tuple(_reached(proof, contact, begins) for contact in Contact)


def _reached(proof: Proof, contact: Contact, begins: datetime | None) -> Reached:
    at = proof.reached.get(contact)
    if at is None:
        return Reached(contact, None, State.MISSING, _UNTOLD)
    if begins is not None and at > begins:
        return Reached(contact, at, State.LATE, _AFTER_THE_START)
    if at > proof.at:
        return Reached(contact, at, State.LATE, _AFTER_THE_LOOK)
    return Reached(contact, at, State.IN_TIME)
