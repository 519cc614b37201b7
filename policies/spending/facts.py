"""What a word on a budget rests on: campaigns, budgets, ends and costs that were told.

What is left out of a list, a campaign, an ad set or the figures makes a plan look smaller than it
is, and puts nothing right. Meta's `updated_time` does not move with a budget, and a budget may move
between a campaign and its ad sets: a state therefore names where the budgets stand (Ad Set,
checked 2026-11-22).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from policies.briefs.matching import By
from policies.delivery import Branch
from policies.model import AdSet, Campaign, CampaignId, Platform
from policies.model.spent import Share, Spent
from policies.orders import BRIEF, NAME
from policies.register import Register
from policies.rule import Facts
from policies.spending.plan import has_budget
from policies.spending.shares import Entry, Matched
from policies.told import Fact, Told

ZONE = "time_zone"


class Laid(NamedTuple):
    """What was told of one campaign and its ad sets."""

    objects: tuple[str, ...]
    facts: tuple[Fact, ...]
    rests: tuple[Fact, ...]
    """What its share rests on: the same, and of ad sets that cannot run only that they are there.

    They may have spent what others did not, and show that it was not over before its brief began.
    """


def laid(campaign: Matched, facts: Facts) -> Laid:
    """Everything that was told of a campaign; of one without a brief, only whose it is."""
    branch, match = campaign
    carrier, below = _carrier(branch), f"{_carrier(branch)} below"
    whose = [(_account(facts), carrier)]
    if not match.several:
        whose.append((carrier, BRIEF))
    name = [(carrier, NAME)] if _has_name(branch.campaign) else []
    if match.found is None and not match.several:
        return Laid((carrier,), (*whose, *name), ())
    objects, told, rests = [carrier, below], [*whose, *name], [*whose, *match.rests_on]
    rests += name if match.by is By.NAME else []
    for state, thing, runs in _things(branch):
        objects.append(state)
        here = [(state, one) for one in _settings(thing)]
        listed = [(below, f"ad_set {thing.id}")] if isinstance(thing, AdSet) else []
        told += [*here, *listed]
        rests += listed if runs is False else [*here, *listed]
    return Laid(tuple(objects), tuple(told), tuple(rests))


def all_told(facts: Facts, register: Register, campaigns: Iterable[Laid]) -> Told:
    """Everything that was told of the account and that a finding on a budget may rest on."""
    account, figures = _account(facts), _figures(facts)
    objects, found = [account, *register.index.told.objects], [*register.index.told.facts]
    found += [(account, f"ad_set {one.id}") for one in facts.snapshot.ad_sets]
    found += _zone(facts)
    for one in campaigns:
        objects += one.objects
        found += one.facts
    if isinstance(facts.spent, Spent):
        objects.append(figures)
        found += [(figures, _cost(campaign)) for campaign in facts.spent.sums]
    return Told(tuple(objects), tuple(found))


def rests_on(
    facts: Facts, entries: Iterable[Entry], of: Mapping[CampaignId, Laid], missing: Iterable[Share]
) -> Told:
    """Of this, what the total of one brief rests on, here.

    `of`: what was told of each campaign, by its id. `missing`: those no longer listed here.
    """
    account, figures = _account(facts), _figures(facts)
    found = _zone(facts)
    found += [(account, f"campaign {one.campaign_id}") for one in missing]
    if isinstance(facts.spent, Spent):
        counted = (one.campaign_id for one in missing if one.campaign_id in facts.spent.sums)
        found += [(figures, _cost(one)) for one in counted]
    for _, branch, _, _ in entries:
        found += of[branch.campaign.id].rests
        if isinstance(facts.spent, Spent) and branch.campaign.id in facts.spent.sums:
            found.append((figures, _cost(branch.campaign.id)))
        if branch.unsure is not None:
            found += [(account, f"ad_set {one}") for one in _strays(facts)]
    return Told((), tuple(dict.fromkeys(found)))


def _strays(facts: Facts) -> list[str]:
    """Ad sets of campaigns that are not listed."""
    listed = {one.id for one in facts.snapshot.campaigns}
    return [one.id for one in facts.snapshot.ad_sets if one.campaign_id not in listed]


def _has_name(campaign: Campaign) -> bool:
    """Whether its name was told; where it was not, its id stands in its place."""
    return campaign.name.strip() not in ("", campaign.id)


def _things(branch: Branch) -> Iterator[tuple[str, Campaign | AdSet, bool | None]]:
    """The campaign and its ad sets, each in the state that it is in, and whether each can run."""
    campaign = branch.campaign
    where = "below" if any(has_budget(one) for one, _ in branch.ad_sets) else "alone"
    yield f"{_carrier(branch)} {campaign.updated} {where}", campaign, True
    where = "above" if has_budget(campaign) else "own"
    for one, runs in branch.ad_sets:
        yield f"ad_set {one.id} {one.updated} {where}", one, runs


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
