"""Records of the API from elsewhere: each becomes a noun or a refusal that names its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from connectors.errors import (
    ConnectorError,
    PermissionMissing,
    RateLimited,
    TokenRejected,
    Unreadable,
    VersionRetired,
)
from connectors.linkedin.errors import decipher
from connectors.linkedin.read_ads import read_ad, read_campaign, read_group
from connectors.linkedin.read_comments import read_comment
from connectors.linkedin.read_posts import read_post
from connectors.linkedin.read_switches import read_group_state, read_switch
from connectors.linkedin.refusal import Asked, read_refusal
from policies.model import Level, Platform, Post

FOLDER = Path(__file__).parents[3] / ".." / "shared" / "payloads" / "linkedin"
ACCOUNT = "777"
POST = Post(platform=Platform.LINKEDIN, id="urn:li:share:1", kind="linkedin", owner_id=None)
ASKED = Asked(endpoint="adCampaigns.FINDER", token="[linkedin] ads_token", version="202608")
UNREADABLE = {"linkedin-campaign_groups-001": "id", "linkedin-social-002": "commentUrn"}
"""Records that are no answers of this resource, and where that shows."""

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the records from elsewhere are not beside this repository"
)


def records(name):
    path = FOLDER / f"{name}.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else ()
    return [pytest.param(one, id=one["id"]) for one in map(json.loads, lines)]


def noun(record, read):
    """The noun of a record, or None where it is refused at the place that is known for it."""
    place = UNREADABLE.get(record["id"])
    if place is None:
        return read(record["body"])
    with pytest.raises(Unreadable) as caught:
        read(record["body"])
    assert (caught.value.path, caught.value.platform) == (place, Platform.LINKEDIN)
    return None


@pytest.mark.parametrize("record", records("campaigns"))
def test_campaigns(record):
    body = record["body"]
    campaign = noun(record, lambda told: read_campaign(told, ACCOUNT))
    switch, lacking = read_switch(body, ACCOUNT, level=Level.CAMPAIGN, groups={})
    assert (campaign.id, campaign.intent) == (str(body["id"]), body.get("status"))
    assert campaign.campaign_id == body["campaignGroup"].rpartition(":")[2]
    assert (switch.campaign_id, switch.intent, lacking) == (campaign.id, campaign.intent, None)
    assert switch.daily_budget == campaign.daily_budget
    assert (campaign.daily_budget is None) == ("dailyBudget" not in body)


@pytest.mark.parametrize("record", records("campaign_groups"))
def test_groups(record):
    group = noun(record, lambda told: read_group(told, ACCOUNT))
    state = noun(record, read_group_state)
    assert (group is None) == (state is None)
    if group:
        assert (group.id, group.intent) == (state.id, state.intent)
        assert group.start < group.end


@pytest.mark.parametrize("record", records("creatives"))
def test_creatives_without_content_are_ads_of_which_everything_is_unread(record):
    ad = noun(record, lambda told: read_ad(told, ACCOUNT, campaigns={"42": "111"}, posts={}))
    assert (ad.id, ad.ad_set_id, ad.campaign_id) == (record["body"]["id"], "42", "111")
    assert ad.intent == record["body"]["intendedStatus"]
    assert ad.delivery == tuple(record["body"].get("servingHoldReasons", ()))
    assert [one.what for one in ad.creative.unread] == ["senders", "posts", "content"]


@pytest.mark.parametrize("record", records("comments") + records("social"))
def test_comments(record):
    written = noun(record, lambda told: read_comment(told, POST))
    if written:
        comment, body = written.comment, record["body"]
        assert comment.id == body["id"]
        assert (comment.author_id, comment.text) == (body["actor"], body["message"]["text"])
        assert comment.attachment == "photo"
        assert written.replies is None
        assert f"activity%3A{body['object'].rpartition(':')[2]}" in comment.link


@pytest.mark.parametrize("record", records("posts"))
def test_posts(record):
    seen = noun(record, read_post)
    assert seen.post.id == record["body"]["id"]
    assert (seen.post.owner_id, seen.text) == (
        record["body"]["author"],
        record["body"]["commentary"],
    )
    assert seen.media == ("urn:li:video:C5F10AQGKQg_6y2a4sQ",)
    assert seen.published < seen.changed


@pytest.mark.parametrize("record", records("errors"))
def test_errors(record):
    body = record["body"]
    status = record.get("http_status") or body["status"]
    error = decipher(read_refusal(status, {}, body, asked=ASKED))
    assert isinstance(error, ConnectorError)
    assert error.words.english()
    expected = {
        "rate_limit": RateLimited,
        "token": TokenRejected,
        "version": VersionRetired,
        "permission": PermissionMissing,
    }
    kind = next((kind for tag, kind in expected.items() if tag in record["tags"]), None)
    if kind is not None:
        assert isinstance(error, kind), error


def test_every_file_of_records_has_a_test():
    read = {"campaigns", "campaign_groups", "creatives", "comments", "social", "posts", "errors"}
    assert {path.stem for path in FOLDER.glob("*.jsonl")} == read
