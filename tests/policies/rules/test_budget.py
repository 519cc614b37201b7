"""C1: what is planned and spent under a brief stays within its budget, wherever it is spent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from policies.briefs.matching import Registered
from policies.findings import Absent, reconcile
from policies.model import Money, Platform
from policies.model.briefs import Brief
from policies.model.spent import Share, Spent
from policies.register import Register
from policies.rule import Breach, Pass, Unknown, evaluate
from policies.rules.budget import BUDGET, keeps_to_the_budget
from policies.spending.days import yesterday
from policies.spending.shares import budgeted, matched, without
from policies.told import NOTHING
from tests.policies.rules.made import (
    DAY,
    NOON,
    TODAY,
    a_campaign,
    a_snapshot,
    an_account,
    an_ad_set,
    facts,
    unread,
    verdicts,
    word,
)
from tests.policies.rules.taking import taken_away
from tests.policies.rules.test_taken_away import SPARE

META, LINKEDIN = Platform.META, Platform.LINKEDIN
OFF = {"intent": "PAUSED"}


def kr(amount, currency="SEK"):
    return Money(amount=Decimal(str(amount)), currency=currency)


def a_brief(name="b1", *, budget=1000, ends=TODAY + 20 * DAY, **told):
    content = {
        "patterns": ("Sim*",),
        "starts": TODAY - 5 * DAY,
        "ends": ends,
        "budget": kr(budget) if isinstance(budget, int) else budget,
    }
    return Registered(id=name, brief=Brief(**(content | told)))


def spent(*, c1=None, until=TODAY - DAY, unread=(), since=TODAY - 1000 * DAY, **sums):
    sums |= {} if c1 is None else {"c1": c1}
    return Spent(
        platform=META,
        account_id="act_1",
        since=since,
        until=until,
        sums={one: money if isinstance(money, Money) else kr(money) for one, money in sums.items()},
        unread=unread,
    )


def a_share(**changed):
    share = Share(
        platform=LINKEDIN,
        account_id="5001",
        campaign_id="g1",
        name="Simskola",
        read_at=NOON - DAY,
        spent=kr(100),
        least=kr(400),
        most=kr(400),
    )
    return replace(share, **changed)


def told(*campaigns, ad_sets=(), briefs=None, elsewhere=(), costs=None, **changed):
    """Facts of an account with these campaigns under one brief."""
    platform = changed.pop("platform", META)
    snapshot = a_snapshot(platform, campaigns=campaigns, ad_sets=ad_sets, ads=(), **changed)
    register = Register(
        briefs=briefs or (a_brief(),), elsewhere={"b1": tuple(elsewhere)} if elsewhere else {}
    )
    return facts(
        snapshot,
        register=register,
        spent=spent(c1=0) if costs is None else costs,
        delivered=None,
        as_of=changed.pop("as_of", NOON),
    )


def said_of(told, campaign="c1"):
    [one] = [
        said for _, said in evaluate((BUDGET,), told) if said.subject.key == ("campaign", campaign)
    ]
    return one


def running(number="c1", **changed):
    """A campaign with an ad set that can run; whatever of it has a budget."""
    return a_campaign(number, name=changed.pop("name", "Simskola"), **changed)


def below(campaign="c1", number="s1", **changed):
    return an_ad_set(number, campaign_id=campaign, **changed)


def total(amount, number="c1", **changed):
    return running(number, total_budget=kr(amount), **changed)


def daily(amount, number="c1", **changed):
    return running(number, daily_budget=kr(amount), **changed)


# What it leaves alone.


def test_a_total_budget_within_what_was_agreed_complies_and_says_so():
    said = said_of(told(total(1000), ad_sets=(below(),), costs=spent(c1=200)))
    assert isinstance(said, Pass)
    assert said.evidence == {
        "brief": "b1",
        "agreed": "1000 SEK",
        "planned": "1000 SEK",
        "spent": "200 SEK",
        "campaigns": [
            {
                "platform": "meta",
                "account": "act_1",
                "campaign": "c1",
                "name": "Simskola",
                "spent": "200 SEK",
                "planned": "1000 SEK",
                "read": "2026-11-24",
            }
        ],
    }


def test_without_a_brief_nothing_is_said():
    said = said_of(told(total(9000, name="Annat"), ad_sets=(below(),)))
    assert isinstance(said, Pass)
    assert said.evidence == {}


def test_without_the_register_the_rule_is_not_asked():
    assert verdicts(a_snapshot(), rules=(BUDGET,)) == {}
    assert not any(isinstance(one, Breach) for one in keeps_to_the_budget(facts(a_snapshot())))


def test_what_cannot_run_is_against_nothing():
    paused = told(total(9000, **OFF), ad_sets=(below(),))
    assert said_of(paused) == Pass(subject=said_of(paused).subject)
    empty = said_of(told(total(9000), ad_sets=()))
    assert isinstance(empty, Pass)
    assert empty.told != NOTHING


# What it catches.


def test_a_total_budget_of_more_than_was_agreed():
    said = said_of(told(total(1001), ad_sets=(below(),)))
    assert isinstance(said, Breach)
    assert said.message.english() == (
        "1001 SEK is planned under brief b1, for which 1000 SEK was agreed."
    )


def test_more_spent_than_was_agreed_whatever_is_planned():
    said = said_of(told(total(500), ad_sets=(below(),), costs=spent(c1="1000.01")))
    assert isinstance(said, Breach)
    assert said.message.english() == (
        "1000.01 SEK has been spent under brief b1, for which 1000 SEK was agreed."
    )


def test_sums_are_compared_to_the_hundredth():
    digits = spent(c1="1000.004999")
    assert isinstance(said_of(told(total(500), ad_sets=(below(),), costs=digits)), Pass)


@pytest.mark.parametrize(("amount", "said"), [(99, Pass), (100, Pass), (101, Breach)])
def test_a_daily_budget_is_planned_for_each_day_that_is_left(amount, said):
    """Ten days from today on, the last one included; an end at midnight is the day before."""
    midnight = (NOON + 9 * DAY).replace(hour=23)
    campaign = daily(amount, end=midnight)
    assert isinstance(said_of(told(campaign, ad_sets=(below(end=None),))), said)


def test_beside_what_is_spent():
    campaign = daily(100, end=NOON + 7 * DAY)
    assert isinstance(said_of(told(campaign, ad_sets=(below(),), costs=spent(c1=200))), Pass)
    assert isinstance(said_of(told(campaign, ad_sets=(below(),), costs=spent(c1=201))), Breach)


def test_days_of_which_no_cost_was_told_yet_are_still_planned():
    campaign = daily(100, start=NOON - 9 * DAY, end=NOON + 7 * DAY)
    old = spent(c1=0, until=TODAY - 3 * DAY)
    assert said_of(told(campaign, ad_sets=(below(),), costs=old)).evidence["planned"] == "1000 SEK"


def test_what_starts_later_is_planned_from_its_start():
    campaign = daily(100, start=NOON + 3 * DAY, end=NOON + 5 * DAY)
    assert said_of(told(campaign, ad_sets=(below(),))).evidence["planned"] == "300 SEK"


def test_a_daily_budget_without_end_counts_until_the_brief_s_last_day():
    campaign = daily(100)
    said = said_of(told(campaign, ad_sets=(below(end=None),), briefs=(a_brief(ends=TODAY + DAY),)))
    assert (said.evidence["planned"], said.evidence["campaigns"][0]["no_end"]) == ("200 SEK", True)
    past = said_of(told(campaign, ad_sets=(below(end=None),), briefs=(a_brief(ends=TODAY - DAY),)))
    assert past.evidence["planned"] == "0 SEK"


def test_a_campaign_without_end_ends_with_the_last_of_its_ad_sets():
    ad_sets = (below(end=NOON + DAY), below(number="s2", end=NOON + 3 * DAY))
    assert said_of(told(daily(100), ad_sets=ad_sets)).evidence["planned"] == "400 SEK"


def test_where_the_campaign_has_no_budget_its_ad_sets_have():
    ad_sets = (
        below(daily_budget=kr(100), end=NOON + DAY),
        below(number="s2", total_budget=kr(300)),
        below(number="s3", total_budget=kr(9000), **OFF),
    )
    said = said_of(told(running(), ad_sets=ad_sets))
    assert (word(said), said.evidence["planned"]) == ("pass", "500 SEK")


def test_an_ad_set_ends_with_its_campaign():
    ad_sets = (below(daily_budget=kr(100), end=NOON + 9 * DAY),)
    said = said_of(told(running(end=NOON + DAY), ad_sets=ad_sets))
    assert said.evidence["planned"] == "200 SEK"


def test_what_an_ad_set_spent_that_is_off_comes_on_top_where_that_is_sure():
    """Of 700 spent, 300 at most were the other's, so that 900 are planned at most."""
    ad_sets = (below(total_budget=kr(600)), below(number="s2", total_budget=kr(300), **OFF))
    said = said_of(told(running(), ad_sets=ad_sets, costs=spent(c1=700)))
    assert (word(said), said.evidence["planned"]) == ("pass", "700 SEK")
    assert said.evidence["campaigns"][0]["planned_at_most"] == "900 SEK"


