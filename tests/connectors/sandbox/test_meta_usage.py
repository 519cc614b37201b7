"""What the sandbox tells of Meta's limits, and how it holds a client to them."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from connectors.sandbox import Sandbox
from connectors.sandbox.meta.limits import Count
from tests.connectors.sandbox.conftest import NOON, Graph


class Moving:
    """A clock that goes on when it is told to."""

    def __init__(self):
        self.now = NOON

    def __call__(self):
        return self.now

    def wait(self, seconds):
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock():
    return Moving()


@pytest.fixture
def moving(clock):
    """The city under a clock that moves."""
    with Sandbox(clock=clock) as sandbox:
        graph = Graph(sandbox, sandbox.start())
        yield graph
        graph.close()


def told(answer, name):
    return json.loads(answer.headers[f"x-{name}"])


def points(answer):
    return told(answer, "ad-account-usage")["acc_id_util_pct"]


def spend(graph, calls=60):
    graph.batch(*[{"method": "GET", "relative_url": "act_1"}] * 50)
    graph.batch(*[{"method": "GET", "relative_url": "act_1"}] * (calls - 50))


def test_a_few_calls_use_next_to_nothing(moving):
    answer = moving.ask("act_1")
    assert points(answer) < 1
    assert told(answer, "app-usage")["call_count"] == 0
    (case,) = told(answer, "business-use-case-usage")["1"]
    assert (case["type"], case["call_count"]) == ("ads_management", 0)


def test_the_limited_tiers_points_rise_with_calls_and_fall_with_time(moving, clock):
    moving.toggle(limited_tier=True)
    assert [points(moving.ask("act_1")) for _ in range(3)] == [1.67, 3.33, 5.0]
    moving.post(moving.named("Campaign", "Fritidskortet"), status="PAUSED")
    assert points(moving.ask("act_1")) == 11.67
    assert points(moving.ask("act_2")) == 1.67
    clock.wait(300)
    assert points(moving.ask("act_1")) == 1.67


def test_a_block_states_its_end_and_then_calls_are_answered_again(moving, clock):
    moving.toggle(limited_tier=True)
    spend(moving)
    answer = moving.ask("act_1")
    assert answer.json()["error"]["error_subcode"] == 1487742
    assert (points(answer), told(answer, "ad-account-usage")["reset_time_duration"]) == (100, 300)
    (case,) = told(answer, "business-use-case-usage")["1"]
    assert case["estimated_time_to_regain_access"] == 5
    clock.wait(300)
    assert moving.ask("act_1").status_code == 200


def test_calling_on_while_blocked_prolongs_it(moving, clock):
    moving.toggle(limited_tier=True)
    spend(moving)
    assert moving.ask("act_1").status_code == 400
    clock.wait(299)
    assert moving.ask("act_1").status_code == 400
    clock.wait(299)
    assert moving.ask("act_1").status_code == 400


def test_percents_may_be_told_that_are_not_so(moving):
    moving.toggle(usage_percent={"act_1": 92}, app_usage_percent=81)
    answer = moving.ask("act_1")
    assert (points(answer), told(answer, "app-usage")["call_count"]) == (92, 81)
    assert told(answer, "business-use-case-usage")["1"][0]["call_count"] == 92
    assert points(moving.ask("act_2")) < 1


def test_delivery_figures_have_a_throttle_and_a_quota_of_their_own(moving):
    answer = moving.ask("act_1/insights", fields="impressions")
    throttle = told(answer, "fb-ads-insights-throttle")
    assert (throttle["acc_id_util_pct"], throttle["ads_api_access_tier"]) == (0, "standard_access")
    kinds = [one["type"] for one in told(answer, "business-use-case-usage")["1"]]
    assert kinds == ["ads_management", "ads_insights"]
    assert "x-fb-ads-insights-throttle" not in moving.ask("act_1").headers


def test_each_item_of_a_batch_tells_of_its_own_account(moving):
    moving.toggle(usage_percent={"act_1": 92, "act_2": 7})
    items = [{"method": "GET", "relative_url": one} for one in ("act_1", "act_2")]
    heads = [
        {one["name"]: one["value"] for one in item["headers"]}
        for item in moving.batch(*items).json()
    ]
    percents = [json.loads(one["x-ad-account-usage"])["acc_id_util_pct"] for one in heads]
    assert percents == [92, 7]


@pytest.mark.parametrize(
    ("path", "code", "owner", "kind"),
    [
        ("act_1", 80004, "1", "ads_management"),
        ("act_1/insights", 80000, "1", "ads_insights"),
        ("1001/posts", 80001, "1001", "pages"),
        ("1001_20003/comments", 80001, "1001", "pages"),
        ("1001/conversations", 80006, "1001", "messenger"),
        ("17841400000000001/media", 80002, "17841400000000001", "instagram"),
    ],
)
def test_a_throttle_at_random_states_its_end(moving, path, code, owner, kind):
    moving.sandbox.world.faults.set_rates("throttle=1")
    answer = moving.ask(path)
    assert answer.json()["error"]["code"] == code
    cases = told(answer, "business-use-case-usage")[owner]
    ends = {one["type"]: one["estimated_time_to_regain_access"] for one in cases}
    assert ends[kind] == 1
    assert told(answer, "app-usage")["call_count"] == 0


def test_a_throttle_of_the_whole_app_states_none_for_it_has_no_word_for_it(moving):
    moving.sandbox.world.faults.set_rates("throttle=1")
    answer = moving.ask("me/adaccounts")
    assert answer.json()["error"]["code"] == 4
    assert told(answer, "app-usage")["call_count"] == 100
    batch = moving.batch({"method": "GET", "relative_url": "act_1"})
    assert told(batch, "app-usage")["call_count"] == 100


def test_what_is_older_than_its_window_no_longer_counts():
    count = Count(10)
    count.add(2, 0)
    count.add(3, 5)
    assert [count.of(now) for now in (5, 9.9, 10, 15)] == [5, 5, 3, 0]


def test_a_pages_conversations_are_open_to_two_calls_a_second(moving, clock):
    moving.toggle(conversation_limit=True)
    page = moving.as_("sandbox-page-1001")
    for platform in ("messenger", "instagram"):
        page.get("1001/conversations", platform=platform)
    assert page.refused("1001/conversations")["code"] == 80006
    assert page.get("1001/posts", fields="id")["data"]
    clock.wait(1)
    assert page.get("1001/conversations")["data"]


def test_what_counts_no_more_is_forgotten_though_nobody_asks():
    """A sandbox that stands for a year holds no call of each reading."""
    count = Count(3600)
    for second in range(0, 90_000, 90):
        count.add(1, float(second))
    assert len(count._held) <= 41
    assert count.of(89_910.0) == 40
