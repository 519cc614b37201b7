"""A stop that is in force holds: what has turned active since is stopped again and named.

Nothing is confirmed by a phrase: the stop was. A hold that finds nothing on writes nothing, neither
to a platform nor into the journal: it runs after each poll, for weeks.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from policies.crisis import Doing, Key, Outcome, Row, left_undone
from policies.model import Words
from worker.stopping.alone import Got, alone
from worker.stopping.answering import beyond_reach
from worker.stopping.exempting import exempt, refuse_unknown
from worker.stopping.gate import Gate
from worker.stopping.giving import Desk
from worker.stopping.journal import Journal
from worker.stopping.means import Ledger
from worker.stopping.ordering import Order
from worker.stopping.outcome import Result, spared
from worker.stopping.preparing import Prepared, plan_again
from worker.stopping.reading import read_everything
from worker.stopping.resting import Refused, refused_lately
from worker.stopping.stop import Carried, carry_out, look
from worker.stopping.story import HELD, NoJournal, Story, stories, tell_story
from worker.stopping.turning import Bench, Turn

PATIENCE = 60.0
"""Seconds that a person's hold waits for another program that works on the same stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hold:
    """One hold of one stop."""

    desk: Desk
    order: Order
    story: Story
    started: datetime


class Over(Exception):
    """The stop is no longer in force."""


def hold(desk: Desk, order: Order, story: Story, *, keep_off: Collection[str] = ()) -> Result:
    """Hold one stop, as a person orders it; `keep_off`: numbers to be exempted from now on.

    Raises:
        Over: it is no longer in force.
        UnknownName: everything in scope was read, and what is to be exempted is nowhere.
    """
    with alone(story.stop_id, desk.places, patience=PATIENCE, sleep=desk.means.sleep) as got:
        if got is Got.NOT_GOT:
            desk.means.tell(
                Words(
                    "Another program still works on the stop {stop_id}; this one goes on beside "
                    "it.",
                    {"stop_id": story.stop_id},
                )
            )
        return _held(desk, order, story.stop_id, keep_off, patient=False)


def hold_all(desk: Desk, order: Order, *, over: Collection[str] = ()) -> list[Result]:
    """Hold every stop in force, the oldest first, as the service does after each poll.

    A stop on which another program works is left to that. What a platform plainly refused is not
    tried at each poll. Raises nothing for a journal that cannot be understood: it is told. `over`:
    stops that are known to be over, whatever the journals here say; they are told.
    """
    return [done for one in stories(desk.places) if (done := _in_turn(desk, order, one, over))]


def _in_turn(desk: Desk, order: Order, story: Story | str, over: Collection[str]) -> Result | None:
    """One of all stops; None: there is nothing to hold, or nobody can."""
    if isinstance(story, str):
        desk.means.tell(unreadable(story))
        return None
    if not story.in_force:
        return None
    if story.stop_id in over:
        desk.means.tell(left_behind(story.stop_id))
        return None
    with alone(story.stop_id, desk.places, patience=0, sleep=desk.means.sleep) as got:
        if got is Got.NOT_GOT:
            desk.means.tell(
                Words(
                    "Another program works on the stop {stop_id}: it is held after the next poll.",
                    {"stop_id": story.stop_id},
                )
            )
            return None
        try:
            return _held(desk, order, story.stop_id, (), patient=True)
        except (Over, NoJournal):
            return None


def left_behind(stop_id: str) -> Words:
    """That a journal here lacks the end of its stop, which another host has told."""
    return Words(
        "The stop {stop_id} is over by what the database holds, so it is not held, though the "
        "journal here does not say so. `annonsvakt stops export {stop_id} --from-database`, and "
        "then `annonsvakt stops import` of that folder, put the journal right.",
        {"stop_id": stop_id},
    )


def unreadable(stop_id: str) -> Words:
    """That a stop cannot be held, for nobody knows what it is."""
    return Words(
        "The journal of {stop_id} cannot be understood, so nothing is held by it. See "
        "`annonsvakt stops verify {stop_id}`.",
        {"stop_id": stop_id},
    )


