"""Records of Meta's ad side from elsewhere: each becomes a noun, or a refusal with its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from connectors.errors import (
    ConnectorError,
    NotFound,
    PermissionMissing,
    RateLimited,
    RequestRefused,
    TokenRejected,
    Unavailable,
    Unreadable,
    VersionRetired,
)
from connectors.meta.errors import decipher
from connectors.meta.read_ads import read_ad, read_ad_set, read_campaign
from connectors.meta.read_creatives import read_creative
from connectors.meta.read_placement import read_placement
from connectors.meta.read_switches import read_switch
from connectors.meta.read_token import read_token
from connectors.meta.refusal import Asked, read_refusal
from policies.model import Placement, Platform, SenderKind, Unread

FOLDER = Path(__file__).parents[3] / ".." / "shared" / "payloads" / "meta"
ACCOUNT = "act_1"
ASKED = Asked(endpoint="act_1/ads", token="[meta] access_token", version="v26.0")
MEANT = {
    "rate_limit": RateLimited,
    "token": TokenRejected,
    "version": VersionRetired,
    "permission": PermissionMissing,
    "missing_object": NotFound,
    "blocked": RequestRefused,
    "transient": Unavailable,
}
"""What the tags of an error mean; the first one that it has counts."""
WITHOUT_CAMPAIGN = {"meta-adsets-080"}
"""An ad set of which only the targeting was asked for."""

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the records from elsewhere are not beside this repository"
)


def records(name):
    path = FOLDER / f"{name}.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else ()
    return [pytest.param(one, id=one["id"]) for one in map(json.loads, lines)]


@pytest.mark.parametrize("record", records("errors"))
def test_errors(record):
    refusal = read_refusal(record.get("http_status", 400), {}, record["body"], asked=ASKED)
    error = decipher(refusal)
    assert isinstance(error, ConnectorError)
    assert error.words.english()
    expected = next((kind for tag, kind in MEANT.items() if tag in record["tags"]), None)
    assert expected is None or type(error) is expected, error


@pytest.mark.parametrize("record", records("campaigns"))
def test_campaigns(record):
    body = record["body"]
    campaign = read_campaign(body, ACCOUNT, currency="BRL")
    switch, lacking = read_switch(body, ACCOUNT, currency="BRL")
    assert (campaign.id, campaign.intent) == (body["id"], body["status"])
    assert campaign.delivery == (body["effective_status"],)
    assert (switch.campaign_id, switch.intent, lacking) == (campaign.id, campaign.intent, None)
    assert switch.daily_budget == campaign.daily_budget
    assert (campaign.daily_budget is None) == (not int(body.get("daily_budget") or 0))


@pytest.mark.parametrize("record", records("adsets"))
def test_ad_sets(record):
    body = record["body"]
    if record["id"] in WITHOUT_CAMPAIGN:
        with pytest.raises(Unreadable) as caught:
            read_ad_set(body, ACCOUNT, currency="BRL")
        assert (caught.value.path, caught.value.platform) == ("campaign_id", Platform.META)
        return
    ad_set = read_ad_set(body, ACCOUNT, currency="BRL")
    assert (ad_set.id, ad_set.campaign_id) == (body["id"], body["campaign_id"])
    said = body["targeting"].get("publisher_platforms")
    assert ad_set.placement.platforms == (None if said is None else tuple(said))
    for name, listed in ad_set.placement.positions.items():
        assert list(listed) == body["targeting"][name]


@pytest.mark.parametrize("record", records("targeting"))
def test_targeting(record):
    body = record["body"]
    placement = read_placement({"targeting": body}, ACCOUNT)
    assert isinstance(placement, Placement)
    assert list(placement.platforms or ()) == body.get("publisher_platforms", [])
    assert ("an_in_platforms" in record["tags"]) == (
        "audience_network" in (placement.platforms or ())
    )


@pytest.mark.parametrize("record", records("creatives"))
def test_creatives(record):
    body = record["body"]
    creative = read_creative(body)
    assert creative.id == body["id"]
    found = {(one.kind, one.id) for one in creative.senders}
    story = body.get("object_story_spec") or {}
    for told in (body.get("actor_id"), story.get("page_id")):
        assert not told or (SenderKind.PAGE, told) in found
    for holder in (body, story):
        for name in ("instagram_user_id", "instagram_actor_id"):
            assert not holder.get(name) or (SenderKind.INSTAGRAM, holder[name]) in found
    assert body["effective_object_story_id"] in {one.id for one in creative.posts}
    boosted = bool(body.get("object_story_id"))
    assert [one.what for one in creative.unread] == (["content"] if boosted else [])
    assert creative.media or creative.text or creative.title or boosted
    shown = [one.value for one in creative.shows]
    assert {*creative.media, *(creative.text or "").splitlines()} <= {*shown}


@pytest.mark.parametrize("record", records("creatives"))
def test_a_sponsor_in_any_part_of_a_creative_is_a_partner_and_without_one_there_is_none(record):
    body = record["body"]
    story = body.get("object_story_spec") or {}
    assert partners(body) == []
    sponsor = {"branded_content_sponsor_page_id": "9999"}
    for form in (name for name in story if name.endswith("_data")):
        told = body | {"object_story_spec": story | {form: story[form] | sponsor}}
        assert partners(told) == ["9999"], form
    assert partners(body | sponsor) == ["9999"]


def partners(body):
    return [one.id for one in read_creative(body).senders if one.kind is SenderKind.PARTNER]


@pytest.mark.parametrize("record", records("ads"))
def test_an_ad_of_whose_creative_only_the_id_was_asked(record):
    ad = read_ad(record["body"], ACCOUNT)
    assert (ad.id, ad.ad_set_id) == (record["body"]["id"], record["body"]["adset_id"])
    assert not isinstance(ad.creative, Unread)
    assert [one.what for one in ad.creative.unread] == ["senders", "posts", "content"]


@pytest.mark.parametrize("record", records("debug_token"))
def test_tokens(record):
    data = record["body"]["data"]
    worth = read_token(record["body"], ASKED)
    assert worth.valid is data["is_valid"]
    assert worth.scopes == (tuple(data["scopes"]) if "scopes" in data else None)
    assert (worth.expires == "never") == (data.get("expires_at") == 0)
