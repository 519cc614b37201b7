"""What one reading tells of a campaign: whether it runs, since when, until when."""

from __future__ import annotations

from datetime import timedelta

import pytest

from policies.delivery import branches
from policies.model import Platform
from policies.rounds.running import Reading, reading
from tests.policies.rules.made import DAY, NOON, a_campaign, a_snapshot, an_ad_set, unread

HOUR = timedelta(hours=1)
LONG_AGO = "2026-11-01T10:00:00+0100"


def written(at):
    return at.isoformat()


def read(*ad_sets, campaign=None, **changed):
    snapshot = a_snapshot(campaigns=(campaign or a_campaign(),), ad_sets=ad_sets, **changed)
    [branch] = branches(snapshot, NOON)
    return reading(branch, NOON)


def test_it_runs_while_one_of_its_ad_sets_delivers():
    assert read(an_ad_set()) == Reading(now=True, earliest=NOON - DAY)
    assert read(an_ad_set(), an_ad_set("s2", intent="PAUSED")).now is True
    assert read(an_ad_set(start=None), campaign=a_campaign(start=None)).earliest is None


@pytest.mark.parametrize(
    ("ad_set", "campaign"),
    [
        (an_ad_set(intent="PAUSED"), a_campaign()),
        (an_ad_set(), a_campaign(intent="PAUSED")),
        (an_ad_set(end=NOON), a_campaign()),
        (an_ad_set(), a_campaign(end=NOON)),
        (an_ad_set(start=NOON + HOUR), a_campaign()),
    ],
)
def test_off_past_or_yet_to_come_it_does_not(ad_set, campaign):
    assert read(ad_set, campaign=campaign).now is False


def test_without_ad_sets_it_does_not_run_if_all_were_read():
    assert read().now is False
    assert read(unread=(unread("ad_sets"),)).now is None
    assert read(an_ad_set(intent="NEW_WORD")).now is None
    assert read(an_ad_set(), unread=(unread("ad_sets"),)).now is True
    off = a_campaign(intent="PAUSED")
    assert read(an_ad_set(intent="NEW_WORD"), campaign=off).now is False


def test_a_flight_to_come_is_planned_if_it_is_switched_on():
    later, latest = NOON + HOUR, NOON + 2 * HOUR
    assert read(an_ad_set(start=latest), an_ad_set("s2", start=later)).planned == later
    assert read(an_ad_set(start=later, intent="PAUSED")).planned is None
    assert read(an_ad_set(), campaign=a_campaign(start=later)).planned == later


def test_it_runs_since_its_last_change_or_its_start_whatever_was_later():
    changed = NOON - 2 * HOUR
    campaign = a_campaign(updated=written(changed))
    assert read(an_ad_set(updated=LONG_AGO), campaign=campaign).since == changed
    ad_set = an_ad_set(updated=LONG_AGO, start=NOON - HOUR)
    assert read(ad_set, campaign=campaign).since == NOON - HOUR
    unbegun = an_ad_set(updated=LONG_AGO, start=None)
    assert read(unbegun, campaign=a_campaign(updated=LONG_AGO, start=None)).since is not None
    assert read(an_ad_set(updated=written(NOON + HOUR)), campaign=campaign).since == NOON


@pytest.mark.parametrize("untold", [None, "", "17", "2026-11-20T10:00:00"])
def test_a_change_that_is_not_told_tells_nothing(untold):
    campaign = a_campaign(updated=LONG_AGO)
    assert read(an_ad_set(updated=untold), campaign=campaign).since is None
    off = an_ad_set(intent="PAUSED", updated=untold)
    assert read(off, campaign=campaign).ended is None


def test_what_is_past_its_end_ended_then():
    early, late = NOON - 2 * HOUR, NOON - HOUR
    assert read(an_ad_set(end=early), an_ad_set("s2", end=late)).ended == late
    assert read(an_ad_set(end=None), campaign=a_campaign(end=early)).ended == early
    assert read(campaign=a_campaign(end=early)).ended == early


def test_what_was_switched_off_ended_with_its_last_change_or_its_end():
    changed = NOON - 3 * HOUR
    off = an_ad_set(intent="PAUSED", updated=written(changed))
    assert read(off).ended == changed
    assert read(off, an_ad_set("s2", end=NOON - HOUR)).ended == NOON - HOUR
    assert read(an_ad_set(), campaign=a_campaign(intent="PAUSED", updated=LONG_AGO)).ended
    both = an_ad_set(intent="PAUSED", updated=written(changed), end=NOON - HOUR)
    assert read(both).ended == changed
    assert read(an_ad_set(intent="PAUSED", end=NOON - HOUR)).ended == NOON - HOUR


def test_where_one_of_them_does_not_tell_nobody_knows_when_it_ended():
    assert read(an_ad_set(intent="PAUSED"), an_ad_set("s2", end=NOON - HOUR)).ended is None
    assert read(an_ad_set(start=NOON + HOUR), campaign=a_campaign()).ended is None


def test_linkedin_tells_ends_and_no_changes():
    campaign = a_campaign(platform=Platform.LINKEDIN, updated="17")
    done = an_ad_set(platform=Platform.LINKEDIN, intent="COMPLETED", end=NOON - HOUR, updated="3")
    assert read(done, campaign=campaign) == Reading(now=False, ended=NOON - HOUR)
    paused = an_ad_set(platform=Platform.LINKEDIN, intent="PAUSED", end=None, updated="3")
    assert read(paused, campaign=campaign) == Reading(now=False)