def test_where_it_is_not_sure_nobody_can_tell():
    ad_sets = (below(total_budget=kr(600)), below(number="s2", daily_budget=kr(10), **OFF))
    said = said_of(told(running(), ad_sets=ad_sets, costs=spent(c1=700)))
    assert isinstance(said, Unknown)
    assert "each of its ad sets" in said.because.english()


def test_all_campaigns_of_the_brief_count_together_and_each_is_told():
    campaigns = (total(600), total(600, "c2"))
    ad_sets = (below(), below("c2", "s2"))
    both = told(*campaigns, ad_sets=ad_sets, costs=spent(c1=0, c2=10))
    for number in ("c1", "c2"):
        said = said_of(both, number)
        assert (word(said), said.evidence["planned"]) == ("fail", "1200 SEK")
    assert [one["campaign"] for one in said.evidence["campaigns"]] == ["c1", "c2"]


def test_what_is_over_counts_with_what_it_spent():
    over = total(5000, "c2", end=NOON - DAY)
    costs = spent(c1=0, c2=401)
    said = said_of(told(total(600), over, ad_sets=(below(),), costs=costs))
    assert (word(said), said.evidence["planned"]) == ("fail", "1001 SEK")
    assert word(said_of(told(total(600), ad_sets=(below(),), costs=costs))) == "pass"


