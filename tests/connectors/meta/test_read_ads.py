"""Records become nouns, or refusals that name their place."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.errors import Unreadable
from connectors.meta.read_account import may_turn, read_account, read_controls
from connectors.meta.read_ads import read_ad, read_ad_set, read_campaign
from connectors.meta.read_creatives import read_creative
from connectors.meta.read_placement import read_placement
from connectors.meta.read_senders import read_senders
from connectors.meta.read_switches import read_switch
from policies.model import Placement, SenderKind, Unread

ACCOUNT = "act_1"


def placement(targeting, *, lacking=(), **more):
    return read_placement({"targeting": targeting, **more}, ACCOUNT, lacking=lacking)


def test_an_empty_list_of_platforms_is_as_automatic_as_none():
    assert placement({"age_min": 18}).platforms is None
    assert placement({"age_min": 18, "publisher_platforms": []}).platforms == ()


@pytest.mark.parametrize("targeting", [None, {}, [], "all", 5])
def test_targeting_that_is_missing_or_strange_is_unread(targeting):
    told = placement(targeting)
    assert isinstance(told, Unread)
    assert told.what == "ad_sets.targeting"


def test_positions_are_kept_under_their_names():
    told = placement({"publisher_platforms": ["threads"], "threads_positions": ["threads_stream"]})
    assert told.positions == {"threads_positions": ("threads_stream",)}


def test_positions_on_audience_network_that_meta_really_uses_are_kept():
    told = placement(
        {"publisher_platforms": ["facebook"], "effective_audience_network_positions": ["classic"]}
    )
    assert told.positions == {"effective_audience_network_positions": ("classic",)}


def test_without_its_platforms_a_placement_is_not_told():
    assert isinstance(placement({"age_min": 18}, lacking={"publisher_platforms"}), Unread)


def test_a_refused_soft_exclusion_is_not_an_empty_one():
    told = placement({"age_min": 18}, lacking={"placement_soft_opt_out"})
    assert isinstance(told.soft_opt_out, Unread)
    assert placement({"age_min": 18}).soft_opt_out == {}


@pytest.mark.parametrize("name", ["placement_exclusions", "placement_exclusion"])
def test_exclusions_are_read_under_either_spelling(name):
    told = read_controls([{"placement_controls": {name: ["A", "B"]}, "status": "ACTIVE"}])
    assert (told.placement_exclusions, told.status) == (("A", "B"), "ACTIVE")


@pytest.mark.parametrize("ids", [["1"], [1], [{"id": "1"}]])
def test_campaigns_that_controls_do_not_reach_are_ids(ids):
    assert read_controls([{"campaigns_with_error": ids}]).campaigns_with_error == ("1",)


@pytest.mark.parametrize(
    "rows",
    [
        [{}, {}],
        ["text"],
        [{"placement_controls": []}],
        [{"placement_controls": {"placement_exclusions": [5]}}],
        [{"campaigns_with_error": "1"}],
        [{"campaigns_with_error": [None]}],
    ],
)
def test_controls_of_another_shape_are_refused(rows):
    with pytest.raises(Unreadable):
        read_controls(rows)


@pytest.mark.parametrize(
    ("tasks", "may"),
    [(["ADVERTISE"], True), (["MANAGE"], True), (["ANALYZE", "DRAFT", "AA_ANALYZE"], False)],
)
def test_who_may_turn(tasks, may):
    account = read_account({"user_tasks": tasks}, ACCOUNT, controls=read_controls([]))
    assert may_turn(account) is may


def test_times_are_instants_and_the_zero_of_1970_is_none():
    told = {"id": "1", "start_time": "2026-11-20T10:00:00+0100"}
    campaign = read_campaign(
        told | {"stop_time": "1969-12-31T15:59:59-0800"}, ACCOUNT, currency=None
    )
    assert campaign.start == datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert campaign.end is None


@pytest.mark.parametrize(
    ("told", "place"),
    [
        ({"object_story_spec": {"instagram_user_id": "7"}}, "object_story_spec.instagram_user_id"),
        ({"instagram_user_id": "7"}, "instagram_user_id"),
        ({"instagram_actor_id": 7}, "instagram_actor_id"),
    ],
)
def test_an_instagram_account_is_found_wherever_it_stands(told, place):
    (sender,) = read_senders(told)
    assert (sender.kind, sender.id, sender.where) == (
        SenderKind.INSTAGRAM,
        "7",
        f"creative.{place}",
    )


@pytest.mark.parametrize(
    "told",
    [
        {"actor_id": "7"},
        {"object_story_spec": {"page_id": "7"}},
        {"object_story_id": "7_1"},
        {"effective_object_story_id": "7_1"},
    ],
)
def test_a_page_is_found_wherever_it_stands(told):
    (sender,) = read_senders(told)
    assert (sender.kind, sender.id) == (SenderKind.PAGE, "7")


@pytest.mark.parametrize(
    "told",
    [
        {"branded_content_sponsor_page_id": "7"},
        {"facebook_branded_content": {"sponsor_page_id": "7"}},
        {"instagram_branded_content": {"sponsor_id": "7"}},
        {"branded_content": {"promoted_page_id": "7"}},
        {"branded_content": {"partners": [{"fb_page_id": "7"}]}},
        {"branded_content": {"partners": [{}, {"ig_user_id": "7", "identity_type": "SECOND"}]}},
    ],
)
def test_a_partner_is_found_wherever_it_stands(told):
    (sender,) = read_senders(told)
    assert (sender.kind, sender.id) == (SenderKind.PARTNER, "7")


FORMS = ("link_data", "video_data", "photo_data", "template_data")
"""What of a post may name a sponsor."""


@pytest.mark.parametrize("form", FORMS)
def test_a_sponsor_is_found_in_the_post_that_a_creative_describes(form):
    sponsored = {
        "branded_content_sponsor_page_id": "7",
        "branded_content_shared_to_sponsor_status": "shared",
    }
    _, sender = read_senders({"object_story_spec": {"page_id": "1001", form: sponsored}})
    place = f"creative.object_story_spec.{form}.branded_content_sponsor_page_id"
    assert (sender.kind, sender.id, sender.where) == (SenderKind.PARTNER, "7", place)


@pytest.mark.parametrize("form", FORMS)
def test_whether_a_post_was_shared_with_a_sponsor_names_none(form):
    told = {"branded_content_shared_to_sponsor_status": "not_shared"}
    (sender,) = read_senders({"object_story_spec": {"page_id": "1001", form: told}})
    assert sender.kind is SenderKind.PAGE


def test_of_a_creative_of_which_nothing_was_told_every_part_is_unread():
    creative = read_creative({"id": "4"})
    assert [one.what for one in creative.unread] == ["senders", "posts", "content"]


def test_a_carousel_is_read_with_all_its_pictures():
    spec = {
        "page_id": "1001",
        "link_data": {
            "link": "https://example.org/",
            "message": "Hej",
            "child_attachments": [
                {"link": "https://example.org/a", "name": "A", "image_hash": "aa"},
                {"link": "https://example.org/b", "name": "B", "video_id": "99"},
            ],
        },
    }
    creative = read_creative({"id": "4", "object_story_spec": spec})
    assert (creative.title, creative.text) == ("A\nB", "Hej")
    assert (creative.landing, creative.media) == ("https://example.org/", ("aa", "99"))


@pytest.mark.parametrize("link", ["javascript:alert(1)", "https://exa mple.org", "//x"])
def test_an_address_that_nobody_should_click_is_none(link):
    assert read_creative({"id": "4", "link_url": link}).landing is None


def test_an_asset_feed_is_read():
    feed = {
        "titles": [{"text": "A"}],
        "bodies": [{"text": "B"}, {"text": "C"}],
        "images": [{"hash": "aa"}],
        "videos": [{"video_id": "99"}],
        "link_urls": [{"website_url": "https://example.org/"}],
    }
    creative = read_creative({"id": "4", "asset_feed_spec": feed})
    assert (creative.title, creative.text, creative.media) == ("A", "B\nC", ("aa", "99"))
    assert creative.landing == "https://example.org/"
    assert creative.variants == ("aa", "99")
    story = {"link_data": {"image_hash": "bb"}}
    both = read_creative({"id": "4", "asset_feed_spec": feed, "object_story_spec": story})
    assert (both.media, both.variants) == (("bb", "aa", "99"), ("aa", "99"))
    assert read_creative({"id": "4", "object_story_spec": story}).variants == ()


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"id": "4", "object_story_spec": []},
        {"id": "4", "object_story_spec": {"link_data": "x"}},
        {"id": "4", "object_story_spec": {"link_data": {"child_attachments": [5]}}},
        {"id": "4", "asset_feed_spec": {"bodies": {}}},
        {"id": "4", "asset_feed_spec": {"bodies": ["text"]}},
        {"id": "4", "branded_content": {"partners": ["x"]}},
        {"id": "4", "use_page_actor_override": "yes"},
    ],
)
def test_a_creative_of_another_shape_is_refused(told):
    with pytest.raises(Unreadable):
        read_creative(told)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)
WHOLE = {
    "id": "1", "name": "n", "campaign_id": "1", "adset_id": "2", "status": "ACTIVE",
    "effective_status": "ACTIVE", "start_time": "2026-11-20T10:00:00+0100",
    "end_time": "2026-11-20T10:00:00+0100", "stop_time": None, "updated_time": "x",
    "daily_budget": "1", "lifetime_budget": 5, "instagram_user_id": "7",
    "placement_soft_opt_out": {}, "targeting": {"age_min": 18},
    "creative": {"id": "4", "object_story_spec": {"page_id": "1", "link_data": {"link": "x"}}},
}  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(name=st.sampled_from([*WHOLE, "x"]), value=JSON)
def test_whatever_stands_in_a_record_it_is_a_noun_or_a_refusal_with_a_place(name, value):
    told = json.loads(json.dumps(WHOLE | {name: value}))
    for read in (
        lambda: read_campaign(told, ACCOUNT, currency="SEK"),
        lambda: read_ad_set(told, ACCOUNT, currency="SEK"),
        lambda: read_ad(told, ACCOUNT),
        lambda: read_switch(told, ACCOUNT, currency="SEK"),
    ):
        assert noun_or_place(read)


def noun_or_place(read):
    """What a record became, or where it is refused."""
    try:
        return read()
    except Unreadable as refused:
        return refused.path


@given(name=st.sampled_from(sorted(WHOLE)))
@settings(max_examples=40, deadline=None)
def test_a_field_that_is_left_out_never_narrows_a_placement(name):
    told = {key: value for key, value in WHOLE.items() if key != name}
    if "id" in told and "campaign_id" in told:
        place = read_ad_set(told, ACCOUNT, currency="SEK").placement
        assert isinstance(place, Unread) or not place.platforms
        assert isinstance(place, Unread | Placement)
