"""What needs a person first: the order in which a week's open ends are put before people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from enum import IntEnum

from policies.weekly.asks import Ask


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


_NO_STOP_REACHES = frozenset({"access.cannot-pause", "access.unseen-account"})
"""The rules that find ads which no crisis stop can switch off."""


def gravity(rule: str) -> int:
    """What comes first among things of the same urgency.

    0: what no stop reaches; 1: other access; 2: all else.
    """
    if rule in _NO_STOP_REACHES:
        return 0
    return 1 if rule.startswith("access.") else 2


def chosen(urgencies: Sequence[Urgency], most: int, of_each: int) -> list[int]:
    """The places of those that are shown where there is room for `most` only, in order.

    `urgencies`: of everything, in order. The first `of_each` of each urgency stand there whatever
    comes before them; what room is left goes to the first of the rest.
    """
    by_urgency: dict[Urgency, list[int]] = defaultdict(list)
    for place, one in enumerate(urgencies):
        by_urgency[one].append(place)
    kept = [place for places in by_urgency.values() for place in places[:of_each]]
    rest = sorted({*range(len(urgencies))} - {*kept})
    return sorted([*kept, *rest][:most])


def of_finding(verdict: str, severity: str) -> Urgency:
    """How urgent an open finding is. `severity`: `stop`, `warn` or `info`."""
    if verdict != "fail":
        return Urgency.UNKNOWN
    return {"stop": Urgency.STOP, "warn": Urgency.WARN}.get(severity, Urgency.INFO)


def of_ask(ask: Ask, until: datetime) -> Urgency:
    """How urgent it is that somebody waits, at this instant."""
    late = ask.due_at is not None and ask.due_at < until
    return Urgency.OVERDUE if late else Urgency.WAITS
