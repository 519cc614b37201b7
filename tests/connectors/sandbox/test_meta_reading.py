"""Reading Meta's objects, edges and expansions."""

import json
from datetime import datetime

import pytest
import requests

from connectors.sandbox.meta.fields import FIELDS
from connectors.sandbox.meta.status import EFFECTIVE
from connectors.sandbox.meta.tokens import SYSTEM_TOKEN, proof


def test_only_the_id_comes_unless_fields_are_asked_for(shared_graph):
    assert shared_graph.get("act_1") == {"id": "act_1"}
    assert all(set(row) == {"id"} for row in shared_graph.get("act_1/campaigns")["data"])


def test_an_account_tells_what_was_asked_and_its_id(shared_graph):
    assert shared_graph.get("act_1", fields="name,account_status,user_tasks,account_id") == {
        "name": "SLK – stadsgemensamt",
        "account_status": 1,
        "user_tasks": ["DRAFT", "ANALYZE", "ADVERTISE", "MANAGE"],
        "account_id": "1",
        "id": "act_1",
    }


def test_a_field_that_holds_nothing_is_left_out(shared_graph):
    assert shared_graph.get("act_1", fields="end_advertiser") == {"id": "act_1"}


def test_v25_is_served_too(shared_graph):
    answer = shared_graph.ask("../v25.0/act_1")
    assert answer.json() == {"id": "act_1"}
    assert answer.headers["facebook-api-version"] == "v25.0"


def test_a_slash_at_the_end_changes_nothing(shared_graph):
    assert shared_graph.get("act_1/") == {"id": "act_1"}


def test_the_token_may_stand_in_a_header(shared_graph):
    answer = requests.get(
        f"{shared_graph.base_url}/v26.0/me",
        params={"fields": "name", "appsecret_proof": proof(SYSTEM_TOKEN)},
        headers={"Authorization": f"Bearer {SYSTEM_TOKEN}"},
        timeout=5,
    )
    assert answer.json() == {"name": "Annonsvakt", "id": "77"}


def test_the_token_sees_six_accounts_and_may_only_read_in_one(shared_graph):
    rows = shared_graph.get("me/adaccounts", fields="user_tasks,account_status")["data"]
    assert [row["id"] for row in rows] == [f"act_{n}" for n in range(1, 7)]
    assert [r["id"] for r in rows if not {"ADVERTISE", "MANAGE"} & set(r["user_tasks"])] == [
        "act_5"
    ]
    assert [row["id"] for row in rows if row["account_status"] != 1] == ["act_6"]


def test_assigned_accounts_tell_of_tasks_which_the_account_itself_does_not(shared_graph):
    path = "me/assigned_ad_accounts"
    rows = shared_graph.get(path, fields="tasks,permitted_tasks,user_tasks,business")["data"]
    assert [row["id"] for row in rows] == [f"act_{n}" for n in range(1, 7)]
    assert all(row["tasks"] == row["user_tasks"] for row in rows)
    assert rows[4]["tasks"] == ["ANALYZE"]
    assert rows[0]["business"] == {"id": "5000000000000001"}
    for other in ("act_1", "me/adaccounts"):
        assert "(tasks)" in shared_graph.refused(other, fields="tasks")["message"]


def test_accounts_shared_with_a_business_tell_what_their_owner_permits(graph):
    business, shared = (
        graph.sandbox.world.meta["5000000000000001"],
        graph.sandbox.world.meta["act_5"],
    )
    business.edges["client_ad_accounts"] = ["act_5"]
    shared.hidden["permitted_tasks"] = ["ANALYZE", "ADVERTISE"]
    path = "5000000000000001/client_ad_accounts"
    assert graph.get(path, fields="name,tasks,permitted_tasks")["data"] == [
        {
            "id": "act_5",
            "name": "Byrån Granhage – vattenkampanjer",
            "tasks": ["ANALYZE"],
            "permitted_tasks": ["ANALYZE", "ADVERTISE"],
        }
    ]


def test_pages_come_with_their_tokens_and_tasks(shared_graph):
    rows = shared_graph.get("me/accounts", fields="name,access_token,tasks", limit=1)
    assert rows["data"][0]["access_token"] == "sandbox-page-1001"
    assert "MODERATE" in rows["data"][0]["tasks"]
    assert "next" in rows["paging"]


def test_a_page_without_a_role_gives_no_token(shared_graph):
    assert shared_graph.get("1009", fields="name,access_token") == {
        "name": "Museivännerna",
        "id": "1009",
    }


