"""What Meta refuses, and in which words."""

import json

import pytest
import requests

from connectors.sandbox.meta.tokens import SYSTEM_TOKEN, proof


def raw(graph, path, **params):
    with requests.get(f"{graph.base_url}/{path}", params=params, timeout=5) as answer:
        return answer.status_code, answer.json()["error"]


@pytest.mark.parametrize("path", ["v24.0/act_1", "v20.0/act_1", "act_1", "me/adaccounts", ""])
def test_old_versions_and_none_are_refused(shared_graph, path):
    status, error = raw(shared_graph, path, access_token=SYSTEM_TOKEN)
    assert (status, error["code"]) == (400, 2635)


def test_a_version_to_come_does_not_exist(shared_graph):
    assert raw(shared_graph, "v99.0/act_1")[1]["code"] == 2500


def test_multi_get_is_a_500_with_code_100_whatever_the_version(shared_graph):
    for path in ("v26.0/", "v21.0/", "v26.0//"):
        status, error = raw(shared_graph, path, ids="1,2", access_token=SYSTEM_TOKEN)
        assert (status, error["code"]) == (500, 100)
        assert error["message"] == "The ids query parameter is deprecated in v26.0+"


def test_no_token_and_a_wrong_one_are_told_apart(shared_graph):
    assert raw(shared_graph, "v26.0/me")[1]["code"] == 2500
    wrong = "nobodys"
    status, error = raw(shared_graph, "v26.0/me", access_token=wrong, appsecret_proof=proof(wrong))
    assert (status, error["code"]) == (401, 190)


@pytest.mark.parametrize("token", [SYSTEM_TOKEN, "sandbox-page-1001", "sandbox-user"])
def test_the_proof_is_demanded_and_checked_for_every_token(shared_graph, token):
    status, error = raw(shared_graph, "v26.0/me", access_token=token)
    assert (status, error["code"]) == (400, 100)
    wrong = raw(shared_graph, "v26.0/me", access_token=token, appsecret_proof=proof("other"))[1]
    assert wrong["message"] == "Invalid appsecret_proof provided in the API argument"


def test_an_unknown_field_names_itself_and_the_type(shared_graph):
    error = shared_graph.refused("act_1/ads", fields="id,creative{nonsense}")
    assert error["code"] == 100
    assert error["message"] == (
        "(#100) Tried accessing nonexisting field (nonsense) on node type (AdCreative)"
    )


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("act_1", "nonsense"),
        ("act_1", "campaigns{nonsense}"),
        ("act_1/adsets", "targeting{nonsense}"),
        ("act_1/ads", "creative{instagram_actor_id}"),
        ("act_1/account_controls", "nonsense"),
        ("act_1/nonsense", "id"),
        ("1001_20003/comments", "text"),
    ],
)
def test_unknown_fields_are_refused_at_every_depth_and_on_empty_edges(shared_graph, path, fields):
    assert "nonexisting field" in shared_graph.refused(path, fields=fields)["message"]


@pytest.mark.parametrize("path", ["act_1", "act_1/campaigns", "debug_token"])
def test_unknown_parameters_of_a_read_are_refused_and_named(shared_graph, path):
    error = shared_graph.refused(path, feilds="name", input_token="sandbox-meta")
    assert (error["code"], "feilds" in error["message"]) == (100, True)


def test_unknown_parameters_inside_an_expansion_are_refused_too(shared_graph):
    fields = "campaigns.limt(5){name}"
    assert "limt" in shared_graph.refused("act_1", fields=fields)["message"]


@pytest.mark.parametrize("name", ["pretty", "debug", "__debug__", "date_format"])
def test_parameters_that_v26_removed_are_refused(shared_graph, name):
    error = shared_graph.refused("act_1", **{name: "1"})
    assert (error["code"], name in error["message"]) == (100, True)


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("1001_20003/comments", "from{id,shoe_size}"),
        ("act_1/campaigns", "issues_info{error_code,shoe_size}"),
        ("act_1/adcreatives", "facebook_branded_content{shoe_size}"),
    ],
)
def test_unknown_names_inside_plain_objects_are_refused(shared_graph, path, fields):
    asking = shared_graph.as_("sandbox-page-1001") if "comments" in path else shared_graph
    error = asking.refused(path, fields=fields)
    assert (error["code"], "shoe_size" in error["message"]) == (100, True)


def test_booleans_are_written_as_json_writes_them(shared_graph):
    page = shared_graph.as_("sandbox-page-1001")
    error = page.refused("1001/ads_posts", include_inline_create="True")
    assert (error["code"], "boolean" in error["message"]) == (100, True)


def test_a_delete_takes_no_parameters_not_even_for_a_dry_run(graph):
    number = graph.named("Campaign", "Cykla i vinter")
    options = graph.proved({"execution_options": ["validate_only"]})
    url = f"{graph.base_url}/v26.0/{number}"
    with requests.delete(url, params=options, timeout=5) as answer:
        assert answer.json()["error"]["code"] == 100
    assert graph.get(number, fields="status")["status"] == "ACTIVE"


def test_an_answer_to_a_comment_takes_no_dry_run(shared_graph):
    page = shared_graph.as_("sandbox-page-1001")
    form = {"message": "Hej", "execution_options": '["validate_only"]'}
    error = page.post("1001_20003/comments", **form).json()["error"]
    assert (error["code"], "execution_options" in error["message"]) == (100, True)


@pytest.mark.parametrize("number", ["9", "act_99", "17841400000000666", "2200000000000001"])
def test_what_does_not_exist_is_100_33(shared_graph, number):
    error = shared_graph.refused(number, fields="id")
    assert (error["code"], error["error_subcode"]) == (100, 33)
    assert error["type"] == "GraphMethodException"


