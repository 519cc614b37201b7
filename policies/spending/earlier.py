"""What a campaign spent before its brief began is none of the brief's, and is not told apart.

Costs are sums of years, for one request tells them for a whole account. Of a campaign that may have
run before its brief they are the most that it can have spent under it, and prove no breach: what is
surely the brief's is what its budgets still can spend.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import TypeVar

from policies.delivery import Branch
from policies.model import AdSet, Campaign, Money, Words
from policies.spending.plan import Calendar, planned

_NOTHING = Decimal(0)
Thing = TypeVar("Thing", Campaign, AdSet)


def ran_before(branch: Branch, day: date, zone: tzinfo) -> bool:
    """Whether a campaign may have run before that day.

    Its own start tells, if it has one: ad sets that ran then may be listed no more.
    """
    start = branch.campaign.start
    if start is not None:
        return not _begins(start, day, zone)
    below = [one.start for one, _ in branch.ad_sets]
    return not below or not all(_begins(one, day, zone) for one in below)


def at_least(branch: Branch, spent: Decimal, calendar: Calendar, day: date) -> Decimal:
    """What it surely plans from that day on. `spent`: all that it ever did."""
    left = calendar._replace(today=max(calendar.today, day))
    below = tuple(
        (one if _begins(one.start, day, calendar.zone) else _less(one, spent), runs)
        for one, runs in branch.ad_sets
    )
    rest = branch._replace(campaign=_less(branch.campaign, spent), ad_sets=below)
    return planned(rest, _NOTHING, left).least


def because_of(day: date) -> Words:
    """Why what it spent is not known."""
    return Words(
        "It may have run before {day}, when its brief began, and what it spent until then is not "
        "told apart.",
        {"day": day.isoformat()},
    )


def _begins(start: datetime | None, day: date, zone: tzinfo) -> bool:
    """Whether what starts then begins on that day or later."""
    return start is not None and start.astimezone(zone).date() >= day


def _less(thing: Thing, spent: Decimal) -> Thing:
    """The same with what is left of its total budget, if it alone spent all of this."""
    total = thing.total_budget
    if total is None:
        return thing
    rest = Money(amount=max(total.amount - spent, _NOTHING), currency=total.currency)
    return replace(thing, total_budget=rest)
