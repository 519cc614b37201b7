"""What goes wrong on Meta when it is told to."""

import json
import threading
from pathlib import Path
from queue import Empty, SimpleQueue

import pytest
import requests

from connectors.sandbox.meta import TOGGLES


def test_an_empty_page_in_the_middle_still_leads_on(graph):
    whole = [row["id"] for row in graph.all("act_1/ads", limit=5)]
    graph.toggle(empty_middle_page=True)
    first = graph.get("act_1/ads", limit=5)
    second = graph.get("act_1/ads", limit=5, after=first["paging"]["cursors"]["after"])
    assert second["data"] == []
    assert "next" in second["paging"]
    assert [row["id"] for row in graph.all("act_1/ads", limit=5)] == whole


def test_pages_may_have_next_and_no_cursors(graph):
    graph.toggle(next_without_cursors=True)
    assert set(graph.get("act_1/ads", limit=5)["paging"]) == {"next"}


def test_html_may_stand_where_json_belongs(graph):
    graph.toggle(html_page=True)
    answer = graph.ask("act_1")
    assert answer.status_code == 502
    assert answer.headers["content-type"].startswith("text/html")


def test_an_error_may_come_with_status_200(graph):
    graph.toggle(error_in_200=True)
    assert graph.get("act_1")["error"]["is_transient"] is True


def test_a_write_may_say_no_with_status_200(graph):
    number = graph.named("Campaign", "Cykla i vinter")
    graph.toggle(success_false=True)
    answer = graph.post(number, status="PAUSED")
    assert (answer.status_code, answer.json()) == (200, {"success": False})
    assert graph.get(number, fields="status")["status"] == "ACTIVE"


def test_a_write_may_say_yes_and_do_nothing(graph):
    number = graph.named("Campaign", "Cykla i vinter")
    graph.toggle(silent_writes=[number])
    assert graph.post(number, status="PAUSED").json() == {"success": True}
    assert graph.get(number, fields="status")["status"] == "ACTIVE"


def test_a_write_may_be_refused_with_a_code(graph):
    number = graph.named("Campaign", "Cykla i vinter")
    graph.toggle(refuse_writes={number: 368})
    assert graph.post(number, status="PAUSED").json()["error"]["code"] == 368


def test_after_a_write_an_object_may_be_in_process_for_some_readings(graph):
    number = graph.named("Campaign", "Cykla i vinter")
    graph.toggle(in_process_reads=2)
    graph.post(number, status="PAUSED")
    seen = [graph.get(number, fields="effective_status")["effective_status"] for _ in range(3)]
    assert seen == ["IN_PROCESS", "IN_PROCESS", "PAUSED"]
    ad = graph.get(f"{number}/ads", fields="effective_status", limit=1)["data"][0]
    assert ad["effective_status"] == "IN_PROCESS"


def linger(graph, campaign):
    """What two readings of an ad tell after its campaign was paused, and which filters find it."""
    graph.post(campaign, status="PAUSED")
    found = []
    for says in ("ACTIVE", "CAMPAIGN_PAUSED"):
        wanted = {"field": "effective_status", "operator": "IN", "value": [says]}
        rows = graph.all(
            f"{campaign}/ads", filtering=json.dumps([wanted]), fields="effective_status"
        )
        found.append({row["effective_status"] for row in rows})
    return found


def test_ads_may_follow_their_campaign_later_and_filters_go_by_what_is_told(graph):
    number = graph.named("Campaign", "Cykla i vinter")
    graph.toggle(ads_linger_reads=1)
    assert linger(graph, number) == [{"ACTIVE"}, {"CAMPAIGN_PAUSED"}]
    assert graph.get(number, fields="effective_status")["effective_status"] == "PAUSED"


def test_only_the_ads_below_what_is_named_may_follow_later(graph):
    number = graph.named("Campaign", "Cykla i vinter")
    graph.toggle(ads_linger_reads={"1": 5})
    assert linger(graph, number) == [set(), {"CAMPAIGN_PAUSED"}]


def test_the_ads_of_an_account_may_be_refused_while_its_campaigns_are_not(graph):
    graph.toggle(no_ads=["act_1"])
    assert graph.refused("act_1/ads")["code"] == 200
    assert graph.get("act_1/campaigns")["data"]
    assert graph.get("act_2/ads")["data"]


def test_too_many_rows_are_refused_nested_ones_counted(graph):
    graph.toggle(max_rows=20)
    error = graph.ask("act_1/ads", limit=21)
    assert (error.status_code, error.json()["error"]["code"]) == (500, 1)
    assert len(graph.get("act_1/ads", limit=20)["data"]) == 20
    assert graph.refused("act_1/campaigns", limit=10, fields="ads{id}")["code"] == 1


