"""C8: whoever cannot hear a film can read what is said in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.model import Platform
from policies.rule import Pass
from policies.rules.captions import CAPTIONS
from tests.policies.rules.looks import POST, a_film, a_picture, said_of
from tests.policies.rules.made import (
    a_creative,
    a_placement,
    a_snapshot,
    an_ad,
    unread,
    verdict,
    word,
)

NOT_READ = unread("films")
PLATFORMS = pytest.mark.parametrize("platform", [Platform.META, Platform.LINKEDIN])


def said(*films, **more):
    return said_of(CAPTIONS, films=films, **more)


def test_a_film_with_captions_passes_and_so_does_an_ad_without_films():
    assert word(said(a_film(True))) == "pass"
    assert word(said(pictures=(a_picture(None),))) == "pass"


def test_a_film_without_captions_fails():
    found = said(a_film(True), a_film(False, "10"))
    assert word(found) == "fail"
    assert found.message.english() == "Films without captions: 1 of 2."
    assert [one["accessible"] for one in found.evidence["films"]] == [True, False]


@PLATFORMS
def test_a_film_of_which_the_platform_tells_no_captions_is_unknown(platform):
    found = said(a_film(None), platform=platform)
    assert word(found) == "unknown"
    assert found.because.english() == "The platform does not tell whether the film has captions."


@PLATFORMS
@pytest.mark.parametrize("films", [(a_film(NOT_READ),), NOT_READ])
def test_films_that_were_not_read_are_unknown_for_their_reason(films, platform):
    found = said_of(CAPTIONS, films=films, platform=platform)
    assert (word(found), found.because) == ("unknown", NOT_READ.because)


def test_a_persons_word_is_tied_to_the_films():
    assert said(a_film(None, "urn:li:video:1"), platform=Platform.LINKEDIN).attest == (
        "urn:li:video:1"
    )
    assert said(a_film(NOT_READ, POST.id)).attest is None
    assert said(a_film(NOT_READ, "12")).attest == "12"


def test_a_breach_names_what_words_on_it_are_tied_to():
    """The films that lack captions, and all of the ad's media, which a word names before that."""
    films = (a_film(True, "10"), a_film(False, "11"), a_film(None, "12"))
    assert said(*films).failing == ("11",)
    whole = a_creative(films=films, media=("12", "11", "10"))
    shown = a_snapshot(ads=(an_ad(creative=whole),))
    assert verdict(CAPTIONS, "ad", shown).failing == ("10 11 12", "11")


def test_films_that_nobody_asked_for_are_unknown():
    assert word(said_of(CAPTIONS, films=None)) == "unknown"


def test_a_film_counts_wherever_the_ad_is_shown():
    for place in ("facebook", "instagram"):
        assert word(said(a_film(False), placement=a_placement(place))) == "fail"


HAS = st.sampled_from([True, False, None, NOT_READ])


@given(st.lists(HAS, max_size=4), st.data())
def test_a_film_left_out_of_a_list_puts_nothing_right(drawn, data):
    films = [a_film(has, str(n)) for n, has in enumerate(drawn)]
    before = said(*films)
    left = [one for one in films if data.draw(st.booleans())]
    after = said(*left)
    if not isinstance(before, Pass) and isinstance(after, Pass):
        assert after.told.lacks(before.told.facts)
