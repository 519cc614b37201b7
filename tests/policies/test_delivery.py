"""What can run: switches, ends, and what nobody can tell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policies.delivery import (
    Family,
    ad_can_run,
    branches,
    campaigns_that_can_run,
    can_run,
    families,
)
from policies.model import Platform
from policies.subjects import about_ad
from tests.policies.rules.made import DAY, NOON, a_campaign, a_snapshot, an_ad, an_ad_set
from tests.policies.rules.made import unread as not_read

OFF_ON_META = ("PAUSED", "ARCHIVED", "DELETED")
OFF_ON_LINKEDIN = (
    "PAUSED", "ARCHIVED", "CANCELED", "CANCELLED", "COMPLETED", "DRAFT", "PENDING_DELETION",
    "REMOVED",
)  # fmt: skip


def test_what_is_on_and_not_past_can_run_scheduled_or_not():
    assert can_run(an_ad_set(), a_campaign(), NOON) is True
    assert can_run(an_ad_set(start=NOON + DAY, end=None), a_campaign(), NOON) is True


@pytest.mark.parametrize(
    ("platform", "intent"),
    [
        *((Platform.META, word) for word in OFF_ON_META),
        *((Platform.LINKEDIN, word) for word in OFF_ON_LINKEDIN),
    ],
)
def test_a_switch_that_is_off_on_either_level_stops_it(platform, intent):
    ad_set, campaign = an_ad_set(platform=platform), a_campaign(platform=platform)
    assert can_run(replace(ad_set, intent=intent), campaign, NOON) is False
    assert can_run(ad_set, replace(campaign, intent=intent), NOON) is False


@pytest.mark.parametrize("level", ["ad set", "campaign"])
def test_an_end_is_past_from_its_own_instant_on(level):
    def at(end):
        ad_set = an_ad_set(end=end if level == "ad set" else None)
        campaign = a_campaign(end=end if level == "campaign" else None)
        return can_run(ad_set, campaign, NOON)

    assert at(NOON) is False
    assert at(NOON + DAY / 1000) is True


@pytest.mark.parametrize("intent", [None, "", "active", "COMPLETED", "A_NEW_WORD"])
def test_a_word_that_meta_does_not_have_is_unknown_and_never_off(intent):
    assert can_run(an_ad_set(intent=intent), a_campaign(), NOON) is None
    assert can_run(an_ad_set(), a_campaign(intent=intent), NOON) is None


def test_a_switch_on_a_platform_without_words_of_its_own_is_unknown_when_it_is_not_on():
    assert can_run(an_ad_set(platform=Platform.X, intent="PAUSED"), a_campaign(), NOON) is None


def test_what_is_off_is_off_whatever_else_is_unknown():
    assert can_run(an_ad_set(intent=None), a_campaign(intent="PAUSED"), NOON) is False
    assert can_run(an_ad_set(end=NOON), None, NOON) is False


def test_what_was_not_read_is_unknown():
    assert can_run(an_ad_set(), None, NOON) is None
    assert can_run(None, a_campaign(), NOON) is None


def test_an_ad_runs_by_its_own_switch_and_those_above():
    family = Family(an_ad(), an_ad_set(), a_campaign(), about_ad(an_ad()))
    assert ad_can_run(family, NOON) is True
    assert ad_can_run(family._replace(ad=an_ad(intent="PAUSED")), NOON) is False
    assert ad_can_run(family._replace(ad=an_ad(intent=None)), NOON) is None
    assert ad_can_run(family._replace(campaign=a_campaign(intent="PAUSED")), NOON) is False


def test_families_are_found_as_far_as_the_snapshot_holds_them():
    snapshot = a_snapshot()
    [whole] = families(snapshot)
    assert (whole.ad_set, whole.campaign) == (snapshot.ad_sets[0], snapshot.campaigns[0])
    [without_ad_set] = families(replace(snapshot, ad_sets=()))
    assert (without_ad_set.ad_set, without_ad_set.campaign) == (None, snapshot.campaigns[0])
    moved = replace(snapshot, ads=(an_ad(campaign_id=""),))
    assert next(iter(families(moved))).campaign == snapshot.campaigns[0]


def runs(*ad_sets, unread=(), **campaign):
    snapshot = a_snapshot(campaigns=(a_campaign(**campaign),), ad_sets=ad_sets, unread=unread)
    [(_, answer)] = campaigns_that_can_run(snapshot, NOON)
    return answer


def test_a_campaign_runs_while_one_of_its_ad_sets_does():
    off, perhaps = an_ad_set(intent="PAUSED"), an_ad_set(intent=None)
    assert runs(off, perhaps, an_ad_set()) is True
    assert runs(off, perhaps) is None
    assert runs(off) is False
    assert runs() is False
    assert runs(an_ad_set(), intent=None) is None


def test_a_campaign_that_is_off_or_over_runs_nothing_whatever_was_not_read():
    lost = (not_read("ad_sets"),)
    assert runs(an_ad_set(intent=None), unread=lost, intent="PAUSED") is False
    assert runs(an_ad_set(), unread=lost, end=NOON) is False


@pytest.mark.parametrize("what", ["ad_sets", "ad_sets:s9"])
def test_ad_sets_that_were_not_read_may_run(what):
    assert runs(unread=(not_read(what),)) is None
    assert runs(unread=(not_read("ads"), not_read("ad_sets.targeting"))) is False


def test_an_ad_set_whose_campaign_was_not_read_may_be_any_campaigns():
    stray = an_ad_set(campaign_id="c9")
    assert runs(stray) is None
    assert runs(replace(stray, intent="PAUSED")) is False
    [branch] = branches(a_snapshot(ad_sets=(stray,)), NOON)
    assert (branch.ad_sets, branch.on, branch.unsure is not None) == ((), True, True)
