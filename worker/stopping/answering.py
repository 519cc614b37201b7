"""The desk at which orders are given, and what an order is answered with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from policies.crisis import Doing, NotCovered, Outcome, Scope, is_stale
from policies.model import Words
from worker.stopping.confirming import Question, confirm
from worker.stopping.journal import Journal
from worker.stopping.means import Ledger, Means
from worker.stopping.ordered import beyond_tokens
from worker.stopping.outcome import Result, spared
from worker.stopping.pacing import Paced, all_paced
from worker.stopping.places import Places
from worker.stopping.plans import Shown, keep
from worker.stopping.preparing import Prepared
from worker.stopping.stop import Carried
from worker.stopping.turning import Bench, Turn

Ask = Callable[[Result], str | None]
"""Shows a plan and asks for its phrase; None: nobody can be asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where orders are given."""

    means: Means
    places: Places
    not_covered: tuple[NotCovered, ...]
    open_journal: Callable[[str], Journal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What an order came to; `refused`: why a phrase did not count."""

    result: Result
    refused: Words | None = None


def confirmed(
    desk: Desk, plan: Result, question: Question, *, typed: str | None, ask: Ask
) -> Shown | Answered:
    """The plan that was confirmed, or the answer where none was."""
    means = desk.means
    if plan.code != _UNCONFIRMED:
        return _shown_before(desk, plan, question, typed) or Answered(result=plan)
    if typed is None:
        return _asked(desk, plan, question, ask)
    held = confirm(typed, question, desk.places, at=means.clock())
    if isinstance(held, Words):
        keep(question.shown(means.clock()), desk.places)
        return Answered(result=plan, refused=held)
    return held


def _asked(desk: Desk, plan: Result, question: Question, ask: Ask) -> Shown | Answered:
    """The plan as a person confirmed it who was shown it; what is old by then is not kept anew."""
    shown_at = desk.means.clock()
    keep(question.shown(shown_at), desk.places)
    typed = ask(plan)
    if typed is None:
        return Answered(result=plan)
    at = desk.means.clock()
    if is_stale(shown_at, at):
        late = Words(
            "The plan is older than 15 minutes: nothing is changed. Give the command again."
        )
        return Answered(result=plan, refused=late)
    held = confirm(typed, question, desk.places, at=at)
    return Answered(result=plan, refused=held) if isinstance(held, Words) else held


_UNCONFIRMED = 3
_NOT_PROVEN = 1


def _shown_before(desk: Desk, plan: Result, question: Question, typed: str | None) -> Shown | None:
    """The plan that was shown, of which nothing is left but what cannot be read just now.

    What the person saw may be on, in an account that fails or is slow at this very moment. The stop
    reads that once more, and turns off what it finds. None: nothing of the kind was confirmed.
    """
    if typed is None or plan.doing is not Doing.STOP:
        return None
    if plan.code != _NOT_PROVEN or not plan.gaps:
        return None
    held = confirm(typed, question, desk.places, at=desk.means.clock())
    return None if isinstance(held, Words) else held


def beyond_reach(desk: Desk, prepared: Prepared) -> tuple[NotCovered, ...]:
    """What a stop does not reach: channels, accounts left out, accounts that only briefs name."""
    named = beyond_tokens(desk.places.state_dir, prepared.read, prepared.plan.scope)
    return (*desk.not_covered, *prepared.read.not_covered, *named)


def bench_of(desk: Desk, journal: Journal, turn: Turn) -> Bench:
    """What the work on every account of one run shares; nothing is held back."""
    return Bench(means=desk.means, journal=journal, ledger=Ledger(), turn=turn)


def result_of(
    desk: Desk, carried: Carried, shown: Shown, *, scope: Scope, done: bool = False
) -> Result:
    """The value to print."""
    return Result(
        doing=shown.doing,
        stop_id=shown.stop_id,
        scope=scope,
        confirmed=done,
        rows=carried.rows,
        panels=carried.panels,
        gaps=carried.gaps,
        unread=carried.unread,
        not_covered=desk.not_covered,
        verified=bool(carried.panels) and carried.verified,
        requests=desk.means.requests(),
        seconds=(desk.means.clock() - shown.made_at).total_seconds(),
        number=shown.number,
        paced=() if done else _paced(desk, carried, sure=shown.doing is Doing.RESUME),
        exempted=spared(carried.panels, scope),
    )


def _paced(desk: Desk, carried: Carried, *, sure: bool) -> tuple[Paced, ...]:
    """The accounts in which what is planned must wait."""
    writes = [row.switch for row in carried.rows if row.outcome is Outcome.PLANNED]
    return all_paced(desk.means.stoppers, carried.panels, writes, sure=sure)