@pytest.mark.parametrize("edge", ["feed", "posts", "published_posts"])
def test_a_wall_refuses_to_show_more_than_a_hundred_posts_at_once(graph, edge):
    page = graph.as_("sandbox-page-1001")
    error = page.refused(f"1001/{edge}", limit=101)
    assert (error["code"], "should not exceed 100" in error["message"]) == (100, True)
    assert page.get(f"1001/{edge}", limit=100)["data"]


def test_rows_are_counted_in_lists_at_any_depth(graph):
    page = graph.as_("sandbox-page-1001")
    fields = "id,participants,messages{to,message}"
    asked = {"platform": "messenger", "limit": 1, "fields": fields}
    [row] = page.get("1001/conversations", **asked)["data"]
    held = 1 + len(row["participants"]["data"]) + 2 * len(row["messages"]["data"])
    graph.toggle(max_rows=held)
    assert page.get("1001/conversations", **asked)["data"] == [row]
    graph.toggle(max_rows=held - 1)
    assert page.refused("1001/conversations", **asked)["code"] == 1


def test_too_many_objects_are_refused_creatives_counted(graph):
    graph.toggle(max_objects=20)
    assert len(graph.get("act_1/ads", limit=20)["data"]) == 20
    assert len(graph.get("act_1/ads", limit=10, fields="creative{body}")["data"]) == 10
    assert graph.refused("act_1/ads", limit=11, fields="creative{body}")["code"] == 1


@pytest.mark.parametrize("code", [190, 80004])
def test_readings_of_one_object_are_refused_those_of_others_are_not(graph, code):
    graph.toggle(refuse_reads={"act_2": code})
    items = [{"method": "GET", "relative_url": f"act_{n}?fields=name"} for n in (1, 2)]
    first, second = (json.loads(one["body"]) for one in graph.batch(*items).json())
    assert (first["id"], second["error"]["code"]) == ("act_1", code)


def test_items_of_a_batch_are_lost_though_they_were_carried_out(graph):
    number = graph.named("Campaign", "Cykla i vinter")
    graph.toggle(null_items=[number])
    pause = {"method": "POST", "relative_url": number, "body": "status=PAUSED"}
    lost, kept = graph.batch(pause, {"method": "GET", "relative_url": "act_1"}).json()
    assert (lost, kept["code"]) == (None, 200)
    assert graph.get(number, fields="status")["status"] == "PAUSED"


def test_a_page_may_lead_to_itself_for_ever(graph):
    graph.toggle(cursor_stuck=True)
    after = graph.get("act_1/ads", limit=5)["paging"]["cursors"]["after"]
    page = graph.get("act_1/ads", limit=5, after=after)
    assert page["paging"]["cursors"]["after"] == after
    assert "next" in page["paging"]


def test_unknown_and_removed_parameters_may_be_ignored(graph):
    graph.toggle(any_params=True)
    assert graph.get("act_1", nonsense="1", date_format="U") == {"id": "act_1"}


def test_the_proof_may_not_be_demanded_and_a_wrong_one_is_refused_all_the_same(graph):
    graph.toggle(no_proof=True)
    url = f"{graph.base_url}/v26.0/act_1"
    with requests.get(url, params={"access_token": graph.token}, timeout=5) as answer:
        assert answer.json() == {"id": "act_1"}
    wrong = {"access_token": graph.token, "appsecret_proof": "0" * 64}
    with requests.get(url, params=wrong, timeout=5) as answer:
        assert answer.json()["error"]["code"] == 100


def test_versions_that_ended_may_be_upgraded_with_a_warning(graph):
    graph.toggle(old_versions=True)
    with requests.get(f"{graph.base_url}/v24.0/me", params=graph.proved({}), timeout=5) as answer:
        assert (answer.status_code, "X-Ad-Api-Version-Warning" in answer.headers) == (200, True)
    with requests.get(f"{graph.base_url}/v27.0/me", params=graph.proved({}), timeout=5) as answer:
        assert answer.status_code == 400
    assert "X-Ad-Api-Version-Warning" not in graph.ask("me").headers


def test_the_limited_tier_blocks_an_account_that_spent_its_points(graph):
    graph.toggle(limited_tier=True)
    for _ in range(57):
        graph.get("act_1")
    number = graph.named("Campaign", "Cykla i vinter")
    usage = json.loads(graph.ask("act_1").headers["x-ad-account-usage"])
    assert usage["acc_id_util_pct"] > 90
    campaign = graph.named("Campaign", "Fritidskortet")
    error = graph.post(campaign, status="PAUSED").json()["error"]
    assert (error["code"], error["error_subcode"]) == (613, 1487742)
    assert graph.refused("act_1")["code"] == 613
    assert graph.post(number, status="PAUSED").json() == {"success": True}


