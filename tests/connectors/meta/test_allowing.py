"""What the budget tells a stop of an ad account's points."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from connectors.meta import ask
from connectors.meta.budget import Budget

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LIST = ask.campaigns("act_1")
PAUSE = ask.turn("7", "PAUSED", "act_1")


def later(seconds):
    return NOON + timedelta(seconds=seconds)


def usage(percent, tier="development_access", reset=300):
    told = {
        "acc_id_util_pct": percent, "reset_time_duration": reset, "ads_api_access_tier": tier,
    }  # fmt: skip
    return {"x-ad-account-usage": json.dumps(told)}


def heard(headers, sent=()):
    budget = Budget()
    budget.sent(sent, NOON)
    budget.heard(LIST, headers, NOON)
    return budget


def test_nothing_is_told_where_the_tier_is_not_known_or_full():
    assert Budget().allowance("act_1", 2, NOON) is None
    assert heard(usage(99, "standard_access")).allowance("act_1", 2, NOON) is None


def test_what_we_spent_comes_back_five_minutes_later_and_a_little():
    told = heard(usage(7), [LIST, PAUSE]).allowance("act_1", 2, later(60))
    assert (told.most, told.free, told.read, told.write) == (60, 56, 2, 3)
    assert [points for _, points in told.returns] == [1, 3]
    assert {seconds for seconds, _ in told.returns} == {245}
    assert told.window == 305


def test_what_others_spent_counts_too():
    told = heard(usage(50), [LIST]).allowance("act_1", 2, NOON)
    assert told.free == 30
    assert sum(points for _, points in told.returns) == 30


def test_a_block_leaves_nothing_until_its_end():
    told = heard(usage(100, reset=200)).allowance("act_1", 2, later(50))
    assert (told.free, told.returns) == (0, ((155, 60),))


def test_another_account_has_points_of_its_own():
    told = heard(usage(100), [LIST] * 20).allowance("act_2", 2, NOON)
    assert (told.free, told.returns) == (60, ())


def test_after_the_window_all_is_free_again():
    assert heard(usage(90), [LIST] * 20).allowance("act_1", 2, later(301)).free == 60
