"""The ad side of an account: what arrives as nouns, and what is named as unread."""

from decimal import Decimal

import pytest

from connectors.errors import NotFound
from policies.model import Money, SenderKind, Unread
from tests.connectors.linkedin.scripted import (
    ACCOUNT,
    CITY,
    NO_SCOPE,
    SHARE,
    a_campaign,
    a_creative,
    a_group,
    a_post,
    bare,
    batch,
    page,
    refusal,
    the_account,
)

BELOW = f"adAccounts/{ACCOUNT}"


def whats(unread):
    return [one.what for one in unread]


def test_an_account_with_one_of_each_becomes_nouns_with_nothing_unread(script):
    the_account(script)
    snapshot = script.reader().snapshot(ACCOUNT)
    assert snapshot.unread == ()
    assert (snapshot.account.id, snapshot.account.rights) == (ACCOUNT, ("CAMPAIGN_MANAGER",))
    assert (snapshot.account.controls, snapshot.account.time_zone) == (None, None)
    [group], [campaign], [ad] = snapshot.campaigns, snapshot.ad_sets, snapshot.ads
    assert group.total_budget == Money(amount=Decimal("5000.50"), currency="SEK")
    assert (group.updated, group.end) == ("3", None)
    assert (campaign.campaign_id, campaign.intent, campaign.delivery) == (
        "601",
        "ACTIVE",
        ("RUNNABLE",),
    )
    assert campaign.start.isoformat() == "2026-09-30T20:26:40+00:00"
    assert campaign.placement.offsite is True
    assert campaign.placement.platforms is None
    assert [(one.kind, one.id) for one in campaign.senders] == [(SenderKind.ORGANIZATION, CITY)]
    assert (ad.campaign_id, ad.ad_set_id, ad.delivery) == ("601", "901", ("SERVING",))
    assert (ad.creative.text, ad.creative.title) == ("Simskolan öppnar (snart)", "Bassängen")
    assert (ad.creative.landing, ad.creative.media) == (
        "https://example.org/sim",
        ("urn:li:image:C1",),
    )
    assert [(one.id, one.where) for one in ad.creative.senders] == [(CITY, "post.author")]
    [post] = ad.creative.posts
    assert (post.id, post.owner_id, post.kind) == (SHARE, CITY, "linkedin")
    assert post.link == f"https://www.linkedin.com/feed/update/{SHARE}"
    assert campaign.link == "https://www.linkedin.com/campaignmanager/accounts/5001/campaigns/901"
    assert group.link.endswith("/5001/campaign-groups/601")


def test_test_objects_are_left_out_and_not_told_as_missing(script):
    the_account(
        script,
        groups=[a_group(), a_group(602, test=True)],
        campaigns=[a_campaign(), a_campaign(902, 602, test=True)],
        creatives=[a_creative(), a_creative(2, 902, isTest=True)],
    )
    snapshot = script.reader().snapshot(ACCOUNT)
    assert [len(part) for part in (snapshot.campaigns, snapshot.ad_sets, snapshot.ads)] == [1, 1, 1]
    assert snapshot.unread == ()


def test_a_short_page_is_not_the_last_and_every_status_is_asked_for(script):
    the_account(script)
    script.on(f"{BELOW}/adCampaigns", page(a_campaign(901), token="T/+1"))
    script.on(f"{BELOW}/adCampaigns", page(token="T2"), having="pageToken=T%2F%2B1")
    script.on(f"{BELOW}/adCampaigns", page(a_campaign(902)), having="pageToken=T2")
    snapshot = script.reader().snapshot(ACCOUNT)
    assert [one.id for one in snapshot.ad_sets] == ["901", "902"]
    [first, *_] = [one for one in script.asked if one.path.endswith("/adCampaigns")]
    assert "search=(status:(values:List(ACTIVE,ARCHIVED,CANCELED,COMPLETED,DRAFT," in first.query


def test_a_cursor_that_goes_round_ends_with_what_came_and_a_reason(script):
    the_account(script)
    script.on(f"{BELOW}/adCampaigns", page(a_campaign(), token="again"))
    snapshot = script.reader().snapshot(ACCOUNT)
    assert [one.id for one in snapshot.ad_sets] == ["901"]
    assert whats(snapshot.unread) == ["ad_sets"]


def test_creatives_are_sought_by_their_own_finder(script):
    the_account(script)
    script.reader().snapshot(ACCOUNT)
    [asked] = [one for one in script.asked if one.path.endswith("/creatives")]
    assert asked.headers["X-Restli-Method"] == "FINDER"
    assert asked.query == "q=criteria&isTestAccount=false&sortOrder=ASCENDING&pageSize=100"


@pytest.mark.parametrize("lost", ["adCampaignGroups", "adCampaigns", "creatives"])
def test_a_part_that_fails_is_named_and_the_others_are_read(script, lost):
    the_account(script)
    script.on(f"{BELOW}/{lost}", refusal(403, code="NO_PERMISSION_ON_ENTITY"))
    snapshot = script.reader().snapshot(ACCOUNT)
    names = {"adCampaignGroups": "campaigns", "adCampaigns": "ad_sets", "creatives": "ads"}
    assert names[lost] in whats(snapshot.unread)
    assert sum(map(len, (snapshot.campaigns, snapshot.ad_sets, snapshot.ads))) == 2


