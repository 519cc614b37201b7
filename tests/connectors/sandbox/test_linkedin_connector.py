"""The real connector reads what the city holds, and turns it."""

from collections import Counter

import pytest

from connectors.http import Patience
from connectors.linkedin import LinkedInAccess, LinkedInReader, LinkedInStopper
from policies.model import Answer, Unread
from tests.connectors.sandbox.linkedin_wire import CITY, NOON, serving


@pytest.fixture
def city():
    linkedin = serving(city=True)
    yield linkedin
    linkedin.sandbox.stop()


def means(linkedin, **more):
    access = LinkedInAccess(
        base_url=linkedin.base_url,
        version="202608",
        ads_token="sandbox-ads",
        community_token="sandbox-community",
        ad_accounts=(),
        organizations=(CITY,),
        tier="standard",
        editable_accounts=(),
        watch_after_days=7,
        **{"community_tier": "standard", **more},
    )
    patience = Patience(5, sleep=lambda seconds: None)
    return access, {"patience": patience, "clock": lambda: NOON}


def reader(linkedin, **more):
    access, rest = means(linkedin, **more)
    return LinkedInReader(access, **rest)


def stopper(linkedin):
    access, rest = means(linkedin)
    return LinkedInStopper(access, **rest)


def ours(linkedin, table, account):
    return [
        row
        for row in linkedin.tables[table].values()
        if row["account"] == f"urn:li:sponsoredAccount:{account}"
        and not (row.get("test") or row.get("isTest"))
    ]


@pytest.mark.parametrize("rates", ["", "transient=0.1,html=0.05"])
def test_every_account_is_read_to_its_end(city, rates):
    city.sandbox.world.faults.set_rates(rates)
    ads = reader(city)
    seen = ads.accounts()
    assert (seen.accounts, seen.unread) == (("5001", "5002"), ())
    for account in seen.accounts:
        snapshot = ads.snapshot(account)
        assert snapshot.unread == ()
        assert {one.id for one in snapshot.campaigns} == {
            str(row["id"]) for row in ours(city, "adCampaignGroups", account)
        }
        assert {one.id for one in snapshot.ad_sets} == {
            str(row["id"]) for row in ours(city, "adCampaigns", account)
        }
        assert {one.id for one in snapshot.ads} <= set(city.tables["creatives"])


@pytest.mark.parametrize("tier", ["standard", "development"])
def test_comments_are_read_in_both_tiers(city, tier):
    city.toggle(community_development_tier=tier == "development")
    talk = reader(city, community_tier=tier)
    posts, unread = talk.own_posts()
    assert posts
    assert unread == ()
    discussions = list(talk.discussions(posts[:2]))
    assert all(one.comments for one in discussions)
    assert {one.post_id for one in discussions} == {one.id for one in posts[:2]}


def test_short_pages_lose_nothing(city):
    whole = reader(city).snapshot("5001")
    city.toggle(short_pages=True)
    assert reader(city).snapshot("5001").ads == whole.ads


def test_a_stop_and_its_undoing_leave_what_was(city):
    hand = stopper(city)
    panel = hand.panel("5001")
    assert (panel.complete, panel.may_turn, panel.unread) == (True, True, ())
    on = [one for one in panel.switches if one.intent == "ACTIVE"]
    before = {number: row["status"] for number, row in city.tables["adCampaigns"].items()}
    assert Counter(one.answer for one in hand.turn_off(on)) == {Answer.ACCEPTED: len(on)}
    assert {one.intent for one in hand.read_back(on)} == {"PAUSED"}
    assert Counter(one.answer for one in hand.turn_on(on)) == {Answer.ACCEPTED: len(on)}
    after = {number: row["status"] for number, row in city.tables["adCampaigns"].items()}
    assert after == before


def test_what_is_lost_refused_or_cut_off_is_told_apart(city):
    hand = stopper(city)
    on = [one for one in hand.panel("5001").switches if one.intent == "ACTIVE"][:3]
    lost, refused, done = (one.campaign_id for one in on)
    city.toggle(batch_loses=[lost], refuse_writes={refused: "NO_PERMISSION_ON_ENTITY"})
    for toggled in (False, True):
        city.toggle(errors_in_results=toggled)
        answers = [one.answer for one in hand.turn_off(on)]
        assert answers == [Answer.UNKNOWN, Answer.REFUSED, Answer.ACCEPTED]
    city.toggle(drop_after_write=True)
    assert {one.answer for one in hand.turn_off(on)} == {Answer.UNKNOWN}
    read = hand.read_back(on)
    assert isinstance(read[0], Unread)
    assert [one.intent for one in read[1:]] == ["ACTIVE", "PAUSED"]
    assert done == read[2].campaign_id


def test_a_group_that_cannot_be_read_keeps_no_campaign_off_the_panel(city):
    whole = stopper(city).panel("5001")
    city.toggle(unreadable_groups=True)
    panel = stopper(city).panel("5001")
    assert len(panel.switches) == len(whole.switches)
    assert panel.unread
