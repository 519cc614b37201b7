"""Until when a campaign could run: what decides how long its posts are watched."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.worker.made import DAY, NOON, a_campaign, a_post, a_snapshot, an_ad, an_ad_set, not_read
from worker.sweeping.running import ran_until, shown

LATE = "2026-11-20T10:00:00+0100"
OFF = {"intent": "PAUSED"}


def until(campaign, *ad_sets):
    return ran_until(campaign, ad_sets, NOON)


@pytest.mark.parametrize(
    ("campaign", "ad_sets"),
    [
        (a_campaign(), [an_ad_set()]),
        (a_campaign(), [an_ad_set(**OFF), an_ad_set("s2")]),
        (a_campaign(intent=None), [an_ad_set()]),
        (a_campaign(intent="A_NEW_WORD"), [an_ad_set()]),
        (a_campaign(**OFF), []),
    ],
)
def test_what_runs_or_may_run_runs_until_now(campaign, ad_sets):
    assert until(campaign, *ad_sets) == NOON


def test_what_is_over_ran_until_its_end():
    assert until(a_campaign(end=NOON - 3 * DAY), an_ad_set()) == NOON - 3 * DAY
    two = [an_ad_set(end=NOON - 5 * DAY), an_ad_set("s2", end=NOON - 4 * DAY)]
    assert until(a_campaign(), *two) == NOON - 4 * DAY
    assert until(a_campaign(end=NOON - 6 * DAY), *two) == NOON - 6 * DAY


def test_what_was_switched_off_ran_at_most_until_it_was_last_changed():
    campaign = a_campaign(**OFF, updated=LATE)
    changed = NOON.replace(day=20, hour=9)
    assert until(campaign, an_ad_set(updated="2026-11-19T10:00:00+0100")) == changed
    assert until(campaign, an_ad_set(end=None, updated=LATE)) == changed


def test_what_was_changed_in_the_future_ran_until_now_at_most():
    campaign = a_campaign(**OFF, updated="2026-12-24T10:00:00+0100")
    assert until(campaign, an_ad_set(updated=LATE)) == NOON


@pytest.mark.parametrize("updated", [None, "", "17", "2026-11-20T10:00:00", "yesterday"])
def test_what_does_not_tell_when_it_changed_is_unknown(updated):
    assert until(a_campaign(**OFF, updated=updated), an_ad_set(updated=LATE)) is None


def test_each_post_of_each_ad_is_shown_by_its_campaign():
    snapshot = a_snapshot(
        campaigns=(a_campaign(end=NOON - DAY),),
        ads=(
            an_ad(posts=[a_post(1), a_post(2)]),
            an_ad("a2", campaign="c9", posts=[a_post(3)]),
        ),
    )
    found = [(one.post.id, one.campaign_id, one.ran_until) for one in shown(snapshot)]
    assert found == [
        ("1001_1", "c1", NOON - DAY),
        ("1001_2", "c1", NOON - DAY),
        ("1001_3", "c9", NOON),
    ]


def test_an_ad_whose_creative_was_not_read_shows_nothing_known():
    ad = replace(an_ad(posts=[a_post()]), creative=not_read("ads.creative"))
    assert shown(a_snapshot(ads=(ad,))) == []