def _held(
    desk: Desk, order: Order, stop_id: str, keep_off: Collection[str], *, patient: bool
) -> Result:
    """Read, exempt, and stop what is on."""
    started = desk.means.clock()
    story = _standing(desk, stop_id)
    read = read_everything(desk.means, story.scope, ads=True)
    if keep_off:
        refuse_unknown(read, story.scope, keep_off)
        exempt(desk.open_journal(stop_id), order, story, keep_off)
        story = _standing(desk, stop_id)
    prepared = plan_again(read, story)
    refused = refused_lately(story, prepared.plan.targets, started) if patient else {}
    this = _Hold(desk=desk, order=order, story=story, started=started)
    carried = _seen(this, prepared)
    on = {row.key for row in carried.rows if row.outcome is Outcome.PLANNED} - refused.keys()
    proven = carried.verified and not story.verified
    if carried.panels and (on or proven or story.unfinished):
        # A look may have taken a while: what is written is what is on now.
        return _turned(this, replace(prepared, old=prepared.doubtful), on)
    rows = tuple(_left_on(row, refused) for row in carried.rows)
    return _result(this, replace(carried, rows=rows), prepared, desk.open_journal(stop_id))


def _standing(desk: Desk, stop_id: str) -> Story:
    """The stop by its journal as it is now.

    Raises:
        Over: it is no longer in force.
    """
    story = tell_story(stop_id, desk.places)
    if not story.in_force:
        raise Over(stop_id)
    return story


def _seen(this: _Hold, prepared: Prepared) -> Carried:
    """What was read; after a look, where something may be on that the plan does not hold."""
    if prepared.doubtful:
        journal = this.desk.open_journal(this.story.stop_id)
        bench = Bench(means=this.desk.means, journal=journal, ledger=Ledger(), turn=Turn.OFF)
        return look(bench, prepared)
    plan = prepared.plan
    return Carried(
        rows=plan.rows,
        panels=plan.reading.panels,
        gaps=plan.reading.gaps,
        unread=plan.reading.everything_unread,
    )


def _left_on(row: Row, refused: Refused) -> Row:
    """What is on and is not tried now, as a row for a person."""
    if row.outcome is not Outcome.PLANNED:
        return row
    because = refused.get(row.key)
    return replace(row, outcome=Outcome.FAILED, error=because) if because else left_undone(row)


def _turned(this: _Hold, prepared: Prepared, on: Collection[Key]) -> Result:
    """Stop what is on, finish what was left, and say which had turned active again."""
    story, means, places = this.story, this.desk.means, this.desk.places
    journal = this.desk.open_journal(story.stop_id)
    journal.add(HELD, this.order.to_json(on))
    gate = Gate(story.stop_id, places, prepared.plan.reading.panels)
    bench = Bench(means=means, journal=journal, ledger=Ledger(), turn=Turn.OFF, allow=gate.allow)
    carried = carry_out(bench, prepared, shown=frozenset())
    # Of a stop that was interrupted nobody can tell what had been off in between.
    again = frozenset() if story.unfinished else story.marks.keys() & on
    rows = tuple(gate.told(_named(row, again)) for row in carried.rows if not gate.spares(row))
    prepared = replace(prepared, plan=replace(prepared.plan, scope=gate.scope(story.scope)))
    return _result(this, replace(carried, rows=rows), prepared, journal)


def _named(row: Row, again: Collection[Key]) -> Row:
    """Stopped again is not stopped at first: it had turned active since."""
    if row.outcome is Outcome.STOPPED and row.key in again:
        return replace(row, outcome=Outcome.ADDED)
    return row


def _result(this: _Hold, carried: Carried, prepared: Prepared, journal: Journal) -> Result:
    """The value to print."""
    desk = this.desk
    return Result(
        doing=Doing.STOP,
        stop_id=journal.stop_id,
        scope=prepared.plan.scope,
        confirmed=bool(carried.panels),
        rows=carried.rows,
        panels=carried.panels,
        gaps=carried.gaps,
        unread=carried.unread,
        not_covered=beyond_reach(desk, prepared),
        verified=bool(carried.panels) and carried.verified,
        requests=desk.means.requests(),
        seconds=(desk.means.clock() - this.started).total_seconds(),
        number=0,
        joined=True,
        head=journal.head,
        journal=journal.place,
        exempted=spared(carried.panels, prepared.plan.scope),
    )
