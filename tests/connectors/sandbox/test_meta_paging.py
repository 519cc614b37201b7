"""Pages of rows: limits, cursors, filters and summaries."""

from urllib.parse import parse_qs, urlsplit

import pytest
import requests


def test_a_page_holds_25_unless_told_otherwise(shared_graph):
    page = shared_graph.as_("sandbox-page-1001")
    body = page.get("1001/ads_posts", include_inline_create="true")
    assert len(body["data"]) == 25
    assert len(page.get("1001/ads_posts", include_inline_create="true", limit=3)["data"]) == 3


def test_posts_made_inside_ads_come_only_on_request(shared_graph):
    page = shared_graph.as_("sandbox-page-1001")
    assert page.get("1001/ads_posts") == {"data": []}


def test_posts_of_ads_put_together_from_parts_may_be_in_no_list(graph):
    page = graph.as_("sandbox-page-1001")

    def listed(**more):
        rows = page.all("1001/ads_posts", include_inline_create="true", limit=50, **more)
        return {row["id"] for row in rows}

    whole, without = listed(), listed(exclude_dynamic_ads="true")
    assert without < whole
    graph.toggle(no_dynamic_posts=["1001"])
    assert listed() == without


@pytest.mark.parametrize("limit", [1, 3, 7, 100])
def test_pages_of_any_size_give_every_row_once_and_in_order(shared_graph, limit):
    whole = [row["id"] for row in shared_graph.get("act_1/ads", limit=500)["data"]]
    assert [row["id"] for row in shared_graph.all("act_1/ads", limit=limit)] == whole


def test_the_end_is_the_absence_of_next_and_not_of_a_cursor(shared_graph):
    paging = shared_graph.get("act_1/ads", limit=500)["paging"]
    assert set(paging) == {"cursors"}
    assert paging["cursors"]["after"]


def test_previous_leads_back(shared_graph):
    first = shared_graph.get("act_1/ads", limit=4)
    second = shared_graph.get("act_1/ads", limit=4, after=first["paging"]["cursors"]["after"])
    back = shared_graph.get("act_1/ads", limit=4, before=second["paging"]["cursors"]["before"])
    assert back["data"] == first["data"]
    assert "previous" in second["paging"]


def test_next_carries_the_token_and_not_the_proof(shared_graph):
    link = shared_graph.get("act_1/ads", limit=2, fields="id,name")["paging"]["next"]
    query = parse_qs(urlsplit(link).query)
    assert query["access_token"] == ["sandbox-meta"]
    assert query["fields"] == ["id,name"]
    assert "appsecret_proof" not in query
    with requests.get(link, timeout=5) as answer:
        assert answer.json()["error"]["code"] == 100


def test_a_cursor_survives_a_row_that_came_before_it(graph):
    page = graph.as_("sandbox-page-1001")
    post = "1001_20003"
    order = {"order": "reverse_chronological", "filter": "stream", "limit": 2}
    first = page.get(f"{post}/comments", **order)
    rest = page.all(f"{post}/comments", **order)[2:]
    page.post(f"{post}/comments", message="Ett ord till. /Anna")
    after = first["paging"]["cursors"]["after"]
    assert page.get(f"{post}/comments", **order, after=after)["data"] == rest[:2]


def test_the_summary_counts_what_the_filter_lets_through(shared_graph):
    body = shared_graph.get("act_1/campaigns", limit=1, summary="true")
    assert len(body["data"]) == 1
    assert body["summary"]["total_count"] == len(shared_graph.all("act_1/campaigns"))


def test_a_limit_of_nothing_gives_the_summary_alone(shared_graph):
    body = shared_graph.get("act_1/campaigns", limit=0, summary="true")
    assert body["data"] == []
    assert body["summary"]["total_count"] > 0


def test_archived_and_deleted_ones_are_hidden_until_asked_for(shared_graph):
    def names(**params):
        rows = shared_graph.all("act_1/campaigns", fields="name", **params)
        return {row["name"] for row in rows}

    assert not {"Medborgarpanelen", "Nyårsfirande vid vattnet"} & names()
    assert names(effective_status=["ARCHIVED"]) == {"Medborgarpanelen"}
    filtering = [{"field": "campaign.effective_status", "operator": "IN", "value": ["ARCHIVED"]}]
    assert names(filtering=filtering) == {"Medborgarpanelen"}


def test_deleted_ones_stay_readable_by_their_own_id(shared_graph):
    number = shared_graph.named("Campaign", "Nyårsfirande vid vattnet")
    body = shared_graph.get(number, fields="effective_status,adsets{id}")
    assert body == {"effective_status": "DELETED", "id": number}


def test_rows_are_filtered_by_id_at_every_level(shared_graph):
    ad = shared_graph.get("act_1/ads", fields="id,campaign_id,adset_id")["data"][0]
    for field, number in (
        ("id", ad["id"]),
        ("ad.id", ad["id"]),
        ("adset.id", ad["adset_id"]),
        ("campaign.id", ad["campaign_id"]),
    ):
        filtering = [{"field": field, "operator": "IN", "value": [number]}]
        rows = shared_graph.all("act_1/ads", filtering=filtering)
        assert ad["id"] in {row["id"] for row in rows}
        assert len(rows) < 10


def test_rows_are_filtered_by_when_they_changed(shared_graph):
    filtering = [{"field": "ad.updated_time", "operator": "GREATER_THAN", "value": 4102444800}]
    assert shared_graph.get("act_1/ads", filtering=filtering) == {"data": []}
    assert shared_graph.get("act_1/ads", updated_since=4102444800) == {"data": []}
    assert shared_graph.get("act_1/ads", updated_since=1)["data"]


def test_a_filter_on_created_time_does_nothing(shared_graph):
    filtering = [{"field": "ad.created_time", "operator": "GREATER_THAN", "value": 4102444800}]
    assert shared_graph.get("act_1/ads", filtering=filtering)["data"]


def test_pages_may_hold_fewer_rows_than_asked_for(graph):
    whole = graph.all("act_1/ads")
    graph.toggle(page_rows=3)
    body = graph.get("act_1/ads", limit=100)
    assert (len(body["data"]), "next" in body["paging"]) == (3, True)
    assert graph.all("act_1/ads", limit=100) == whole
    assert len(graph.get("act_1/ads", limit=2)["data"]) == 2