def test_what_was_over_before_the_brief_began_is_none_of_it():
    old = total(5000, "c2", end=NOON - 9 * DAY)
    costs = spent(c1=0, c2=4000)
    assert word(said_of(told(total(600), old, ad_sets=(below(),), costs=costs))) == "pass"
    by_ad_set = (below(), below("c2", "s2", end=NOON - 9 * DAY))
    older = running("c2", **OFF)
    assert word(said_of(told(total(600), older, ad_sets=by_ad_set, costs=costs))) == "pass"
    no_end = told(total(600), running("c2", **OFF), ad_sets=(below(),), costs=costs)
    assert word(said_of(no_end)) == "fail"
    undated = told(total(600), old, ad_sets=(below(),), costs=costs, briefs=(a_brief(starts=None),))
    assert word(said_of(undated)) == "fail"


def test_on_linkedin_days_are_those_of_utc_and_the_total_of_a_campaign_counts():
    ad_set = below(platform=LINKEDIN, daily_budget=kr(50), total_budget=kr(1001))
    said = said_of(
        told(
            running(platform=LINKEDIN),
            ad_sets=(ad_set,),
            platform=LINKEDIN,
            account=an_account(LINKEDIN, time_zone=None),
        )
    )
    assert (word(said), said.evidence["planned"]) == ("fail", "1001 SEK")


# Other accounts.


def test_what_other_accounts_plan_counts_too():
    there = a_share(least=kr(400), most=kr(400))
    within = told(total(600), ad_sets=(below(),), elsewhere=(there,))
    assert (word(said_of(within)), said_of(within).evidence["planned"]) == ("pass", "1000 SEK")
    assert said_of(within).evidence["campaigns"][1]["account"] == "5001"
    over = told(total(601), ad_sets=(below(),), elsewhere=(there,))
    assert word(said_of(over)) == "fail"


