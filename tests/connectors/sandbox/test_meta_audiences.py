"""Whom ad sets in the city are directed at, and what Meta refuses of that."""

from __future__ import annotations

import json

import pytest

WIDE = "Seniorgympa – grupp 1"


def test_ad_sets_say_whom_they_reach_and_one_reaches_further_than_the_town(shared_graph):
    rows = shared_graph.all("act_4/adsets", fields="name,targeting", limit=100)
    told = {row["name"]: row["targeting"] for row in rows}
    assert all({"age_min", "age_max", "geo_locations"} <= set(one) for one in told.values())
    wide = [name for name in told if told[name]["targeting_automation"]["advantage_audience"]]
    assert wide == [WIDE]
    [city] = told[WIDE]["geo_locations"]["cities"]
    assert (city["name"], city["region"], city["radius"]) == ("Stockholm", "Stockholm County", 40)


@pytest.mark.parametrize(
    "targeting",
    [
        {"age_min": 12},
        {"age_max": 66},
        {"age_min": 40, "age_max": 30},
        {"age_min": "18"},
        {"age_min": True},
        {"geo_locations": ["SE"]},
        {"locales": 6},
        {"targeting_automation": {"advantage_audience": 2}},
        {"targeting_automation": 1},
    ],
)
def test_what_nobody_can_choose_is_refused_and_changes_nothing(graph, targeting):
    number = graph.named("AdSet", WIDE)
    before = graph.get(number, fields="targeting,updated_time")
    answer = graph.post(number, targeting=json.dumps(targeting)).json()
    assert answer["error"]["code"] == 100
    assert graph.get(number, fields="targeting,updated_time") == before


def test_what_can_be_chosen_is_set_and_moves_the_time_of_the_last_change(graph):
    number = graph.named("AdSet", WIDE)
    before = graph.get(number, fields="updated_time")["updated_time"]
    targeting = {
        "age_min": 65,
        "age_max": 65,
        "locales": [6],
        "geo_locations": {"countries": ["SE"]},
        "targeting_automation": {"advantage_audience": 0},
    }
    assert graph.post(number, targeting=json.dumps(targeting)).json() == {"success": True}
    after = graph.get(number, fields="targeting,updated_time")
    assert after["targeting"] == targeting
    assert after["updated_time"] > before