def test_usage_headers_may_be_missing(graph):
    graph.toggle(no_usage_headers=True)
    assert not [name for name in graph.ask("act_1").headers if "usage" in name.lower()]


def test_authors_may_be_missing(graph):
    graph.toggle(no_from=True)
    page = graph.as_("sandbox-page-1001")
    rows = page.get("1001_20003/comments", fields="from,message")["data"]
    assert rows
    assert not any("from" in row for row in rows)


def test_effective_placements_may_be_missing(graph):
    graph.toggle(no_effective=True)
    fields = "targeting{publisher_platforms,effective_publisher_platforms}"
    rows = graph.get("act_1/adsets", fields=fields)["data"]
    assert not any("effective_publisher_platforms" in row["targeting"] for row in rows)


def test_fields_may_be_left_out_or_removed(graph):
    graph.toggle(omit_fields=["user_tasks"], removed_fields=["placement_soft_opt_out"])
    assert graph.get("act_1", fields="user_tasks") == {"id": "act_1"}
    error = graph.refused("act_1/adsets", fields="id,placement_soft_opt_out")
    assert "(placement_soft_opt_out)" in error["message"]


def test_an_account_may_refuse_by_name(graph):
    graph.toggle(no_permission=["act_2"])
    number = graph.named("Campaign", "Cykla i vinter")
    for path in ("act_2", "act_2/campaigns", number):
        assert graph.refused(path)["code"] == 200
    assert "act_2" not in {row["id"] for row in graph.get("me/adaccounts")["data"]}


def test_an_account_may_be_the_business_s_and_nobody_s_who_asks(graph):
    graph.toggle(no_role=["act_2"])
    assert graph.refused("act_2")["error_subcode"] == 33
    assert "act_2" not in {row["id"] for row in graph.get("me/adaccounts")["data"]}
    owned = graph.get("5000000000000001/owned_ad_accounts", fields="name,account_status")["data"]
    assert {"id": "act_2", "name": "Trafikkontoret", "account_status": 1} in owned


def test_an_account_may_be_open_and_stand_on_no_list_of_ours(graph):
    graph.toggle(unlisted=["act_2"])
    assert "act_2" not in {row["id"] for row in graph.get("me/adaccounts")["data"]}
    assert graph.get("act_2/campaigns")["data"]


def test_what_a_business_has_may_be_kept_from_a_token_without_its_permission(graph):
    graph.toggle(no_business_management=True)
    for edge in ("owned_ad_accounts", "client_ad_accounts"):
        error = graph.refused(f"5000000000000001/{edge}")
        assert (error["code"], "business_management" in error["message"]) == (200, True)
    granted = {row["permission"] for row in graph.get("me/permissions")["data"]}
    assert "ads_read" in granted
    assert "business_management" not in granted


def test_an_account_may_keep_its_figures_to_itself(graph):
    graph.toggle(no_insights=["act_2"])
    number = graph.named("Campaign", "Cykla i vinter")
    for path in ("act_2/insights", f"{number}/insights"):
        assert graph.refused(path)["code"] == 200
    assert graph.get("act_1/insights")["data"]


def test_an_account_may_keep_its_controls_to_itself(graph):
    graph.toggle(no_controls=["act_2"])
    assert graph.refused("act_2/account_controls")["code"] == 200
    assert graph.refused("act_2", fields="name,account_controls{status}")["code"] == 200
    assert graph.get("act_2", fields="name")["name"]
    assert graph.get("act_3/account_controls")["data"]


def test_a_part_of_targeting_may_be_refused(graph):
    number = graph.get("act_2/adsets")["data"][0]["id"]
    graph.toggle(removed_fields=["publisher_platforms"])
    assert graph.refused(number, fields="targeting{publisher_platforms}")["code"] == 100
    assert graph.get(number, fields="targeting{age_min}")["targeting"] == {"age_min": 18}


def test_figures_may_come_without_any_row(graph):
    graph.toggle(insights_empty=["act_2"])
    assert graph.get("act_2/insights")["data"] == []
    assert graph.get("act_1/insights")["data"]


def test_an_account_may_be_read_only(graph):
    graph.toggle(read_only=["act_2"])
    assert graph.get("act_2", fields="user_tasks")["user_tasks"] == ["ANALYZE"]
    number = graph.named("Campaign", "Cykla i vinter")
    assert graph.post(number, status="PAUSED").json()["error"]["code"] == 200


