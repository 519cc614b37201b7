"""The stop carried out: account by account, each verified by a reading of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from connectors import Visible
from policies.crisis import (
    AllOff,
    Deeds,
    Key,
    OnlyLook,
    Row,
    Scope,
    bare_switch,
    gaps,
    is_verified,
    judge_unread,
    left_undone,
    told,
)
from policies.model import Panel, Platform, Switch, Unread, Words
from worker.stopping.coding import key_to_json, switch_to_json, unread_to_json
from worker.stopping.edge import attempt
from worker.stopping.judging import Judged, judge_account, ours_now, still_on
from worker.stopping.means import Means
from worker.stopping.pacing import all_paced
from worker.stopping.preparing import Prepared
from worker.stopping.reading import Found
from worker.stopping.side_by_side import Later, in_time
from worker.stopping.steps import Stage, Step
from worker.stopping.story import READ, VERIFIED
from worker.stopping.tasks import Task, listed_now, spent, tasks_of
from worker.stopping.turning import Bench, read_again, turn_account

LONGEST = 1800.0
"""Seconds after which an account that is still being worked on is given up as unread."""
_A_RESUME = Words(
    "A resume that began before this stop has not ended: it may turn something on yet. Give "
    "`annonsvakt pause-all` again in a minute."
)
_NO_END = Words("The work on this account did not come to an end.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What became of everything in scope."""

    rows: tuple[Row, ...]
    panels: tuple[Panel, ...]
    gaps: tuple[Unread, ...]
    unread: tuple[Unread, ...]

    @property
    def verified(self) -> bool:
        """Whether everything in scope was read and is off."""
        return is_verified(self.rows, self.gaps)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """What the work on every account shares."""

    bench: Bench
    prepared: Prepared
    shown: frozenset[Key]
    may_write: bool

    @property
    def scope(self) -> Scope:
        """The scope of the stop."""
        return self.prepared.plan.scope


def carry_out(bench: Bench, prepared: Prepared, *, shown: frozenset[Key]) -> Carried:
    """Turn off all that is on in scope, and judge everything by fresh readings.

    `shown`: what the plan that was confirmed held; what was turned off besides is `added`.
    """
    known = shown | (prepared.story.shown if prepared.story else frozenset())
    run = _Run(bench=bench, prepared=prepared, shown=known, may_write=True)
    return seal(bench, _all_platforms(run))


def unsure_for_a_resume(means: Means, carried: Carried) -> Carried:
    """The same, which nobody can rely on: a resume may turn something on yet."""
    gaps = tuple(Unread(what="accounts", because=_A_RESUME, platform=one) for one in means.stoppers)
    unread = (*carried.unread, *gaps)
    return replace(carried, gaps=(*carried.gaps, *gaps), unread=unread)


def seal(bench: Bench, carried: Carried) -> Carried:
    """What it came to, in the journal."""
    bench.journal.add(
        VERIFIED,
        {
            "verified": carried.verified,
            "outcomes": [[key_to_json(row.key), row.outcome] for row in carried.rows],
            "unread": [unread_to_json(one) for one in carried.gaps],
        },
    )
    return carried


def look(bench: Bench, prepared: Prepared) -> Carried:
    """Read again until nothing is settling any more; writes nothing."""
    return _all_platforms(_Run(bench=bench, prepared=prepared, shown=frozenset(), may_write=False))


def _all_platforms(run: _Run) -> Carried:
    """The platforms side by side; one that is dead never holds up another."""
    found = run.prepared.read.found
    panels = run.prepared.read.reading.panels
    tasks = [Task(platform=p.platform, account_id=p.account_id, panel=p) for p in panels]
    late = 3 * LONGEST + _waiting(run, tasks)[1]
    given = in_time(lambda one: _platform(run, one), found, threads=len(found), late=late)
    return _joined(done or _given_up(run, one) for done, one in zip(given, found, strict=True))


def _joined(parts: Iterable[Carried]) -> Carried:
    """Several platforms' or accounts' outcomes as one."""
    listed = list(parts)
    return Carried(
        rows=tuple(row for one in listed for row in one.rows),
        panels=tuple(panel for one in listed for panel in one.panels),
        gaps=tuple(gap for one in listed for gap in one.gaps),
        unread=tuple(gap for one in listed for gap in one.unread),
    )


def _platform(run: _Run, found: Found) -> Carried:
    """One platform's accounts, and those that it names only by now. Raises nothing."""
    tasks = tasks_of(found, (*run.shown, *run.prepared.ours))
    listing = Later(lambda: _accounts(run, found.platform))
    first = _side_by_side(run, tasks)
    visible = listing.result(LONGEST)
    new, lacking = listed_now(found, tasks, visible, run.scope)
    later = _side_by_side(run, new)
    return _joined((*first, *later, Carried(rows=(), panels=(), gaps=lacking, unread=lacking)))


def _side_by_side(run: _Run, tasks: Iterable[Task]) -> list[Carried]:
    """The work on these accounts, where the most is spent first."""
    ordered = sorted(tasks, key=lambda one: -spent(one, run.scope))
    for one in ordered:
        _show(run, one, Stage.LISTED)
    # Accounts whose writes must wait for points keep no other from its turn.
    more, wait = _waiting(run, ordered)
    threads, late = run.bench.means.threads + more, LONGEST + wait
    given = in_time(lambda one: _account(run, one), ordered, threads=threads, late=late)
    return [was or _unread(run, one, _NO_END) for was, one in zip(given, ordered, strict=True)]


