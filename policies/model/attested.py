"""What a person attests that no platform tells: captions burned into a film, an editor's role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from policies.model.common import aware

LONGEST = timedelta(days=90)
"""How long a person's word holds at most: then somebody looks again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation:
    """A person's word that one subject complies with one rule.

    It is tied to what the person saw: where that is another one, the word says nothing.
    """

    id: str
    rule: str
    subject: tuple[str, str]
    """Kind and id."""
    tied_to: str
    """What was seen, as the rule names it, such as the media shown."""
    by: str
    evidence: str
    """What the person saw or did to know it, in words."""
    at: datetime
    until: datetime
    """From this instant on it holds no more."""
    ended: datetime | None = None
    """When it was ended before its time."""

    def __post_init__(self) -> None:
        aware(self.at, "at")
        aware(self.until, "until")
        aware(self.ended, "ended")

    def holds(self, at: datetime) -> bool:
        """Whether it holds at this instant."""
        return self.at <= at < self.until and (self.ended is None or at < self.ended)
