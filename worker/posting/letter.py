"""A mail to one person, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from policies.model import Words
from worker.mail import Mail


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail with what makes it the only one of its kind."""

    kind: str
    """Such as `report`, `stop`, `stop-owner`."""
    period: str
    """Such as `2026-W47`, or a stop's id and head: one mail for each kind, period and recipient."""
    mail: Mail
    """`mail.to` holds one recipient."""


class Fate(StrEnum):
    """What became of a letter by now."""

    SENT = "sent"
    WAITING = "waiting"
    """It stands in the outbox and is tried again."""
    REFUSED = "refused"
    """The server does not take this recipient."""
    FAILED = "failed"
    """It was not handed over, and nobody tries again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """One recipient's letter and its fate."""

    recipient: str
    fate: Fate
    because: Words | None = None


class Post(Protocol):
    """Takes letters; raises nothing: every failure is a fate."""

    def __call__(self, letters: Sequence[Letter]) -> tuple[Handed, ...]:
        """The fate of each, in their order."""
