"""All that is seen of a creative on Meta, whatever order or form it is told in."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import ConnectorError
from connectors.meta.read_creatives import read_creative
from policies.proofs import differences, fingerprint

LINK = "https://start.stockholm/simskola"
BUTTON = {"type": "LEARN_MORE", "value": {"link": LINK, "link_caption": "start.stockholm"}}


def a_card(n):
    return {
        "link": f"{LINK}/{n}",
        "name": f"Kort {n}",
        "description": f"Om kort {n}",
        "image_hash": f"{n:032x}",
        "call_to_action": {"type": "SIGN_UP", "value": {"link": f"{LINK}/{n}"}},
    }


CAROUSEL = {
    "id": "4",
    "title": "Simskola",
    "body": "Anmälan är öppen",
    "object_story_spec": {
        "page_id": "1001",
        "link_data": {
            "link": LINK,
            "message": "Anmälan är öppen",
            "name": "Simskola",
            "description": "För barn",
            "caption": "start.stockholm",
            "picture": "https://scontent.example.org/a.jpg?oh=1&oe=2",
            "image_hash": "ab",
            "call_to_action": BUTTON,
            "child_attachments": [a_card(n) for n in (1, 2, 3)],
        },
    },
}
FEED = {
    "id": "5",
    "object_story_spec": {"page_id": "1001"},
    "asset_feed_spec": {
        "titles": [{"text": "Simskola"}, {"text": "Lär dig simma"}],
        "bodies": [{"text": "Nu"}, {"text": "Snart"}],
        "descriptions": [{"text": "För barn"}],
        "captions": [{"text": "start.stockholm"}],
        "link_urls": [{"website_url": LINK, "display_url": "stockholm.example.org"}],
        "images": [{"hash": "aa", "url": "https://scontent.example.org/a.jpg?oh=1"}],
        "videos": [{"video_id": "99", "thumbnail_hash": "bb"}],
        "call_to_action_types": ["LEARN_MORE", "SIGN_UP"],
    },
}
FILM = {
    "id": "6",
    "object_story_spec": {
        "page_id": "1001",
        "video_data": {
            "video_id": "99",
            "title": "Simskola",
            "message": "Anmälan är öppen",
            "link_description": "För barn",
            "image_url": "https://scontent.example.org/a.jpg?oh=1",
            "image_hash": "cc",
            "call_to_action": BUTTON,
        },
    },
}
PHOTO = {
    "id": "7",
    "object_story_spec": {"photo_data": {"caption": "Anmälan är öppen", "image_hash": "dd"}},
}
ALL = {"carousel": CAROUSEL, "feed": FEED, "film": FILM, "photo": PHOTO}


def shows(told):
    return read_creative(told).shows


def seen(told):
    return {(str(one.kind), one.card, one.value) for one in shows(told)}


def unread(told, **lacking):
    found = read_creative(told, **lacking).unread
    return [one.because.english() for one in found if one.what == "content"]


def copy(told):
    return json.loads(json.dumps(told))


def leaves(value, path=()):
    """Where the texts of a record stand."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from leaves(one, (*path, name))
    elif isinstance(value, list):
        for place, one in enumerate(value):
            yield from leaves(one, (*path, place))
    else:
        yield path


def at(told, path):
    for one in path:
        told = told[one]
    return told


SIGNED = ("picture", "image_url", "url")
NO_CONTENT = ("id", "page_id", *SIGNED)
CONTENT = [
    (name, path)
    for name, told in ALL.items()
    for path in leaves(told)
    if path[-1] not in NO_CONTENT
]


@pytest.mark.parametrize(("name", "path"), CONTENT)
def test_every_field_that_is_shown_is_noticed_when_it_changes(name, path):
    changed = copy(ALL[name])
    at(changed, path[:-1])[path[-1]] += "x"
    assert fingerprint(shows(changed)) != fingerprint(shows(ALL[name]))


@pytest.mark.parametrize(("name", "path"), CONTENT)
def test_every_field_that_is_shown_is_missed_unless_it_still_stands_in_another_place(name, path):
    less = copy(ALL[name])
    value = at(less, path[:-1]).pop(path[-1])
    twice = sum(at(ALL[name], one) == value for one in leaves(ALL[name])) > 1
    assert twice or fingerprint(shows(less)) != fingerprint(shows(ALL[name]))
    assert {*shows(less)} <= {*shows(ALL[name])}


