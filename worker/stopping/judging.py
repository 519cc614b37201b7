"""One account after the writes: every row judged by what was read last."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from connectors import Stopper
from policies.crisis import (
    ON,
    Deeds,
    Key,
    Outcome,
    Row,
    Scope,
    Standing,
    every_switch,
    group_rows,
    is_bare,
    judge_stopped,
    judge_unread,
    key_of,
    standing,
)
from policies.model import Panel, Switch, Unread
from worker.stopping.edge import attempt
from worker.stopping.turning import Done


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One account's rows, its last reading, and the switches as they were read last."""

    done: Done
    rows: tuple[Row, ...]
    after: Mapping[Key, Switch]


def judge_account(
    stopper: Stopper, done: Done, deeds: Deeds, scope: Scope, expected: Mapping[Key, Switch]
) -> Judged:
    """Every switch in scope, and those that were `expected` and are missing from the list."""
    if isinstance(done.panel, Unread):
        because = done.panel.because
        known = (one for one in expected.values() if not is_bare(one))
        rows = tuple(judge_unread(one, because) for one in known)
        return Judged(done=done, rows=rows, after={})
    covered = [one for one in done.panel.switches if scope.covers(one)]
    rows = (
        *(judge_stopped(one, deeds) for one in covered),
        # A person who turned it off by hand would turn off what is exempted too.
        *group_rows([one for one in covered if not _beside_spared(one, done.panel, scope)], deeds),
    )
    seen = {key_of(one): one for one in every_switch(done.panel)}
    missing = [one for key, one in expected.items() if key not in seen]
    again = _by_own_read(stopper, missing)
    more = tuple(_missing(one, again[key_of(one)], deeds) for one in missing)
    after = seen | {key: one for key, one in again.items() if isinstance(one, Switch)}
    return Judged(done=done, rows=(*rows, *more), after=after)


def _beside_spared(switch: Switch, panel: Panel, scope: Scope) -> bool:
    """Whether something in the same group is exempted."""
    group = switch.group
    return group is not None and any(
        scope.spares(one) for one in panel.switches if one.group and one.group.id == group.id
    )


def _by_own_read(stopper: Stopper, missing: Collection[Switch]) -> dict[Key, Switch | Unread]:
    """Each by its own read: that a list does not hold it is no proof of anything."""
    if not missing:
        return {}
    wanted = list(missing)
    read = attempt(
        lambda: stopper.read_back(wanted),
        what="campaigns",
        platform=stopper.platform,
        account_id=wanted[0].account_id,
    )
    if isinstance(read, Unread):
        return {key_of(one): read for one in wanted}
    return {key_of(one): got for one, got in zip(wanted, read, strict=True)}


def _missing(before: Switch, read: Switch | Unread, deeds: Deeds) -> Row:
    """One that the list does not hold."""
    if isinstance(read, Unread):
        return judge_unread(before, read.because)
    return judge_stopped(read, deeds)


def still_on(judged: Judged, ours: Collection[Key]) -> Iterator[Key]:
    """What the stop wrote, now or in an earlier run, and what a reading shows to be on.

    Who turns it off from here on is somebody else: it is not for a resume to turn on.
    """
    for key in sorted({*judged.done.tries, *ours} & judged.after.keys()):
        if standing(judged.after[key]) is Standing.ON:
            yield key


def ours_now(judged: Judged, known: Collection[Key]) -> Iterator[Switch]:
    """The switches that this stop turned off, as they were read, for a later resume.

    `known`: those that an earlier run read back; what they were then is what counts.
    """
    for row in judged.rows:
        fresh = judged.after.get(row.key)
        turned = row.outcome in (Outcome.STOPPED, Outcome.ADDED)
        wrote = row.key in judged.done.tries or row.key not in known
        if fresh is not None and turned and wrote and fresh.intent != ON:
            yield fresh
