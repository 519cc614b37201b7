"""What a post shows: pictures with their alternative texts, and films."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import NotFound, Unreadable
from connectors.linkedin.read_ads import read_ad
from connectors.linkedin.read_posts import read_post
from policies.model import Film, Picture, Platform, Unread, Words
from tests.connectors.linkedin.scripted import ACCOUNT, SHARE, a_creative, a_post, the_account


def pictured(content, **more):
    told = read_post(a_post(content=content, **more)).pictures
    return told if isinstance(told, Unread) else [(one.media, one.alt_text) for one in told]


def shown(content, posts=None):
    told = a_creative(1, content=content)
    return read_ad(told, ACCOUNT, campaigns={}, posts=posts or {}).creative.pictures


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ({"media": {"id": "urn:li:image:1", "altText": "Blått"}}, [("urn:li:image:1", "Blått")]),
        ({"media": {"id": "urn:li:image:1", "title": "T"}}, [("urn:li:image:1", None)]),
        ({"media": {"id": "urn:li:image:1", "altText": " \n"}}, [("urn:li:image:1", None)]),
        ({"media": {"id": "urn:li:digitalmediaAsset:1"}}, [("urn:li:digitalmediaAsset:1", None)]),
        ({"article": {"thumbnail": "urn:li:image:2", "thumbnailAltText": "En bro"}},
         [("urn:li:image:2", "En bro")]),
        ({"article": {"source": "https://example.org/", "thumbnailAltText": "En bro"}}, []),
        ({"multiImage": {"images": [{"id": "urn:li:image:3", "altText": "A"},
                                    {"id": "urn:li:image:4"}]}},
         [("urn:li:image:3", "A"), ("urn:li:image:4", None)]),
        ({"carousel": {"cards": [{"media": {"id": "urn:li:image:5", "altText": "B"}},
                                 {"media": None},
                                 {"media": {"id": "urn:li:image:6"}}]}},
         [("urn:li:image:5", "B"), ("urn:li:image:6", None)]),
    ],
)  # fmt: skip
def test_each_picture_has_its_alternative_text_or_none_is_set(content, found):
    assert pictured(content) == found


@pytest.mark.parametrize(
    "content",
    [
        None,
        {},
        {"poll": {"question": "?"}},
        {"media": {"id": "urn:li:video:1", "title": "T"}},
        {"media": {"id": "urn:li:document:1", "title": "T.pdf"}},
        {"document": {"id": "urn:li:document:6", "title": "D"}},
    ],
)
def test_films_documents_and_words_are_no_pictures(content):
    assert pictured(content) == []


@pytest.mark.parametrize(
    ("content", "more", "kind"),
    [
        ({"reference": "urn:li:event:1"}, {}, "reference"),
        ({"celebration": {}}, {}, "celebration"),
        (None, {"reshareContext": {"parent": SHARE}}, "reshareContext"),
    ],
)
def test_content_that_is_elsewhere_or_new_is_unread(content, more, kind):
    told = pictured(content, **more)
    assert (told.what, told.because.values) == ("pictures", {"kind": kind})


def test_a_post_passed_on_with_a_picture_of_its_own_shows_that():
    told = pictured({"media": {"id": "urn:li:image:1"}}, reshareContext={"parent": SHARE})
    assert told == [("urn:li:image:1", None)]


@pytest.mark.parametrize(
    "content",
    [
        {"media": {"id": "urn:li:image:1", "altText": ["x"]}},
        {"multiImage": {"images": ["urn:li:image:1"]}},
        {"carousel": {"cards": [None]}},
    ],
)
def test_content_of_another_shape_is_refused(content):
    with pytest.raises(Unreadable):
        pictured(content)


@given(st.lists(st.tuples(st.sampled_from(["image", "video"]), st.text(max_size=4)), max_size=6))
def test_a_carousels_pictures_stand_in_its_order_with_their_texts(drawn):
    cards = [
        {"media": {"id": f"urn:li:{kind}:{place}", "altText": alt}}
        for place, (kind, alt) in enumerate(drawn)
    ]
    assert pictured({"carousel": {"cards": cards}}) == [
        (
            card["media"]["id"],
            card["media"]["altText"] if card["media"]["altText"].strip() else None,
        )
        for card in cards
        if "image" in card["media"]["id"]
    ]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (None, []),
        ({"media": {"id": "urn:li:image:1"}}, []),
        ({"media": {"id": "urn:li:document:1"}}, []),
        ({"media": {"id": "urn:li:video:1", "title": "T"}}, ["urn:li:video:1"]),
        ({"carousel": {"cards": [{"media": {"id": "urn:li:video:2"}},
                                 {"media": {"id": "urn:li:image:3"}}]}}, ["urn:li:video:2"]),
    ],
)  # fmt: skip
def test_of_a_film_nobody_is_told_whether_it_has_captions(content, found):
    films = read_post(a_post(content=content)).films
    assert films == tuple(Film(media=one, captions=None) for one in found)


def test_films_of_content_that_is_elsewhere_are_unread():
    told = read_post(a_post(content={"reference": "urn:li:event:1"})).films
    assert (told.what, told.because.values) == ("films", {"kind": "reference"})


def test_an_ad_has_the_films_of_its_post_and_words_alone_have_none():
    read = read_post(a_post(content={"media": {"id": "urn:li:video:1"}}))
    told = a_creative(1, content={"reference": SHARE})
    ad = read_ad(told, ACCOUNT, campaigns={}, posts={SHARE: read})
    assert ad.creative.films == (Film(media="urn:li:video:1", captions=None),)
    assert ad.creative.pictures == ()
    for kind in ("textAd", "spotlight", "follower", "jobs"):
        assert filmed({kind: {"headline": "Sim"}}) == ()


def test_films_that_were_not_read_are_unread():
    error = NotFound(Words("gone"), platform=Platform.LINKEDIN)
    assert filmed({"reference": SHARE}, {SHARE: error}).because == Words("gone")
    assert filmed({}).what == "films"
    assert filmed({"vastVideo": {"headline": "Sim"}}).what == "films"


def filmed(content, posts=None):
    told = a_creative(1, content=content)
    return read_ad(told, ACCOUNT, campaigns={}, posts=posts or {}).creative.films


def test_an_ad_has_the_pictures_of_its_post(script):
    the_account(script)
    [ad] = script.reader().snapshot(ACCOUNT).ads
    assert ad.creative.pictures == (Picture(media="urn:li:image:C1", alt_text="Blått"),)


def test_the_pictures_of_a_post_that_was_not_read_are_unread_for_its_reason():
    because = Words("LinkedIn gave no content of this ad.")
    error = NotFound(Words("gone"), platform=Platform.LINKEDIN)
    assert shown({"reference": SHARE}, {SHARE: error}).because == Words("gone")
    assert shown({"reference": SHARE}).because == because
    assert shown({}).because == because
    assert shown({"reference": "urn:li:adInMailContent:1"}).what == "pictures"


def test_the_pictures_of_an_ad_without_post_are_unread():
    ad = {"headline": "Sim", "image": "urn:li:image:1"}
    assert shown({"textAd": ad}).what == "pictures"
    assert shown({"spotlight": ad}).what == "pictures"


@pytest.mark.parametrize(
    ("context", "account"),
    [
        (None, None),
        ({"isDsc": False}, None),
        ({"dscAdAccount": None}, None),
        ({"isDsc": True, "dscAdAccount": "urn:li:sponsoredAccount:5001"}, "5001"),
    ],
)
def test_a_post_that_is_only_an_ad_names_the_account_it_was_made_for(context, account):
    assert read_post(a_post(adContext=context)).ad_of == account
