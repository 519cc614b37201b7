"""The undoing of a stop: planned by a fresh reading, written, and read back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from policies.crisis import (
    Deeds,
    Key,
    Mark,
    Outcome,
    Row,
    TheseOn,
    Tries,
    every_switch,
    is_touched,
    judge_resumed,
    key_of,
    much_changed,
    only_chosen,
    only_shown,
    plan_restore,
    told,
)
from policies.model import AccountId, Panel, Platform, Switch, Unread, Words
from worker.clock import Clock
from worker.stopping.coding import key_to_json
from worker.stopping.edge import attempt
from worker.stopping.kept_off import Held, kept_off, named_only
from worker.stopping.means import Means
from worker.stopping.pacing import all_paced
from worker.stopping.reading import read_panel
from worker.stopping.side_by_side import in_time
from worker.stopping.story import RESTORED, Story
from worker.stopping.turning import Bench, Done, turn_account

Account = tuple[Platform, AccountId]
_NO_END = Words("The work on this account did not come to an end.")
_OFF_NOW = Words("The platform is switched off in the configuration.")
LONGEST = 1800.0
"""Seconds after which an account that is still being worked on is given up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undoing:
    """What a resume would do, or did."""

    rows: tuple[Row, ...]
    panels: Mapping[Account, Panel | Unread]
    marks: Mapping[Key, Mark]
    """What the stop turned off, and how it was."""
    touched: int = 0
    """How many of all that the stop turned off somebody is known to have changed since."""

    @property
    def held_back(self) -> Words | None:
        """Why nothing is turned on, unless a person names what may run."""
        return much_changed(self.touched, len(self.rows))

    @property
    def unread(self) -> tuple[Unread, ...]:
        """What could not be read."""
        whole = [one for one in self.panels.values() if isinstance(one, Unread)]
        parts = (told(one) for one in self.panels.values() if isinstance(one, Panel))
        return (*whole, *(gap for part in parts for gap in part))

    @property
    def keys(self) -> frozenset[Key]:
        """The switches that are to be turned on."""
        return frozenset(row.key for row in self.rows if row.outcome is Outcome.PLANNED)


def plan_resume(
    means: Means, story: Story, *, others: Collection[Held] = (), only: Collection[str] = ()
) -> Undoing:
    """Read the accounts in which the stop turned something off, and decide for each switch.

    `others`: further stops in force, which keep off what they cover. `only`: numbers of campaigns,
    groups or accounts; nothing else is turned on. Empty: all.

    Raises:
        UnknownName: the stop turned off nothing of such a number.
    """
    chosen = named_only(story, only)
    accounts = sorted({(key.platform, key.account_id) for key in story.marks})
    given = in_time(
        lambda one: _read(means, one), accounts, threads=means.threads, late=2 * means.late
    )
    panels = {one: was or _unread(one, _NO_END) for was, one in zip(given, accounts, strict=True)}
    rows: list[Row] = []
    touched = 0
    for key, mark in story.marks.items():
        panel = panels[key.platform, key.account_id]
        fresh = _fresh(means, key, mark, panel)
        row = plan_restore(mark, fresh, panel, at=means.clock())
        rows.append(kept_off(row, panel, others))
        touched += is_touched(mark, fresh)
    planned = only_chosen(rows, chosen) if only else tuple(rows)
    return Undoing(rows=planned, panels=panels, marks=story.marks, touched=touched)


def _read(means: Means, account: Account) -> Panel | Unread:
    """One account, read now."""
    platform, account_id = account
    stopper = means.stoppers.get(platform)
    return _unread(account, _OFF_NOW) if stopper is None else read_panel(stopper, account_id)


def _unread(account: Account, because: Words) -> Unread:
    platform, account_id = account
    return Unread(what="account", because=because, platform=platform, account_id=account_id)


def _fresh(means: Means, key: Key, mark: Mark, panel: Panel | Unread) -> Switch | Unread:
    """One switch as it reads now."""
    if isinstance(panel, Unread):
        return panel
    listed = {key_of(one): one for one in every_switch(panel)}.get(key)
    return _by_own_read(means, mark.before) if listed is None else listed


