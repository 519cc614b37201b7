"""The findings of a week, counted from their history and held against their rows.

`open_before + muted_before + opened + reopened - resolved - acknowledged = open_now + muted_now`
counts fails alone; an unknown is neither opened nor resolved, it is counted apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from policies.weekly.lives import could_be
from policies.weekly.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """How a finding's row stands at present, as it is written."""

    id: str
    outcome: str
    """`fail` or `unknown`."""
    state: str
    """`open`, `muted`, `resolved` or `acknowledged`; `muted` may outlive the silence."""
    muted_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingStep:
    """One entry in a finding's history."""

    finding_id: str
    at: datetime
    what: str
    """`opened`, `became-fail`, `muted`, `resolved`, `cleared` (an unknown that could be told after
    all) and so on; other words change nothing here."""
    until: datetime | None = None
    """Of `muted`: when the silence ends."""


class Standing(NamedTuple):
    """Where a finding stands at an instant."""

    outcome: str
    state: str
    muted_until: datetime | None = None

    def live(self) -> bool:
        """Whether it is a fail that nobody has put right or closed."""
        return self.outcome == "fail" and self.state in ("open", "muted")

    def at(self, instant: datetime) -> Standing:
        """The same, with a silence that has run out counted as open."""
        over = self.muted_until is not None and self.muted_until <= instant
        return Standing(self.outcome, "open") if self.state == "muted" and over else self


ABSENT = Standing("", "")
"""Before a finding's first entry."""

_LEADS_TO = {
    "opened": "open",
    "reopened": "open",
    "unmuted": "open",
    "mute-ended": "open",
    "muted": "muted",
    "resolved": "resolved",
    "cleared": "resolved",
    "acknowledged": "acknowledged",
}
"""The state after each kind of entry."""
_TELLS = {"became-fail": "fail", "resolved": "fail", "cleared": "unknown"}
"""What it was, by an entry that says so; the others leave it as the next one found it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """A week's findings: the numbers, and which ones they count. Ids stand in the rows' order."""

    open_before: int
    muted_before: int
    opened: tuple[str, ...]
    reopened: tuple[str, ...]
    resolved: tuple[str, ...]
    acknowledged: tuple[str, ...]
    open_now: tuple[str, ...]
    muted_now: tuple[str, ...]
    unknown: tuple[str, ...]
    """Open unknowns."""
    muted_unknown: tuple[str, ...]
    contradicted: tuple[str, ...]
    """Findings whose history does not lead to where their row stands, lacks an entry, or has no
    row."""

    def numbers(self) -> dict[str, int]:
        """The numbers of the contract; an id that moved twice counts twice."""
        return {
            "open_before": self.open_before,
            "muted_before": self.muted_before,
            "opened": len(self.opened),
            "reopened": len(self.reopened),
            "resolved": len(self.resolved),
            "acknowledged": len(self.acknowledged),
            "open_now": len(self.open_now),
            "muted_now": len(self.muted_now),
            "unknown": len(self.unknown),
        }

    def adds_up(self) -> bool:
        """Whether what there was and what became of it makes what there is."""
        before = self.open_before + self.muted_before
        came = len(self.opened) + len(self.reopened)
        went = len(self.resolved) + len(self.acknowledged)
        now = len(self.open_now) + len(self.muted_now)
        return before + came - went == now and not self.contradicted


def count_findings(
    rows: Sequence[FindingRow], steps: Iterable[FindingStep], span: Span, until: datetime
) -> Findings:
    """Count a week's findings.

    `steps`: the whole history, in order. `until`: the week's end, or now if it still runs. A row
    that did not change after the week is believed as it stands; another is led back by its history.
    """
    histories: dict[str, list[FindingStep]] = {row.id: [] for row in rows}
    for step in steps:
        histories.setdefault(step.finding_id, []).append(step)
    lost = histories.keys() - {row.id for row in rows}
    lives = {row.id: _life(row, histories[row.id]) for row in rows}
    before = [_standing(life, span.start).at(span.start) for life in lives.values()]
    now = {row.id: _at_end(row, lives[row.id], span).at(until) for row in rows}
    moves = [(row.id, name) for row in rows for at, name in _moves(lives[row.id]) if span.holds(at)]
    return Findings(
        open_before=sum(one.live() and one.state == "open" for one in before),
        muted_before=sum(one.live() and one.state == "muted" for one in before),
        opened=_named(moves, "opened"),
        reopened=_named(moves, "reopened"),
        resolved=_named(moves, "resolved"),
        acknowledged=_named(moves, "acknowledged"),
        open_now=_where(now, "fail", "open"),
        muted_now=_where(now, "fail", "muted"),
        unknown=_where(now, "unknown", "open"),
        muted_unknown=_where(now, "unknown", "muted"),
        contradicted=(
            *(row.id for row in rows if _contradicts(row, lives[row.id], histories[row.id])),
            *sorted(lost),
        ),
    )


_Life = Sequence[tuple[datetime, Standing]]
"""Where a finding stood from each instant on, in order."""


def _life(row: FindingRow, history: Sequence[FindingStep]) -> _Life:
    """The finding's standings, in order."""
    outcomes = _outcomes(row, history)
    life: list[tuple[datetime, Standing]] = []
    standing = ABSENT
    for step, outcome in zip(history, outcomes, strict=True):
        state = _LEADS_TO.get(step.what, standing.state or "open")
        kept = standing.muted_until if state == "muted" else None
        standing = Standing(outcome, state, step.until or kept)
        life.append((step.at, standing))
    return life


