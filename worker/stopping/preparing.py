"""The plan of a stop, by one reading of everything in scope."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from policies.crisis import Key, Outcome, Plan, Scope, key_of, plan_stop
from policies.model import Level, Panel, Switch
from worker.stopping.means import Means
from worker.stopping.reading import Read, read_everything
from worker.stopping.story import Story


class UnknownName(Exception):
    """No platform knows an account or campaign of that name."""

    def __init__(self, option: str, wanted: str, known: tuple[str, ...]) -> None:
        """`option`: where it was named; `known`: what there is."""
        super().__init__(wanted)
        self.option = option
        self.wanted = wanted
        self.known = known


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A plan, and what it goes on with."""

    plan: Plan
    read: Read
    story: Story | None
    """The stop of the same scope that is in force already."""
    old: bool = False
    """Whether time has passed since: every account is read again before it is written."""

    @property
    def ours(self) -> Mapping[Key, Switch]:
        """What that stop has turned off so far, as it was before."""
        marks = self.story.marks if self.story else {}
        spared = self.plan.scope.spares
        return {key: mark.before for key, mark in marks.items() if not spared(mark.before)}

    @property
    def doubtful(self) -> bool:
        """Whether something may be on that the plan does not turn: unclear, or no longer listed."""
        listed = {row.key for row in self.plan.rows}
        lost = any(key.level is Level.CAMPAIGN and key not in listed for key in self.ours)
        return lost or any(row.outcome is Outcome.UNKNOWN for row in self.plan.rows)

    @property
    def targets(self) -> Mapping[Key, Switch]:
        """What the plan would turn off."""
        return {key_of(one): one for one in self.plan.targets}


def prepare(means: Means, scope: Scope, find: Callable[[Scope], Story | None]) -> Prepared:
    """Read everything in scope and plan.

    `find` gives the stop of a scope that is in force already.

    Raises:
        UnknownName: every account in scope was read, and none holds what was named.
    """
    read = read_everything(means, scope)
    scope = _in_full(scope, read)
    _known_campaign(scope, read)
    return _prepared(scope, read, find(scope))


def prepare_again(means: Means, story: Story) -> Prepared:
    """Read and plan once more what was ordered before; a name that is gone is no hindrance."""
    return plan_again(read_everything(means, story.scope), story)


def plan_again(read: Read, story: Story) -> Prepared:
    """What was ordered before, planned by this reading."""
    return _prepared(story.scope, read, story)


def joined_now(prepared: Prepared, story: Story | None) -> Prepared:
    """The same plan as a part of the stop that is in force now, with what that exempts by now."""
    scope = prepared.plan.scope.less(story.exempt if story else ())
    return replace(prepared, story=story, plan=replace(prepared.plan, scope=scope))


def _prepared(scope: Scope, read: Read, story: Story | None) -> Prepared:
    ours = story.marks if story else {}
    scope = scope.less(story.exempt if story else ())
    return Prepared(plan=plan_stop(read.reading, scope, ours=ours), read=read, story=story)


def _in_full(scope: Scope, read: Read) -> Scope:
    """The scope with its account as the platform writes it, and its platform.

    Raises:
        UnknownName: no platform has such an account, or two have.
    """
    if scope.account_id is None:
        return scope
    named = [
        (found.platform, account_id)
        for found in read.found
        for account_id in dict.fromkeys(found.listed)
        if scope.has_account(found.platform, account_id)
    ]
    if len(named) == 1:
        platform, account_id = named[0]
        return replace(scope, platform=platform, account_id=account_id)
    if not named and not read.all_listed:
        return scope
    known = [f"{platform} {account_id}" for platform, account_id in named] or read.listed
    raise UnknownName("--account", scope.account_id, tuple(known))


def _known_campaign(scope: Scope, read: Read) -> None:
    """Refuse a campaign that is nowhere, if everything was read.

    Raises:
        UnknownName: with the campaigns that there are.
    """
    panels = read.reading.panels
    if scope.campaign_id is None or read.reading.gaps:
        return
    if any(scope.covers(one) for panel in panels for one in panel.switches):
        return
    names = dict.fromkeys(name for panel in panels for name in _names(panel))
    raise UnknownName("--campaign", scope.campaign_id, tuple(names))


def _names(panel: Panel) -> list[str]:
    """The numbers by which the campaigns of an account may be named."""
    groups = [one.group.id for one in panel.switches if one.group and one.group.id]
    return [*(one.campaign_id for one in panel.switches), *groups]