def test_the_system_user_may_be_kept_from_comments(graph):
    graph.toggle(user_token_reads_no_comments=True)
    assert graph.get("1001_20003/comments")["data"] == []
    assert graph.as_("sandbox-page-1001").get("1001_20003/comments")["data"]


def test_tokens_may_be_expired(graph):
    graph.toggle(token_expired=True)
    answer = graph.ask("me")
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["error_subcode"]) == (401, 190, 463)


def test_toggles_are_set_over_http_and_unknown_ones_refused(graph):
    url = f"{graph.base_url}/_sandbox/faults"
    with requests.post(url, json={"toggles": {"meta.html_page": True}}, timeout=5) as answer:
        assert answer.json()["toggles"] == {"meta.html_page": True}
    assert graph.ask("act_1").status_code == 502
    with requests.post(url, json={"toggles": {"meta.html_page": False}}, timeout=5) as answer:
        assert answer.json()["toggles"] == {}
    with requests.post(url, json={"toggles": {"meta.nonsense": 1}}, timeout=5) as answer:
        assert (answer.status_code, "meta.nonsense" in answer.text) == (400, True)
    with requests.post(url, json={"rates": "nonsense=1"}, timeout=5) as answer:
        assert answer.status_code == 400


def test_the_state_tells_what_exists_and_was_asked(graph):
    graph.get("act_1")
    with requests.get(f"{graph.base_url}/_sandbox/state", timeout=5) as answer:
        state = answer.json()
    assert state["meta"]["AdAccount"] == 6
    assert state["requests"] == 1


def test_a_token_may_lack_scopes_reach_little_and_end_soon(graph):
    graph.toggle(
        missing_scopes=["ads_management"],
        limited_scopes={"ads_read": ["9"]},
        token_expires_in_days=10,
        data_access_expires_in_days=20,
    )
    told = graph.as_("1|sandbox-secret").get("debug_token", input_token="sandbox-meta")["data"]
    assert "ads_management" not in told["scopes"]
    assert {"scope": "ads_read", "target_ids": ["9"]} in told["granular_scopes"]
    assert told["data_access_expires_at"] - told["expires_at"] == 10 * 86400


def test_without_the_permission_to_manage_ads_nothing_of_them_is_changed(graph):
    number = graph.named("Campaign", "Cykla i vinter")
    graph.toggle(missing_scopes=["ads_management"])
    for more in ({}, {"execution_options": '["validate_only"]'}):
        error = graph.post(number, status="PAUSED", **more)
        assert (error.status_code, error.json()["error"]["code"]) == (403, 294)
    told = graph.post("act_1/account_controls", audience_controls='{"age_min": 18}')
    assert told.json()["error"]["code"] == 294
    assert graph.get(number, fields="status")["status"] == "ACTIVE"


def test_without_any_permission_for_ads_none_is_read_and_managing_includes_reading(graph):
    number = graph.named("Campaign", "Cykla i vinter")
    graph.toggle(missing_scopes=["ads_read"])
    assert graph.get("act_1/campaigns")["data"]
    graph.toggle(missing_scopes=["ads_read", "ads_management"])
    paths = ("act_1", "act_1/campaigns", "act_1/insights", "me/adaccounts", number)
    assert {graph.refused(one)["code"] for one in paths} == {200}


@pytest.mark.parametrize("name", sorted(TOGGLES))
def test_every_toggle_is_tried_here(name):
    folder = Path(__file__).parent
    texts = "".join(path.read_text(encoding="utf-8") for path in folder.glob("test_meta*.py"))
    assert f"{name.removeprefix('meta.')}=" in texts or f'"{name}"' in texts


def test_every_toggle_stands_in_the_documentation():
    page = (Path(__file__).parents[3] / "docs" / "sandbox.md").read_text(encoding="utf-8")
    assert [name for name, does in TOGGLES.items() if f"| `{name}` | {does} |" not in page] == []


def test_an_account_is_throttled_alone(graph):
    graph.toggle(throttled=["act_1"])
    assert graph.refused("act_1", fields="name")["code"] == 80004
    assert graph.get("act_2", fields="name")["id"] == "act_2"
    graph.toggle(throttled=[])
    assert graph.get("act_1", fields="name")["id"] == "act_1"


def test_calls_of_an_account_hang_and_others_do_not(graph):
    graph.toggle(hang=["act_1"])
    answers = SimpleQueue()
    thread = threading.Thread(target=lambda: answers.put(graph.get("act_1", fields="name")))
    thread.start()
    assert graph.get("act_2", fields="name")["id"] == "act_2"
    with pytest.raises(Empty):
        answers.get(timeout=0.3)
    graph.toggle(hang=[])
    assert answers.get(timeout=20)["id"] == "act_1"
    thread.join()
