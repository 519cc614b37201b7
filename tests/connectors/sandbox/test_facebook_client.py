"""The published facebook-business client, used as its documentation shows, reads the sandbox."""

import pytest
from facebook_business.adobjects.ad import Ad
from facebook_business.adobjects.adaccount import AdAccount
from facebook_business.adobjects.adset import AdSet
from facebook_business.adobjects.campaign import Campaign
from facebook_business.adobjects.igmedia import IGMedia
from facebook_business.adobjects.page import Page
from facebook_business.adobjects.pagepost import PagePost
from facebook_business.adobjects.user import User
from facebook_business.api import FacebookAdsApi
from facebook_business.exceptions import FacebookRequestError
from facebook_business.session import FacebookSession

EXPANDED = pytest.mark.filterwarnings("ignore:.*does not allow field")
"""The client warns of every field that it does not know, and sends it."""


def client(graph, token="sandbox-meta", secret="sandbox-secret"):
    session = FacebookSession("1", secret, token, timeout=(5, 10))
    session.GRAPH = graph.base_url
    session.requests.trust_env = False
    return FacebookAdsApi(session, api_version="v26.0", enable_debug_logger=False)


@pytest.fixture
def api(graph):
    made = client(graph)
    yield made
    made._session.requests.close()


def test_cursors_walk_every_page_of_campaigns(graph, api):
    fields = [Campaign.Field.name, Campaign.Field.effective_status]
    cursor = AdAccount("act_1", api=api).get_campaigns(fields=fields, params={"limit": 3})
    names = [campaign[Campaign.Field.name] for campaign in cursor]
    assert len(names) == 12
    assert cursor.total() == 12
    assert "Trygghetsvandring" in names
    asked = [one for one in graph.sandbox.requests if one.path == "/v26.0/act_1/campaigns"]
    assert len(asked) == 4


def test_accounts_of_the_user_and_their_tasks_are_listed(api):
    accounts = User("me", api=api).get_ad_accounts(fields=["name", "user_tasks"])
    assert [account["id"] for account in accounts] == [f"act_{n}" for n in range(1, 7)]


def test_objects_are_read_by_their_id(graph, api):
    number = graph.named("AdSet", "Trygghetsvandring – grupp 1")
    ad_set = AdSet(number, api=api).api_get(fields=["targeting", "placement_soft_opt_out"])
    assert ad_set["targeting"]["publisher_platforms"] == ["facebook", "instagram", "messenger"]
    assert ad_set["placement_soft_opt_out"]["audience_network_positions"]


def test_filters_and_lists_are_taken_as_the_client_writes_them(api):
    account = AdAccount("act_1", api=api)
    archived = account.get_campaigns(fields=["name"], params={"effective_status": ["ARCHIVED"]})
    assert [one["name"] for one in archived] == ["Medborgarpanelen"]
    numbers = [ad["id"] for ad in account.get_ads(params={"limit": 2})][:2]
    filtering = [{"field": "ad.id", "operator": "IN", "value": numbers}]
    found = account.get_ads(fields=["name"], params={"filtering": filtering})
    assert sorted(ad["id"] for ad in found) == sorted(numbers)


def test_a_status_is_written_with_api_update(graph, api):
    number = graph.named("Campaign", "Cykla i vinter")
    campaign = Campaign(number, api=api)
    campaign.api_update(params={Campaign.Field.status: Campaign.Status.paused})
    assert campaign.api_get(fields=["effective_status"])["effective_status"] == "PAUSED"
    ads = campaign.get_ads(fields=[Ad.Field.effective_status])
    assert {ad["effective_status"] for ad in ads} == {"CAMPAIGN_PAUSED"}


def test_a_batch_calls_back_for_each_of_its_items(graph, api):
    good = graph.named("Campaign", "Cykla i vinter")
    barred = graph.named("Campaign", "Drick kranvatten")
    done, failed = [], []
    batch = api.new_batch()
    for number in (good, barred):
        Campaign(number, api=api).api_update(
            params={"status": "PAUSED"},
            batch=batch,
            success=lambda response: done.append(response.json()),
            failure=lambda response: failed.append(response.error()),
        )
    assert batch.execute() is None
    assert done == [{"success": True}]
    assert [error.api_error_code() for error in failed] == [200]
    assert failed[0].http_status() == 403


