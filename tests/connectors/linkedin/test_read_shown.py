"""All that is seen of an ad on LinkedIn: its post, card by card, or the words of its own."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.linkedin.posts import seen_of
from connectors.linkedin.read_creatives import read_creative
from policies.proofs import fingerprint

URN = "urn:li:share:1"
LINK = "https://start.stockholm/simskola"
POST = {
    "id": URN,
    "author": "urn:li:organization:77",
    "commentary": "Anmälan är öppen \\(svenska\\). {hashtag|\\#|Stockholm}",
    "contentLandingPage": LINK,
    "contentCallToActionLabel": "LEARN_MORE",
    "createdAt": 1_763_000_000_000,
    "lastModifiedAt": 1_763_000_000_000,
}
CONTENTS = {
    "media": {"media": {"id": "urn:li:video:1", "title": "Simskola"}},
    "document": {"document": {"id": "urn:li:document:1", "title": "Simskola.pdf"}},
    "article": {
        "article": {
            "source": f"{LINK}/om",
            "title": "Simskola",
            "description": "För barn",
            "thumbnail": "urn:li:image:1",
        }
    },
    "multiImage": {"multiImage": {"images": [{"id": f"urn:li:image:{n}"} for n in (1, 2)]}},
    "carousel": {
        "carousel": {
            "cards": [
                {
                    "landingPage": f"{LINK}/{n}",
                    "media": {"id": f"urn:li:image:{n}", "title": f"Kort {n}"},
                }
                for n in (1, 2, 3)
            ]
        }
    },
    "poll": {"poll": {"question": "Var?", "options": [{"text": "Farsta"}, {"text": "Åkeshov"}]}},
}
TEXT_AD = {"headline": "Simskola", "description": "Anmäl dig", "landingPage": LINK}
SPOTLIGHT = {**TEXT_AD, "logo": "urn:li:image:1", "callToAction": "APPLY", "companyName": "Staden"}


def a_post(content=None, **changed):
    return {**POST, "content": content or {}, **changed}


def creative(post):
    told = {"content": {"reference": URN}}
    return read_creative(told, "urn:li:sponsoredCreative:1", posts={URN: seen_of(post)})


def inline(held):
    return read_creative({"content": {"textAd": held}}, "urn:li:sponsoredCreative:1", posts={})


def pieces(found):
    return {(str(one.kind), one.card, one.value) for one in found.shows}


def unread(found):
    return [one.because.english() for one in found.unread if one.what == "content"]


def test_a_post_shows_its_words_as_people_read_them_its_link_and_its_button():
    assert pieces(creative(a_post())) == {
        ("text", None, "Anmälan är öppen (svenska). #Stockholm"),
        ("link", None, LINK),
        ("button", None, "LEARN_MORE"),
    }


def test_cards_are_told_by_their_places():
    found = pieces(creative(a_post(CONTENTS["carousel"])))
    assert {
        ("title", 2, "Kort 2"),
        ("media", 2, "urn:li:image:2"),
        ("link", 2, f"{LINK}/2"),
    } <= found
    assert ("media", 2, "urn:li:image:2") in pieces(creative(a_post(CONTENTS["multiImage"])))
    assert ("text", 1, "Farsta") in pieces(creative(a_post(CONTENTS["poll"])))


def leaves(value, path=()):
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


EVERY = [(kind, path) for kind, content in CONTENTS.items() for path in leaves(content)]


@pytest.mark.parametrize(("kind", "path"), EVERY)
def test_every_field_that_is_shown_is_noticed_when_it_changes_and_when_it_goes(kind, path):
    whole = fingerprint(creative(a_post(CONTENTS[kind])).shows)
    for becomes in ("urn:li:image:777", None):
        content = json.loads(json.dumps(CONTENTS[kind]))
        at(content, path[:-1])[path[-1]] = becomes
        assert fingerprint(creative(a_post(content)).shows) != whole


@pytest.mark.parametrize("name", ["commentary", "contentLandingPage", "contentCallToActionLabel"])
def test_so_is_every_field_of_the_post_itself(name):
    whole = fingerprint(creative(a_post()).shows)
    for becomes in ("Nytt", None):
        assert fingerprint(creative(a_post(**{name: becomes})).shows) != whole


@pytest.mark.parametrize("ad", [TEXT_AD, SPOTLIGHT])
def test_so_is_every_field_of_an_ad_without_a_post(ad):
    for name in ad:
        for becomes in ("Nytt", None):
            assert fingerprint(inline({**ad, name: becomes}).shows) != fingerprint(inline(ad).shows)
    assert ("button", None, "APPLY") in pieces(inline(SPOTLIGHT))
    assert unread(inline(ad)) == []


@given(st.sampled_from([*CONTENTS]), st.randoms(use_true_random=False))
def test_the_order_of_keys_plays_no_part_nor_what_is_not_shown(kind, dice):
    told = a_post(CONTENTS[kind])
    names = [*told]
    dice.shuffle(names)
    mixed = {name: told[name] for name in names}
    mixed |= {"lastModifiedAt": 1_764_000_000_000, "visibility": "PUBLIC"}
    mixed["contentLandingPage"] = f"{LINK}?trk={dice.random()}"
    found = creative(mixed)
    assert fingerprint(found.shows) == fingerprint(creative(told).shows)
    assert found.version != creative(told).version


@pytest.mark.parametrize(
    ("post", "said"),
    [
        (a_post({"reference": "urn:li:event:1"}), "(reference)"),
        (a_post({"celebration": {}}), "(celebration)"),
        (a_post(reshareContext={"parent": "urn:li:share:2"}), "(reshareContext)"),
    ],
)
def test_what_a_post_shows_beyond_its_words_and_is_not_told_is_unread(post, said):
    found = creative(post)
    assert said in unread(found)[0]
    assert ("button", None, "LEARN_MORE") in pieces(found)


def test_a_post_that_was_not_read_shows_nothing_and_says_why():
    found = read_creative({"content": {"reference": URN}}, "urn:li:sponsoredCreative:1", posts={})
    assert (found.shows, len(unread(found))) == ((), 1)


def test_objects_in_an_ad_without_a_post_are_unread():
    found = inline({"headline": {"preApproved": "x"}, "logo": "urn:li:image:1"})
    assert pieces(found) == {("media", None, "urn:li:image:1")}
    assert "(headline)" in unread(found)[0]
