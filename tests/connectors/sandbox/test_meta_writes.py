"""Pausing, resuming and what follows from it."""

import json
from datetime import datetime

import pytest
import requests

NAME = "Öppna förskolan på vinterlovet"


def status(graph, number):
    return graph.get(number, fields="status,effective_status,updated_time")


@pytest.fixture
def campaign(graph):
    return graph.named("Campaign", NAME)


def test_a_dry_run_changes_nothing(graph, campaign):
    before = status(graph, campaign)
    answer = graph.post(campaign, status="PAUSED", execution_options='["validate_only"]')
    assert answer.json() == {"success": True}
    assert status(graph, campaign) == before


@pytest.mark.parametrize(
    "options",
    ['["validate"]', "validate_only", '["include_recommendations"]', '["synchronous_ad_review"]'],
)
def test_a_dry_run_that_is_asked_wrongly_is_refused_and_changes_nothing(graph, campaign, options):
    before = status(graph, campaign)
    answer = graph.post(campaign, status="PAUSED", execution_options=options)
    assert answer.json()["error"]["code"] == 100
    assert status(graph, campaign) == before


def test_a_dry_run_checks_the_role_and_the_status(graph, campaign):
    dry = {"execution_options": '["validate_only", "include_recommendations"]'}
    assert graph.post(campaign, status="STOPPED", **dry).json()["error"]["code"] == 100
    graph.toggle(read_only=["act_1"])
    account = graph.get(campaign, fields="account_id")["account_id"]
    graph.toggle(read_only=[f"act_{account}"])
    assert graph.post(campaign, status="PAUSED", **dry).json()["error"]["code"] == 200


def test_a_pause_without_a_change_moves_nothing(graph):
    number = graph.named("Campaign", "Återbruk i kvarteret")
    before = status(graph, number)
    assert graph.post(number, status="PAUSED").json() == {"success": True}
    assert status(graph, number) == before


def test_pausing_a_campaign_pauses_what_is_below_it_in_effect(graph, campaign):
    assert graph.post(campaign, status="PAUSED").json() == {"success": True}
    body = graph.get(campaign, fields="effective_status,adsets{status,effective_status},"
                     "ads{status,effective_status}")  # fmt: skip
    assert body["effective_status"] == "PAUSED"
    for below in (*body["adsets"]["data"], *body["ads"]["data"]):
        assert (below["status"], below["effective_status"]) == ("ACTIVE", "CAMPAIGN_PAUSED")


def test_pausing_an_ad_set_pauses_its_ads_and_not_its_campaign(graph, campaign):
    number = graph.get(f"{campaign}/adsets")["data"][0]["id"]
    graph.post(number, status="PAUSED")
    ads = graph.get(f"{number}/ads", fields="effective_status")["data"]
    assert {ad["effective_status"] for ad in ads} == {"ADSET_PAUSED"}
    assert status(graph, campaign)["effective_status"] == "ACTIVE"


def test_resuming_restores_what_was(graph, campaign):
    fields = "effective_status,adsets{effective_status},ads{effective_status}"
    before = graph.get(campaign, fields=fields)
    graph.post(campaign, status="PAUSED")
    graph.post(campaign, status="ACTIVE")
    assert graph.get(campaign, fields=fields) == before


def test_every_change_moves_updated_time_even_within_a_second(graph, campaign):
    times = [datetime.fromisoformat(status(graph, campaign)["updated_time"])]
    for switch in ("PAUSED", "ACTIVE", "PAUSED"):
        graph.post(campaign, status=switch)
        times.append(datetime.fromisoformat(status(graph, campaign)["updated_time"]))
    assert times == sorted(set(times))


def test_a_new_budget_leaves_updated_time_where_it_was(graph, campaign):
    before = status(graph, campaign)
    assert graph.post(campaign, daily_budget="123400").json() == {"success": True}
    assert graph.get(campaign, fields="daily_budget")["daily_budget"] == "123400"
    assert status(graph, campaign) == before


def test_a_change_stands_in_the_accounts_activities(graph, campaign):
    graph.post(campaign, status="PAUSED")
    fields = "event_type,object_id,extra_data,actor_name"
    rows = graph.get("act_1/activities", fields=fields)["data"]
    assert rows[0]["event_type"] == "update_campaign_run_status"
    assert rows[0]["object_id"] == campaign
    assert json.loads(rows[0]["extra_data"])["new_value"] == "Paused"
    noon = 1795521600
    for params, number in (
        ({"since": noon}, 1),
        ({"since": noon + 1}, 0),
        ({"until": noon - 1}, 0),
    ):
        assert len(graph.get("act_1/activities", **params)["data"]) == number
    assert graph.get("act_1/activities", since="2026-11-24", category="STATUS")["data"]
    assert not graph.get("act_1/activities", category="BUDGET")["data"]


@pytest.mark.parametrize(
    ("name", "form", "subcode"),
    [
        ("Medborgarpanelen", {"status": "PAUSED"}, 1487566),
        ("Medborgarpanelen", {"status": "ACTIVE"}, 1487566),
        ("Nyårsfirande vid vattnet", {"status": "ACTIVE"}, 1487566),
        ("Nyårsfirande vid vattnet", {"daily_budget": "1"}, 1487566),
        (NAME, {"status": "STOPPED"}, None),
        (NAME, {"colour": "red"}, None),
    ],
)
def test_what_cannot_be_changed_is_refused(graph, name, form, subcode):
    error = graph.post(graph.named("Campaign", name), **form).json()["error"]
    assert (error["code"], error.get("error_subcode")) == (100, subcode)


def test_an_archived_one_may_be_renamed_and_deleted(graph):
    number = graph.named("Campaign", "Medborgarpanelen")
    assert graph.post(number, name="Panelen").json() == {"success": True}
    assert graph.post(number, status="DELETED").json() == {"success": True}
    assert status(graph, number)["effective_status"] == "DELETED"


def test_an_account_where_the_token_may_only_read_refuses_writes(graph):
    number = graph.named("Campaign", "Drick kranvatten")
    for form in ({}, {"execution_options": '["validate_only"]'}):
        answer = graph.post(number, status="PAUSED", **form)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, 200)
    assert status(graph, number)["status"] == "ACTIVE"


def test_an_account_cannot_be_written_to(graph):
    assert graph.post("act_1", name="x").json()["error"]["code"] == 100
    assert graph.post("act_1/campaigns", name="x").json()["error"]["code"] == 100


def test_deleting_takes_an_object_off_the_lists(graph, campaign):
    with requests.delete(
        f"{graph.base_url}/v26.0/{campaign}", params=graph.proved({}), timeout=5
    ) as answer:
        assert answer.json() == {"success": True}
    assert status(graph, campaign)["effective_status"] == "DELETED"
    assert campaign not in {row["id"] for row in graph.all("act_1/campaigns")}


@pytest.mark.parametrize("targeting", ["", "x", "[]", "{"])
def test_targeting_that_is_no_object_is_refused(graph, targeting):
    number = graph.named("AdSet", "Trygghetsvandring – grupp 1")
    before = graph.get(number, fields="targeting,updated_time")
    assert graph.post(number, targeting=targeting).json()["error"]["code"] == 100
    assert graph.get(number, fields="targeting,updated_time") == before
