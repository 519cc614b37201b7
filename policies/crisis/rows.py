"""The rows of a stop: each switch, what became of it, and the words that go with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from policies.crisis.scope import Key, key_of
from policies.model import Switch, Words


class Outcome(StrEnum):
    """What became of a switch, in the words of the contract."""

    PLANNED = "planned"
    STOPPED = "stopped"
    ALREADY_OFF = "already-off"
    FAILED = "failed"
    UNKNOWN = "unknown"
    ADDED = "added"
    """Turned on after the plan was made, and stopped too."""
    RESUMED = "resumed"
    SKIPPED = "skipped"


LEFT = frozenset({Outcome.FAILED, Outcome.UNKNOWN})
"""Outcomes that leave something for a person to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One switch as it was before, and what became of it."""

    switch: Switch
    outcome: Outcome
    error: Words | None = None

    @property
    def key(self) -> Key:
        """What tells it from every other."""
        return key_of(self.switch)


def planned(rows: Iterable[Row]) -> int:
    """The number that the phrase holds."""
    return sum(row.outcome is Outcome.PLANNED for row in rows)


def counts(rows: Iterable[Row]) -> Counter[Outcome]:
    """How many rows have each outcome."""
    return Counter(row.outcome for row in rows)


def by_budget(switches: Iterable[Switch]) -> list[Switch]:
    """The largest daily budget first; amounts are compared as they are, whatever the currency."""
    return sorted(switches, key=lambda one: (-_daily(one), one.campaign_id))


def _daily(switch: Switch) -> Decimal:
    return switch.daily_budget.amount if switch.daily_budget else Decimal(0)


def spending(switches: Iterable[Switch]) -> Decimal:
    """The sum of daily budgets: which account goes first."""
    return sum((_daily(one) for one in switches), Decimal(0))
