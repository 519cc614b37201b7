"""The controls of an ad account, set as Meta takes them."""

from __future__ import annotations

import json

import pytest

AGE = {"age_min": 18}
NETWORK = [
    "AUDIENCE_NETWORK_CLASSIC", "AUDIENCE_NETWORK_REWARDED_VIDEO",
    "AUDIENCE_NETWORK_INSTREAM_VIDEO",
]  # fmt: skip
ALL = "audience_controls,placement_controls,status,campaigns_with_error"


def standing(graph, account="act_1"):
    rows = graph.get(f"{account}/account_controls", fields=ALL)["data"]
    return rows[0] if rows else None


def put(graph, account="act_1", **form):
    told = {name: one if isinstance(one, str) else json.dumps(one) for name, one in form.items()}
    return graph.post(f"{account}/account_controls", **told)


def test_what_is_set_stands(graph):
    answer = put(graph, audience_controls=AGE, placement_controls={"placement_exclusions": NETWORK})
    assert answer.json() == {"success": True}
    told = standing(graph)
    assert told["placement_controls"] == {"placement_exclusions": NETWORK}
    assert (told["audience_controls"], told["status"]) == (AGE, "ACTIVE")


def test_what_is_not_sent_is_gone(graph):
    assert standing(graph, "act_2")["audience_controls"] == AGE
    put(graph, "act_2", audience_controls={})
    assert not standing(graph, "act_2").get("audience_controls")
    assert not standing(graph, "act_2").get("placement_controls")


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (
            {"placement_controls": {"placement_exclusions": NETWORK}},
            "audience_controls is required",
        ),
        ({"audience_controls": "none"}, "audience_controls must be an array"),
        ({"audience_controls": [18]}, "audience_controls must be an array"),
        ({"audience_controls": {"age": 18}}, "Unexpected key age"),
        ({"audience_controls": {"age_min": "18"}}, "must be an integer"),
        ({"audience_controls": AGE, "placement_controls": {"exclusions": []}}, "Unexpected key"),
        (
            {"audience_controls": AGE, "placement_controls": {"placement_exclusions": "all"}},
            "must be an array",
        ),
        (
            {"audience_controls": AGE, "placement_controls": {"placement_exclusions": ["feed"]}},
            "must be one of {AUDIENCE_NETWORK_CLASSIC",
        ),
        ({"audience_controls": AGE, "placements": "[]"}, "Unexpected parameter: placements"),
    ],
)
def test_what_meta_does_not_know_is_refused_and_changes_nothing(graph, form, words):
    before = standing(graph)
    error = put(graph, **form).json()["error"]
    assert (error["code"], words in error["message"]) == (100, True), error
    assert standing(graph) == before


def test_controls_are_set_by_those_who_may(graph):
    assert put(graph, "act_5", audience_controls=AGE).json()["error"]["code"] == 200
    assert standing(graph, "act_5") is None
    graph.toggle(refuse_writes={"act_1": 10})
    assert put(graph, audience_controls=AGE).json()["error"]["code"] == 10


def test_they_are_neither_deleted_nor_set_on_anything_else(graph):
    number = graph.named("Campaign", "Öppna förskolan på vinterlovet")
    answer = graph.post(f"{number}/account_controls", audience_controls="{}")
    assert answer.json()["error"]["code"] == 100
    answer = graph.post("act_1/campaigns")
    assert answer.json()["error"]["error_subcode"] == 33


def test_a_success_that_is_false_changes_nothing(graph):
    graph.toggle(success_false=True)
    before = standing(graph)
    answer = put(graph, audience_controls={})
    assert answer.status_code == 200
    assert answer.json()["success"] is False
    assert "not set" in answer.json()["error_message"]
    assert standing(graph) == before


def test_an_answer_may_say_success_of_what_was_not_done(graph):
    graph.toggle(silent_writes=["act_1"])
    before = standing(graph)
    assert put(graph, audience_controls={}).json() == {"success": True}
    assert standing(graph) == before


def test_an_answer_may_be_an_error_though_it_was_done(graph):
    graph.toggle(error_after_write=["act_1"])
    assert put(graph, audience_controls={"age_min": 21}).status_code == 500
    assert standing(graph)["audience_controls"] == {"age_min": 21}


def test_controls_may_take_their_time(graph):
    graph.toggle(controls_applying=2)
    put(graph, audience_controls=AGE)
    assert [standing(graph)["status"] for _ in range(3)] == [
        *["APPLICATION_IN_PROGRESS"] * 2,
        "ACTIVE",
    ]