def test_edges_expand_inside_a_node(shared_graph):
    fields = "name,account_controls{placement_controls,status},campaigns.limit(2){name,adsets{id}}"
    body = shared_graph.get("act_2", fields=fields)
    assert body["account_controls"]["data"][0]["status"] == "ACTIVE"
    assert len(body["campaigns"]["data"]) == 2
    assert body["campaigns"]["paging"]["next"].startswith(shared_graph.base_url)
    assert set(body["campaigns"]["data"][0]) == {"name", "adsets", "id"}


def test_an_empty_edge_inside_a_node_is_left_out(shared_graph):
    assert shared_graph.get("act_6", fields="account_controls{status}") == {"id": "act_6"}


def test_an_empty_edge_by_its_own_path_is_an_empty_list(shared_graph):
    assert shared_graph.get("act_6/account_controls", fields="status") == {"data": []}


def test_references_give_their_id_or_the_fields_in_braces(shared_graph):
    ad = shared_graph.get("act_1/ads", fields="creative,campaign{name,effective_status}")["data"][0]
    assert set(ad["creative"]) == {"id"}
    assert set(ad["campaign"]) == {"name", "effective_status", "id"}


def test_every_listed_field_of_the_ad_objects_can_be_asked_for(shared_graph):
    for edge, kind in (("campaigns", "Campaign"), ("adsets", "AdSet"), ("ads", "Ad")):
        fields = ",".join(sorted(FIELDS[kind]))
        rows = shared_graph.all(f"act_1/{edge}", fields=fields, limit=100)
        assert {row["effective_status"] for row in rows} <= set(EFFECTIVE[kind])
        assert all(row["configured_status"] == row["status"] for row in rows)


def test_every_account_is_told_from_automatic_placements_to_the_network(shared_graph):
    rows = shared_graph.all("act_1/adsets", fields="targeting,placement_soft_opt_out", limit=100)
    platforms = [row["targeting"].get("publisher_platforms") for row in rows]
    assert None in platforms
    assert any(one and "audience_network" in one for one in platforms)
    assert any("placement_soft_opt_out" in row for row in rows)


def test_effective_placements_come_only_when_named(shared_graph):
    number = shared_graph.named("AdSet", "Kontaktcenter öppet längre – grupp 1")
    plain = shared_graph.get(number, fields="targeting")["targeting"]
    assert not any(name.startswith("effective_") for name in plain)
    fields = "targeting{publisher_platforms,effective_publisher_platforms}"
    named = shared_graph.get(number, fields=fields)["targeting"]
    assert "audience_network" not in named["publisher_platforms"]
    assert "audience_network" in named["effective_publisher_platforms"]


def test_accounts_list_who_may_do_what(shared_graph):
    assert shared_graph.refused("act_1/assigned_users")["code"] == 100
    rows = shared_graph.get("act_5/assigned_users", business="1", fields="id,tasks")["data"]
    assert rows == [{"id": "77", "tasks": ["ANALYZE"]}]


def test_insights_are_strings_and_name_the_network_where_it_delivered(shared_graph):
    rows = shared_graph.all(
        "act_1/insights",
        level="adset",
        breakdowns="publisher_platform,platform_position",
        fields="adset_id,impressions,spend",
        date_preset="last_7d",
    )
    network = [row for row in rows if row["publisher_platform"] == "audience_network"]
    assert network
    assert {row["platform_position"] for row in network} == {"an_classic", "rewarded_video"}
    assert all(isinstance(row["impressions"], str) for row in rows)
    assert {(row["date_start"], row["date_stop"]) for row in rows} == {("2026-11-17", "2026-11-23")}


def test_insights_by_day_add_up_to_the_whole(shared_graph):
    whole = shared_graph.get("act_2/insights", date_preset="last_7d")["data"]
    days = shared_graph.all("act_2/insights", date_preset="last_7d", time_increment=1)
    assert len(days) == 7
    assert len(whole) == 1
    assert sum(int(day["impressions"]) for day in days) == int(whole[0]["impressions"])


def test_guarded_automatic_placements_did_not_deliver_on_the_network(shared_graph):
    rows = shared_graph.all(
        "act_2/insights", level="campaign", breakdowns="publisher_platform", fields="campaign_name"
    )
    guarded = [row for row in rows if row["campaign_name"] == "Vinterväghållning"]
    assert {row["publisher_platform"] for row in guarded} == {"facebook", "instagram"}