@pytest.mark.parametrize("name", ALL)
def test_addresses_of_pictures_are_signed_anew_and_are_no_content(name):
    text = json.dumps(ALL[name]).replace("oh=1", "oh=7&_nc_sid=8")
    assert shows(json.loads(text)) == shows(ALL[name])
    assert unread(ALL[name]) == []


def shuffled(value, dice):
    """The same record, its keys told in another order."""
    if isinstance(value, dict):
        names = list(value)
        dice.shuffle(names)
        return {name: shuffled(value[name], dice) for name in names}
    if isinstance(value, list):
        return [shuffled(one, dice) for one in value]
    return value


@given(st.sampled_from([*ALL]), st.randoms(use_true_random=False))
def test_the_order_of_keys_plays_no_part_nor_what_meta_adds(name, dice):
    told = shuffled(ALL[name], dice)
    told["thumbnail_url"] = f"https://scontent.example.org/{dice.random()}"
    told["url_tags"] = "utm_source=x"
    told["object_story_spec"]["a_new_field"] = {"b": 1}
    assert fingerprint(shows(told)) == fingerprint(shows(ALL[name]))


@given(st.randoms(use_true_random=False))
def test_alternatives_have_no_order_and_cards_have_one(dice):
    told = copy(FEED)
    for one in told["asset_feed_spec"].values():
        dice.shuffle(one)
    assert fingerprint(shows(told)) == fingerprint(shows(FEED))
    mixed = copy(CAROUSEL)
    cards = mixed["object_story_spec"]["link_data"]["child_attachments"]
    cards.append(cards.pop(0))
    assert fingerprint(shows(mixed)) != fingerprint(shows(CAROUSEL))


def test_a_card_is_told_by_its_place():
    changed = copy(CAROUSEL)
    cards = changed["object_story_spec"]["link_data"]["child_attachments"]
    cards[1]["description"] = "Nytt"
    (one,) = differences(shows(CAROUSEL), shows(changed))
    assert (str(one.kind), one.card, one.old, one.new) == (
        "description", 2, ("Om kort 2",), ("Nytt",),
    )  # fmt: skip


def test_what_stands_in_two_places_is_shown_once():
    assert [one.value for one in shows(CAROUSEL)].count("Anmälan är öppen") == 1


def test_under_a_photo_the_caption_is_the_text_and_elsewhere_an_address():
    assert ("text", None, "Anmälan är öppen") in seen(PHOTO)
    assert ("address", None, "start.stockholm") in seen(CAROUSEL)


def test_of_a_post_that_was_there_before_only_its_name_is_known():
    boosted = {"id": "8", "object_story_id": "1001_7", "body": "Hej", "video_id": "5"}
    assert seen(boosted) == {
        ("post", None, "1001_7"), ("text", None, "Hej"), ("media", None, "5"),
    }  # fmt: skip
    assert "there before" in unread(boosted)[0]
    assert "there before" in unread({"id": "8", "source_instagram_media_id": "18"})[0]


def test_what_may_be_missing_is_told():
    goods = {"id": "9", "object_story_spec": {"template_data": {"name": "{{product.name}}"}}}
    assert "catalogue" in unread(goods)[0]
    bare = copy(CAROUSEL)
    del bare["object_story_spec"]["link_data"]["image_hash"]
    assert "address alone" in unread(bare)[0]
    feed = copy(FEED)
    del feed["asset_feed_spec"]["images"][0]["hash"]
    assert "address alone" in unread(feed)[0]
    assert "did not tell what this ad shows" in unread({"id": "10"})[0]
    assert "asset_feed_spec" in unread(PHOTO, lacking=("asset_feed_spec",))[0]
    assert "object_story_spec" in unread(PHOTO, lacking=("object_story_spec",))[0]


@pytest.mark.parametrize("path", [path for name, path in CONTENT if name == "carousel"])
def test_a_field_of_another_shape_is_refused(path):
    told = copy(CAROUSEL)
    at(told, path[:-1])[path[-1]] = ["x"]
    with pytest.raises(ConnectorError):
        read_creative(told)
