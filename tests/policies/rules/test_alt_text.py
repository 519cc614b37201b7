"""C8: whoever cannot see a picture is told by its alternative text what it shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.model import Creative, Platform
from policies.model.attested import Attestation
from policies.register import Register
from policies.rule import Pass
from policies.rules.alt_text import ALT_TEXT
from tests.policies.rules.looks import POST, TWIN, a_picture, an_account_showing, said_of
from tests.policies.rules.made import (
    AUTOMATIC,
    NOON,
    a_placement,
    unread,
    verdict,
    word,
)

NOT_READ = unread("pictures")
FACEBOOK_ONLY = a_placement("facebook")
SOFT = a_placement(
    "facebook", soft={"messenger_positions": ("story",), "instagram_positions": ("story",)}
)
INSTAGRAM_ONLY = a_placement("instagram", "threads")


def said(*pictures, **more):
    return said_of(ALT_TEXT, pictures=pictures, **more)


@pytest.mark.parametrize("platform", [Platform.META, Platform.LINKEDIN])
def test_an_ad_whose_pictures_are_described_passes(platform):
    post = None if platform is Platform.LINKEDIN else POST
    assert word(said(a_picture("En bro", post=post), platform=platform)) == "pass"


def test_an_ad_without_pictures_passes():
    assert word(said()) == "pass"


@pytest.mark.parametrize("text", [None, "", " \n"])
@pytest.mark.parametrize("platform", [Platform.META, Platform.LINKEDIN])
def test_a_picture_without_a_text_fails(platform, text):
    post = None if platform is Platform.LINKEDIN else POST
    found = said(a_picture(text, post=post), platform=platform)
    assert word(found) == "fail"
    assert found.link == "https://example.org/a1"


def test_one_picture_of_several_is_enough_to_fail_and_all_are_in_the_evidence():
    found = said(a_picture("En bro"), a_picture(None, "2", TWIN), a_picture(NOT_READ, "3", None))
    assert found.message.english() == "Pictures without an alternative text: 1 of 3."
    assert [(one["on"], one["accessible"]) for one in found.evidence["pictures"]] == [
        ("facebook", True),
        ("instagram", False),
        (None, None),
    ]


@pytest.mark.parametrize("pictures", [(a_picture(NOT_READ),), NOT_READ])
def test_pictures_that_were_not_read_are_unknown_for_their_reason(pictures):
    found = said_of(ALT_TEXT, pictures=pictures)
    assert word(found) == "unknown"
    assert found.because == NOT_READ.because


def test_pictures_that_nobody_asked_for_are_unknown():
    assert word(said_of(ALT_TEXT, pictures=None)) == "unknown"


def test_a_creative_that_was_not_read_is_unknown():
    found = said(ad={"creative": unread("ads.creative")})
    assert (word(found), found.because) == ("unknown", NOT_READ.because)


@pytest.mark.parametrize(
    ("placement", "on_facebook", "on_instagram"),
    [
        (AUTOMATIC, "fail", "fail"),
        (a_placement("facebook", "instagram"), "fail", "fail"),
        (FACEBOOK_ONLY, "fail", "pass"),
        (INSTAGRAM_ONLY, "pass", "fail"),
        (a_placement("instagram", "messenger"), "fail", "fail"),
        (a_placement("instagram", "oculus"), "fail", "fail"),
        (a_placement("facebook", effective=("facebook", "instagram")), "fail", "fail"),
        (a_placement("facebook", soft={"instagram_positions": ("story",)}), "fail", "fail"),
        (a_placement("facebook", soft={"instagram_positions": ()}), "fail", "pass"),
        (SOFT, "fail", "fail"),
        (a_placement("instagram", soft={"facebook_positions": ("feed",)}), "fail", "fail"),
        (a_placement("facebook", soft=unread("soft")), "fail", "unknown"),
        (unread("ad_sets.targeting"), "unknown", "unknown"),
    ],
)
def test_a_picture_counts_where_the_ad_can_be_shown(placement, on_facebook, on_instagram):
    for post, wanted in ((POST, on_facebook), (TWIN, on_instagram)):
        assert word(said(a_picture(None, post=post), placement=placement)) == wanted


def test_where_the_ad_set_was_not_read_nobody_can_tell_where_a_picture_is_shown():
    snapshot = replace(an_account_showing(pictures=(a_picture(None),)), ad_sets=())
    assert word(verdict(ALT_TEXT, "ad", snapshot)) == "unknown"


def test_a_described_picture_passes_wherever_the_ad_may_be_shown():
    lost = unread("ad_sets.targeting")
    assert word(said(a_picture("En bro", post=TWIN), placement=lost)) == "pass"


@pytest.mark.parametrize("intent", ["PAUSED", "ARCHIVED"])
def test_what_cannot_run_is_left_alone(intent):
    assert word(said(a_picture(None), ad={"intent": intent, "creative": a(None)})) == "pass"
    assert word(said(a_picture(None), ad_set={"intent": intent})) == "pass"
    assert word(said(a_picture(None), ad_set={"end": NOON})) == "pass"


def a(text):
    [ad] = an_account_showing(pictures=(a_picture(text),)).ads
    return ad.creative


def test_whether_it_can_run_was_not_told():
    assert word(said(a_picture(None), ad_set={"intent": "A_NEW_WORD"})) == "unknown"


def test_a_persons_word_is_tied_to_all_the_pictures_of_the_ad():
    found = said(a_picture(NOT_READ, "7 link"), a_picture("En bro", "3"), a_picture(NOT_READ, "5"))
    assert found.attest == "3 5 7 link"


@pytest.mark.parametrize(
    "pictures",
    [
        (a_picture(NOT_READ, POST.id),),
        (a_picture(NOT_READ), a_picture(NOT_READ, TWIN.id, TWIN)),
        NOT_READ,
        None,
    ],
)
def test_no_word_stands_for_what_nobody_knows_to_be_shown(pictures):
    assert said_of(ALT_TEXT, pictures=pictures).attest is None


def test_no_word_stands_for_where_an_ad_is_shown():
    found = said(a_picture(None), placement=unread("ad_sets.targeting"))
    assert (word(found), found.attest) == ("unknown", None)


def test_where_only_pictures_of_an_ad_are_known_a_word_is_tied_to_those():
    creative = replace(a(None), pictures=NOT_READ, media=("hash-2", "hash-1"))
    assert said(ad={"creative": creative}).attest == "hash-1 hash-2"


def test_a_word_passes_what_nobody_can_tell_and_nothing_else():
    until = NOON + timedelta(days=90)
    register = Register(
        attested=(
            Attestation(
                id="w1", rule=ALT_TEXT.id, subject=("ad", "a1"), tied_to="1", by="Anna",
                evidence="Sedd i annonsen", at=NOON, until=until,
            ),
        )
    )  # fmt: skip

    def told(text, media="1"):
        shown = an_account_showing(pictures=(a_picture(text, media),))
        return word(verdict(ALT_TEXT, "ad", shown, register=register))

    assert (told(NOT_READ), told(NOT_READ, "2"), told(None)) == ("pass", "unknown", "fail")


TEXTS = st.sampled_from(["En bro", None, NOT_READ])


@given(st.lists(st.tuples(TEXTS, st.sampled_from([POST, TWIN])), max_size=4), st.data())
def test_a_picture_left_out_of_a_list_puts_nothing_right(drawn, data):
    pictures = tuple(a_picture(text, str(n), post) for n, (text, post) in enumerate(drawn))
    before = said(*pictures)
    left = [one for one in pictures if data.draw(st.booleans())]
    after = said(*left)
    if not isinstance(before, Pass) and isinstance(after, Pass):
        assert after.told.lacks(before.told.facts)


@given(st.lists(TEXTS, max_size=4))
def test_another_creative_that_is_as_it_should_be_puts_it_right(drawn):
    before = said(*(a_picture(text, str(n)) for n, text in enumerate(drawn)))
    creative = replace(a("En väg"), id="creative-2")
    assert isinstance(creative, Creative)
    after = said(ad={"creative": creative})
    assert isinstance(after, Pass)
    assert after.told.lacks(before.told.facts) == []
