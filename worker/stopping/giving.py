"""The orders that a person gives: stop, go on with a stop, undo it, end it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from policies.crisis import Doing, Key, Outcome, Scope, much_gone, planned
from policies.model import Panel
from worker.stopping.alone import Got, alone
from worker.stopping.answering import (
    Answered,
    Ask,
    Desk,
    bench_of,
    beyond_reach,
    confirmed,
    result_of,
)
from worker.stopping.chain import VERSION
from worker.stopping.coding import scope_to_json
from worker.stopping.confirming import Question
from worker.stopping.in_force import same_scope
from worker.stopping.journal import Journal, stop_ids
from worker.stopping.kept_off import held_by_others
from worker.stopping.means import Means
from worker.stopping.ordering import Order, new_id
from worker.stopping.orders import (
    ANEW,
    Unopposed,
    UntilOver,
    nobody_resumes,
    nobody_turns_on,
    one_at_a_time,
    ordered_since,
    resuming,
    turning_on,
)
from worker.stopping.outcome import Result
from worker.stopping.plans import Shown, keep, subject_of
from worker.stopping.preparing import Prepared, joined_now, prepare, prepare_again
from worker.stopping.resume import Undoing, only_those, plan_resume, restore
from worker.stopping.stop import Carried, carry_out, look, seal, unsure_for_a_resume
from worker.stopping.story import CONTINUED, ENDED, OPENED, RESUMED, NoJournal, Story, tell_story
from worker.stopping.turning import Bench, Turn

__all__ = ["Answered", "Ask", "Desk", "end", "go_on", "pause", "resume"]
SOON = 10.0
"""Seconds that an account has to answer before the work on the others begins."""


def pause(desk: Desk, order: Order, scope: Scope, *, typed: str | None, ask: Ask) -> Answered:
    """Plan a stop; carry it out if its phrase is given.

    Raises:
        UnknownName: the scope names what is nowhere.
    """
    started = desk.means.clock()

    def find(full: Scope) -> Story | None:
        return same_scope(full, desk.places)

    prepared = _prepare(desk.means, scope, find, typed=typed)
    stop_id = prepared.story.stop_id if prepared.story else new_id(started)
    carried = _seen(desk, prepared, stop_id)
    number = planned(carried.rows)
    if not number and not nobody_resumes(desk.places, desk.means.sleep):
        carried = unsure_for_a_resume(desk.means, carried)
    question = Question(
        doing=Doing.STOP,
        subject=subject_of(prepared.plan.scope),
        stop_id=stop_id,
        number=number,
        keys=frozenset(row.key for row in carried.rows if row.outcome is Outcome.PLANNED),
    )
    plan = result_of(desk, carried, question.shown(started), scope=prepared.plan.scope)
    plan = replace(
        plan, joined=prepared.story is not None, not_covered=beyond_reach(desk, prepared)
    )
    if _only_to_be_finished(plan, prepared):
        answer: Shown | Answered = question.shown(desk.means.clock())
    else:
        answer = confirmed(desk, plan, question, typed=typed, ask=ask)
    if not isinstance(answer, Shown):
        return answer
    old = typed is None  # the person has been thinking
    with one_at_a_time(desk.places, desk.means.sleep):
        prepared = replace(joined_now(prepared, find(prepared.plan.scope)), old=old)
        journal = desk.open_journal(_id(desk, prepared.story, answer))
        _record(journal, order, prepared, answer)
    return Answered(result=_stop(desk, prepared, journal, answer))


def _only_to_be_finished(plan: Result, prepared: Prepared) -> bool:
    """Whether a stop that was interrupted has turned all off and never read it back.

    It was confirmed: what is left is to read, without which nobody could undo it.
    """
    unfinished = prepared.story is not None and prepared.story.unfinished
    return unfinished and not plan.number and bool(plan.panels)


def _prepare(
    means: Means, scope: Scope, find: Callable[[Scope], Story | None], *, typed: str | None
) -> Prepared:
    """Read and plan. Once the phrase is given nobody waits long for an account that is throttled.

    Such an account is read again by itself while the others are being turned off.
    """
    if typed is not None:
        soon = prepare(replace(means, late=min(means.late, SOON)), scope, find)
        if soon.read.reading.panels:
            return soon
    return prepare(means, scope, find)


def _id(desk: Desk, story: Story | None, answer: Shown) -> str:
    """The stop that is in force, else the one of the plan; never one that is over."""
    if story is not None:
        return story.stop_id
    over = answer.stop_id in stop_ids(desk.places)
    return new_id(desk.means.clock()) if over else answer.stop_id


def go_on(desk: Desk, order: Order, story: Story) -> Result:
    """Finish a stop that was confirmed before, without a phrase.

    Where no account can be read, now or after all else, nothing was carried out.
    """
    prepared = prepare_again(desk.means, story)
    at = desk.means.clock()
    question = Question(
        doing=Doing.STOP,
        subject=subject_of(story.scope),
        stop_id=story.stop_id,
        number=len(prepared.targets),
        keys=frozenset(),
    )
    journal, shown = desk.open_journal(story.stop_id), question.shown(at)
    with one_at_a_time(desk.places, desk.means.sleep):
        _record(journal, order, prepared, shown)
    result = _stop(desk, prepared, journal, shown)
    return replace(result, confirmed=bool(prepared.read.reading.panels or result.panels))


def _seen(desk: Desk, prepared: Prepared, stop_id: str) -> Carried:
    """What was read; where nothing is to be turned, after a look at what else may be shown."""
    plan = prepared.plan
    if not plan.number:
        return look(bench_of(desk, desk.open_journal(stop_id), Turn.OFF), prepared)
    return Carried(
        rows=plan.rows,
        panels=plan.reading.panels,
        gaps=plan.reading.gaps,
        unread=plan.reading.everything_unread,
    )


def _record(journal: Journal, order: Order, prepared: Prepared, shown: Shown) -> None:
    """Open the journal, or continue it."""
    told = order.to_json(shown.keys)
    if prepared.story is None:
        scope = scope_to_json(prepared.plan.scope)
        named = {"version": VERSION, "stop_id": journal.stop_id}
        journal.add(OPENED, {**told, **named, "scope": scope})
    else:
        journal.add(CONTINUED, told)


def _stop(desk: Desk, prepared: Prepared, journal: Journal, shown: Shown) -> Result:
    """Carry out a stop that was recorded."""
    started = desk.means.clock()
    scope, story, keys = prepared.plan.scope, prepared.story, shown.keys
    until = UntilOver(journal.stop_id, desk.places)
    bench = replace(bench_of(desk, journal, Turn.OFF), allow=until.allow)
    with alone(journal.stop_id, desk.places, patience=0, sleep=desk.means.sleep):
        quiet = nobody_turns_on(desk.places, desk.means.sleep)
        carried = carry_out(bench, prepared, shown=keys)
        if not quiet:
            carried = _after_a_batch(bench, desk, carried, shown=keys)
    carried = replace(carried, rows=tuple(map(until.told, carried.rows)))
    result = result_of(desk, carried, replace(shown, made_at=started), scope=scope, done=True)
    return replace(
        result, stop_id=journal.stop_id, joined=story is not None, head=journal.head,
        journal=journal.place, not_covered=beyond_reach(desk, prepared),
    )  # fmt: skip


def _after_a_batch(bench: Bench, desk: Desk, carried: Carried, *, shown: frozenset[Key]) -> Carried:
    """The stop once more, after a batch of a resume that was under way when it was recorded."""
    quiet = nobody_turns_on(desk.places, desk.means.sleep, patient=True)
    try:
        again = prepare_again(desk.means, tell_story(bench.journal.stop_id, desk.places))
    except (NoJournal, ValueError, KeyError, TypeError):
        quiet = False
    else:
        carried = carry_out(bench, again, shown=shown)
    return carried if quiet else seal(bench, unsure_for_a_resume(desk.means, carried))


def resume(
    desk: Desk,
    order: Order,
    story: Story,
    *,
    typed: str | None,
    ask: Ask,
    only: Collection[str] = (),
) -> Answered:
    """Plan the undoing of a stop; carry it out if its phrase is given.

    `only`: numbers of campaigns, groups or accounts that a person names; nothing else is turned on.

    Raises:
        UnknownName: the stop turned off nothing of such a number.
    """
    started = desk.means.clock()

    def planned_now() -> Undoing:
        others = held_by_others(desk.places, story, desk.means.tell)
        return plan_resume(desk.means, story, others=others, only=only)

    undoing = planned_now()
    question = _to_resume(story, undoing, only)
    plan = _undone(desk, undoing, question.shown(started), story)
    if undoing.held_back and not only:
        return Answered(result=replace(plan, withheld=True), refused=undoing.held_back)
    answer = confirmed(desk, plan, question, typed=typed, ask=ask)
    if not isinstance(answer, Shown):
        return answer
    journal = desk.open_journal(story.stop_id)
    began = desk.means.clock()
    if typed is None:  # the person has been thinking: what was read is old
        undoing = planned_now()
    if gone := much_gone(answer.keys, undoing.rows):
        again = _to_resume(story, undoing, only).shown(desk.means.clock())
        keep(again, desk.places)
        return Answered(result=_undone(desk, undoing, again, story), refused=gone)
    with one_at_a_time(desk.places, desk.means.sleep):
        if ordered_since(story.stop_id, desk.places, answer.made_at):
            again = _to_resume(story, undoing, only).shown(desk.means.clock())
            keep(again, desk.places)
            return Answered(result=_undone(desk, undoing, again, story), refused=ANEW)
        undoing = only_those(undoing, answer.keys)
        journal.add(RESUMED, order.to_json(undoing.keys))
    # From this record on no hold begins a batch; one that is under way is let finish.
    with alone(story.stop_id, desk.places, patience=SOON, sleep=desk.means.sleep) as got:
        if got is not Got.AT_ONCE:
            undoing = only_those(planned_now(), undoing.keys)
        done = _unopposed(desk, journal, story, undoing)
    result = _undone(desk, done, replace(answer, made_at=began), story, done=True)
    return Answered(result=replace(result, head=journal.head, journal=journal.place))


def _unopposed(desk: Desk, journal: Journal, story: Story, undoing: Undoing) -> Undoing:
    """Turn on what is planned, while no other stop comes in between."""
    panels = tuple(undoing.panels.values())
    others = Unopposed(story, desk.places, panels, desk.means.tell)
    bench = replace(
        bench_of(desk, journal, Turn.ON),
        allow=others.allow,
        during=lambda: turning_on(desk.places, desk.means.sleep),
    )
    with resuming(desk.places, desk.means.sleep):
        done = restore(bench, undoing)
    return replace(done, rows=others.told(done.rows))


def _to_resume(story: Story, undoing: Undoing, only: Collection[str]) -> Question:
    """What is to be confirmed; a plan of some of it confirms nothing else."""
    return Question(
        doing=Doing.RESUME,
        subject=" ".join((story.stop_id, *sorted(only))),
        stop_id=story.stop_id,
        number=len(undoing.keys),
        keys=undoing.keys,
    )


def _undone(
    desk: Desk, undoing: Undoing, shown: Shown, story: Story, *, done: bool = False
) -> Result:
    """The undoing as a result: verified is that everything planned is on, by a reading."""
    panels = tuple(one for one in undoing.panels.values() if isinstance(one, Panel))
    rows = undoing.rows
    carried = Carried(rows=rows, panels=panels, gaps=(), unread=undoing.unread)
    result = result_of(desk, carried, shown, scope=story.scope, done=done)
    gaps = tuple(one for one in undoing.panels.values() if not isinstance(one, Panel))
    proven = done and all(row.outcome in (Outcome.RESUMED, Outcome.SKIPPED) for row in rows)
    return replace(result, gaps=gaps, verified=proven and not gaps)


def end(journal: Journal, order: Order) -> None:
    """Let a stop no longer be in force, without turning anything on."""
    journal.add(ENDED, order.to_json(()))
