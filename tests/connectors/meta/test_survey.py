"""Parts of an account fail by themselves: what else came is kept, and the rest is named."""

from __future__ import annotations

import json

import pytest

from connectors.errors import ConnectorError
from connectors.meta import MetaReader
from policies.model import SenderKind, Unread
from tests.connectors.meta.scripted import error, page

CAMPAIGN = {"id": "1", "status": "ACTIVE", "daily_budget": "100"}
AD_SET = {"id": "2", "campaign_id": "1", "targeting": {"age_min": 18}}
CREATIVE = {"id": "4", "object_story_id": "1001_5"}
POST_THERE = {"effective_instagram_media_id": "18001"}
AD = {"id": "3", "adset_id": "2", "campaign_id": "1", "creative": CREATIVE}
ACCOUNT = {"id": "act_1", "name": "Konto", "currency": "SEK", "user_tasks": []}


@pytest.fixture
def account(script):
    """An account that answers everything."""
    script.on("act_1", ACCOUNT)
    script.on("act_1/campaigns", page(CAMPAIGN))
    script.on("act_1/adsets", page(AD_SET))
    script.on("act_1/ads", page(AD))
    return script


def take(script, **changed):
    access = script.access(**changed)
    return MetaReader(access, patience=script.patience(), clock=lambda: script.now).snapshot(
        "act_1"
    )


def whats(snapshot):
    return [one.what for one in snapshot.unread]


def test_all_of_it_comes_with_two_requests(account):
    snapshot = take(account)
    assert (len(snapshot.campaigns), len(snapshot.ad_sets), len(snapshot.ads)) == (1, 1, 1)
    assert snapshot.unread == ()
    assert snapshot.account.rights == ()
    assert account.http == 2


LYING = {
    "status": "PAUSED",
    "effective_status": "PAUSED",
    "updated_time": "2024-01-01T00:00:00+0000",
}


def lying(number):
    return {"id": str(number), **LYING}


def filters(script, edge):
    """Which campaigns each sending to an edge names; None: it names none."""
    told = [one.params.get("filtering") for one in script.of(f"act_1/{edge}")]
    return [json.loads(one) if one else None for one in told]


def test_where_nothing_is_over_for_long_no_campaign_is_named(account):
    take(account)
    assert (filters(account, "adsets"), filters(account, "ads")) == ([None], [None])


def test_campaigns_over_for_long_stay_campaigns_and_what_is_below_them_is_not_asked_for(account):
    account.on("act_1/campaigns", page(lying(8), CAMPAIGN, lying(9)))
    snapshot = take(account)
    assert [one.id for one in snapshot.campaigns] == ["8", "1", "9"]
    assert (len(snapshot.ad_sets), len(snapshot.ads), snapshot.unread) == (1, 1, ())
    wanted = [{"field": "campaign.id", "operator": "IN", "value": ["1"]}]
    assert (filters(account, "adsets"), filters(account, "ads")) == ([wanted], [wanted])
    assert account.http == 2


@pytest.mark.parametrize("rows", [(), (lying(8), lying(9))])
def test_where_no_campaign_matters_nothing_below_is_asked_for(account, rows):
    account.on("act_1/campaigns", page(*rows))
    snapshot = take(account)
    assert (len(snapshot.campaigns), snapshot.ad_sets, snapshot.ads) == (len(rows), (), ())
    assert snapshot.unread == ()
    assert (filters(account, "adsets"), filters(account, "ads")) == ([], [])
    assert account.http == 1


def test_campaigns_that_matter_are_named_a_hundred_at_a_time_in_one_request(account):
    rows = [{"id": str(number), "status": "ACTIVE"} for number in range(1000, 1201)]
    account.on("act_1/campaigns", page(lying(8), *rows))
    told = page({**AD_SET, "campaign_id": "1000"}), page(), error(2)
    account.on("act_1/adsets", *told)
    account.on("act_1/ads", page())
    snapshot = take(account)
    values = [one[0]["value"] for one in filters(account, "adsets")]
    assert [len(one) for one in values] == [100, 100, 1]
    assert [one for some in values for one in some] == [row["id"] for row in rows]
    assert filters(account, "adsets") == filters(account, "ads")
    assert len({one.batch for one in account.of("act_1/adsets")}) == 1
    assert (len(snapshot.ad_sets), whats(snapshot)) == (1, ["ad_sets"])


