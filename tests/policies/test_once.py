"""What was listed twice counts once; what differs stays."""

from __future__ import annotations

from dataclasses import replace

from policies.once import each_once
from tests.policies.rules.made import a_campaign, a_placement, a_snapshot, an_ad, an_ad_set


def test_a_snapshot_without_doubles_is_the_same_one():
    snapshot = a_snapshot()
    assert each_once(snapshot) is snapshot


def test_rows_that_say_the_same_count_once_and_keep_their_order():
    twice = a_snapshot(
        campaigns=(a_campaign("c2"), a_campaign("c1"), a_campaign("c2")),
        ad_sets=(an_ad_set(), an_ad_set()),
        ads=(an_ad(), an_ad(number="a2"), an_ad()),
    )
    once = each_once(twice)
    assert [one.id for one in once.campaigns] == ["c2", "c1"]
    assert len(once.ad_sets) == 1
    assert [one.id for one in once.ads] == ["a1", "a2"]


def test_rows_of_one_id_that_differ_both_stay():
    one, other = an_ad_set(), an_ad_set(placement=a_placement("audience_network"))
    snapshot = replace(a_snapshot(), ad_sets=(one, other, one))
    assert each_once(snapshot).ad_sets == (one, other)