def test_a_private_person_does_not_see_the_citys_accounts(shared_graph):
    person = shared_graph.as_("sandbox-user")
    assert person.get("me/adaccounts") == {"data": []}
    assert person.get("me/accounts") == {"data": []}
    assert person.refused("act_1", fields="name")["error_subcode"] == 33
    assert person.refused("17841400000000001", fields="username")["error_subcode"] == 33


def test_edges_of_the_page_itself_refuse_every_other_token(shared_graph):
    for edge in ("conversations", "ads_posts", "feed", "published_posts", "posts"):
        assert shared_graph.refused(f"1001/{edge}")["code"] == 190
        assert shared_graph.as_("sandbox-page-1002").refused(f"1001/{edge}")["code"] == 190


def test_ad_accounts_refuse_a_pages_token(shared_graph):
    page = shared_graph.as_("sandbox-page-1001")
    assert page.refused("act_1", fields="name")["code"] == 100


def test_filters_that_make_no_sense_are_refused(shared_graph):
    deleted = shared_graph.refused("act_1/campaigns", effective_status=["ACTIVE", "DELETED"])
    assert (deleted["code"], deleted["error_subcode"]) == (100, 1815001)
    filtering = [{"field": "effective_status", "operator": "IN", "value": ["DELETED"]}]
    assert shared_graph.refused("act_1/ads", filtering=filtering)["error_subcode"] == 1815001
    for wrong in (["NONSENSE"], ["CAMPAIGN_PAUSED"]):
        assert shared_graph.refused("act_1/campaigns", effective_status=wrong)["code"] == 100
    assert shared_graph.refused("act_1/campaigns", effective_status="ACTIVE")["code"] == 100
    unknown = [{"field": "colour", "operator": "IN", "value": ["red"]}]
    assert shared_graph.refused("act_1/campaigns", filtering=unknown)["code"] == 100


@pytest.mark.parametrize(
    ("field", "operator", "value"),
    [
        ("ad.id", "IN", "1"),
        ("ad.id", "IN", [None]),
        ("ad.id", "IN", [{}]),
        ("ad.id", "EQUAL", ["1"]),
        ("name", "CONTAIN", True),
        ("name", "GREATER_THAN", 1),
        ("updated_time", "IN", [1]),
        ("updated_time", "GREATER_THAN", "2026-11-01"),
        ("updated_time", "LESS_THAN", None),
        ("effective_status", "IN", [[]]),
    ],
)
def test_a_filters_value_must_be_what_its_operator_takes(shared_graph, field, operator, value):
    filtering = [{"field": field, "operator": operator, "value": value}]
    assert shared_graph.refused("act_1/ads", filtering=filtering)["code"] == 100


def test_verbs_that_the_graph_does_not_have_are_refused_in_its_own_json(shared_graph):
    url = f"{shared_graph.base_url}/v26.0/act_1"
    for verb in ("PUT", "PATCH"):
        answer = requests.request(verb, url, params=shared_graph.proved({}), timeout=5)
        assert (answer.status_code, answer.json()["error"]["error_subcode"]) == (400, 33)


def test_a_day_that_no_clock_has_is_refused(shared_graph):
    assert shared_graph.refused("act_1/activities", since="9" * 20)["code"] == 100


def test_limits_and_cursors_that_make_no_sense_are_refused(shared_graph):
    assert shared_graph.refused("act_1/campaigns", limit="many")["code"] == 100
    assert shared_graph.refused("act_1/campaigns", limit=-1)["code"] == 100
    assert shared_graph.refused("act_1/campaigns", after="nonsense")["code"] == 2642


def test_a_broken_field_list_is_a_syntax_error(shared_graph):
    assert shared_graph.refused("act_1", fields="name,campaigns{id")["code"] == 2500


def test_parameters_of_pages_and_comments_are_checked(shared_graph):
    page = shared_graph.as_("sandbox-page-1001")
    assert page.refused("1001/conversations", platform="telegram")["code"] == 100
    assert page.refused("1001_20003/comments", order="alphabetical")["code"] == 100
    assert page.refused("1001_20003/comments", filter="everything")["code"] == 100
    assert page.refused("1001_20003/comments", since="yesterday")["code"] == 100
    assert shared_graph.refused("act_1/activities", since="nonsense")["code"] == 100
    assert shared_graph.refused("act_1/campaigns/ads")["code"] == 2500


def test_a_json_body_is_refused(shared_graph):
    with requests.post(
        f"{shared_graph.base_url}/v26.0/act_1", json={"name": "x"}, timeout=5
    ) as answer:
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, 100)


@pytest.mark.parametrize("kind", [None, "text/plain", "application/json"])
def test_a_body_that_is_no_form_is_refused_and_not_passed_over(shared_graph, kind):
    url = f"{shared_graph.base_url}/v26.0/{shared_graph.named('Campaign', 'Cykla i vinter')}"
    told = {"params": shared_graph.proved({}), "headers": {"Content-Type": kind}, "timeout": 5}
    answer = requests.post(url, data='{"status": "PAUSED"}', **told)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, 100)


def test_other_platforms_paths_are_not_answered_as_metas(shared_graph):
    with requests.get(f"{shared_graph.base_url}/_sandbox/nonsense", timeout=5) as answer:
        assert answer.status_code == 404


def test_an_error_is_json_in_metas_shape(shared_graph):
    answer = shared_graph.ask("9")
    assert answer.headers["content-type"] == "application/json; charset=UTF-8"
    assert set(json.loads(answer.text)["error"]) >= {"message", "type", "code", "fbtrace_id"}
