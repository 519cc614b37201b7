"""What an ad shows: its post or its own text, and whose name stands on it."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import Unreadable
from connectors.linkedin.read_ads import read_ad, read_campaign, read_group
from connectors.linkedin.read_posts import read_post, readable
from connectors.linkedin.shape import instant, money, number
from policies.model import Unread
from tests.connectors.linkedin.scripted import (
    ACCOUNT,
    CITY,
    SHARE,
    a_campaign,
    a_creative,
    a_group,
    a_post,
)


def creative(content, posts=None, **more):
    told = a_creative(1, content=content, **more)
    return read_ad(told, ACCOUNT, campaigns={"901": "601"}, posts=posts or {}).creative


def whats(read):
    return [one.what for one in read.unread]


@pytest.mark.parametrize("urn", [SHARE, "urn:li:ugcPost:5"])
def test_a_post_is_shown_by_reference(urn):
    read = creative({"reference": urn}, {urn: read_post(a_post(urn))})
    assert ([post.id for post in read.posts], whats(read)) == ([urn], [])


def test_the_post_of_an_event_ad_is_known():
    content = {"eventAd": {"post": "urn:li:ugcPost:5", "event": "urn:li:event:1"}}
    read = creative(content, {"urn:li:ugcPost:5": read_post(a_post("urn:li:ugcPost:5"))})
    assert [post.id for post in read.posts] == ["urn:li:ugcPost:5"]


def test_a_member_who_wrote_the_post_is_its_sender():
    read = creative({"reference": SHARE}, {SHARE: read_post(a_post(author="urn:li:person:x"))})
    assert [one.id for one in read.senders] == ["urn:li:person:x"]


def test_what_a_member_wrote_is_not_kept_and_said_to_be_unread():
    told = a_post(author="urn:li:person:x", commentary="Min egen ring", lifecycleState="PUBLISHED")
    read = creative({"reference": SHARE}, {SHARE: read_post(told)})
    assert "ring" not in str(read)
    assert (read.title, read.text, read.landing, read.media, read.version) == (
        None,
        None,
        None,
        (),
        None,
    )
    assert whats(read) == ["content"]
    assert {type(read.pictures), type(read.films)} == {Unread}
    assert [(one.id, one.owner_id) for one in read.posts] == [(SHARE, "urn:li:person:x")]


def test_a_post_without_author_leaves_the_sender_unread_and_nothing_else():
    told = a_post()
    del told["author"]
    read = creative({"reference": SHARE}, {SHARE: read_post(told)})
    assert (read.senders, whats(read), read.text) == ((), ["senders"], "Simskolan öppnar (snart)")


def test_a_text_ad_shows_its_own_words_and_has_no_post():
    ad = {"headline": "Sim", "description": "Nu", "landingPage": "https://example.org/sim"}
    read = creative({"textAd": ad})
    assert (read.title, read.text, read.landing) == ("Sim", "Nu", "https://example.org/sim")
    assert (read.posts, whats(read)) == ((), [])


def test_an_ad_that_holds_objects_where_others_hold_texts_is_read_without_them():
    read = creative({"follower": {"headline": {"preApproved": "x"}, "logo": "urn:li:image:1"}})
    assert (read.title, read.media) == (None, ("urn:li:image:1",))


@pytest.mark.parametrize(
    "content",
    [
        {},
        None,
        {"reference": None},
        {"reference": "urn:li:adInMailContent:1"},
        {"eventAd": {"post": None}},
    ],
)
def test_where_the_content_is_not_given_nothing_passes_for_read(content):
    assert whats(creative(content)) == ["senders", "posts", "content"]


@pytest.mark.parametrize(
    ("content", "media", "title"),
    [
        ({"media": {"id": "urn:li:video:1", "title": "T"}}, ("urn:li:video:1",), "T"),
        (
            {"article": {"title": "A", "thumbnail": "urn:li:image:2"}},
            ("urn:li:image:2",),
            "A",
        ),
        (
            {"multiImage": {"images": [{"id": "urn:li:image:3"}, {"id": "urn:li:image:4"}]}},
            ("urn:li:image:3", "urn:li:image:4"),
            None,
        ),
        (
            {"carousel": {"cards": [{"media": {"id": "urn:li:image:5"}}, {"media": None}]}},
            ("urn:li:image:5",),
            None,
        ),
        ({"document": {"id": "urn:li:document:6", "title": "D"}}, ("urn:li:document:6",), "D"),
        ({"poll": {"question": "?"}}, (), None),
        (None, (), None),
    ],
)  # fmt: skip
def test_media_are_found_in_every_kind_of_content(content, media, title):
    seen = read_post(a_post(content=content))
    assert (seen.media, seen.title) == (media, title)


def test_the_landing_page_is_the_posts_or_its_articles():
    article = {"article": {"source": "https://example.org/a"}}
    assert read_post(a_post(content=article)).landing == "https://example.org/sim"
    told = a_post(content=article, contentLandingPage=None)
    assert read_post(told).landing == "https://example.org/a"


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        (None, None),
        ("Hej", "Hej"),
        (r"Pris \(inkl\. moms\) 5 \* 2", r"Pris (inkl\. moms) 5 * 2"),
        ("Av @[Stockholms stad](urn:li:organization:77)!", "Av Stockholms stad!"),
        (r"{hashtag|\#|simskola} nu", "#simskola nu"),
        (r"\@[inte](en länk)", "@[inte](en länk)"),
        (r"@[Ås\(a\)](urn:li:person:x) {hashtag|\#|sim\_skola}", "Ås(a) #sim_skola"),
    ],
)
def test_the_text_is_what_people_see(written, seen):
    assert readable(written) == seen


@pytest.mark.parametrize(
    ("value", "read"),
    [(12, "12"), ("13", "13"), ("urn:li:sponsoredAccount:12", "12")],
)
def test_an_id_is_one_bare_number_however_it_is_written(value, read):
    assert number({"id": value}, "id") == read


@pytest.mark.parametrize(
    "value", [None, "", True, 0, -1, "x", "urn:li:sponsoredAccount:<id>", "1 2", [], {}, "١٢"]
)
def test_what_is_no_id_is_refused(value):
    with pytest.raises(Unreadable):
        number({"id": value}, "id")


@pytest.mark.parametrize("amount", ["many", "NaN", "Infinity", None, True, [], ""])
def test_what_is_no_amount_is_refused(amount):
    with pytest.raises(Unreadable):
        money({"b": {"amount": amount, "currencyCode": "SEK"}}, "b")


@pytest.mark.parametrize("value", ["1", True, 1.5, 10**20, -(10**20), {}])
def test_what_is_no_instant_is_refused(value):
    with pytest.raises(Unreadable):
        instant({"t": value}, "t")


def test_words_that_nobody_knows_yet_stay_as_they_are():
    read = read_campaign(a_campaign(status="RESTING", servingStatuses=["NEW_HOLD"], x={}), ACCOUNT)
    assert (read.intent, read.delivery) == ("RESTING", ("NEW_HOLD",))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@pytest.mark.parametrize(
    ("told", "read"),
    [
        (a_group(), lambda told: read_group(told, ACCOUNT)),
        (a_campaign(), lambda told: read_campaign(told, ACCOUNT)),
        (a_creative(), lambda told: read_ad(told, ACCOUNT, campaigns={}, posts={})),
        (a_post(), read_post),
    ],
    ids=["group", "campaign", "creative", "post"],
)
@given(drawn=st.data())
def test_any_field_of_any_shape_gives_a_noun_or_a_named_refusal(told, read, drawn):
    name = drawn.draw(st.sampled_from(sorted(told)))
    changed = told | {name: drawn.draw(json_values)}
    with suppress(Unreadable):
        assert read(changed) is not None


def test_the_sender_of_a_campaign_is_its_organisation_or_nobody():
    assert [one.id for one in read_campaign(a_campaign(), ACCOUNT).senders] == [CITY]
    told = a_campaign()
    del told["associatedEntity"]
    assert read_campaign(told, ACCOUNT).senders == ()
