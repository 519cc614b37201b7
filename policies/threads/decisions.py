"""What people decided about a thread, and which of it is still in force."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from policies.model import aware


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided about a thread."""

    action: str
    """`close`, `refer`, `reopen`, `claim`, `release` or `ask`."""
    by: str
    at: datetime
    reason: str | None = None
    """Why it was closed, or what was asked."""
    to: str | None = None
    """Whom it was referred to."""
    instead_of: str | None = None
    """Who had taken it on before, and is known to have."""

    def __post_init__(self) -> None:
        aware(self.at, "at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """The decisions in force. Each speaks of the messages that we had seen when it was made."""

    referral: Decision | None = None
    reopening: Decision | None = None
    """Made after the last closing, if there is one."""


def ruling(decisions: Iterable[Decision]) -> Ruling:
    """What is in force of these decisions, told in the order in which they were made.

    To close ends everything before it; to reopen ends a referral. Which closings are in force
    depends on the messages: see `waiting`.
    """
    referral = reopening = None
    for decision in decisions:
        match decision.action:
            case "close":
                referral = reopening = None
            case "refer":
                referral = decision
            case "reopen":
                referral, reopening = None, decision
            case _:
                pass
    return Ruling(referral=referral, reopening=reopening)