def test_what_could_not_be_told_there_is_unknown_here_unless_the_rest_is_too_much():
    there = a_share(most=None, because=unread().because)
    said = said_of(told(total(600), ad_sets=(below(),), elsewhere=(there,)))
    assert (word(said), said.because.english()) == ("unknown", "Not today.")
    assert word(said_of(told(total(601), ad_sets=(below(),), elsewhere=(there,)))) == "fail"


def test_old_figures_of_another_account_stay_with_their_age_and_are_no_pass():
    old = a_share(read_at=NOON - 3 * DAY)
    said = said_of(told(total(100), ad_sets=(below(),), elsewhere=(old,)))
    assert said.because.english() == "Account 5001 was last read on 2026-11-21."
    assert said.evidence["campaigns"][1]["read"] == "2026-11-21"
    over = replace(old, over=True, least=kr(400), most=kr(400))
    assert word(said_of(told(total(100), ad_sets=(below(),), elsewhere=(over,)))) == "pass"


def test_one_that_is_over_there_and_not_all_told_is_no_pass_either():
    old = a_share(read_at=NOON - 3 * DAY, over=True, spent=kr(300), least=kr(300), most=kr(400))
    said = said_of(told(total(100), ad_sets=(below(),), elsewhere=(old,)))
    assert said.because.english() == "Account 5001 was last read on 2026-11-21."


def test_a_fail_is_not_resolved_because_what_broke_the_budget_is_over_before_its_costs_are_told():
    """One campaign at 5000 a day ends; of its costs only the first day's were ever read."""
    first = daily(5000, end=NOON + 8 * DAY, start=NOON)
    sets = tuple(below(one, f"s-{one}", end=NOON + 30 * DAY) for one in ("c1", "c2"))
    order = (a_brief(budget=25000, ends=TODAY + 30 * DAY),)
    before = told(first, total(100, "c2"), ad_sets=sets, briefs=order, costs=spent(c1=0))
    now = replace(before, as_of=NOON + 10 * DAY)
    verdicts = [tuple(evaluate((BUDGET,), one)) for one in (before, now)]
    opened = reconcile((), verdicts[0], account=(META, "act_1"), as_of=NOON)
    [known] = [one.finding for one in opened.turned if one.finding.subject.id == "c2"]
    assert known.outcome == "fail"
    assert word(said_of(now, "c2")) == "unknown"
    later = reconcile([known], verdicts[1], account=(META, "act_1"), as_of=now.as_of)
    [left] = [one.finding for one in later.turned if one.finding.id == known.id]
    assert (left.outcome, left.state) == ("fail", "open")


def test_another_currency_is_never_converted_and_the_rest_is_compared():
    euros = a_share(spent=kr(9000, "EUR"), least=kr(9000, "EUR"), most=kr(9000, "EUR"))
    said = said_of(told(total(600), ad_sets=(below(),), elsewhere=(euros,)))
    assert said.because.english() == ("Account 5001 pays in EUR, and the brief's budget is in SEK.")
    assert said.evidence["planned"] == "600 SEK"
    assert word(said_of(told(total(1001), ad_sets=(below(),), elsewhere=(euros,)))) == "fail"


def test_what_the_store_still_holds_of_a_listed_campaign_is_not_counted_twice():
    stored = a_share(platform=META, account_id="act_1", campaign_id="c1", least=kr(900))
    assert word(said_of(told(total(600), ad_sets=(below(),), elsewhere=(stored,)))) == "pass"


def test_a_campaign_that_is_no_longer_listed_counts_with_what_it_spent_and_leaves_a_doubt():
    gone = a_share(platform=META, account_id="act_1", campaign_id="c9", spent=kr(300))
    said = said_of(told(total(600), ad_sets=(below(),), elsewhere=(gone,)))
    assert (word(said), said.evidence["planned"]) == ("pass", "900 SEK")
    more = replace(gone, least=kr(500), most=kr(500))
    said = said_of(told(total(600), ad_sets=(below(),), elsewhere=(more,)))
    assert (word(said), "missing" in said.because.english()) == ("unknown", True)
    assert ("account act_1", "campaign c9") in said.told.facts
    over = replace(more, over=True, least=kr(300), most=kr(300))
    assert word(said_of(told(total(600), ad_sets=(below(),), elsewhere=(over,)))) == "pass"


