"""The invented city on Meta: what is in it, and that the same seed builds it again."""

from collections import Counter
from datetime import timedelta

import pytest

from connectors.sandbox import Sandbox
from connectors.sandbox.city_meta_campaigns import STORIES
from connectors.sandbox.city_meta_creatives import SENDERS
from connectors.sandbox.city_meta_crowd import crowd
from connectors.sandbox.city_meta_shapes import PLACEMENTS, STATES
from connectors.sandbox.meta import status
from connectors.sandbox.meta.comments import written
from tests.connectors.sandbox.conftest import NOON


def build(seed=1, **options):
    return Sandbox(seed, clock=lambda: NOON, **options).world


@pytest.fixture(scope="module")
def city():
    return build()


def of(world, kind):
    return [node for node in world.meta.values() if node.kind == kind]


def everything(world):
    return {number: (node.kind, node.fields, node.edges) for number, node in world.meta.items()}


def test_the_same_seed_and_instant_build_the_same_city(city):
    assert everything(build()) == everything(city)


def test_another_seed_builds_another(city):
    assert everything(build(2)) != everything(city)


def test_the_city_moves_with_the_clock(city):
    later = Sandbox(clock=lambda: NOON + timedelta(days=400)).world
    assert set(later.meta) == set(city.meta)
    assert everything(later) != everything(city)


def test_six_accounts_hold_about_45_campaigns(city):
    assert [node.fields["id"] for node in of(city, "AdAccount")] == [
        f"act_{n}" for n in range(1, 7)
    ]
    assert {node.fields["currency"] for node in of(city, "AdAccount")} == {"SEK"}
    assert 40 <= len(of(city, "Campaign")) <= 50


def test_every_state_placement_and_sender_occurs():
    assert {story.state for story in STORIES} == set(STATES)
    assert {story.placement for story in STORIES} == set(PLACEMENTS)
    assert {story.sender for story in STORIES} == set(SENDERS)


def test_every_status_in_effect_occurs(city):
    seen = {status.effective(city, node) for kind in status.AD_KINDS for node in of(city, kind)}
    expected = {
        "ACTIVE", "PAUSED", "DELETED", "ARCHIVED", "IN_PROCESS", "WITH_ISSUES", "CAMPAIGN_PAUSED",
        "ADSET_PAUSED", "PENDING_REVIEW", "DISAPPROVED",
    }  # fmt: skip
    assert seen == expected


def test_nobody_has_written_in_the_future_or_before_the_last_fortnight(city):
    times = [written(node) for kind in ("Comment", "IGComment") for node in of(city, kind)]
    assert max(times) < NOON.timestamp()
    recent = [time for time in times if time > (NOON - timedelta(days=10)).timestamp()]
    assert len(recent) > 0.9 * len(times)


def test_several_hundred_comments_are_of_every_kind(city):
    comments = of(city, "Comment")
    assert 300 <= len(comments) + len(of(city, "IGComment")) <= 800
    kinds = Counter()
    for node in comments:
        kinds["tag"] += "message_tags" in node.fields
        kinds["hidden"] += node.fields["is_hidden"]
        kinds["city"] += (node.fields["from"] or {}).get("id") in ("1001", "1002")
        kinds["reply"] += "parent" in node.fields
        kinds[node.fields.get("attachment", {}).get("type")] += 1
        kinds["personal"] += "19121212-1212" in node.fields["message"]
        kinds["hostile"] += "<script>" in node.fields["message"]
    wanted = ("tag", "hidden", "city", "reply", "sticker", "photo", "personal", "hostile")
    assert all(kinds[kind] for kind in wanted), kinds


def test_answers_come_after_what_they_answer(city):
    for top in of(city, "Comment"):
        replies = [city.meta[one] for one in top.edges.get("comments", ())]
        times = [written(node) for node in (top, *replies)]
        assert times == sorted(times)


def test_every_connected_object_exists(city):
    for node in city.meta.values():
        for name, ids in node.edges.items():
            assert all(one in city.meta for one in ids), (node.fields["id"], name)
            assert len(ids) == len(set(ids))


def test_an_empty_city_still_knows_its_tokens():
    assert set(build(city=False).meta) == {"77", "78"}


def test_a_crowd_is_as_large_as_was_asked_for():
    world = build(city=False)
    assert crowd(world, accounts=2, campaigns=3, ad_sets=2, ads=4) == ["act_100", "act_101"]
    kinds = Counter(node.kind for node in world.meta.values())
    assert (kinds["Campaign"], kinds["AdSet"], kinds["Ad"]) == (6, 12, 48)


def test_people_write_under_a_crowds_ads_on_request():
    world = build(city=False)
    crowd(world, campaigns=2, comments=4)
    kinds = Counter(node.kind for node in world.meta.values())
    assert (kinds["PagePost"], kinds["IGMedia"]) == (2, 2)
    assert (kinds["Comment"], kinds["IGComment"]) == (8, 8)
    replies = [one for one in of(world, "Comment") if "parent" in one.fields]
    assert len(replies) == 2


def test_a_crowd_stands_beside_the_city(city):
    world = build()
    crowd(world, accounts=1, campaigns=2)
    assert len(of(world, "Campaign")) == len(of(city, "Campaign")) + 2
