"""Ads under campaigns that are off, as a panel reads them: by their own effect."""

from __future__ import annotations

import json

import pytest

from connectors.meta import MetaStopper
from policies.model import Beneath
from tests.connectors.meta.scripted import error, page

ANY = Beneath()


def lingering(panel):
    return {one.campaign_id: one.lingering for one in panel.switches if one.lingering}


def row(number, campaign, says="ACTIVE", **more):
    told = {"id": number, "name": f"Annons {number}", "campaign_id": campaign}
    return told | {"effective_status": says} | more


def scripted(script, *ads, campaigns=("7", "8")):
    """A stopper of an account with campaigns that are off."""
    off = [{"id": one, "status": "PAUSED", "effective_status": "PAUSED"} for one in campaigns]
    script.on("act_1/campaigns", page(*off))
    script.on("act_1/ads", *ads)
    script.on("act_1", {"id": "act_1", "name": "Konto", "currency": "SEK", "user_tasks": []})
    patience = script.patience(1_000)
    return MetaStopper(script.access(), patience=patience, clock=lambda: script.now)


def test_ads_are_looked_at_in_the_same_request(ads):
    off, on = ads.campaign(state="paused"), ads.campaign()
    stopper = ads.stopper()
    panel = stopper.panel("act_1", beneath=ANY)
    assert (stopper.meter.http, stopper.meter.counted) == (1, 3)
    assert panel.complete
    assert set(lingering(panel)) == {on}
    assert off in {one.campaign_id for one in panel.switches}


def test_nobody_looks_at_ads_unless_they_are_asked_for(ads):
    ads.campaign()
    stopper = ads.stopper()
    assert lingering(stopper.panel("act_1")) == {}
    assert stopper.meter.counted == 2


def test_an_ad_that_follows_later_is_told_with_its_name(ads):
    number = ads.campaign()
    stopper = ads.stopper()
    ads.toggle(ads_linger_reads=1)
    stopper.turn_off(stopper.panel("act_1").switches)
    (ad,) = lingering(stopper.panel("act_1", beneath=ANY)).values()
    assert (ad.delivery, ad.name != "", ad.ad_id) == ("ACTIVE", True, ad_of(ads, number))
    assert lingering(stopper.panel("act_1", beneath=ANY)) == {}


def ad_of(ads, number):
    return ads.world.meta[number].edges["ads"][0]


def test_what_is_in_process_below_is_told_too(ads):
    ads.campaign()
    stopper = ads.stopper()
    ads.toggle(in_process_reads=1)
    stopper.turn_off(stopper.panel("act_1").switches)
    (ad,) = lingering(stopper.panel("act_1", beneath=ANY)).values()
    assert ad.delivery == "IN_PROCESS"


def test_the_filter_is_the_one_that_published_connectors_use(script):
    stopper = scripted(script, page())
    assert stopper.panel("act_1", beneath=ANY).complete
    asked = next(one for one in script.asked if one.path.endswith("act_1/ads"))
    (one,) = json.loads(asked.params["filtering"])
    assert one == {
        "field": "effective_status",
        "operator": "IN",
        "value": ["ACTIVE", "IN_PROCESS"],
    }


def test_the_list_ends_with_the_first_page_that_tells_anything(script):
    stopper = scripted(script, page(row("1", "7"), after="A", more=True), page(row("2", "8")))
    assert set(lingering(stopper.panel("act_1", beneath=ANY))) == {"7"}


@pytest.mark.parametrize(
    "beneath", [Beneath(campaign_id="8"), Beneath(exempt=frozenset({"7"}))], ids=["only", "but"]
)
def test_of_campaigns_that_are_meant_to_be_on_no_page_is_the_last(script, beneath):
    stopper = scripted(script, page(row("1", "7"), after="A", more=True), page(row("2", "8")))
    panel = stopper.panel("act_1", beneath=beneath)
    assert (set(lingering(panel)), panel.complete) == ({"8"}, True)


def test_a_filter_that_is_ignored_makes_no_ad_one_that_shows(script):
    paused = row("1", "7", "CAMPAIGN_PAUSED")
    stopper = scripted(script, page(paused, after="A", more=True), page(row("2", "8")))
    assert set(lingering(stopper.panel("act_1", beneath=ANY))) == {"8"}


@pytest.mark.parametrize(
    "odd", [{"id": "1"}, {"id": "1", "campaign_id": 7.5}, row("1", "7", 5), "text", None]
)
def test_an_ad_that_cannot_be_read_leaves_the_panel_incomplete(script, odd):
    panel = scripted(script, page(odd)).panel("act_1", beneath=ANY)
    assert not panel.complete
    assert {one.what for one in panel.unread} == {"ads"}
    assert len(panel.switches) == 2


def test_an_ad_without_its_effect_came_through_the_filter_and_counts(script):
    told = row("1", "7")
    del told["effective_status"]
    assert lingering(scripted(script, page(told)).panel("act_1", beneath=ANY))["7"].delivery == "-"


def test_an_ad_whose_campaign_is_not_listed_is_unread(script):
    panel = scripted(script, page(row("1", "9"))).panel("act_1", beneath=ANY)
    assert not panel.complete
    (unread,) = panel.unread
    assert unread.what == "ads:1"
    assert "does not list its campaign 9" in unread.because.english()


def test_ads_that_are_refused_leave_the_panel_incomplete_and_turnable(script):
    panel = scripted(script, error(200)).panel("act_1", beneath=ANY)
    assert ([one.what for one in panel.unread], panel.complete) == (["ads"], False)
    assert len(panel.switches) == 2
