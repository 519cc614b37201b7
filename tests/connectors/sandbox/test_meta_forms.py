"""In which form values come: ids as text, instants with the zone of what they belong to."""

from __future__ import annotations

import re

import pytest

INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([+-]\d{4})")
PLACES = [
    ("me/adaccounts", "account_id,name,business{id}"),
    ("act_1/campaigns", "account_id,start_time,stop_time,created_time,updated_time"),
    ("act_1/adsets", "campaign_id,start_time,end_time,updated_time,instagram_user_id"),
    ("act_1/ads", "adset_id,campaign_id,created_time,updated_time,creative{actor_id}"),
    ("1001/posts", "created_time,updated_time"),
    ("1001_20003/comments", "created_time,from{id},parent{id}"),
    ("1001/conversations", "updated_time,participants,messages{created_time,from,to}"),
    ("18100000000000003/comments", "timestamp,from{id},replies{timestamp,from{id}}"),
]


def values(told, name=""):
    """Every plain value with the name it stands under."""
    if isinstance(told, dict):
        for key, value in told.items():
            yield from values(value, key)
    elif isinstance(told, list):
        for value in told:
            yield from values(value, name)
    else:
        yield name, told


def read(graph, path, fields):
    of_a_page = path.startswith("1001")
    asking = graph.as_("sandbox-page-1001") if of_a_page else graph
    found = list(values(asking.get(path, fields=fields)["data"]))
    assert found
    return found


@pytest.mark.parametrize(("path", "fields"), PLACES)
def test_every_id_is_text(shared_graph, path, fields):
    found = read(shared_graph, path, fields)
    ids = [value for name, value in found if name == "id" or name.endswith("_id")]
    assert ids
    assert {type(one) for one in ids} == {str}


@pytest.mark.parametrize(("path", "fields"), PLACES[1:])
def test_ads_have_the_accounts_zone_and_what_people_write_has_none(shared_graph, path, fields):
    found = read(shared_graph, path, fields)
    stamps = [value for name, value in found if name.endswith("time") or name == "timestamp"]
    assert stamps
    zones = {INSTANT.fullmatch(one)[1] for one in stamps}
    assert zones <= ({"+0100", "+0200"} if path.startswith("act_") else {"+0000"})
