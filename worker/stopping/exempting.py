"""Campaigns that a person exempts from a stop: from then on nothing of that stop touches them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from policies.crisis import Scope
from worker.stopping.journal import Journal
from worker.stopping.ordering import Order
from worker.stopping.preparing import UnknownName
from worker.stopping.reading import Read
from worker.stopping.story import EXEMPTED, Story

OPTION = "--keep-off"


def exempt(journal: Journal, order: Order, story: Story, numbers: Collection[str]) -> None:
    """Record what is exempted from now on; what was so before is not recorded again."""
    new = sorted(set(numbers) - story.exempt)
    if new:
        journal.add(EXEMPTED, {**order.to_json(()), "campaigns": new})


def refuse_unknown(read: Read, scope: Scope, numbers: Iterable[str]) -> None:
    """Refuse a number that is nowhere in scope, if all of that was read.

    Raises:
        UnknownName: with the numbers that there are.
    """
    known = known_numbers(read, scope)
    for number in numbers:
        if number not in known and not read.reading.gaps:
            raise UnknownName(OPTION, number, tuple(known))


def known_numbers(read: Read, scope: Scope) -> dict[str, None]:
    """The campaigns and groups in scope, in the order in which they were read."""
    plain = scope.less(())
    switches = [one for panel in read.reading.panels for one in panel.switches if plain.covers(one)]
    groups = [one.group.id for one in switches if one.group and one.group.id]
    return dict.fromkeys((*(one.campaign_id for one in switches), *groups))