# When it cannot tell.


def test_a_brief_without_a_budget_cannot_be_kept():
    said = said_of(told(total(600), ad_sets=(below(),), briefs=(a_brief(budget=None),)))
    assert said.because.english() == "Its brief b1 names no budget."


@pytest.mark.parametrize("costs", [unread("spent"), spent(c1=10, unread=(unread("spent"),))])
def test_where_costs_were_not_read_nobody_can_tell_unless_the_plan_is_too_much(costs):
    said = said_of(told(total(600), ad_sets=(below(),), costs=costs))
    assert (word(said), said.because.english()) == ("unknown", "Not today.")
    assert word(said_of(told(total(1001), ad_sets=(below(),), costs=costs))) == "fail"


def test_where_nobody_asked_for_costs_that_is_said():
    asked = told(total(600), ad_sets=(below(),))
    said = said_of(replace(asked, spent=None))
    assert said.because.english() == "What was spent has not been read yet."


@pytest.mark.parametrize(
    "campaign", [running(), total(0), running(total_budget=kr(0), daily_budget=kr(0))]
)
def test_without_any_budget_nobody_can_tell(campaign):
    said = said_of(told(campaign, ad_sets=(below(), below(number="s2", name=""))))
    assert "Föräldrar" in said.because.english()
    late = said_of(told(campaign, ad_sets=(below(),), costs=spent(c1=2000)))
    assert word(late) == "fail"


def test_neither_an_end_nor_a_last_day_is_no_bound():
    said = said_of(told(daily(1), ad_sets=(below(end=None),), briefs=(a_brief(ends=None),)))
    assert said.because.english() == "Its daily budget has no end, and neither has the brief."


def test_ad_sets_that_were_not_all_read_leave_no_bound():
    lost = (unread("ad_sets"),)
    said = said_of(told(running(), ad_sets=(below(total_budget=kr(100)),), unread=lost))
    assert (word(said), said.because.english()) == ("unknown", "Not today.")
    assert word(said_of(told(total(600), ad_sets=(below(),), unread=lost))) == "pass"


def test_whether_it_runs_must_be_told():
    perhaps = below(intent="A_NEW_WORD", total_budget=kr(5000))
    said = said_of(told(running(), ad_sets=(below(number="s2", total_budget=kr(9)), perhaps)))
    assert (word(said), said.evidence["planned"]) == ("unknown", "9 SEK")
    other = total(5000, "c2", intent="A_NEW_WORD")
    said = said_of(told(total(9), other, ad_sets=(below(), below("c2", "s2"))))
    assert (word(said), said.because.english()) == (
        "unknown",
        "Whether all of it can deliver was not told.",
    )


def test_a_campaign_that_several_briefs_fit_may_be_one_of_this():
    both = (a_brief(), a_brief("b2", patterns=("*skola",)))
    said = said_of(told(total(9, name="Simning"), total(9, "c2"), ad_sets=(below(),), briefs=both))
    assert "Simskola" in said.because.english()
    unnamed = total(9, "c2", name="Simskola")
    assert word(said_of(told(unnamed, ad_sets=(below("c2"),), briefs=both), "c2")) == "pass"


def test_costs_from_before_the_figures_begin_are_not_known():
    campaign = total(600, start=NOON - 2000 * DAY)
    briefs = (a_brief(starts=TODAY - 3000 * DAY),)
    said = said_of(told(campaign, ad_sets=(below(),), briefs=briefs))
    assert "2024-02-28" in said.because.english()
    assert word(said_of(told(campaign, ad_sets=(below(),)))) == "pass"


def test_one_campaign_in_two_currencies_is_not_added_up():
    mixed = told(total(600), ad_sets=(below(),), costs=spent(c1=kr(9000, "EUR")))
    said = said_of(mixed)
    assert "different currencies" in said.because.english()
    assert said.evidence["campaigns"][0]["spent"] == "9000 EUR"


