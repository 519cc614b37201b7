"""The budget of one app: what it lets through, what it holds back, and what it says of that."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from connectors.errors import RateLimited
from connectors.meta import ask
from connectors.meta.ask import Ask
from connectors.meta.budget import Budget, budget_of
from connectors.meta.usage import Tier
from policies.model import Platform, Words

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
ONE, TWO = ask.campaigns("act_1"), ask.campaigns("act_2")
INSIGHTS = Ask(parts=("act_1", "insights"), account_id="act_1")
LIMITED = {"x-ad-account-usage": '{"acc_id_util_pct":1,"ads_api_access_tier":"development_access"}'}


def later(seconds):
    return NOON + timedelta(seconds=seconds)


def app(percent):
    return {"x-app-usage": json.dumps({"call_count": percent})}


def case(owner, kind, percent, minutes=0):
    entry = {"type": kind, "call_count": percent, "estimated_time_to_regain_access": minutes}
    return {"x-business-use-case-usage": json.dumps({owner: [entry]})}


def heard(one, headers, **more):
    budget = Budget()
    budget.heard(one, headers, NOON, **more)
    return budget


def hold(budget, one, now=NOON):
    return budget.holds([one], now)[0]


def refusal(seconds=None):
    words = Words("{endpoint} {says}", {"endpoint": "act_1/campaigns", "says": "80004"})
    return RateLimited(words, platform=Platform.META, account_id="act_1", retry_after=seconds)


def test_of_what_nothing_was_heard_nothing_is_held_back():
    assert Budget().holds([ONE, INSIGHTS, ask.pages()], NOON) == (None, None, None)
    assert Budget().told(NOON) == ()


def test_what_is_little_used_is_not_held_back():
    assert hold(heard(ONE, app(74) | case("1", "ads_management", 70)), ONE) is None


def test_a_full_app_holds_back_every_account():
    budget = heard(ONE, app(95))
    assert [one is None for one in budget.holds([ONE, TWO, ask.pages()], NOON)] == [False] * 3


def test_a_full_account_holds_back_itself_alone():
    budget = heard(ONE, case("1", "ads_management", 95))
    held, free = budget.holds([ONE, TWO], NOON)
    assert free is None
    assert held.retry_after == pytest.approx(189.5, abs=0.1)
    assert held.words.english() == (
        "Of what Meta lets us ask for, 95 % is used (act_1/campaigns); the rest is kept for a "
        "crisis stop. Reading can go on from 2026-11-24 12:04 UTC."
    )


def test_delivery_figures_and_the_rest_of_an_account_have_limits_of_their_own():
    budget = heard(INSIGHTS, case("1", "ads_insights", 100, minutes=9))
    assert hold(budget, ONE) is None
    assert hold(budget, INSIGHTS).retry_after == 540
    throttle = {"x-fb-ads-insights-throttle": '{"app_id_util_pct":95,"acc_id_util_pct":1}'}
    budget = heard(INSIGHTS, throttle)
    assert hold(budget, INSIGHTS) is not None
    assert hold(budget, ONE) is None


def test_the_fullest_of_several_entries_counts():
    entries = [
        {"type": "ads_management", "call_count": one, "estimated_time_to_regain_access": minutes}
        for one, minutes in ((99, 0), (20, 3), (1, 0))
    ]
    budget = heard(ONE, {"x-business-use-case-usage": json.dumps({"1": entries})})
    assert hold(budget, ONE).retry_after == 180


def test_a_page_is_held_back_by_what_was_heard_when_it_was_asked_itself():
    one, two = (ask.facebook_comments("7_1", token) for token in ("page-one", "page-two"))
    budget = heard(one, case("1001", "pages", 95))
    held, free = budget.holds([one, two], NOON)
    assert held is not None
    assert free is None


def test_on_the_limited_tier_reading_leaves_half_of_the_points_to_a_stop():
    budget = heard(ONE, LIMITED)
    budget.sent([ONE] * 28, NOON)
    holds = budget.holds([ONE] * 3, NOON)
    assert [one is None for one in holds] == [True, True, False]
    assert holds[2].retry_after == 300
    assert "47 % is used" in holds[2].words.english()
    assert hold(budget, TWO) is None
    assert hold(budget, ONE, later(300)) is None


def test_what_others_took_of_an_accounts_points_counts_too():
    tier = '"ads_api_access_tier":"development_access"'
    budget = heard(ONE, {"x-ad-account-usage": f'{{"acc_id_util_pct":60,{tier}}}'})
    held = hold(budget, ONE)
    assert held.retry_after == pytest.approx(300 * (1 - 50 / 60))
    assert "the rest is kept for a crisis stop" in held.words.english()


def test_writes_cost_three_points_whoever_sends_them():
    budget = heard(ONE, LIMITED)
    budget.sent([ask.turn("7", "PAUSED", "act_1")] * 10, NOON)
    assert hold(budget, ONE) is not None


def test_while_the_tier_is_unknown_only_the_headers_count():
    budget = heard(ONE, app(1))
    budget.sent([ONE] * 100, NOON)
    assert hold(budget, ONE) is None


def test_what_meta_refused_is_left_alone_by_everybody_until_it_ends():
    budget = Budget()
    error = budget.refused(ONE, refusal(120), NOON)
    assert error.words.english() == (
        "Meta asks us to wait (act_1/campaigns: 80004). It lets us ask again from "
        "2026-11-24 12:02 UTC."
    )
    assert hold(budget, ask.ads("act_1")).retry_after == 120
    assert hold(budget, TWO) is None
    assert hold(budget, ONE, later(120)) is None


@pytest.mark.parametrize(("parked", "seconds"), [(False, 60), (True, 300)])
def test_a_refusal_without_an_end_is_believed_a_minute_and_longer_once_it_is_parked(
    parked, seconds
):
    budget = Budget()
    budget.refused(ONE, refusal(), NOON, parked=parked)
    assert hold(budget, ONE).retry_after == seconds


def test_an_answer_proves_that_a_block_is_over():
    budget = heard(ONE, case("1", "ads_management", 100, minutes=9) | app(100), answered=False)
    budget.refused(ONE, refusal(540), NOON)
    budget.heard(ONE, {}, later(60))
    assert hold(budget, ONE, later(60)) is None


def test_an_error_proves_nothing():
    budget = heard(ONE, case("1", "ads_management", 100, minutes=9))
    budget.heard(ONE, {}, later(60), answered=False)
    assert hold(budget, ONE, later(60)).retry_after == 480


def test_what_is_left_can_be_told_before_a_call():
    budget = heard(ONE, LIMITED | app(60))
    budget.sent([ONE] * 10, NOON)
    room = budget.room(ONE, NOON)
    assert (room.percent, room.points, room.opens_at) == (30, 20, NOON)
    budget.sent([ONE] * 20, NOON)
    assert budget.room(ONE, NOON).opens_at == later(300)
    assert Budget().room(ONE, NOON).points is None


def test_every_limit_can_be_told_of_the_fullest_first():
    budget = heard(ONE, LIMITED | app(60) | case("1", "ads_management", 100, minutes=2))
    told = budget.told(later(60))
    assert [one.bucket.kind for one in told] == ["ads_management", "app", "ad_account"]
    assert told[0].blocked_until == later(120)
    assert (told[1].percent, told[1].blocked_until) == (59, None)
    assert (told[2].tier, told[2].heard_at) == (Tier.LIMITED, NOON)
    assert budget.told(later(3_600)) == ()


def test_a_process_has_one_budget_for_an_app_at_an_address():
    assert budget_of("http://a", "1") is budget_of("http://a", "1")
    assert budget_of("http://a", "1") is not budget_of("http://a", "2")