def _by_own_read(means: Means, switch: Switch) -> Switch | Unread:
    """One that the list does not hold, by its own read."""
    stopper = means.stoppers[switch.platform]
    read = attempt(
        lambda: stopper.read_back([switch])[0],
        what=f"{switch.level}s:{switch.campaign_id}",
        platform=switch.platform,
        account_id=switch.account_id,
    )
    return read


def only_those(undoing: Undoing, shown: Collection[Key]) -> Undoing:
    """What was not in the plan that was confirmed stays off."""
    return replace(undoing, rows=only_shown(undoing.rows, shown))


def restore(bench: Bench, undoing: Undoing) -> Undoing:
    """Turn on what is planned, and judge it by fresh readings."""
    by_account = [
        (account, tuple(rows))
        for account, rows in groupby(
            sorted((r for r in undoing.rows if r.outcome is Outcome.PLANNED), key=lambda r: r.key),
            lambda row: (row.key.platform, row.key.account_id),
        )
    ]
    panels = [one for one in undoing.panels.values() if isinstance(one, Panel)]
    writes = [row.switch for _, rows in by_account for row in rows]
    waits = all_paced(bench.means.stoppers, panels, writes, sure=bench.sure)
    given = in_time(
        lambda one: _restored(bench, one, undoing),
        by_account,
        threads=bench.means.threads + len(waits),
        late=LONGEST + max((one.seconds for one in waits), default=0.0),
    )
    done = {row.key: row for rows in given for row in rows or ()}
    judged = tuple(done.get(row.key) or _given_up(row) for row in undoing.rows)
    outcomes = [[key_to_json(row.key), row.outcome] for row in judged]
    bench.journal.add(RESTORED, {"outcomes": outcomes})
    return replace(undoing, rows=judged)


def _given_up(row: Row) -> Row:
    """A row that no account's work came back with: as it was, or unknown if it was planned."""
    if row.outcome is not Outcome.PLANNED:
        return row
    return Row(switch=row.switch, outcome=Outcome.UNKNOWN, error=_NO_END)


@dataclass(frozen=True, slots=True, kw_only=True)
class _OnAgain:
    """The goal of a resume in one account, as it is at each moment."""

    marks: Mapping[Key, Mark]
    clock: Clock

    @property
    def now(self) -> TheseOn:
        """The goal at this moment: an end may have passed while a write waited."""
        return TheseOn(marks=self.marks, at=self.clock())

    def writes(self, panel: Panel, tries: Tries) -> tuple[Switch, ...]:
        """What may be written now."""
        return self.now.writes(panel, tries)

    def settling(self, panel: Panel) -> bool:
        """Never: a switch that is on is all that is wanted."""
        return False

    @property
    def beneath(self) -> None:
        """Nobody's ads: they follow their campaign in their own time."""
        return None


def _restored(
    bench: Bench, work: tuple[Account, tuple[Row, ...]], undoing: Undoing
) -> tuple[Row, ...]:
    """One account's switches turned on. Raises nothing."""
    (platform, account_id), rows = work
    stopper, panel = bench.means.stoppers[platform], undoing.panels[platform, account_id]
    marks = {row.key: undoing.marks[row.key] for row in rows}
    goal = _OnAgain(marks=marks, clock=bench.means.clock)
    done = attempt(
        lambda: turn_account(bench, stopper, panel, goal, account_id=account_id),
        what="account",
        platform=platform,
        account_id=account_id,
    )
    if isinstance(done, Unread):
        return tuple(
            Row(switch=row.switch, outcome=Outcome.UNKNOWN, error=done.because) for row in rows
        )
    place = {"platform": platform, "account": account_id}
    bench.means.tell(Words("{platform} {account}: read back.", place))
    return tuple(_judged(rows, done, goal.now))


def _judged(rows: Iterable[Row], done: Done, goal: TheseOn) -> Iterator[Row]:
    """What became of each; what no write of ours can have turned says why it was left."""
    last, deeds = done.panel, Deeds(before=done.before, tries=done.tries)
    if isinstance(last, Unread):
        yield from (judge_resumed(row, last, deeds) for row in rows)
        return
    seen = {key_of(one): one for one in every_switch(last)}
    for row in rows:
        fresh, left = seen.get(row.key), None
        if fresh is not None and not deeds.may_have_turned(row.key):
            left = goal.hindered(fresh, last, done.tries)
        yield left or judge_resumed(row, fresh, deeds)
