"""Meta's tokens judged: whose, how long, with which permissions, for which Pages and accounts."""

from __future__ import annotations

import pytest

from connectors.meta.scopes import READING, STOPPING
from policies.model import Words
from tests.worker.doctoring.made import ALL, DAY, NOON, PLACE, a_worth, states, told
from worker.doctoring.meta_tokens import judge


def judged(worth, *, needs=ALL, reach=None):
    return list(judge(worth, PLACE, app_id="1", needs=needs, reach=reach or {}, at=NOON))


def without(*scopes):
    return a_worth(scopes=tuple(need.scope for need in ALL if need.scope not in scopes))


def test_a_system_users_token_for_ever_with_everything_is_in_order():
    assert set(states(judged(a_worth())).values()) == {"ok"}


def test_a_system_users_access_to_data_need_not_be_told():
    found = judged(a_worth(data_access_ends=None))
    assert "meta.data_access_end" not in states(found)
    assert set(states(found).values()) == {"ok"}


def test_a_reading_token_needs_no_right_to_pause():
    assert states(judged(without("ads_management"), needs=READING))["meta.scopes"] == "ok"
    assert states(judged(without("ads_management"), needs=STOPPING))["meta.scopes"] == "fail"


def test_a_limit_that_holds_all_that_is_configured_is_none():
    worth = a_worth(limited={"ads_read": ("1",), "pages_messaging": ("1001",)})
    reach = {"ad_accounts": ["act_1"], "pages": ["1001"]}
    assert "meta.reach" not in states(judged(worth, reach=reach))


def test_a_token_that_is_not_valid_is_a_fault_and_nothing_else_is_told_of_it():
    because = Words("It was taken away.")
    (line,) = judged(a_worth(valid=False, because=because))
    assert (line.state, line.remedy) == ("fail", because)
    (line,) = judged(a_worth(valid=False))
    assert "Create a new token" in line.remedy.english()


def test_a_token_of_another_app_is_a_fault():
    found = judged(a_worth(app_id="2"))
    assert ("meta.token", "fail", "The token was created for app 2, not for 1.") in told(found)


@pytest.mark.parametrize("kind", ["USER", "PAGE"])
def test_a_token_of_a_person_or_page_works_and_is_warned_of(kind):
    assert states(judged(a_worth(kind=kind)))["meta.token"] == "warn"


@pytest.mark.parametrize(
    ("changed", "check"),
    [
        ({"kind": None}, "meta.token"),
        ({"app_id": None}, "meta.token"),
        ({"expires": None}, "meta.token_end"),
        ({"data_access_ends": None, "kind": "USER"}, "meta.data_access_end"),
        ({"scopes": None}, "meta.scopes"),
    ],
    ids=["kind", "app", "end", "access", "scopes"],
)
def test_what_meta_does_not_tell_is_unknown(changed, check):
    assert states(judged(a_worth(**changed)))[check] == "unknown"


@pytest.mark.parametrize("name", ["expires", "data_access_ends"])
def test_an_end_that_comes_near_is_told(name):
    check = {"expires": "meta.token_end", "data_access_ends": "meta.data_access_end"}[name]
    assert states(judged(a_worth(**{name: NOON + 90 * DAY})))[check] == "ok"
    assert states(judged(a_worth(**{name: NOON + 13 * DAY})))[check] == "warn"
    assert states(judged(a_worth(**{name: NOON - DAY})))[check] == "fail"


@pytest.mark.parametrize("need", ALL, ids=lambda need: need.scope)
def test_each_missing_permission_says_what_does_not_work(need):
    if need.scope == "ads_read":
        lines = judged(without("ads_read", "ads_management"))
    else:
        lines = judged(without(need.scope))
    found = [one for one in lines if one.words == need.without]
    assert [str(one.state) for one in found] == ["fail" if need.vital else "warn"]
    assert need.scope in found[0].remedy.english()


@pytest.mark.parametrize(
    ("scope", "ids", "reach", "outside"),
    [
        ("ads_read", ("1",), {"ad_accounts": ["act_1", "act_2"]}, "act_2"),
        ("pages_messaging", (), {"pages": ["1001"]}, "1001"),
        ("instagram_basic", ("9",), {"instagram": ["8"]}, "8"),
    ],
)
def test_a_permission_that_does_not_reach_what_is_configured_names_it(scope, ids, reach, outside):
    found = judged(a_worth(limited={scope: ids}), reach=reach)
    words = f"The permission {scope} does not reach {outside}."
    assert ("meta.reach", "fail", words) in told(found)


def test_what_a_business_may_be_reached_by_is_not_compared():
    worth = a_worth(limited={"business_management": ("7",)})
    assert "meta.reach" not in states(judged(worth, reach={"pages": ["1001"]}))
