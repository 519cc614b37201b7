"""A drill carried out: what a stop would do is read, and rehearsed where a platform lets us."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from connectors import Stopper
from policies.crisis import Doing, Outcome, Row, Scope
from policies.model import AccountId, Answer, Panel, Platform, Receipt, Switch, Unread, Words
from worker.stopping.answering import beyond_reach
from worker.stopping.drills import Drill, Drilled
from worker.stopping.edge import attempt
from worker.stopping.giving import Desk
from worker.stopping.in_force import same_scope
from worker.stopping.means import Means
from worker.stopping.ordering import Order, new_id
from worker.stopping.outcome import Result
from worker.stopping.pacing import paced
from worker.stopping.preparing import Prepared, prepare
from worker.stopping.reading import read_panel
from worker.stopping.side_by_side import in_time

DRY_RUNS = frozenset({Platform.META})
"""Platforms that check a write without carrying it out. Source: connectors/meta/turning.py,
connectors/linkedin/turning.py."""
Account: TypeAlias = tuple[Platform, AccountId]
Tried: TypeAlias = tuple[Drilled, tuple[Words, ...]]
"""One account, and what was said of it."""
_LONGEST = 120.0
"""Seconds after which the dry run of an account is given up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A drill and the plan that it made, to be shown beside it."""

    drill: Drill
    plan: Result
    said: Mapping[Account, tuple[Words, ...]]
    """Of each account, what the platform said where it did not accept, or why a right is unknown;
    each sort once."""


def run_drill(desk: Desk, order: Order, scope: Scope) -> Trial:
    """Read, plan and rehearse; not one write is sent that would be carried out.

    Raises:
        UnknownName: the scope names what is nowhere.
    """
    at, began = desk.means.clock(), time.monotonic()
    prepared = prepare(desk.means, scope, lambda full: same_scope(full, desk.places))
    read = time.monotonic()
    tried = _rehearsed(desk.means, prepared)
    ended = time.monotonic()
    plan = _plan(desk, prepared, read - began)
    drill = Drill(
        drill_id=new_id(at),
        at=at,
        operator=order.operator,
        os_user=order.who.os_user,
        host=order.who.host,
        scope=prepared.plan.scope,
        accounts=tuple(one for one, _ in tried),
        unread=tuple(_unread(one) for one in plan.unread),
        not_covered=tuple(
            {"channel": one.channel, "because": one.because.english(), "link": one.link}
            for one in plan.not_covered
        ),
        seconds=round(read - began, 3),
        rehearsal_seconds=round(ended - read, 3),
        requests=desk.means.requests(),
    )
    said = {(one.platform, one.account_id): words for one, words in tried}
    return Trial(drill=drill, plan=replace(plan, requests=drill.requests), said=said)


def _plan(desk: Desk, prepared: Prepared, seconds: float) -> Result:
    """What a stop would do; without a number, so that there is no phrase for it."""
    reading = prepared.plan.reading
    return Result(
        doing=Doing.STOP,
        stop_id="",
        scope=prepared.plan.scope,
        confirmed=False,
        rows=prepared.plan.rows,
        panels=reading.panels,
        gaps=reading.gaps,
        unread=reading.everything_unread,
        not_covered=beyond_reach(desk, prepared),
        verified=False,
        requests={},
        seconds=seconds,
        number=0,
        joined=prepared.story is not None,
    )


def _unread(gap: Unread) -> dict[str, str | None]:
    return {
        "platform": gap.platform,
        "account": gap.account_id,
        "what": gap.what,
        "because": gap.because.english(),
    }


def _rehearsed(means: Means, prepared: Prepared) -> tuple[Tried, ...]:
    """Each account that was read, side by side; one that does not come to an end is told so."""
    panels = prepared.plan.reading.panels
    rows = prepared.plan.rows
    given = in_time(
        lambda one: _account(means, one, rows), panels, threads=means.threads, late=_LONGEST
    )
    late = ((_drilled(one, _planned(one, rows), _lost(1)), ()) for one in panels)
    return tuple(was or never for was, never in zip(given, late, strict=True))


def _planned(panel: Panel, rows: Sequence[Row]) -> tuple[Switch, ...]:
    """What a stop would turn off in this account."""
    return tuple(
        row.switch
        for row in rows
        if row.outcome is Outcome.PLANNED
        and (row.switch.platform, row.switch.account_id) == (panel.platform, panel.account_id)
    )


def _account(means: Means, panel: Panel, rows: Sequence[Row]) -> Tried:
    """One account: rehearsed, and read once more, for no answer can tell that nothing changed."""
    planned = _planned(panel, rows)
    stopper = means.stoppers[panel.platform]
    waits = paced(stopper, panel, len(planned))
    drilled = replace(_drilled(panel, planned, {}), waits=waits.seconds if waits else 0.0)
    right = (panel.may_turn.because,) if isinstance(panel.may_turn, Unread) else ()
    if panel.platform not in DRY_RUNS:
        return drilled, right
    # Where a stop's writes must be spread, a rehearsal of them all would use up their room.
    most = 1 if waits else stopper.batch_size
    some = (planned or panel.switches)[:most]
    if not some:
        return drilled, right
    receipts = attempt(
        lambda: stopper.rehearse(some),
        what="rehearsal",
        platform=panel.platform,
        account_id=panel.account_id,
    )
    if isinstance(receipts, Unread):
        lost = replace(drilled, rehearsed=_lost(len(some)))
        return _with(lost, (receipts.because,)), (*right, receipts.because)
    refusals = _refusals(receipts)
    done = replace(
        drilled,
        rehearsed=dict(Counter(str(one.answer) for one in receipts)),
        changed=_changed(stopper, panel, some),
    )
    return _with(done, refusals), (*right, *refusals)


def _with(drilled: Drilled, refusals: Sequence[Words]) -> Drilled:
    """The account with what was said, in English as it is kept."""
    return replace(drilled, refusals=tuple(one.english() for one in refusals))


def _drilled(panel: Panel, planned: Sequence[Switch], rehearsed: dict[str, int]) -> Drilled:
    right = panel.may_turn
    return Drilled(
        platform=panel.platform,
        account_id=panel.account_id,
        name=panel.account_name,
        planned=len(planned),
        may_turn=None if isinstance(right, Unread) else right,
        because=right.because.english() if isinstance(right, Unread) else None,
        rehearsed=rehearsed,
    )


def _lost(number: int) -> dict[str, int]:
    """So many dry runs of which nothing is known."""
    return {str(Answer.UNKNOWN): number}


def _refusals(receipts: Sequence[Receipt]) -> tuple[Words, ...]:
    """What was said where the platform did not accept: of each sort the first."""
    said = [one.because for one in receipts if _no(one) and one.because]
    return tuple({one.template: one for one in reversed(said)}.values())


def _no(receipt: Receipt) -> bool:
    return receipt.answer is not Answer.ACCEPTED


def _changed(stopper: Stopper, panel: Panel, rehearsed: Sequence[Switch]) -> tuple[str, ...]:
    """Numbers of what was rehearsed and reads differently now, or cannot be read."""
    fresh = read_panel(stopper, panel.account_id)
    now = {} if isinstance(fresh, Unread) else {one.campaign_id: one for one in fresh.switches}
    return tuple(
        one.campaign_id
        for one in rehearsed
        if (found := now.get(one.campaign_id)) is None
        or (found.intent, found.updated) != (one.intent, one.updated)
    )
