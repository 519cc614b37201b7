"""What a resume leaves off for others: further stops in force, and what a person did not name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from policies.crisis import Key, Row, Scope, left_off
from policies.model import Level, Panel, Switch, Unread, Words
from worker.stopping.places import Places
from worker.stopping.preparing import UnknownName
from worker.stopping.story import Story, stories

OPTION = "--only"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Another stop in force, and what it covers and does not exempt."""

    stop_id: str
    scope: Scope


def held_by_others(places: Places, story: Story, tell: Callable[[Words], None]) -> tuple[Held, ...]:
    """The other stops in force; of one that nobody can understand a person is told."""
    found = []
    for one in stories(places):
        if isinstance(one, str):
            tell(
                Words(
                    "The journal of {stop_id} cannot be understood: whether that stop keeps "
                    "something off, nobody can tell.",
                    {"stop_id": one},
                )
            )
        elif one.in_force and one.stop_id != story.stop_id:
            found.append(Held(stop_id=one.stop_id, scope=one.scope.less(one.exempt)))
    return tuple(found)


def kept_off(row: Row, panel: Panel | Unread, others: Iterable[Held]) -> Row:
    """A row as other stops leave it; a group stays off with any campaign under it."""
    switches = (row.switch, *_members(row.switch, panel))
    for other in others:
        if any(other.scope.covers(one) for one in switches):
            because = Words(
                "The stop {stop_id} is in force and keeps it off: resume or end that one first.",
                {"stop_id": other.stop_id},
            )
            return left_off(row, because)
    return row


def _members(switch: Switch, panel: Panel | Unread) -> tuple[Switch, ...]:
    """The campaigns under a group; none for a campaign."""
    if switch.level is not Level.CAMPAIGN_GROUP or isinstance(panel, Unread):
        return ()
    return tuple(one for one in panel.switches if one.group and one.group.id == switch.campaign_id)


def named_only(story: Story, numbers: Collection[str]) -> frozenset[Key]:
    """What the stop turned off of these campaigns, groups, accounts or platforms.

    Raises:
        UnknownName: a number of which it turned off nothing.
    """
    found: set[Key] = set()
    for number in numbers:
        ways = [
            {key for key, mark in story.marks.items() if number in names(key, mark.before)}
            for names in (_own_numbers, _above)
        ]
        mine = next(filter(None, ways), None)
        if mine is None:
            raise UnknownName(OPTION, number, tuple(key.campaign_id for key in story.marks))
        found |= mine
    return frozenset(found)


def _own_numbers(key: Key, before: Switch) -> set[str]:
    """Its own number, and its group's."""
    return {key.campaign_id, *({before.group.id} if before.group else ())}


def _above(key: Key, _: Switch) -> set[str]:
    """Its account, on Meta also without `act_`, and its platform."""
    return {key.account_id, key.account_id.removeprefix("act_"), str(key.platform)}