@pytest.mark.parametrize(
    "campaigns",
    [
        pytest.param([page(lying(8), after="A", more=True), error(2)], id="broken off"),
        pytest.param([page(lying(8), {"name": "?"})], id="a row without its id"),
    ],
)
def test_where_nobody_knows_all_campaigns_nothing_is_narrowed(account, campaigns):
    account.on("act_1/campaigns", *campaigns)
    snapshot = take(account)
    assert (filters(account, "adsets"), len(snapshot.ads)) == ([None], 1)


def test_a_campaign_that_cannot_be_read_matters(account):
    account.on("act_1/campaigns", page(lying(8), {"id": "1", "name": 5}))
    snapshot = take(account)
    assert filters(account, "ads")[0][0]["value"] == ["1"]
    assert whats(snapshot) == ["campaigns:1", "campaigns:1"]


def test_an_account_of_which_neither_it_nor_a_campaign_comes_is_asked_nothing_more(account):
    account.on("act_1", error(2))
    account.on("act_1/campaigns", error(2))
    with pytest.raises(ConnectorError):
        take(account)
    assert account.of("act_1/ads") == []


@pytest.mark.parametrize(
    ("edge", "what", "held"),
    [("campaigns", "campaigns", 0), ("adsets", "ad_sets", 1), ("ads", "ads", 2)],
)
def test_a_list_that_fails_is_unread_and_the_others_are_read(account, edge, what, held):
    account.on(f"act_1/{edge}", error(2))
    snapshot = take(account)
    counts = [len(snapshot.campaigns), len(snapshot.ad_sets), len(snapshot.ads)]
    assert counts == [0 if place == held else 1 for place in range(3)]
    assert whats(snapshot) == [what]
    assert snapshot.unread[0].account_id == "act_1"


def test_an_account_that_fails_is_unread_and_its_campaigns_are_read(account):
    account.on("act_1", error(2))
    snapshot = take(account)
    assert whats(snapshot) == ["account"]
    assert snapshot.account.name == "act_1"
    assert isinstance(snapshot.account.rights, Unread)
    assert isinstance(snapshot.account.controls, Unread)
    assert snapshot.campaigns[0].daily_budget is None


def test_an_account_of_another_shape_is_unread(account):
    account.on("act_1", ACCOUNT | {"account_status": "1"})
    assert whats(take(account)) == ["account"]


@pytest.mark.parametrize("refused", [error(200), error(100)])
def test_refused_controls_are_asked_for_apart_and_are_unread(account, refused):
    account.on("act_1", refused, ACCOUNT)
    account.on("act_1/account_controls", refused)
    snapshot = take(account)
    assert whats(snapshot) == ["controls"]
    assert snapshot.account.name == "Konto"
    assert isinstance(snapshot.account.controls, Unread)


def test_controls_that_come_apart_are_read(account):
    held = {"placement_controls": {"placement_exclusion": "AUDIENCE_NETWORK_CLASSIC"}}
    account.on("act_1", error(100), ACCOUNT)
    account.on("act_1/account_controls", page({**held, "status": "ACTIVE"}))
    controls = take(account).account.controls
    assert controls.placement_exclusions == ("AUDIENCE_NETWORK_CLASSIC",)


@pytest.mark.parametrize("field", ["placement_controls", "status", "campaigns_with_error"])
def test_controls_that_come_apart_without_a_field_exclude_nobody_knows_what(account, field):
    refusal = f"(#100) Tried accessing nonexisting field ({field}) on node type (AdAccountControls)"
    account.on("act_1", error(200), ACCOUNT)
    account.on("act_1/account_controls", error(100, message=refusal), page({"status": "ACTIVE"}))
    snapshot = take(account)
    assert field not in account.of("act_1/account_controls")[-1].params["fields"].split(",")
    assert whats(snapshot) == ["controls"]
    assert isinstance(snapshot.account.controls, Unread)
    assert "no longer gives the controls" in snapshot.account.controls.because.english()


def test_controls_that_come_apart_are_known_without_the_audience(account):
    refusal = "(#100) Tried accessing nonexisting field (audience_controls) on node type (X)"
    held = {"placement_controls": {"placement_exclusion": "AUDIENCE_NETWORK_CLASSIC"}}
    account.on("act_1", error(200), ACCOUNT)
    account.on("act_1/account_controls", error(100, message=refusal), page(held))
    controls = take(account).account.controls
    assert controls.placement_exclusions == ("AUDIENCE_NETWORK_CLASSIC",)


