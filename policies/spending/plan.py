"""What one campaign will have spent in the end, as its budgets are set: at least and at most.

A total budget is planned as a whole. A daily one is planned for each day that is left, beside what
is spent. Budgets are those of the campaign itself; where it has none, those of its ad sets that can
run. What of its cost an ad set had is not asked for, so that total budgets of some ad sets beside
others leave room between the least and the most.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import NamedTuple

from policies.delivery import Branch
from policies.model import AdSet, Campaign, Money, Words
from policies.spending.days import days, last_day

_NONE = Decimal(0)
_NO_END = Words("Its daily budget has no end, and neither has the brief.")
PERHAPS = Words("Whether all of it can deliver was not told.")
_ROOM = Words("How much each of its ad sets has spent is not known.")


class Calendar(NamedTuple):
    """Which days are still to come."""

    today: date
    """The first day of which nothing is counted as spent."""
    closes: date | None
    """The brief's last day, which bounds what has no end."""
    zone: tzinfo
    """The account's."""

    def left(self, start: datetime | None, end: datetime | None) -> int | None:
        """How many days are left; None: without end."""
        last = last_day(end, self.zone) if end is not None else self.closes
        if last is None:
            return None
        first = start.astimezone(self.zone).date() if start is not None else self.today
        return days(max(first, self.today), last)


class Plan(NamedTuple):
    """What is planned beside what was spent, or with it."""

    least: Decimal
    most: Decimal | None
    """None: no bound is known."""
    because: Words | None = None
    """Why the two are not the same, or why there is no bound."""
    endless: bool = False
    """A daily budget has no end."""
    currencies: frozenset[str] = frozenset()


def planned(branch: Branch, spent: Decimal, calendar: Calendar) -> Plan:
    """What a campaign plans in all, `spent` included.

    One that cannot run plans no more than it has spent.
    """
    if branch.runs is False:
        return Plan(spent, spent)
    plan = _of_campaign(branch, spent, calendar) or _of_ad_sets(branch, spent, calendar)
    if branch.runs is None:
        return plan._replace(least=spent, because=plan.because or PERHAPS)
    return plan


def has_budget(thing: Campaign | AdSet) -> bool:
    """Whether a budget was told of it; one of nothing is none."""
    return _total(thing) is not None or _daily(thing) is not None


def _total(thing: Campaign | AdSet) -> Money | None:
    return _some(thing.total_budget)


def _daily(thing: Campaign | AdSet) -> Money | None:
    return _some(thing.daily_budget)


def _some(budget: Money | None) -> Money | None:
    return budget if budget is not None and budget.amount > 0 else None


def _of_campaign(branch: Branch, spent: Decimal, calendar: Calendar) -> Plan | None:
    """By the campaign's own budget; None: it has none."""
    campaign = branch.campaign
    if (total := _total(campaign)) is not None:
        whole = max(spent, total.amount)
        return Plan(whole, whole, currencies=frozenset((total.currency,)))
    if (daily := _daily(campaign)) is None:
        return None
    end = campaign.end or _end_of_all(branch)
    rest = _rest(daily, calendar.left(campaign.start, end), endless=end is None)
    most = None if rest.most is None else spent + rest.most
    return rest._replace(least=spent + rest.least, most=most)


def _end_of_all(branch: Branch) -> datetime | None:
    """When the last of the ad sets that can run ends; None: one has no end, or may be unseen."""
    ends = [one.end for one, runs in branch.ad_sets if runs is not False]
    if branch.unsure is not None or not ends or None in ends:
        return None
    return max(end for end in ends if end is not None)


def _rest(daily: Money, left: int | None, *, endless: bool) -> Plan:
    """What a daily budget still spends."""
    currencies = frozenset((daily.currency,))
    if left is None:
        return Plan(_NONE, None, _NO_END, endless=True, currencies=currencies)
    rest = daily.amount * left
    return Plan(rest, rest, endless=endless, currencies=currencies)


def _of_ad_sets(branch: Branch, spent: Decimal, calendar: Calendar) -> Plan:
    """By the budgets of the ad sets that can run, certain and uncertain ones apart."""
    running = [(one, runs) for one, runs in branch.ad_sets if runs is not False]
    totals, parts = list[Plan](), list[Plan]()
    for ad_set, runs in running:
        plan = _of_ad_set(ad_set, branch.campaign, calendar)
        if runs is None:
            plan = plan._replace(least=_NONE, because=plan.because or PERHAPS)
        (totals if _total(ad_set) is not None else parts).append(plan)
    whole, rest = _sum(totals), _sum(parts)
    others = [one for one, runs in branch.ad_sets if runs is False]
    apart = _spent_apart(spent, others, daily=bool(parts))
    most = None
    if whole.most is not None and rest.most is not None and branch.unsure is None:
        most = max(spent, whole.most + apart) + rest.most
    least = max(spent, whole.least) + rest.least
    because = branch.unsure or whole.because or rest.because
    if because is None and most != least:
        because = _ROOM
    return Plan(
        least,
        most,
        because,
        endless=rest.endless,
        currencies=whole.currencies | rest.currencies,
    )


def _spent_apart(spent: Decimal, others: Iterable[AdSet], *, daily: bool) -> Decimal:
    """The most that was spent by ad sets other than those with a total budget that can run."""
    budgets = [_total(one) for one in others]
    if daily or None in budgets:
        return spent
    return min(spent, sum((one.amount for one in budgets if one is not None), _NONE))


def _of_ad_set(ad_set: AdSet, above: Campaign, calendar: Calendar) -> Plan:
    """What one ad set plans: all of a total budget, of a daily one what is left."""
    if (total := _total(ad_set)) is not None:
        return Plan(total.amount, total.amount, currencies=frozenset((total.currency,)))
    if (daily := _daily(ad_set)) is not None:
        ends = [end for end in (ad_set.end, above.end) if end is not None]
        end = min(ends, default=None)
        return _rest(daily, calendar.left(ad_set.start, end), endless=end is None)
    because = Words(
        "No budget was told of the campaign, nor of its ad set {ad_set}.",
        {"ad_set": ad_set.name or ad_set.id},
    )
    return Plan(_NONE, None, because)


def _sum(plans: Iterable[Plan]) -> Plan:
    """Several plans together."""
    found = Plan(_NONE, _NONE)
    for one in plans:
        most = None if found.most is None or one.most is None else found.most + one.most
        found = Plan(
            found.least + one.least,
            most,
            found.because or one.because,
            endless=found.endless or one.endless,
            currencies=found.currencies | one.currencies,
        )
    return found
