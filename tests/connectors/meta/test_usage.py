"""How long a throttle lasts, out of the usage headers."""

from __future__ import annotations

import json

import pytest

from connectors.meta.usage import lowered, retry_after


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


def test_no_wait_is_shorter_than_a_minute():
    full = {"acc_id_util_pct": 100, "reset_time_duration": 3}
    assert retry_after(headers(account=full), "act_1") == 60


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


def test_headers_of_an_answer_and_of_a_batch_item_are_read_alike():
    assert lowered({"X-A": "1"}) == lowered([{"name": "X-A", "value": "1"}, 5]) == {"x-a": "1"}
    assert lowered(None) == lowered("text") == {}