def test_nothing_at_all_raises(account):
    for path in ("act_1", "act_1/campaigns", "act_1/adsets", "act_1/ads"):
        account.on(path, error(2))
    with pytest.raises(ConnectorError):
        take(account)


def test_rows_that_are_none_are_named_and_the_others_read(account):
    account.on("act_1/campaigns", page(CAMPAIGN, {"id": "9", "name": 5}, {}, "text"))
    snapshot = take(account)
    assert [one.id for one in snapshot.campaigns] == ["1"]
    assert whats(snapshot) == ["campaigns:9", "campaigns", "campaigns"]


def test_a_row_met_twice_counts_once(account):
    account.on("act_1/campaigns", page(CAMPAIGN, CAMPAIGN))
    assert len(take(account).campaigns) == 1


def test_what_stands_above_something_and_was_not_listed_is_named(account):
    account.on("act_1/adsets", page())
    account.on("act_1/ads", page(AD))
    assert whats(take(account)) == ["ad_sets:2"]


def test_a_refused_soft_exclusion_and_a_strange_one_are_named_with_their_ad_set(account):
    account.on("act_1/adsets", page({**AD_SET, "placement_soft_opt_out": {"x": 5}}))
    snapshot = take(account)
    assert whats(snapshot) == ["ad_sets.placement_soft_opt_out:2"]
    assert snapshot.ad_sets[0].placement.platforms is None


def test_a_creative_of_another_shape_takes_only_itself(account):
    account.on("act_1/ads", page({**AD, "creative": {"id": "4", "title": 5}}))
    snapshot = take(account)
    assert whats(snapshot) == ["ads.creative:3"]
    assert isinstance(snapshot.ads[0].creative, Unread)


def test_the_post_made_for_an_ad_tells_the_account_where_the_creative_does_not(account):
    creative = {**CREATIVE, "effective_instagram_media_id": "18001"}
    account.on("act_1/ads", page({**AD, "creative": creative}))
    account.on("18001", {"id": "18001", "owner": {"id": "17841"}})
    account.on("17841", {"id": "17841", "username": "staden"})
    snapshot = take(account, instagram=("17841",))
    (sender,) = [
        one for one in snapshot.ads[0].creative.senders if one.kind is SenderKind.INSTAGRAM
    ]
    assert (sender.id, sender.where) == ("17841", "creative.instagram_media.owner")
    assert [one.username for one in snapshot.identities] == ["staden"]


def test_an_account_that_stumbles_is_looked_up_again_the_next_time(account):
    creative = {**CREATIVE, **POST_THERE, "instagram_user_id": "17841"}
    account.on("act_1/ads", page({**AD, "creative": creative}))
    account.on("17841", error(2), {"id": "17841", "username": "staden"})
    access = account.access(instagram=("17841",))
    reader = MetaReader(access, patience=account.patience(), clock=lambda: account.now)
    assert whats(reader.snapshot("act_1")) == ["identities:17841"]
    assert whats(reader.snapshot("act_1")) == []


def test_stand_ins_that_cannot_be_listed_are_told(account):
    creative = {**CREATIVE, **POST_THERE, "instagram_user_id": "17842"}
    account.on("act_1/ads", page({**AD, "creative": creative}))
    account.on("17842", {"id": "17842", "username": "annan"})
    account.on("me/accounts", page({"id": "1001", "access_token": "T1"}))
    account.on("1001/page_backed_instagram_accounts", error(10))
    snapshot = take(account)
    assert whats(snapshot) == ["identities"]
    assert [one.id for one in snapshot.identities] == ["17842"]


def test_a_refused_field_of_posts_makes_them_unread(account):
    message = "(#100) Tried accessing nonexisting field (object_story_id) on node type (AdCreative)"
    account.on("act_1/ads", error(100, message=message), page(AD))
    snapshot = take(account)
    assert whats(snapshot) == ["ads.object_story_id"]
    assert [one.what for one in snapshot.ads[0].creative.unread] == ["posts", "content"]


def test_rows_of_stand_ins_that_are_none_are_told(account):
    creative = {**CREATIVE, **POST_THERE, "instagram_user_id": "17842"}
    account.on("act_1/ads", page({**AD, "creative": creative}))
    account.on("17842", {"id": "17842"})
    account.on("me/accounts", page({"id": "1001", "access_token": "T1"}))
    account.on("1001/page_backed_instagram_accounts", page({}))
    assert whats(take(account)) == ["identities"]
