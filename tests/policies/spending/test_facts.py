"""What a word on a budget rests on; its names are kept with findings, and so stay what they are."""

from __future__ import annotations

from decimal import Decimal

from policies.briefs.matching import Registered
from policies.model import Money, Platform
from policies.model.briefs import Brief
from policies.model.spent import Share, Spent
from policies.register import Register
from policies.spending.facts import all_told, laid, rests_on
from policies.spending.shares import entries, matched
from tests.policies.rules.made import DAY, NOON, TODAY, a_campaign, a_snapshot, an_ad_set, facts

SUM = Money(amount=Decimal(400), currency="SEK")
REGISTER = Register(briefs=(Registered(id="b1", brief=Brief(patterns=("Sim*",))),))
COSTS = Spent(
    platform=Platform.META, account_id="act_1", since=TODAY - 9 * DAY, until=TODAY - DAY,
    sums={"c1": SUM},
)  # fmt: skip


def of(*ad_sets, platform=Platform.META, campaigns=None, **campaign):
    """The facts of an account with one campaign."""
    own = (a_campaign(platform=platform, **campaign),) if campaigns is None else campaigns
    return facts(
        a_snapshot(platform, campaigns=own, ad_sets=ad_sets, ads=()),
        register=REGISTER,
        spent=COSTS,
    )


def told(*ad_sets, **campaign):
    """All that is told of the campaign and of what stands below it."""
    given = of(*ad_sets, **campaign)
    [one] = matched(given, REGISTER)
    return laid(one, given)


def resting(given, missing=()):
    """What the total of the brief rests on."""
    campaigns = matched(given, REGISTER)
    each = {one.branch.campaign.id: laid(one, given) for one in campaigns}
    return rests_on(given, entries(given, REGISTER, campaigns), each, missing)


def test_whose_a_campaign_is_and_what_is_set_of_it_and_its_ad_sets():
    found = told(an_ad_set(total_budget=SUM, updated="9"), end=NOON + DAY, updated="7")
    assert found.objects == (
        "campaign c1",
        "campaign c1 below",
        "campaign c1 7 below",
        "ad_set s1 9 own",
    )
    assert found.facts == (
        ("account act_1", "campaign c1"),
        ("campaign c1", "brief"),
        ("campaign c1", "name"),
        ("campaign c1 7 below", "start"),
        ("campaign c1 7 below", "end"),
        ("ad_set s1 9 own", "budget"),
        ("ad_set s1 9 own", "start"),
        ("ad_set s1 9 own", "end"),
        ("campaign c1 below", "ad_set s1"),
    )


def test_a_state_names_where_the_budget_stands_for_it_may_move():
    above = told(an_ad_set(), total_budget=SUM)
    assert ("campaign c1 None alone", "budget") in above.facts
    assert ("ad_set s1 None above", "start") in above.facts
    nowhere = told(an_ad_set())
    assert ("campaign c1 None alone", "start") in nowhere.facts
    assert ("ad_set s1 None own", "start") in nowhere.facts
    below = told(an_ad_set(daily_budget=SUM))
    assert ("campaign c1 None below", "start") in below.facts
    assert ("ad_set s1 None own", "budget") in below.facts


def test_on_meta_one_budget_may_change_its_kind_and_two_are_told_apart():
    state = "campaign c1 None alone"
    names = {name for carrier, name in told(daily_budget=SUM).facts if carrier == state}
    assert names == {"budget", "start"}
    names = {
        name for carrier, name in told(daily_budget=SUM, total_budget=SUM).facts if carrier == state
    }
    assert names == {"daily_budget", "total_budget", "start"}


def test_on_linkedin_each_kind_has_its_name():
    state = "campaign c1 None alone"
    found = told(total_budget=SUM, platform=Platform.LINKEDIN).facts
    assert {name for carrier, name in found if carrier == state} == {"total_budget", "start"}


def test_what_cannot_run_is_told_and_nothing_rests_on_it():
    found = told(an_ad_set(total_budget=SUM, intent="PAUSED"))
    assert ("ad_set s1 None own", "budget") in found.facts
    assert not any(carrier.startswith("ad_set") for carrier, _ in found.rests)


def test_a_total_rests_on_costs_days_and_each_campaign_and_on_nothing_else():
    found = resting(of(an_ad_set(total_budget=SUM)))
    assert found.objects == ()
    assert set(found.facts) == {
        ("account act_1", "time_zone"),
        ("account act_1", "campaign c1"),
        ("account act_1 spent", "spend of campaign c1"),
        ("brief b1 1", "name Sim*"),
        ("campaign c1", "brief"),
        ("campaign c1", "name"),
        ("campaign c1 None below", "start"),
        ("campaign c1 below", "ad_set s1"),
        ("ad_set s1 None own", "budget"),
        ("ad_set s1 None own", "start"),
        ("ad_set s1 None own", "end"),
    }


def test_it_rests_on_campaigns_that_are_missing_now():
    share = Share(
        platform=Platform.META, account_id="act_1", campaign_id="gone", name="", read_at=NOON
    )
    found = resting(of(), [share]).facts
    assert ("account act_1", "campaign gone") in found
    assert ("account act_1", "time_zone") in found


def test_it_rests_on_ad_sets_of_campaigns_that_were_not_read_and_on_no_others():
    strays = of(an_ad_set(), an_ad_set("s2", campaign_id="elsewhere"))
    found = resting(strays).facts
    assert ("account act_1", "ad_set s2") in found
    assert ("account act_1", "ad_set s1") not in found
    assert ("account act_1", "campaign c1") in found
    assert ("account act_1", "ad_set s1") not in resting(of(an_ad_set())).facts


def test_all_that_is_told_holds_what_any_total_rests_on():
    given = of(an_ad_set(), an_ad_set("s2", campaign_id="elsewhere"), total_budget=SUM)
    everything = all_told(given, REGISTER, [laid(one, given) for one in matched(given, REGISTER)])
    assert set(resting(given).facts) <= set(everything.facts)
    assert {carrier for carrier, _ in everything.facts} <= set(everything.objects)