def test_an_ad_whose_campaign_was_not_read_keeps_its_posts_and_the_campaign_is_named(script):
    the_account(script, campaigns=[a_campaign(902)])
    snapshot = script.reader().snapshot(ACCOUNT)
    [ad] = snapshot.ads
    assert (ad.campaign_id, [post.id for post in ad.creative.posts]) == ("", [SHARE])
    assert whats(snapshot.unread) == ["ad_sets:901"]


def test_a_list_that_is_no_list_is_not_taken_for_an_empty_one(script):
    the_account(script)
    script.on(f"{BELOW}/adCampaigns", {"paging": {}})
    snapshot = script.reader().snapshot(ACCOUNT)
    assert "ad_sets" in whats(snapshot.unread)


def test_a_broken_record_is_named_with_its_id_and_the_others_are_read(script):
    broken = a_campaign(902, dailyBudget={"amount": "many", "currencyCode": "SEK"})
    the_account(script, campaigns=[a_campaign(), broken, "nonsense"])
    snapshot = script.reader().snapshot(ACCOUNT)
    assert [one.id for one in snapshot.ad_sets] == ["901"]
    assert whats(snapshot.unread) == ["ad_sets:902", "ad_sets"]
    assert "dailyBudget.amount" in snapshot.unread[0].because.english()


def test_without_the_account_itself_nothing_is_said_of_it(script):
    the_account(script)
    script.on(BELOW, refusal(404, code="NOT_FOUND"))
    with pytest.raises(NotFound):
        script.reader().snapshot(ACCOUNT)


def test_roles_that_cannot_be_read_are_unread_and_not_an_absence_of_roles(script):
    the_account(script)
    script.on("adAccountUsers", refusal(403))
    snapshot = script.reader().snapshot(ACCOUNT)
    assert isinstance(snapshot.account.rights, Unread)
    assert whats(snapshot.unread) == ["account.rights"]


def test_a_post_that_two_creatives_show_is_read_once(script):
    the_account(script, creatives=[a_creative(1), a_creative(2)])
    snapshot = script.reader().snapshot(ACCOUNT)
    assert [ad.creative.text for ad in snapshot.ads] == ["Simskolan öppnar (snart)"] * 2
    [asked] = [one for one in script.asked if one.path == "posts"]
    assert asked.query == "ids=List(urn%3Ali%3Ashare%3A7001)"


def test_a_post_that_the_batch_does_not_give_is_asked_for_by_itself(script):
    the_account(script)
    script.on("posts", batch({}, {"urn%3Ali%3Ashare%3A7001": {"status": 404}}))
    script.on(f"posts/{SHARE}", a_post())
    snapshot = script.reader().snapshot(ACCOUNT)
    assert snapshot.ads[0].creative.text == "Simskolan öppnar (snart)"
    assert snapshot.unread == ()


def test_a_batch_that_is_refused_as_such_falls_back_to_single_reads(script):
    the_account(script)
    script.on("posts", refusal(400, code="ILLEGAL_ARGUMENT"))
    script.on(f"posts/{SHARE}", a_post())
    assert script.reader().snapshot(ACCOUNT).unread == ()


def test_without_the_scope_for_posts_the_ad_stands_with_its_post_and_an_unknown_sender(script):
    the_account(script)
    script.on("posts", refusal(403, **NO_SCOPE))
    script.on(f"posts/{SHARE}", refusal(403, **NO_SCOPE))
    snapshot = script.reader().snapshot(ACCOUNT)
    [ad] = snapshot.ads
    assert whats(ad.creative.unread) == ["senders", "posts", "content"]
    assert ([post.id for post in ad.creative.posts], ad.creative.senders) == ([SHARE], ())
    assert whats(snapshot.unread) == ["posts"]
    assert "Grant it the scope" in ad.creative.unread[0].because.english()


def test_a_missing_scope_is_not_asked_about_for_every_post(script):
    posts = [f"urn:li:share:{number}" for number in range(1, 31)]
    the_account(script, creatives=[a_creative(n, content={"reference": p}) for n, p in
                                   enumerate(posts, 1)])  # fmt: skip
    script.on("posts", refusal(403, **NO_SCOPE))
    for post in posts:
        script.on(f"posts/{post}", refusal(403, **NO_SCOPE))
    snapshot = script.reader().snapshot(ACCOUNT)
    assert sum(path.startswith("posts") for path in script.paths()) == 4
    assert all(whats(ad.creative.unread) == ["senders", "posts", "content"] for ad in snapshot.ads)


def test_a_post_that_is_gone_is_named_by_itself(script):
    the_account(script)
    script.on("posts", batch({}, {"urn%3Ali%3Ashare%3A7001": {"status": 404}}))
    snapshot = script.reader().snapshot(ACCOUNT)
    assert whats(snapshot.unread) == [f"posts:{SHARE}"]


def test_gateway_trouble_with_posts_is_a_gap_of_all_posts(script):
    the_account(script)
    script.on("posts", bare(502))
    snapshot = script.reader().snapshot(ACCOUNT)
    assert whats(snapshot.unread) == ["posts"]
    assert [post.id for post in snapshot.ads[0].creative.posts] == [SHARE]
