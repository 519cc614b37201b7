"""What the usage headers say: how much is used, and how long a throttle lasts."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.meta.usage import Tier, item_headers, lowered, retry_after, usages, use_case


def headers(use_cases=None, account=None):
    told = {}
    if use_cases is not None:
        told["x-business-use-case-usage"] = json.dumps(use_cases)
    if account is not None:
        told["x-ad-account-usage"] = json.dumps(account)
    return told


def minutes(number):
    return [{"type": "ads_management", "estimated_time_to_regain_access": number}]


def test_minutes_become_seconds():
    assert retry_after(headers({"1": minutes(5)}), "act_1") == 300


def test_the_accounts_own_entry_counts_before_those_of_others():
    told = headers({"1": minutes(2), "2": minutes(50)})
    assert retry_after(told, "act_1") == 120
    assert retry_after(told, "act_3") == 3_000
    assert retry_after(told, None) == 3_000


def test_the_longest_of_several_entries_counts():
    assert retry_after(headers({"1": [*minutes(1), *minutes(9)]}), "act_1") == 540


def test_a_full_account_waits_until_its_reset_and_another_does_not():
    full = {"acc_id_util_pct": 100, "reset_time_duration": 90}
    assert retry_after(headers(account=full), "act_1") == 90
    assert retry_after(headers(account=full | {"acc_id_util_pct": 9.5}), "act_1") is None


def test_what_is_stated_is_neither_lengthened_nor_shortened():
    full = {"acc_id_util_pct": 100, "reset_time_duration": 3}
    assert retry_after(headers(account=full), "act_1") == 3


def test_the_use_case_that_was_asked_for_counts_before_another():
    told = headers({"1": [*minutes(1), minutes(30)[0] | {"type": "ads_insights"}]})
    assert retry_after(told, "act_1", use_case("act_1/campaigns", "act_1")) == 60
    assert retry_after(told, "act_1", use_case("act_1/insights", "act_1")) == 1_800


@pytest.mark.parametrize(
    "told",
    [
        {},
        headers({}),
        headers([]),
        headers({"1": {}}),
        headers({"1": [5]}),
        headers({"1": minutes(None)}),
        headers({"1": minutes(True)}),
        {"x-business-use-case-usage": "{broken"},
    ],
)
def test_headers_that_say_nothing_say_nothing(told):
    assert retry_after(told, "act_1") is None


def test_all_four_headers_are_read():
    told = usages(
        {
            "x-app-usage": '{"call_count":28,"total_time":25,"total_cputime":31}',
            "x-ad-account-usage": '{"acc_id_util_pct":9.67,"reset_time_duration":100,'
            '"ads_api_access_tier":"standard_access"}',
            "x-business-use-case-usage": '{"66782684":[{"type":"ads_management","call_count":95,'
            '"total_cputime":20,"total_time":20,"estimated_time_to_regain_access":0,'
            '"ads_api_access_tier":"development_access"},{"type":"pages","call_count":4}]}',
            "x-fb-ads-insights-throttle": '{"app_id_util_pct":99.5,"acc_id_util_pct":10,'
            '"ads_api_access_tier":"standard_access"}',
        },
        "act_1",
    )
    assert [(one.bucket, one.percent, one.window_seconds, one.tier) for one in told] == [
        (("", "app"), 31, 3_600, None),
        (("1", "ad_account"), 9.67, 100, Tier.FULL),
        (("66782684", "ads_management"), 95, 3_600, Tier.LIMITED),
        (("66782684", "pages"), 4, 86_400, None),
        (("", "insights_throttle"), 99.5, 3_600, Tier.FULL),
        (("1", "insights_throttle"), 10, 3_600, Tier.FULL),
    ]
    assert not any(one.full for one in told)


def test_headers_that_do_not_name_their_account_count_for_none_where_none_was_asked_about():
    told = {
        "x-ad-account-usage": '{"acc_id_util_pct":99}',
        "x-fb-ads-insights-throttle": '{"app_id_util_pct":1,"acc_id_util_pct":99}',
    }
    assert [one.bucket for one in usages(told)] == [("", "insights_throttle")]


def test_every_item_of_a_batch_has_headers_of_its_own_and_a_lost_one_none():
    named = {"name": "X-App-Usage", "value": "{}"}
    body = [{"code": 200, "headers": [named], "body": "{}"}, None, {"code": 400}]
    assert item_headers(body) == [(200, {"x-app-usage": "{}"}), (None, {}), (400, {})]
    assert item_headers({"error": {}}) == []


NAMES = (
    "x-app-usage",
    "x-ad-account-usage",
    "x-business-use-case-usage",
    "x-fb-ads-insights-throttle",
)
KEYS = (
    "call_count",
    "total_time",
    "acc_id_util_pct",
    "reset_time_duration",
    "estimated_time_to_regain_access",
    "ads_api_access_tier",
    "type",
    "1",
)
ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.just(10**400),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=3), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(NAMES), ODD.map(json.dumps) | st.text(max_size=9)))
def test_no_header_can_make_the_reading_of_it_fail(told):
    for one in usages(told, "act_1"):
        assert 0 <= one.percent < math.inf
        assert 0 <= one.regain_seconds <= 86_400
        assert 0 < one.window_seconds <= 86_400


def test_headers_of_an_answer_and_of_a_batch_item_are_read_alike():
    assert lowered({"X-A": "1"}) == lowered([{"name": "X-A", "value": "1"}, 5]) == {"x-a": "1"}
    assert lowered(None) == lowered("text") == {}