def test_lost_items_of_a_batch_can_be_sent_again(graph, api):
    number = graph.named("Campaign", "Cykla i vinter")
    done = []
    batch = api.new_batch()
    Campaign(number, api=api).api_get(fields=["name"], batch=batch, success=done.append)
    graph.sandbox.world.faults.set_rates("null=1")
    left = batch.execute()
    assert (done, len(left)) == ([], 1)
    graph.sandbox.world.faults.set_rates("")
    assert left.execute() is None
    assert done[0].json()["name"] == "Cykla i vinter"


def test_comments_are_read_with_the_pages_own_token(graph, api):
    pages = User("me", api=api).get_accounts(fields=["name", "access_token"])
    token = next(page["access_token"] for page in pages if page["id"] == "1001")
    page_api = client(graph, token)
    params = {"filter": "stream", "order": "reverse_chronological", "limit": 4}
    post = PagePost("1001_20003", api=page_api)
    comments = list(post.get_comments(fields=["message", "from", "parent"], params=params))
    assert len(comments) > 4
    assert any(one["from"]["id"] == "1001" for one in comments)
    threads = Page("1001", api=page_api).get_conversations(params={"platform": "INSTAGRAM"})
    assert len(list(threads)) == 4
    media = IGMedia("18100000000000003", api=page_api)
    assert list(media.get_comments(fields=["text", "username"]))
    page_api._session.requests.close()


@EXPANDED
def test_reports_are_read_by_month_and_nested_edges_with_their_parents(api):
    account = AdAccount("act_1", api=api)
    months = account.get_insights(
        fields=["impressions"],
        params={
            "time_range": {"since": "2026-10-20", "until": "2026-11-20"},
            "time_increment": "monthly",
        },
    )
    assert sorted(one["date_start"] for one in months) == ["2026-10-20", "2026-11-01"]
    campaigns = list(account.get_campaigns(fields=["name", "adsets{campaign_id}"]))
    nested = {one["id"]: [each["campaign_id"] for each in one["adsets"]] for one in campaigns}
    assert all(set(above) == {number} for number, above in nested.items())


@EXPANDED
def test_a_users_businesses_share_accounts_and_assignments_tell_of_tasks(api):
    user = User("me", api=api)
    assigned = user.get_assigned_ad_accounts(fields=["name", "tasks", "permitted_tasks"])
    assert {one["id"]: "MANAGE" in one["tasks"] for one in assigned}["act_5"] is False
    owned = user.get_businesses()[0].get_owned_ad_accounts(fields=["name"])
    assert "act_1" in {one["id"] for one in owned}


def test_refusals_carry_code_and_status(graph, api):
    with pytest.raises(FacebookRequestError) as refused:
        Campaign("9", api=api).api_get(fields=["name"])
    assert (refused.value.api_error_code(), refused.value.api_error_subcode()) == (100, 33)
    with pytest.raises(FacebookRequestError) as removed:
        Campaign.get_by_ids(["1", "2"], api=api)
    assert (removed.value.http_status(), removed.value.api_error_code()) == (500, 100)
    unproved = client(graph, secret=None)
    with pytest.raises(FacebookRequestError) as demanded:
        AdAccount("act_1", api=unproved).api_get()
    assert demanded.value.api_error_code() == 100
    unproved._session.requests.close()


def test_a_dry_run_of_the_clients_own_making_changes_nothing(graph, api):
    number = graph.named("Campaign", "Cykla i vinter")
    campaign = Campaign(number, api=api)
    options = [Campaign.ExecutionOptions.validate_only]
    params = {Campaign.Field.status: Campaign.Status.paused, "execution_options": options}
    batch, done = api.new_batch(), []
    campaign.api_update(params=params)
    Campaign(number, api=api).api_update(params=params, batch=batch, success=done.append)
    assert batch.execute() is None
    assert [one.json() for one in done] == [{"success": True}]
    assert campaign.api_get(fields=["status"])["status"] == "ACTIVE"


def test_a_batch_of_more_than_fifty_fails_as_a_whole(api):
    batch = api.new_batch()
    for _ in range(51):
        AdAccount("act_1", api=api).api_get(batch=batch)
    with pytest.raises(FacebookRequestError) as refused:
        batch.execute()
    assert "Maximum batch size is 50" in refused.value.api_error_message()


def test_posts_made_for_ads_are_listed_with_booleans_as_the_client_writes_them(graph, api):
    token = Page("1001", api=api).api_get(fields=["access_token"])["access_token"]
    page_api = client(graph, token)
    params = {"include_inline_create": True, "exclude_dynamic_ads": True, "limit": 3}
    assert len(list(Page("1001", api=page_api).get_ads_posts(params=params))) > 3
    page_api._session.requests.close()
