"""What needs a person first: the order in which a week's open ends are put before people."""

from __future__ import annotations

from datetime import datetime
from enum import IntEnum

from policies.weekly.queue import Ask


class Urgency(IntEnum):
    """How soon a person should look at it, the most urgent first."""

    STOP = 0
    """An ad that must not run as it does."""
    OVERDUE = 1
    """Somebody whose answer is late."""
    WARN = 2
    """What must be put right."""
    WAITS = 3
    """Somebody who waits, within the time that is allowed."""
    UNKNOWN = 4
    """What nobody could tell: it may be anything."""
    INFO = 5
    """What one should know."""


def of_finding(verdict: str, severity: str) -> Urgency:
    """How urgent an open finding is. `severity`: `stop`, `warn` or `info`."""
    if verdict != "fail":
        return Urgency.UNKNOWN
    return {"stop": Urgency.STOP, "warn": Urgency.WARN}.get(severity, Urgency.INFO)


def of_ask(ask: Ask, until: datetime) -> Urgency:
    """How urgent it is that somebody waits, at this instant."""
    late = ask.due_at is not None and ask.due_at < until
    return Urgency.OVERDUE if late else Urgency.WAITS
