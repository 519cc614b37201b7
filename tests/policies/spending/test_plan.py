"""What a campaign will have spent in the end: at least and at most, and why these differ."""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from policies.delivery import Branch
from policies.model import Money, Words
from policies.spending.plan import Calendar, has_budget, planned
from tests.policies.rules.made import DAY, NOON, TODAY, a_campaign, an_ad_set

STOCKHOLM = ZoneInfo("Europe/Stockholm")
TEN_DAYS = Calendar(TODAY, TODAY + 9 * DAY, STOCKHOLM)
"""Today is the first of them."""
OPEN = Calendar(TODAY, None, STOCKHOLM)
SPENT = Decimal(100)
UNSURE = Words("Not all ad sets were read.")


def kr(amount, currency="SEK"):
    return Money(amount=Decimal(amount), currency=currency)


def plan(*ad_sets, calendar=TEN_DAYS, runs=True, unsure=None, spent=SPENT, **campaign):
    """`ad_sets`: each can run, or stands in a pair that tells whether it can."""
    below = tuple(one if isinstance(one, tuple) else (one, True) for one in ad_sets)
    branch = Branch(a_campaign(**campaign), runs, below, unsure, runs)
    return planned(branch, spent, calendar)


def bounds(found):
    return found.least, found.most


def ad_set(number="s1", **changed):
    return an_ad_set(number, **({"end": None} | changed))


def test_what_cannot_run_has_spent_what_it_spends():
    found = plan(runs=False, daily_budget=kr(10))
    assert (found.least, found.most, found.because, found.endless) == (100, 100, None, False)


def test_a_total_budget_is_planned_whole_and_more_if_more_was_spent():
    assert bounds(plan(total_budget=kr(400))) == (400, 400)
    assert bounds(plan(total_budget=kr(40))) == (100, 100)
    assert plan(total_budget=kr(400)).currencies == {"SEK"}


def test_a_daily_budget_is_planned_for_each_day_that_is_left_beside_what_is_spent():
    found = plan(daily_budget=kr(10), end=NOON + 2 * DAY)
    assert (found.least, found.most, found.endless) == (130, 130, False)
    assert found.currencies == {"SEK"}


def test_a_daily_budget_without_end_counts_until_the_briefs_last_day():
    found = plan(daily_budget=kr(10))
    assert (found.least, found.most, found.endless, found.because) == (200, 200, True, None)


def test_with_no_end_anywhere_no_most_is_known():
    found = plan(daily_budget=kr(10), calendar=OPEN)
    assert (found.least, found.most, found.endless) == (100, None, True)
    assert found.currencies == {"SEK"}
    assert "no end" in found.because.english()


def test_it_ends_with_the_last_of_its_ad_sets_if_all_of_them_are_known():
    ends = ad_set(end=NOON + DAY), ad_set("s2", end=NOON + 2 * DAY)
    assert bounds(plan(*ends, daily_budget=kr(10))) == (130, 130)
    for perhaps_later in (
        plan(*ends, daily_budget=kr(10), unsure=UNSURE),
        plan(*ends, ad_set("s3"), daily_budget=kr(10)),
    ):
        assert (perhaps_later.most, perhaps_later.endless) == (200, True)
    stopped = ad_set("s3"), False
    assert bounds(plan(*ends, stopped, daily_budget=kr(10))) == (130, 130)


def test_days_are_the_accounts_and_an_end_at_midnight_belongs_to_the_day_before():
    midnight = datetime.combine(TODAY + 2 * DAY, time(), STOCKHOLM)
    assert bounds(plan(daily_budget=kr(10), end=midnight)) == (120, 120)
    assert bounds(plan(daily_budget=kr(10), end=midnight + DAY / 24)) == (130, 130)
    later = datetime.combine(TODAY + 8 * DAY, time(0, 30), STOCKHOLM)
    assert bounds(plan(daily_budget=kr(10), start=later)) == (120, 120)


def test_without_a_start_it_runs_from_today():
    assert bounds(plan(daily_budget=kr(10), start=None, end=NOON + DAY)) == (120, 120)


def test_daily_budgets_of_ad_sets_count_from_each_ones_start_to_its_or_the_campaigns_end():
    found = plan(
        ad_set(daily_budget=kr(10), end=NOON + DAY),
        ad_set("s2", daily_budget=kr(1), start=NOON + 8 * DAY),
    )
    assert (found.least, found.most, found.endless) == (122, 122, True)
    found = plan(ad_set(daily_budget=kr(10)), end=NOON + DAY)
    assert (found.least, found.most, found.endless) == (120, 120, False)


@pytest.mark.parametrize("turned", [1, -1])
def test_one_without_end_makes_the_whole_endless_whichever_it_is(turned):
    some = ad_set(daily_budget=kr(1)), ad_set("s2", daily_budget=kr(1), end=NOON + DAY)
    assert plan(*some[::turned]).endless is True
    assert plan(some[1]).endless is False


def test_currencies_are_told_of_every_ad_set():
    daily = ad_set(daily_budget=kr(1, "EUR"), end=NOON)
    other = ad_set("s2", daily_budget=kr(1, "NOK"), end=NOON)
    total = ad_set("s3", total_budget=kr(1))
    assert plan(daily, other, total).currencies == {"EUR", "NOK", "SEK"}
    assert plan(daily, calendar=OPEN).currencies == {"EUR"}
    assert plan(ad_set(daily_budget=kr(1, "DKK")), calendar=OPEN).currencies == {"DKK"}


def test_what_was_spent_may_be_of_the_total_budgets_or_beside_them():
    total, daily = ad_set(total_budget=kr(400)), ad_set("s2", daily_budget=kr(10), end=NOON)
    alone = plan(total)
    assert (bounds(alone), alone.because) == ((400, 400), None)
    both = plan(total, daily)
    assert bounds(both) == (410, 510)
    assert "each of its ad sets" in both.because.english()


def test_only_those_that_are_over_may_have_spent_it_and_no_more_than_their_budgets():
    total = ad_set(total_budget=kr(400))
    over = ad_set("s2", total_budget=kr(30)), False
    assert bounds(plan(total, over)) == (400, 430)
    assert bounds(plan(total, over, spent=Decimal(20))) == (400, 420)
    unbounded = ad_set("s2", daily_budget=kr(30)), False
    assert bounds(plan(total, unbounded)) == (400, 500)
    daily = ad_set("s3", daily_budget=kr(10), end=NOON)
    assert bounds(plan(total, over, daily)) == (410, 510)


def test_what_perhaps_runs_is_planned_at_most_and_says_why():
    found = plan((ad_set(total_budget=kr(400)), None))
    assert bounds(found) == (100, 400)
    assert "was not told" in found.because.english()
    unread = plan((ad_set(name="Alla"), None))
    assert (unread.least, unread.most) == (100, None)
    assert unread.because.values == {"ad_set": "Alla"}


def test_a_campaign_that_perhaps_runs_may_have_spent_all_that_it_spends():
    found = plan(runs=None, total_budget=kr(400))
    assert bounds(found) == (100, 400)
    assert "was not told" in found.because.english()


def test_ad_sets_that_may_be_missing_leave_no_most():
    found = plan(ad_set(total_budget=kr(400)), unsure=UNSURE)
    assert (bounds(found), found.because) == ((400, None), UNSURE)


def test_a_budget_of_nothing_is_none():
    assert has_budget(a_campaign(daily_budget=kr(1)))
    assert has_budget(an_ad_set(total_budget=kr(1)))
    assert not has_budget(an_ad_set())
    assert not has_budget(an_ad_set(total_budget=kr(0), daily_budget=kr(0)))
