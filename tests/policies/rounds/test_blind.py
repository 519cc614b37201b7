"""Campaigns whose posts may not all be known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policies.rounds.blind import blind_spots
from tests.policies.rules.made import a_campaign, a_creative, a_snapshot, an_ad, unread

POSTS = unread("posts")


def spots(*ads, **changed):
    campaigns = (a_campaign(), a_campaign("c2"))
    return dict(blind_spots(a_snapshot(campaigns=campaigns, ads=ads, **changed)))


def test_where_every_ad_tells_its_posts_or_has_none_all_are_known():
    assert spots() == {}
    assert spots(an_ad()) == {}


@pytest.mark.parametrize("what", ["ads", "posts", "comments"])
def test_without_a_list_none_of_the_accounts_campaigns_is_known_in_full(what):
    assert spots(an_ad(), unread=(unread(what),)) == dict.fromkeys(("c1", "c2"), POSTS.because)


def test_other_parts_and_single_ads_of_the_lists_do_not_matter():
    assert spots(an_ad(), unread=(unread("pictures"), unread("ad_sets"), unread("posts:a9"))) == {}


def test_an_ad_that_does_not_tell_its_posts_blinds_its_own_campaign():
    assert spots(an_ad(creative=unread("ads:a1"))) == {"c1": POSTS.because}
    untold = a_creative(unread=(unread("senders"), POSTS))
    assert spots(an_ad(), an_ad(number="a2", creative=untold)) == {"c1": POSTS.because}


def test_one_that_is_switched_off_does_not():
    assert spots(replace(an_ad(creative=unread()), intent="PAUSED")) == {}
