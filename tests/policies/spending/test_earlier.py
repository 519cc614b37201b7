"""What was spent before a brief began is none of it: the sum bounds it, and proves no breach."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policies.findings import reconcile
from policies.model import Platform
from policies.rule import evaluate
from policies.rules.budget import BUDGET
from policies.spending.untold import unlisted
from tests.policies.rules.made import DAY, NOON, TODAY, a_campaign, an_ad_set, unread, word
from tests.policies.rules.test_budget import a_brief, said_of, told
from tests.policies.rules.test_budget import spent as costs_of
from tests.policies.spending.test_shares import EVENING, HOUR, a_register, costs, given, kr, share

EARLIER = {"start": EVENING - 30 * DAY, "end": None}
SPENT = {"spent": costs(c1=600)}


def bounds(told):
    return told.spent, told.least, told.most


def before(told):
    return told.because is not None and "when its brief began" in told.because.english()


@pytest.mark.parametrize(
    ("start", "below", "earlier"),
    [
        (EVENING, EVENING - 9 * DAY, False),
        (EVENING - HOUR, EVENING, True),
        (None, EVENING, False),
        (None, EVENING - HOUR, True),
        (None, None, True),
    ],
)
def test_its_own_start_tells_whether_it_ran_before_the_brief_by_the_accounts_days(
    start, below, earlier
):
    told = share(an_ad_set(start=below), total_budget=kr(900), start=start, **SPENT)
    assert before(told) is earlier
    assert bounds(told) == ((None, kr(300), kr(900)) if earlier else (kr(600), kr(900), kr(900)))


def test_a_campaign_of_which_nothing_tells_when_it_began_may_have_run_before():
    assert before(share(total_budget=kr(900), start=None, **SPENT))


def test_where_nothing_was_spent_or_the_brief_has_no_first_day_all_of_it_is_the_briefs():
    told = share(an_ad_set(), total_budget=kr(900), spent=costs(), **EARLIER)
    assert bounds(told) == (kr(0), kr(900), kr(900))
    register = a_register(starts=None)
    told = share(an_ad_set(), total_budget=kr(900), register=register, **EARLIER, **SPENT)
    assert bounds(told) == (kr(600), kr(900), kr(900))


def test_a_daily_budget_is_planned_from_the_briefs_first_day():
    days = {"daily_budget": kr(10), "start": EVENING - 30 * DAY, "end": NOON + 4 * DAY}
    assert bounds(share(an_ad_set(), **days, **SPENT)) == (None, kr(50), kr(650))
    later = a_register(starts=TODAY + 3 * DAY)
    told = share(an_ad_set(), register=later, **days, **SPENT)
    assert bounds(told) == (None, kr(20), kr(650))


def test_ad_sets_that_begin_with_the_brief_are_planned_whole_under_it():
    sets = (
        an_ad_set("s1", total_budget=kr(5000), start=EVENING - 30 * DAY, end=NOON - DAY),
        an_ad_set("s2", total_budget=kr(200), start=EVENING, end=NOON + 9 * DAY),
        an_ad_set("s3", total_budget=kr(700), start=EVENING - HOUR, end=NOON + 9 * DAY),
    )
    told = share(*sets, **EARLIER, **SPENT)
    assert bounds(told) == (None, kr(300), kr(1500))
    assert before(told)


def test_one_that_is_over_has_spent_no_more_than_it_ever_did():
    told = share(an_ad_set(), intent="PAUSED", **EARLIER, **SPENT)
    assert bounds(told) == (None, kr(0), kr(600))


def test_other_doubts_are_told_first():
    lost = replace(costs(c1=600), unread=(unread("spent"),))
    told = share(an_ad_set(), total_budget=kr(900), spent=lost, **EARLIER)
    assert (bounds(told), told.because.english()) == ((None, kr(300), None), "Not today.")
    told = share(an_ad_set(), total_budget=kr(40, "EUR"), **EARLIER, **SPENT)
    assert (bounds(told), before(told)) == ((None, None, None), False)


def test_when_it_is_listed_no_more_its_sum_is_still_the_most():
    told = given(an_ad_set(), spent=costs(c9=650))
    gone = replace(
        share(an_ad_set(), intent="PAUSED", **EARLIER, **SPENT), campaign_id="c9", most=None,
        read_at=NOON - DAY,
    )  # fmt: skip
    assert bounds(unlisted(gone, told, told.register)) == (None, None, kr(650))


def test_a_group_that_spent_much_last_autumn_breaks_no_brief_of_this_spring():
    """As LinkedIn's default group, in which every new campaign is made."""
    platform = Platform.LINKEDIN
    group = a_campaign(platform=platform, start=NOON - 300 * DAY)
    old = an_ad_set("s1", platform, intent="COMPLETED", total_budget=kr(6000), end=NOON - 90 * DAY)
    new = an_ad_set("s2", platform, total_budget=kr(900), end=NOON + 9 * DAY)
    order = (a_brief(budget=1000),)
    city = told(group, ad_sets=(old, new), briefs=order, costs=costs_of(c1=6300), platform=platform)
    said = said_of(city)
    assert (word(said), said.evidence["planned"]) == ("unknown", "900 SEK")
    assert said.evidence["campaigns"][0]["planned_at_most"] == "6900 SEK"
    enough = replace(city, register=replace(city.register, briefs=(a_brief(budget=9000),)))
    assert word(said_of(enough)) == "pass"
    dear = replace(new, total_budget=kr(1001))
    assert word(said_of(told(group, ad_sets=(old, dear), briefs=order, costs=costs_of(c1=6300),
                             platform=platform))) == "fail"  # fmt: skip


def test_a_start_that_is_left_out_puts_no_fail_right():
    campaign = a_campaign(total_budget=kr(900), start=NOON - DAY)
    city = told(campaign, ad_sets=(an_ad_set(start=None),), costs=costs_of(c1=1001))
    account = (Platform.META, "act_1")
    opened = reconcile((), tuple(evaluate((BUDGET,), city)), account=account, as_of=NOON).turned
    known = [one.finding for one in opened]
    less = replace(
        city, snapshot=replace(city.snapshot, campaigns=(replace(campaign, start=None),))
    )
    [left] = reconcile(known, tuple(evaluate((BUDGET,), less)), account=account, as_of=NOON).turned
    assert (known[0].outcome, left.finding.state, left.finding.outcome) == ("fail", "open", "fail")