def test_an_account_without_a_currency_tells_no_amounts():
    blind = an_account(currency=None)
    costs = spent()
    said = said_of(told(running(), ad_sets=(below(),), account=blind, costs=costs))
    assert word(said) == "unknown"
    over = running("c2", **OFF)
    said = said_of(told(total(9), over, ad_sets=(below(),), account=blind, costs=costs))
    assert said.because.english() == "In which currency the account pays was not told."


def test_only_a_brief_with_a_budget_asks_for_costs():
    snapshot = a_snapshot(campaigns=(running(),))
    assert budgeted(snapshot, Register(briefs=(a_brief(),)))
    assert not budgeted(snapshot, Register(briefs=(a_brief(budget=None),)))
    assert not budgeted(snapshot, Register())


def test_only_what_surely_has_no_brief_is_without():
    both = (a_brief(), a_brief("b2", patterns=("*skola",)))
    campaigns = (
        total(9),
        total(9, "c2", name="Simning"),
        total(9, "c3", name="Annat"),
        total(9, "c4", name="c4"),
        total(9, "c5", name="Simma", end=NOON - 9 * DAY),
    )
    city = told(*campaigns, briefs=both)
    assert list(without(city, city.register, matched(city, city.register))) == ["c3", "c5"]


# What always holds.

AMOUNTS = st.integers(0, 1500).map(kr)
BUDGETS = st.none() | AMOUNTS


@st.composite
def cities(draw):
    """Two campaigns of one brief, and costs."""
    platform = draw(st.sampled_from([META, LINKEDIN]))
    campaigns, ad_sets = [], []
    ends = st.sampled_from([None, NOON - 9 * DAY, NOON + 2 * DAY, NOON + 30 * DAY])
    intents = st.sampled_from(["ACTIVE", "ACTIVE", "PAUSED", "A_NEW_WORD"])
    for number in ("c1", "c2"):
        campaigns.append(
            running(
                number,
                platform=platform,
                intent=draw(intents),
                end=draw(ends),
                daily_budget=draw(BUDGETS),
                total_budget=draw(BUDGETS),
            )
        )
        ad_sets += [
            below(
                number,
                f"s{number}{place}",
                platform=platform,
                intent=draw(intents),
                end=draw(ends),
                daily_budget=draw(BUDGETS),
                total_budget=draw(BUDGETS),
            )
            for place in range(draw(st.integers(0, 2)))
        ]
    sums = draw(st.dictionaries(st.sampled_from(["c1", "c2"]), AMOUNTS))
    costs = draw(st.one_of(st.just(spent(**sums)), st.just(unread("spent"))))
    last = draw(st.sampled_from([None, TODAY + 9 * DAY]))
    shares = draw(st.sampled_from([(), (a_share(),), (a_share(most=None),)]))
    found = told(
        *campaigns,
        ad_sets=tuple(ad_sets),
        briefs=(a_brief(ends=last),),
        elsewhere=shares,
        costs=costs,
        platform=platform,
    )
    return found


def by_subject(told):
    return {said.subject.key: said for _, said in evaluate((BUDGET,), told)}


@given(cities(), st.sampled_from(["c1", "c2"]), st.integers(1, 500))
def test_whoever_spends_more_never_complies_by_it(city, number, more):
    assume(isinstance(city.spent, Spent))
    before = by_subject(city)
    sums = dict(city.spent.sums)
    amount = sums[number].amount if number in sums else Decimal(0)
    after = by_subject(
        replace(city, spent=replace(city.spent, sums=sums | {number: kr(amount + more)}))
    )
    for key, said in before.items():
        if isinstance(said, Breach):
            assert isinstance(after[key], Breach)
        elif isinstance(said, Unknown):
            assert not isinstance(after[key], Pass)


OURS = SPARE | {"Spent.unread", "Register.elsewhere"}
"""What other accounts told is our own record, in which nothing is left out."""


