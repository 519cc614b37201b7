"""A snapshot looked through once for all rules."""

from __future__ import annotations

from dataclasses import replace

from policies.delivery import branches
from policies.overview import Overview
from tests.policies.rules.made import DAY, NOON, a_campaign, a_snapshot, an_ad, an_ad_set, facts

OFF, UNTOLD = an_ad(number="off", intent="PAUSED"), an_ad(number="untold", intent=None)


def test_ads_that_cannot_be_shown_are_left_out_and_those_that_perhaps_can_are_not():
    overview = Overview(a_snapshot(ads=(an_ad(), OFF, UNTOLD)), NOON)
    found = [(family.ad.id, runs) for family, runs in overview.running_ads]
    assert found == [(an_ad().id, True), ("untold", None)]


def test_an_ad_that_ends_at_that_very_instant_cannot_be_shown():
    over = a_snapshot(ad_sets=(an_ad_set(end=NOON),))
    assert not Overview(over, NOON).running_ads


def test_campaigns_stand_with_what_is_below_them():
    snapshot = a_snapshot()
    assert Overview(snapshot, NOON).branches == tuple(branches(snapshot, NOON))


def test_everything_of_a_kind_is_there_by_its_key_what_is_off_too_and_the_account():
    overview = Overview(a_snapshot(ads=(an_ad(), OFF)), NOON)
    assert [*overview.subjects("ad")] == [("ad", an_ad().id), ("ad", "off"), ("account", "act_1")]
    assert [*overview.subjects("campaign")] == [("campaign", "c1"), ("account", "act_1")]
    assert [*overview.subjects("post")] == [("account", "act_1")]
    assert all(one.key == key for key, one in overview.subjects("ad").items())


def test_each_part_is_made_once():
    overview = Overview(a_snapshot(), NOON)
    [(family, _)] = overview.running_ads
    assert overview.running_ads[0][0] is family
    assert overview.branches is overview.branches
    assert overview.subjects("ad") is overview.subjects("ad")


def test_facts_on_another_snapshot_or_instant_are_looked_through_anew():
    told = facts(a_snapshot(campaigns=(a_campaign(end=NOON + DAY),)))
    assert told.overview.running_ads
    assert not replace(told, snapshot=a_snapshot(ads=(OFF,))).overview.running_ads
    assert not replace(told, as_of=NOON + DAY).overview.running_ads
