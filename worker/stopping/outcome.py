"""What a plan, a stop or a resume comes to: the value that is printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from policies.crisis import (
    LEFT,
    Doing,
    NotCovered,
    Outcome,
    Row,
    Scope,
    Standing,
    planned,
    standing,
)
from policies.model import Panel, Switch, Unread
from worker.stopping.pacing import Paced


@dataclass(frozen=True, slots=True, kw_only=True)
class Spared:
    """A number that is exempted, with a switch that it spares; None: none was read."""

    number: str
    switch: Switch | None

    @property
    def may_be_on(self) -> bool:
        """Whether nobody can say that it is off."""
        return self.switch is None or standing(self.switch) is not Standing.OFF


def spared(panels: Iterable[Panel], scope: Scope) -> tuple[Spared, ...]:
    """All that the scope exempts, as these readings have it, by number."""
    plain = scope.less(())
    switches = [one for panel in panels for one in panel.switches if plain.covers(one)]
    found = [
        Spared(number=number, switch=one)
        for number in sorted(scope.exempt)
        for one in switches
        if scope.less({number}).spares(one)
    ]
    seen = {one.number for one in found}
    unseen = (Spared(number=one, switch=None) for one in sorted(scope.exempt - seen))
    return (*found, *unseen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A plan (`confirmed` false) or what was done."""

    doing: Doing
    stop_id: str
    scope: Scope
    confirmed: bool
    rows: tuple[Row, ...]
    panels: tuple[Panel, ...]
    gaps: tuple[Unread, ...]
    """What could not be read, so that nobody can say that everything is off."""
    unread: tuple[Unread, ...]
    """All that could not be read."""
    not_covered: tuple[NotCovered, ...]
    verified: bool
    requests: Mapping[str, Any]
    seconds: float
    number: int
    """The number of the phrase."""
    joined: bool = False
    """Whether it goes on with a stop that was in force already."""
    head: str | None = None
    """The digest of the journal's last record; None: there is no journal yet."""
    journal: str | None = None
    """Where the journal stands."""
    paced: tuple[Paced, ...] = ()
    """Of a plan: accounts whose writes must wait."""
    withheld: bool = False
    """Whether a resume asks for a narrower choice: there is no phrase for this plan."""
    exempted: tuple[Spared, ...] = ()
    """What a person has exempted from this stop: it is left as it is, and is no residue."""

    @property
    def waiting(self) -> int:
        """How many switches are still to be turned."""
        return planned(self.rows)

    @property
    def left(self) -> tuple[Row, ...]:
        """Rows for a person to finish by hand."""
        return tuple(row for row in self.rows if row.outcome in LEFT)

    @property
    def skipped(self) -> tuple[Row, ...]:
        """Rows that a resume leaves as they are."""
        return tuple(row for row in self.rows if row.outcome is Outcome.SKIPPED)

    @property
    def code(self) -> int:
        """The exit code of the contract: 0, 1, 3 or 4."""
        if not self.confirmed and not self.panels and (self.doing is Doing.STOP or self.rows):
            return 4
        if not self.confirmed and self._asks:
            return 3
        if self.doing is Doing.STOP:
            return 0 if self.verified else 1
        return 1 if self.left or self.skipped or self.gaps else 0

    @property
    def _asks(self) -> bool:
        """Whether a phrase is asked for: a resume that skips all still ends the stop."""
        return bool(self.waiting or (self.doing is Doing.RESUME and self.rows))
