"""Held, missed, still open: a round is held when it was read and its owner was told of it (C9).

Read and watched are two facts. That a person watched makes no round held, and that the machine read
it all does not mean that anybody watched.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from policies.model import Words
from policies.rounds.windows import Window


class Outcome(StrEnum):
    """What came of a round."""

    HELD = "held"
    MISSED = "missed"
    OPEN = "open"
    """Its time is not over."""
    UNKNOWN = "unknown"
    """It was read, and nobody knows of a digest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailed:
    """The owner's digest of a window."""

    threads: int
    """How many it tells of; 0: there was nothing to send."""
    sent_at: datetime | None
    """When the mail server had it; None: it has not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One round of one campaign, or of SLK."""

    window: Window
    by: datetime
    """The end of its day: a digest that goes later comes too late."""
    owner: str
    read_at: datetime | None
    """When all of it had been read for the first time in the window; None: it was not."""
    because: Words | None
    """Why not all of it was read, as far as is known."""
    digest: Mailed | None
    """None: none is known for this owner and window."""

    @property
    def told(self) -> bool | None:
        """Whether the owner was told in time, or there was nothing to tell; None: not known."""
        if self.digest is None:
            return None
        sent_at = self.digest.sent_at
        return self.digest.threads == 0 or (sent_at is not None and sent_at < self.by)


def outcome(one: Round, at: datetime) -> Outcome:
    """What came of a round, as things stand at `at`."""
    if one.read_at is None:
        return Outcome.OPEN if at < one.window.ends else Outcome.MISSED
    if one.told:
        return Outcome.HELD
    if at < one.by:
        return Outcome.OPEN
    return Outcome.UNKNOWN if one.told is None else Outcome.MISSED