def _waiting(run: _Run, tasks: Iterable[Task]) -> tuple[int, float]:
    """How many accounts' writes must wait for points, and the seconds of the longest."""
    if not run.may_write:
        return 0, 0.0
    panels = [one.panel for one in tasks if isinstance(one.panel, Panel)]
    writes = [one for panel in panels for one in AllOff(scope=run.scope).writes(panel, {})]
    waits = [one.seconds for one in all_paced(run.bench.means.stoppers, panels, writes)]
    return len(waits), max(waits, default=0.0)


def _accounts(run: _Run, platform: Platform) -> Visible | Unread | None:
    """The list of accounts as it is now; None: a look does not ask."""
    if not run.may_write:
        return None
    stopper = run.bench.means.stoppers[platform]
    return attempt(stopper.accounts, what="accounts", platform=platform)


def _account(run: _Run, task: Task) -> Carried:
    """Work on one account and judge it. Raises nothing."""
    carried = attempt(
        lambda: _worked(run, task),
        what="account",
        platform=task.platform,
        account_id=task.account_id,
    )
    _show(run, task, Stage.DONE)
    if isinstance(carried, Unread):
        return _unread(run, task, carried.because)
    return carried


def _show(run: _Run, task: Task, stage: Stage) -> None:
    run.bench.means.step(Step(stage=stage, platform=task.platform, account_id=task.account_id))


def _worked(run: _Run, task: Task) -> Carried:
    """Turn, read, judge, and note how what we turned off stands now."""
    stopper = run.bench.means.stoppers[task.platform]
    goal = AllOff(scope=run.scope) if run.may_write else OnlyLook(scope=run.scope)
    panel = read_again(stopper, task.panel) if run.prepared.old else task.panel
    done = turn_account(run.bench, stopper, panel, goal, account_id=task.account_id)
    expected = _of_account(task, {**run.prepared.targets, **done.before, **run.prepared.ours})
    deeds = Deeds(
        before=expected,
        tries=done.tries,
        earlier=frozenset(_of_account(task, run.prepared.ours)),
        shown=run.shown,
    )
    judged = judge_account(stopper, done, deeds, run.scope, {**_promised(run, task), **expected})
    if run.may_write:
        _note(run, task, judged)
    return _carried(run, task, judged)


def _promised(run: _Run, task: Task) -> dict[Key, Switch]:
    """What was shown of the account, by number alone: a list may have lost it since."""
    promised = {key: bare_switch(key) for key in run.shown}
    spared = run.scope.spares
    return _of_account(task, {key: one for key, one in promised.items() if not spared(one)})


def _of_account(task: Task, switches: Mapping[Key, Switch]) -> dict[Key, Switch]:
    """Those of one account."""
    return {
        key: one
        for key, one in switches.items()
        if (one.platform, one.account_id) == (task.platform, task.account_id)
    }


def _note(run: _Run, task: Task, judged: Judged) -> None:
    """Put into the journal how what this stop turned off was read back."""
    story = run.prepared.story
    known = {key for key, mark in story.marks.items() if mark.after} if story else set()
    switches = [switch_to_json(one) for one in ours_now(judged, known)]
    told_of = {
        "platform": task.platform,
        "account_id": task.account_id,
        "switches": switches,
        "on": [key_to_json(key) for key in still_on(judged, run.prepared.ours)],
    }
    if story is None or switches or told_of["on"]:
        run.bench.journal.add(READ, told_of)


def _carried(run: _Run, task: Task, judged: Judged) -> Carried:
    """One account's outcome, told as it comes."""
    panel = judged.done.panel
    missing = (panel,) if isinstance(panel, Unread) else gaps(panel)
    carried = Carried(
        rows=tuple(map(left_undone, judged.rows)) if run.may_write else judged.rows,
        panels=() if isinstance(panel, Unread) else (panel,),
        gaps=missing,
        unread=(panel,) if isinstance(panel, Unread) else told(panel),
    )
    run.bench.means.tell(_progress(task, carried))
    return carried


def _progress(task: Task, carried: Carried) -> Words:
    """One line on one account."""
    place = {"platform": task.platform, "account": task.account_id}
    if carried.verified:
        return Words("{platform} {account}: everything is off, read back.", place)
    return Words("{platform} {account}: NOT everything is off.", place)


def _unread(run: _Run, task: Task, because: Words) -> Carried:
    """An account of which nothing is known any more."""
    gap = Unread(
        what="account", because=because, platform=task.platform, account_id=task.account_id
    )
    expected = _of_account(task, {**run.prepared.targets, **run.prepared.ours})
    rows = tuple(judge_unread(one, because) for one in expected.values())
    return Carried(rows=rows, panels=(), gaps=(gap,), unread=(gap,))


def _given_up(run: _Run, found: Found) -> Carried:
    """A platform that did not come to an end."""
    return _joined(
        _unread(run, one, _NO_END) for one in tasks_of(found, (*run.shown, *run.prepared.ours))
    )