def test_placements_that_were_chosen_late_did_not_undo_what_the_network_had_shown(shared_graph):
    number = shared_graph.named("AdSet", "Ny taxa för parkering – grupp 1")
    targeting = shared_graph.get(number, fields="targeting")["targeting"]
    assert "audience_network" not in targeting["publisher_platforms"]
    rows = shared_graph.all(f"{number}/insights", breakdowns="publisher_platform")
    assert "audience_network" in {row["publisher_platform"] for row in rows}


def test_what_was_paused_delivered_until_then(shared_graph):
    number = shared_graph.named("Campaign", "Återbruk i kvarteret")
    days = shared_graph.all(f"{number}/insights", date_preset="last_7d", time_increment=1)
    assert [row["date_start"] for row in days][-1] == "2026-11-22"


def test_figures_name_the_ad_set_and_its_currency_where_asked(shared_graph):
    fields = "adset_name,account_currency,spend"
    row = shared_graph.all("act_2/insights", level="adset", fields=fields)[0]
    assert row["account_currency"] == "SEK"
    assert "grupp" in row["adset_name"]
    assert "." in row["spend"]


@pytest.mark.parametrize(
    "params",
    [{"level": "galaxy"}, {"breakdowns": "impression_device"}, {"date_preset": "last_week"}],
)
def test_insights_refuse_what_they_do_not_know(shared_graph, params):
    assert shared_graph.refused("act_1/insights", **params)["code"] == 100


def test_insights_take_a_range_and_ignore_one_that_is_none(shared_graph):
    days = {"since": "2026-11-20", "until": "2026-11-21"}
    row = shared_graph.get("act_1/insights", time_range=days)["data"][0]
    assert (row["date_start"], row["date_stop"]) == ("2026-11-20", "2026-11-21")
    ignored = shared_graph.get("act_1/insights", time_range={"since": "nonsense"})["data"][0]
    assert ignored["date_start"] == "2026-10-25"


def test_insights_of_a_campaign_its_sets_and_its_ads_agree(shared_graph):
    number = shared_graph.named("Campaign", "Vinterväghållning")
    totals = [
        sum(int(row["impressions"]) for row in shared_graph.all(f"{number}/insights", level=level))
        for level in ("campaign", "adset", "ad")
    ]
    assert totals[0] > 0
    assert len(set(totals)) == 1
    ad = shared_graph.get(f"{number}/ads")["data"][0]["id"]
    assert 0 < int(shared_graph.get(f"{ad}/insights")["data"][0]["impressions"]) < totals[0]


def test_insights_can_be_narrowed_to_a_campaign(shared_graph):
    number = shared_graph.named("Campaign", "Vinterväghållning")
    filtering = [{"field": "campaign.id", "operator": "EQUAL", "value": number}]
    fields = "campaign_id,impressions"
    rows = shared_graph.all("act_2/insights", level="adset", filtering=filtering, fields=fields)
    assert {row["campaign_id"] for row in rows} == {number}


def put_away(graph, status):
    """What each level of an account's figures holds after an ad set was archived or deleted."""
    number = graph.named("AdSet", "Cykla i vinter – grupp 1")
    account = graph.get(number, fields="account_id")["account_id"]
    edge, fields = f"act_{account}/insights", "adset_id,ad_id,impressions"

    def sums(**more):
        rows = graph.all(edge, date_preset="last_7d", fields=fields, **more)
        return number in {row.get("adset_id") for row in rows}, sum(
            int(row["impressions"]) for row in rows
        )

    before = sums(level="account")
    assert graph.post(number, status=status).json() == {"success": True}
    return edge, sums, before


@pytest.mark.parametrize("status", ["ARCHIVED", "DELETED"])
@pytest.mark.parametrize("level", ["adset", "ad"])
def test_what_is_archived_or_deleted_is_in_no_list_of_figures_and_in_every_sum(
    graph, status, level
):
    _, sums, before = put_away(graph, status)
    assert sums(level="account") == before
    listed, impressions = sums(level=level)
    assert (listed, impressions < before[1]) == (False, True)
    assert sums(level="campaign")[1] == before[1]


