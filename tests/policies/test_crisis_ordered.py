"""What briefs tell a stop: accounts that no token sees, and whose campaigns it turned."""

from __future__ import annotations

import pytest

from policies.briefs.matching import Registered
from policies.crisis import EVERYTHING, Scope, departments, unseen_accounts
from policies.model import Level, Platform
from policies.model.briefs import Brief
from tests.policies.switches import campaign, group, linked

SEEN = {Platform.META: ("act_1",), Platform.LINKEDIN: ("5001",)}


def named(*accounts, name="a"):
    return Registered(id=name, brief=Brief(accounts=accounts))


def told(register, seen=SEEN, scope=EVERYTHING):
    return [
        (one.channel, one.link.rpartition("/")[2]) for one in unseen_accounts(register, seen, scope)
    ]


@pytest.mark.parametrize("account", ["act_1", "1", "5001"])
def test_an_account_that_is_seen_is_not_told(account):
    assert told([named(account)]) == []


def test_an_account_that_nobody_sees_is_told_once_with_its_briefs():
    (one,) = unseen_accounts([named("act_9"), named("act_9", name="b")], SEEN, EVERYTHING)
    assert one.channel is Platform.META
    assert one.because.values == {"brief": "a, b", "account": "act_9"}
    assert one.link.endswith("?act=9")
    (other,) = unseen_accounts([named("5009")], SEEN, EVERYTHING)
    assert (other.channel, other.because.values["account"]) == (Platform.LINKEDIN, "5009")


def test_where_a_platform_could_not_list_its_accounts_nothing_is_said_of_them():
    assert told([named("act_9")], {Platform.LINKEDIN: ()}) == []
    assert told([named("5009")], {Platform.META: ("act_1",)}) == []
    assert told([named("act_9")], {}) == []


def test_only_what_is_in_scope_is_told():
    register = [named("act_9", "5009")]
    assert len(told(register, scope=Scope(platform=Platform.META))) == 1
    assert told(register, scope=Scope(account_id="act_1")) == []
    assert len(told(register, scope=Scope(account_id="act_9"))) == 1


def test_a_campaign_belongs_to_the_department_of_its_brief():
    switch = campaign(120)
    brief = Brief(department="trafik", campaigns=(switch.campaign_id,))
    assert departments([switch], [Registered(id="a", brief=brief)]) == {
        switch.campaign_id: "trafik"
    }
    nobody = Registered(id="a", brief=Brief(campaigns=(switch.campaign_id,)))
    assert departments([switch], [nobody]) == {}
    assert departments([switch], []) == {}
    two = [Registered(id=one, brief=brief) for one in "ab"]
    assert departments([switch], two) == {}


def test_on_linkedin_briefs_know_the_group():
    switch = linked(1, above=group(77))
    register = [Registered(id="a", brief=Brief(department="trafik", patterns=("grupp*",)))]
    assert departments([switch], register) == {"77": "trafik"}
    itself = linked(78, level=Level.CAMPAIGN_GROUP, name="Gruppen")
    assert departments([itself], register) == {"78": "trafik"}
