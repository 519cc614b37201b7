"""The week as one value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from policies.weekly.findings import Findings
from policies.weekly.queue import Queue
from policies.weekly.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """What a week's report is made of."""

    span: Span
    at: datetime
    """When it was counted."""
    findings: Findings
    queue: Queue
    earlier: tuple[Week, ...] = ()
    """The weeks before, the latest first; those of which nothing is known are left out."""

    @property
    def preliminary(self) -> bool:
        """Whether the week was still running."""
        return self.at < self.span.end

    @property
    def until(self) -> datetime:
        """How far the numbers reach: the week's end, or when they were counted."""
        return min(self.at, self.span.end)

    @property
    def reconciles(self) -> bool:
        """Whether findings and queue both add up and agree with their rows."""
        return self.findings.adds_up() and self.queue.adds_up()