@given(cities())
def test_whatever_is_taken_away_nothing_is_put_right_by_it(city):
    account = (city.snapshot.account.platform, city.snapshot.account.id)
    first = reconcile((), tuple(evaluate((BUDGET,), city)), account=account, as_of=NOON).turned
    known = [one.finding for one in first]
    assume(known)
    for where, less in taken_away(city, spare=OURS):
        turned = reconcile(
            known, tuple(evaluate((BUDGET,), less)), account=account, as_of=NOON
        ).turned
        for one in turned:
            assert one.finding.state == "open", (where, one.finding)


def test_an_ad_set_that_is_left_out_makes_no_campaign_older_than_its_brief():
    """It cannot run, but it alone shows that its campaign was not over before the brief began."""
    sets = (below(number="s1", end=NOON - 9 * DAY), below(number="s2", end=None, **OFF))
    idle, other = running("c1", end=None), total(950, "c2")
    city = told(idle, other, ad_sets=(*sets, below("c2", "s3")), costs=spent(c1=kr(100)))
    assert word(said_of(city, "c2")) == "fail"
    account = (META, city.snapshot.account.id)
    first = reconcile((), tuple(evaluate((BUDGET,), city)), account=account, as_of=NOON).turned
    fewer = tuple(one for one in city.snapshot.ad_sets if one.id != "s2")
    less = replace(city, snapshot=replace(city.snapshot, ad_sets=fewer))
    said = tuple(evaluate((BUDGET,), less))
    known = [one.finding for one in first]
    [left] = reconcile(known, said, account=account, as_of=NOON).turned
    assert (left.finding.state, left.finding.unread_since) == ("open", NOON)


def test_an_ad_set_that_is_off_and_left_out_may_have_spent_what_another_did_not():
    sets = (below(number="s1", total_budget=kr(949)), below(number="s2", **OFF))
    city = told(running("c1"), ad_sets=sets, costs=spent(c1=kr(60)))
    said = said_of(city)
    assert (word(said), said.told.lacks([("campaign c1 below", "ad_set s2")])) == ("unknown", [])
    account = (META, city.snapshot.account.id)
    first = reconcile((), tuple(evaluate((BUDGET,), city)), account=account, as_of=NOON).turned
    less = replace(city, snapshot=replace(city.snapshot, ad_sets=city.snapshot.ad_sets[:1]))
    known, again = [one.finding for one in first], tuple(evaluate((BUDGET,), less))
    [left] = reconcile(known, again, account=account, as_of=NOON).turned
    assert left.finding.state == "open"
    off = Absent(off=frozenset({("ad_set", "s2")}))
    [left] = reconcile(known, again, account=account, as_of=NOON, absent=off).turned
    assert left.finding.state == "resolved"


@given(cities())
def test_what_is_told_again_as_it_was_is_never_lacking(city):
    passed = [one for one in by_subject(city).values() if isinstance(one, Pass)]
    whole = next((one.told for one in passed if one.told != NOTHING), None)
    assume(whole is not None)
    for said in by_subject(city).values():
        assert whole.lacks(said.told.facts) == []


@given(cities())
def test_a_pass_is_never_given_while_what_is_known_is_more_than_agreed(city):
    for said in by_subject(city).values():
        if isinstance(said, Pass) and said.evidence:
            assert Decimal(said.evidence["planned"].split()[0]) <= 1000
            assert Decimal(said.evidence["spent"].split()[0]) <= 1000


def test_days_are_the_account_s_own():
    """At 23:30 UTC it is tomorrow in Stockholm, and the end at 00:30 is another day there."""
    at = NOON.replace(hour=23, minute=30)
    campaign = daily(100, end=at + timedelta(hours=1))
    said = said_of(replace(told(campaign, ad_sets=(below(end=None),)), as_of=at))
    assert date(2026, 11, 24) == TODAY
    assert said.evidence["planned"] == "200 SEK"
    assert yesterday(an_account(), "Europe/Stockholm", at) == TODAY
    assert yesterday(an_account(LINKEDIN), "Europe/Stockholm", at) == TODAY - DAY


def test_a_share_is_read_at_an_instant():
    with pytest.raises(ValueError, match="read_at"):
        a_share(read_at=NOON.replace(tzinfo=None))