def test_a_filter_that_names_them_brings_archived_ones_back(graph):
    _, sums, before = put_away(graph, "ARCHIVED")
    statuses = ["ACTIVE", "PAUSED", "ARCHIVED", "CAMPAIGN_PAUSED", "IN_PROCESS", "WITH_ISSUES"]
    wanted = {"field": "adset.effective_status", "operator": "IN", "value": statuses}
    assert sums(level="adset", filtering=[wanted]) == (True, before[1])
    only = wanted | {"value": ["ACTIVE"]}
    assert not sums(level="adset", filtering=[only])[0]


def test_deleted_ones_cannot_be_asked_for(graph):
    edge, _, _ = put_away(graph, "DELETED")
    wanted = {"field": "adset.effective_status", "operator": "IN", "value": ["DELETED"]}
    error = graph.refused(edge, level="adset", filtering=json.dumps([wanted]))
    assert (error["code"], error["error_subcode"]) == (100, 1815001)


def test_every_answer_tells_of_the_quotas(shared_graph):
    for answer in (shared_graph.ask("act_1"), shared_graph.ask("act_1", fields="nonsense")):
        assert json.loads(answer.headers["x-app-usage"])["call_count"] < 5
        account = json.loads(answer.headers["x-ad-account-usage"])
        assert account["ads_api_access_tier"] == "standard_access"
        assert "1" in json.loads(answer.headers["x-business-use-case-usage"])
    assert "x-ad-account-usage" not in shared_graph.ask("me").headers


def test_debug_token_tells_whose_a_token_is(shared_graph):
    app = shared_graph.as_("1|sandbox-secret")
    page = app.get("debug_token", input_token="sandbox-page-1001")["data"]
    assert (page["type"], page["profile_id"], page["is_valid"]) == ("PAGE", "1001", True)
    system = app.get("debug_token", input_token="sandbox-meta")["data"]
    assert (system["type"], system["expires_at"]) == ("SYSTEM_USER", 0)
    assert "ads_management" in system["scopes"]
    wrong = app.get("debug_token", input_token="nobodys")["data"]
    assert (wrong["is_valid"], wrong["error"]["code"]) == (False, 190)


def test_debug_token_needs_a_token_to_tell_of_and_no_page_may_ask(shared_graph):
    app = shared_graph.as_("1|sandbox-secret")
    assert app.refused("debug_token")["code"] == 100
    assert app.get("debug_token", input_token="sandbox-user")["data"]["type"] == "USER"
    page = shared_graph.as_("sandbox-page-1001")
    assert page.refused("debug_token", input_token="sandbox-meta")["code"] == 100
    assert shared_graph.get("debug_token", input_token="sandbox-meta")["data"]["is_valid"]


def test_the_token_lists_what_it_was_granted(shared_graph):
    rows = shared_graph.all("me/permissions", fields="permission,status")
    assert {"permission": "ads_management", "status": "granted"} in rows


@pytest.mark.parametrize(
    ("path", "name"),
    [("me/permissions", "permission"), ("act_2/account_controls", "placement_controls")],
)
def test_a_row_without_an_id_tells_all_it_holds_unasked(shared_graph, path, name):
    assert all(name in row for row in shared_graph.get(path)["data"])


def test_a_business_lists_its_accounts(shared_graph):
    business = shared_graph.get("me/businesses")["data"][0]["id"]
    assert len(shared_graph.all(f"{business}/owned_ad_accounts")) == 6


def test_conversations_are_read_by_the_page_on_both_platforms(shared_graph):
    page = shared_graph.as_("sandbox-page-1001")
    fields = "updated_time,participants,messages.limit(1){from,message,created_time}"
    for platform in ("messenger", "INSTAGRAM"):
        rows = page.get("1001/conversations", platform=platform, fields=fields)["data"]
        assert len(rows) >= 4
        changed = int(datetime.fromisoformat(rows[1]["updated_time"]).timestamp() * 1000)
        after = page.get("1001/conversations", platform=platform, updated_after_ms=changed)
        assert [row["id"] for row in after["data"]] == [rows[0]["id"]]
        times = [row["updated_time"] for row in rows]
        assert times == sorted(times, reverse=True)
        assert [row["messages"]["data"][0]["created_time"] for row in rows] == times


def test_a_posts_photo_tells_its_alternative_text(shared_graph):
    page = shared_graph.as_("sandbox-page-1001")
    post = page.get("1001/posts", fields="attachments{media_type,target{id}}")["data"][0]
    photo = post["attachments"]["data"][0]["target"]["id"]
    assert set(page.get(photo, fields="alt_text,alt_text_custom")) <= {
        "alt_text",
        "alt_text_custom",
        "id",
    }
