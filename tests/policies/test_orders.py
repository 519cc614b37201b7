"""Each campaign with its brief, and what a verdict by it rests on."""

from __future__ import annotations

from dataclasses import replace

from policies.briefs.matching import By, Registered
from policies.model import Words
from policies.model.briefs import Brief
from policies.orders import orders, said_by_brief, said_of_each
from policies.register import Register
from policies.rule import Breach, Pass, Unknown
from tests.policies.rules.made import NOON, a_campaign, a_snapshot, an_ad_set, facts, unread

SIM = Registered(id="sim", brief=Brief(patterns=("sim*",), accounts=("1",)), revision=3)
IDS = Registered(id="ids", brief=Brief(campaigns=("c1",)))
CARRIER = ("campaign c1", "brief")
BELOW = ("campaign c1 below", "ad_set s1")


def told(*briefs, snapshot=None):
    return facts(snapshot or a_snapshot(), register=Register(briefs=briefs))


def one(*briefs, **changed):
    [order] = orders(told(*briefs, snapshot=a_snapshot(campaigns=(a_campaign(**changed),))))
    return order


def test_each_campaign_that_can_deliver_comes_with_its_brief():
    order = one(SIM)
    assert (order.campaign.id, order.runs, order.doubt) == ("c1", True, None)
    assert (order.match.found, order.match.by) == (SIM, By.NAME)
    assert order.subject.key == ("campaign", "c1")


def test_what_cannot_deliver_is_left_out_and_what_perhaps_can_is_not():
    paused, perhaps = a_campaign(intent="PAUSED"), a_campaign(intent=None)
    assert list(orders(told(SIM, snapshot=a_snapshot(campaigns=(paused,))))) == []
    [order] = orders(told(SIM, snapshot=a_snapshot(campaigns=(perhaps,))))
    assert order.runs is None


def test_without_a_register_no_brief_is_known():
    [order] = orders(facts(a_snapshot()))
    assert order.match.found is None


def test_a_likeness_is_looked_for_only_where_it_is_asked_for():
    near = Registered(id="near", brief=Brief(topic="Simskolan"))
    assert one(near).match.likeliest is None
    [order] = orders(told(near), suggest=True)
    assert order.match.likeliest == "near"


def test_a_brief_found_by_name_rests_on_both_names():
    assert one(SIM).rests_on.facts == (
        ("brief sim 3", "name sim*"),
        ("brief sim 3", "account 1"),
        CARRIER,
        ("campaign c1", "name"),
        BELOW,
    )


def test_a_brief_found_by_id_rests_on_that():
    assert one(SIM, IDS).rests_on.facts == (("brief ids 1", "id c1"), CARRIER, BELOW)


def test_several_that_fit_are_a_doubt_and_rest_on_each_of_them():
    twin = replace(SIM, id="twin")
    order = one(SIM, twin)
    assert order.doubt.values == {"briefs": "sim, twin"}
    assert CARRIER not in order.rests_on.facts
    assert CARRIER not in order.told.facts
    assert order.rests_on.facts[:4:2] == (
        ("brief sim 3", "name sim*"),
        ("brief twin 3", "name sim*"),
    )


def test_that_no_brief_fits_rests_on_the_accounts_that_those_of_its_name_are_for():
    elsewhere = Registered(id="e", brief=Brief(patterns=("sim*", "s*"), accounts=("7", "act_8")))
    assert one(elsewhere).rests_on.facts[:2] == (
        ("brief e 1", "account 7"),
        ("brief e 1", "account act_8"),
    )


def test_a_name_that_was_not_told_is_a_doubt_unless_the_id_is_enough():
    for name in ("", "  ", "c1"):
        assert one(SIM, name=name).doubt is not None
        assert one(IDS, name=name).doubt is None
    assert one().doubt is None


def test_all_that_was_told_holds_what_it_rests_on():
    for order in (one(SIM), one(SIM, IDS), one(IDS)):
        below = (order.branch.campaign.id, order.branch.ad_sets[0][0].id)
        rests = [fact for fact in order.rests_on.facts if fact != BELOW]
        assert below == ("c1", "s1")
        assert order.told.lacks(rests) == []


def breach(order, _found=None):
    return Breach(subject=order.subject, message=Words("Wrong."))


def by_brief(*briefs, judge=breach, **changed):
    return list(said_by_brief(told(*briefs, snapshot=a_snapshot(**changed)), judge))


def test_a_breach_is_told_with_what_it_rests_on():
    [said] = by_brief(SIM)
    assert isinstance(said, Breach)
    assert said.told == one(SIM).rests_on


def test_a_pass_is_told_with_all_that_was_told():
    [said] = by_brief(SIM, judge=lambda order, _: Pass(subject=order.subject))
    assert said.told == one(SIM).told


def test_what_perhaps_runs_proves_no_breach():
    [said] = by_brief(SIM, campaigns=(a_campaign(intent=None),))
    assert isinstance(said, Unknown)


def test_of_a_campaign_without_a_brief_or_with_several_nothing_new_is_said():
    assert [type(one) for one in by_brief()] == [Pass]
    [several] = by_brief(SIM, replace(SIM, id="twin"))
    assert isinstance(several, Pass)
    assert several.told.lacks([CARRIER]) == ["brief"]


def test_what_is_on_and_has_nothing_that_runs_complies_with_what_was_read_below_it():
    off = an_ad_set(intent="PAUSED")
    [said] = said_of_each(told(snapshot=a_snapshot(ad_sets=(off,))), breach)
    assert isinstance(said, Pass)
    assert said.told.lacks([BELOW]) == []
    [empty] = said_of_each(told(snapshot=a_snapshot(ad_sets=())), breach)
    assert empty.told.lacks([BELOW]) == ["ad_set s1"]
    for campaign in (a_campaign(intent="PAUSED"), a_campaign(end=NOON)):
        assert by_brief(SIM, campaigns=(campaign,)) == []


def test_ad_sets_that_were_not_read_leave_open_whether_it_runs():
    [order] = orders(told(SIM, snapshot=a_snapshot(ad_sets=(), unread=(unread("ad_sets"),))))
    assert (order.runs, order.branch.unsure) == (None, Words("Not today."))
