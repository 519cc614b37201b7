"""Several calls in one request."""

import json

import pytest
import requests

from connectors.sandbox.meta.tokens import proof


def get(path, **more):
    return {"method": "GET", "relative_url": path, **more}


def test_answers_stand_in_the_order_of_the_calls_with_json_as_text(shared_graph):
    answers = shared_graph.batch(get("act_1?fields=name"), get("9"), get("v25.0/act_2")).json()
    assert [answer["code"] for answer in answers] == [200, 400, 200]
    assert json.loads(answers[0]["body"]) == {"name": "SLK – stadsgemensamt", "id": "act_1"}
    assert json.loads(answers[1]["body"])["error"]["error_subcode"] == 33
    heads = {head["name"]: head["value"] for head in answers[0]["headers"]}
    assert "1" in json.loads(heads["x-business-use-case-usage"])


def test_the_batch_has_headers_of_its_own_and_each_item_is_counted(graph):
    answer = graph.batch(get("act_1"), get("act_2"))
    assert json.loads(answer.headers["x-app-usage"])
    assert "x-app-usage" in graph.post("", batch="nonsense").headers
    assert (len(graph.sandbox.requests), graph.sandbox.world.counted["meta"]) == (2, 2)


def test_headers_are_left_out_on_request(shared_graph):
    answers = shared_graph.batch(get("act_1"), include_headers="false").json()
    assert set(answers[0]) == {"code", "body"}


def test_fifty_are_taken_and_fifty_one_refused(shared_graph):
    assert len(shared_graph.batch(*[get("act_1")] * 50).json()) == 50
    answer = shared_graph.batch(*[get("act_1")] * 51)
    assert answer.status_code == 400
    assert answer.json()["error"]["type"] == "GraphBatchException"


def test_an_item_may_have_its_own_token_with_its_own_proof(shared_graph):
    page = "sandbox-page-1001"
    path = f"1001/conversations?platform=messenger&access_token={page}"
    unproved, proved = shared_graph.batch(
        get(path), get(f"{path}&appsecret_proof={proof(page)}")
    ).json()
    assert json.loads(unproved["body"])["error"]["code"] == 100
    assert proved["code"] == 200


def test_beside_one_with_its_own_token_every_item_needs_its_own_proof(graph):
    page, ours = "sandbox-page-1001", "sandbox-meta"
    theirs = get(f"1001?access_token={page}&appsecret_proof={proof(page)}")
    proved = get(f"act_1?access_token={ours}&appsecret_proof={proof(ours)}")
    unproved, *rest = graph.batch(get("act_1"), proved, theirs).json()
    assert json.loads(unproved["body"])["error"]["code"] == 100
    assert [one["code"] for one in rest] == [200, 200]
    form = {"method": "POST", "relative_url": "9", "body": f"access_token={page}"}
    codes = [one["code"] for one in graph.batch(get("act_1"), form).json()]
    assert codes == [400, 400]
    graph.toggle(no_proof=True)
    assert [one["code"] for one in graph.batch(get("act_1"), theirs).json()] == [200, 200]


def test_without_proof_of_its_own_the_batch_is_refused(shared_graph):
    with requests.post(
        f"{shared_graph.base_url}/v26.0/",
        data={"access_token": "sandbox-meta", "batch": json.dumps([get("act_1")])},
        timeout=5,
    ) as answer:
        assert answer.json()["error"]["code"] == 100


def test_what_is_no_list_of_calls_is_refused(shared_graph):
    for batch in ("nonsense", "[]", "{}", '[{"method":"GET"}]', '[{"colour":"red"}]', "[1]"):
        assert shared_graph.post("", batch=batch).json()["error"]["code"] == 100
    assert shared_graph.post("").json()["error"]["code"] == 100


@pytest.mark.parametrize(
    "item",
    [
        {"method": "GET", "relative_url": 1},
        {"method": None, "relative_url": "act_1"},
        {"method": "GET", "relative_url": "//[x"},
        {"method": "POST", "relative_url": "act_1", "body": {"status": "PAUSED"}},
    ],
)
def test_an_item_whose_parts_are_no_text_or_no_address_is_refused(shared_graph, item):
    answer = shared_graph.batch(item)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, 100)


def test_campaigns_are_paused_together(graph):
    numbers = [row["id"] for row in graph.get("act_2/campaigns", limit=4)["data"]]
    items = [{"method": "POST", "relative_url": n, "body": "status=PAUSED"} for n in numbers]
    answers = graph.batch(*items).json()
    assert [json.loads(answer["body"]) for answer in answers] == [{"success": True}] * 4
    rows = [graph.get(number, fields="effective_status") for number in numbers]
    assert {row["effective_status"] for row in rows} == {"PAUSED"}


def test_two_ad_sets_of_one_campaign_are_too_many(graph):
    campaign = graph.named("Campaign", "Öppna förskolan på vinterlovet")
    numbers = [row["id"] for row in graph.get(f"{campaign}/adsets")["data"]]
    items = [{"method": "POST", "relative_url": n, "body": "status=PAUSED"} for n in numbers]
    assert [answer["code"] for answer in graph.batch(*items).json()] == [200, 400]


def test_lost_items_are_null_and_may_have_taken_effect(graph):
    graph.sandbox.world.faults.set_rates("null=1")
    numbers = [row["id"] for row in graph.get("act_1/campaigns", limit=10)["data"]]
    items = [{"method": "POST", "relative_url": n, "body": "status=PAUSED"} for n in numbers]
    assert graph.batch(*items).json() == [None] * 10
    graph.sandbox.world.faults.set_rates("")
    statuses = [graph.get(number, fields="status")["status"] for number in numbers]
    assert {"ACTIVE", "PAUSED"} == set(statuses)


def test_a_whole_batch_may_be_throttled_or_stumble(graph):
    graph.sandbox.world.faults.set_rates("throttle=0.5,transient=0.5")
    codes = {graph.batch(get(f"act_{n % 6 + 1}")).json()["error"]["code"] for n in range(20)}
    assert codes == {2, 4}


def test_items_are_throttled_and_stumble_each_for_itself(graph):
    graph.sandbox.world.faults.set_rates("throttle=0.3,transient=0.3")
    items = [get(f"act_1?fields=name&limit={n}") for n in range(50)]
    while not isinstance(answers := graph.batch(*items).json(), list):
        assert answers["error"]["code"] in (2, 4)
    codes = {json.loads(answer["body"]).get("error", {}).get("code") for answer in answers}
    assert codes == {None, 2, 80004}