def stands(row: FindingRow, history: Sequence[FindingStep]) -> Standing:
    """Where a finding's history leads, in order, if it ends with the row's outcome."""
    life = _life(row, history)
    return life[-1][1] if life else ABSENT


def _outcomes(row: FindingRow, history: Sequence[FindingStep]) -> list[str]:
    """Fail or unknown after each entry, worked out from the last to the first."""
    outcome, found = row.outcome, []
    for step in reversed(history):
        outcome = _TELLS.get(step.what, outcome)
        found.append(outcome)
        if step.what == "became-fail":
            outcome = "unknown"
    return found[::-1]


def _standing(life: _Life, instant: datetime) -> Standing:
    """Where it stood just before the instant."""
    earlier = [standing for at, standing in life if at < instant]
    return earlier[-1] if earlier else ABSENT


def _at_end(row: FindingRow, life: _Life, span: Span) -> Standing:
    """Where it stood when the week ended."""
    if life and life[-1][0] >= span.end:
        return _standing(life, span.end)
    return Standing(row.outcome, row.state, row.muted_until)


def _contradicts(row: FindingRow, life: _Life, history: Sequence[FindingStep]) -> bool:
    """Whether the history leads elsewhere than to where the row stands, or cannot have been so."""
    last = life[-1][1] if life else ABSENT
    states = (standing.state for _, standing in life)
    return last[:2] != (row.outcome, row.state) or not could_be(
        [step.what for step in history], states
    )


def _moves(life: _Life) -> Iterable[tuple[datetime, str]]:
    """When it began or ceased to be a live fail, and how."""
    before, was_live = ABSENT, False
    for at, standing in life:
        if standing.live() and not before.live():
            yield at, "reopened" if was_live else "opened"
        elif before.live() and not standing.live():
            yield at, standing.state
        was_live = was_live or standing.live()
        before = standing


def _named(moves: Iterable[tuple[str, str]], wanted: str) -> tuple[str, ...]:
    """The ids of one kind of move."""
    return tuple(one for one, name in moves if name == wanted)


def _where(now: Mapping[str, Standing], outcome: str, state: str) -> tuple[str, ...]:
    """The ids that stand there."""
    return tuple(one for one, where in now.items() if where[:2] == (outcome, state))
