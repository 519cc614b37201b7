"""What a word on a budget rests on: campaigns, budgets, ends and costs that were told.

What is left out of a list, a campaign, an ad set or the figures makes a plan look smaller than it
is, and puts nothing right. Meta's `updated_time` does not move with a budget, and a budget may move
between a campaign and its ad sets: a state therefore names where the budgets stand (Ad Set,
checked 2026-11-22).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policies.briefs.matching import By, Match
from policies.delivery import Branch, branches
from policies.model import AdSet, Campaign, Platform
from policies.model.spent import Share, Spent
from policies.orders import BRIEF, NAME
from policies.register import Register
from policies.rule import Facts
from policies.spending.plan import has_budget
from policies.spending.shares import Entry, match_of
from policies.told import Fact, Told

ZONE = "time_zone"


def all_told(facts: Facts, register: Register) -> Told:
    """Everything that was told of the account and that a finding on a budget may rest on."""
    account = _account(facts)
    objects, found = [account, *register.index.told.objects], [*register.index.told.facts]
    found += [(account, f"ad_set {one.id}") for one in facts.snapshot.ad_sets]
    found += _zone(facts)
    for branch in branches(facts.snapshot, facts.as_of):
        match = match_of(register, branch.campaign, facts.snapshot)
        objects += (_carrier(branch), _below(branch), *(state for state, _ in _things(branch)))
        found += _of_branch(branch, match, facts, (one for one, _ in branch.ad_sets))
        if branch.campaign.name.strip() not in ("", branch.campaign.id):
            found.append((_carrier(branch), NAME))
    if isinstance(facts.spent, Spent):
        objects.append(_figures(facts))
        found += [(_figures(facts), _cost(campaign)) for campaign in facts.spent.sums]
    return Told(tuple(objects), tuple(found))


def rests_on(facts: Facts, entries: Iterable[Entry], missing: Iterable[Share]) -> Told:
    """Of this, what the total of one brief rests on, here. `missing`: no longer listed here."""
    found = list[Fact](_zone(facts))
    account = _account(facts)
    found += [(account, f"campaign {one.campaign_id}") for one in missing]
    listed = {one.id for one in facts.snapshot.campaigns}
    strays = [one.id for one in facts.snapshot.ad_sets if one.campaign_id not in listed]
    for _, branch, match, _ in entries:
        running = (one for one, runs in branch.ad_sets if runs is not False)
        found += [*_of_branch(branch, match, facts, running), *match.rests_on]
        if match.by is By.NAME:
            found.append((_carrier(branch), NAME))
        if isinstance(facts.spent, Spent) and branch.campaign.id in facts.spent.sums:
            found.append((_figures(facts), _cost(branch.campaign.id)))
        if branch.unsure is not None:
            found += [(account, f"ad_set {one}") for one in strays]
    return Told((), tuple(dict.fromkeys(found)))


def _of_branch(
    branch: Branch, match: Match, facts: Facts, ad_sets: Iterable[AdSet]
) -> Iterator[Fact]:
    """That it is there, these ad sets of it, the one brief it has, and what is set of money."""
    yield _account(facts), f"campaign {branch.campaign.id}"
    if not match.several:
        yield _carrier(branch), BRIEF
    below = {one.id for one in ad_sets}
    yield from ((_below(branch), f"ad_set {one}") for one in below)
    for state, thing in _things(branch):
        if isinstance(thing, Campaign) or thing.id in below:
            yield from ((state, name) for name in _settings(thing))


def _things(branch: Branch) -> Iterator[tuple[str, Campaign | AdSet]]:
    """The campaign and its ad sets, each in the state that it is in."""
    campaign, ad_sets = branch.campaign, [one for one, _ in branch.ad_sets]
    where = "below" if any(map(has_budget, ad_sets)) else "alone"
    yield f"{_carrier(branch)} {campaign.updated} {where}", campaign
    where = "above" if has_budget(campaign) else "own"
    yield from ((f"ad_set {one.id} {one.updated} {where}", one) for one in ad_sets)


def _settings(thing: Campaign | AdSet) -> Iterator[str]:
    """What is set of money and time. On Meta there is one budget, which may change its kind."""
    kinds = {"daily_budget": thing.daily_budget, "total_budget": thing.total_budget}
    told = [name for name, budget in kinds.items() if budget is not None]
    yield from ["budget"] if thing.platform is Platform.META and len(told) == 1 else told
    yield from (name for name, at in (("start", thing.start), ("end", thing.end)) if at is not None)


def _zone(facts: Facts) -> list[Fact]:
    """Whose days it goes by."""
    return [(_account(facts), ZONE)] if facts.snapshot.account.time_zone else []


def _account(facts: Facts) -> str:
    return f"account {facts.snapshot.account.id}"


def _figures(facts: Facts) -> str:
    return f"{_account(facts)} spent"


def _cost(campaign_id: str) -> str:
    return f"spend of campaign {campaign_id}"


def _carrier(branch: Branch) -> str:
    return f"campaign {branch.campaign.id}"


def _below(branch: Branch) -> str:
    return f"{_carrier(branch)} below"
