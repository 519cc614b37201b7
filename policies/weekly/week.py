"""The week as one value."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from policies.weekly.findings import Findings
from policies.weekly.past import Past
from policies.weekly.queue import Queue
from policies.weekly.reach import Reach
from policies.weekly.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """What a week's report is made of."""

    span: Span
    at: datetime
    """When it was counted."""
    findings: Findings
    queue: Queue
    earlier: tuple[Past, ...] = ()
    """The weeks before, the latest first; those of which nothing is known are left out."""
    last: Past | None = None
    """The week before, if its report was sent: this one begins where that one ended."""
    reach: Reach = field(default_factory=Reach)
    """What the numbers rest on; by default on nothing."""

    @property
    def preliminary(self) -> bool:
        """Whether the week was still running."""
        return self.at < self.span.end

    @property
    def until(self) -> datetime:
        """How far the numbers reach: the week's end, or when they were counted."""
        return min(self.at, self.span.end)

    @property
    def before(self) -> int:
        """Open or muted when the week began."""
        return self.findings.open_before + self.findings.muted_before

    @property
    def follows(self) -> bool:
        """Whether it begins with as many findings as the last report ended with."""
        return self.last is None or self.last.left == self.before

    @property
    def reconciles(self) -> bool:
        """Whether findings and queue both add up, agree with their rows and with what was told."""
        return self.findings.adds_up() and self.queue.adds_up() and self.follows
