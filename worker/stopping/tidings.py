"""What is to be told of a stop: which of its orders, by whom, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from policies.crisis import Doing, Outcome, Row, Scope
from worker.stopping.ordering import Order
from worker.stopping.outcome import Result
from worker.stopping.story import Story

WROTE_OFF = frozenset({Outcome.STOPPED, Outcome.ADDED})
"""Outcomes of what a stop turned off."""


class Kind(StrEnum):
    """Which order it was; part of what a mail is known by."""

    STOP = "stop"
    CONTINUED = "stop-continued"
    """`pause-all` joined it, or `stops continue`."""
    HELD = "stop-held"
    RESUMED = "stop-resumed"
    ENDED = "stop-ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tidings:
    """One order, carried out. Instants have an offset."""

    kind: Kind
    stop_id: str
    order: Order
    at: datetime
    """When it was done."""
    head: str
    """The digest of the journal's last record, before anything was told."""
    journal: str
    """Where the journal stands."""
    scope: Scope
    rows: tuple[Row, ...]
    result: Result | None = None
    """None: nothing was written to a platform, a stop was ended."""
    review_until: datetime | None = None
    """Until when a second person has to review it; None: done, or the journal does not tell."""

    @property
    def doing(self) -> Doing:
        """Whether switches were turned off or on."""
        return Doing.RESUME if self.kind is Kind.RESUMED else Doing.STOP

    @property
    def in_force(self) -> bool:
        """Whether the stop holds after this order."""
        return self.kind not in (Kind.RESUMED, Kind.ENDED)


def kind_of(result: Result) -> Kind:
    """The order that a result came of; a hold is told by who gave it."""
    if result.doing is Doing.RESUME:
        return Kind.RESUMED
    return Kind.CONTINUED if result.joined else Kind.STOP


def turned_off(story: Story) -> tuple[Row, ...]:
    """What the stop turned off and nobody has turned on by its resume."""
    return tuple(
        Row(switch=mark.before, outcome=Outcome.STOPPED)
        for mark in story.marks.values()
        if not mark.turned_on
    )
