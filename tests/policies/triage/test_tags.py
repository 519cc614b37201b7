"""A friend who is tagged needs no answer; who tags the city, or says more, does."""

from __future__ import annotations

import pytest

from policies.model import Tag
from tests.policies.triage.words import because, tag, verdict

ANNA = "Anna Andersson"


@pytest.mark.parametrize(
    "text",
    [
        "@anna",
        "@anna.b @bosse_42 😍",
        "@anna kolla här",
        "kolla @anna!",
        "@anna haha",
        "@anna titta du",
        "@anna, @bosse och @cilla",
        "@anna Så fint!",
        "@åsa.ö 🎉",
        "@anna kolla in det här",
        "@anna du och jag",
        "@anna & @bosse",
        "@anna look at this",
        "mamma @anna",
        "@anna 👍🏽👨‍👩‍👧‍👦",
    ],
)
def test_a_handle_with_a_few_words_is_a_friend_tag(text):
    assert verdict(text) == "friend-tag"
    assert because(text) == "It only tags friends."


@pytest.mark.parametrize(
    "text",
    [
        "@anna ska vi?",
        "@anna när öppnar det",
        "@anna ska vi gå dit",
        "@anna kolla kolla kolla kolla kolla",
        "@anna 👎",
        "@anna inte kul",
        "@anna https://x.example",
        "@anna 2",
        "@ anna",
        "@",
        "@@anna",
        "anna@post.example",
        "@när_öppnar_det",
        "@aldrig.igen",
        "kolla här",
        "Anna Andersson",
    ],
)
def test_what_says_more_or_tags_nobody_needs_an_answer(text):
    assert verdict(text) == "needs-answer"


@pytest.mark.parametrize(
    "text",
    [
        "@stockholms.stad 😍",
        "@STOCKHOLMS.STAD",
        "@polisen_stockholm",
        "@vasteras_kommun",
        "@stockholmsstad fint",
        "@idrottsforvaltningen",
        "@stadsbyggnadskontoret",
        "@trafikverket",
        "@forsakringskassan 😂",
        "@lansstyrelsen",
        "@sl_ab kolla",
    ],
)
def test_who_tags_the_city_or_an_authority_speaks_to_it(text):
    assert verdict(text) == "needs-answer"
    assert because(text) == "It tags an authority, which may be asked something."


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Anna Andersson", "Anna Andersson"),
        ("Anna Andersson kolla här", "Anna Andersson"),
        ("😍👨‍👩‍👧‍👦 Anna Andersson ❤️", "Anna Andersson"),
        ("Kolla Anna!", "Anna"),
        ("@Anna Andersson 👏", "@Anna Andersson"),
    ],
)
def test_the_platforms_own_tags_stand_by_their_place(text, shown):
    place = Tag(name=ANNA, offset=text.index(shown), length=len(shown))
    assert verdict(text, place) == "friend-tag"


def test_several_tags_come_in_any_order():
    text = "Anna Andersson Bosse Björk haha"
    assert verdict(text, tag(text, "Bosse Björk"), tag(text, ANNA)) == "friend-tag"


@pytest.mark.parametrize(
    "place",
    [
        Tag(name=ANNA, offset=0, length=400),
        Tag(name=ANNA, offset=900, length=14),
        Tag(name=ANNA, offset=0, length=0),
        Tag(name=ANNA, offset=1, length=14),
        Tag(name="", offset=0, length=14),
        Tag(name="Någon Annan", offset=0, length=14),
    ],
)
def test_a_tag_that_does_not_stand_where_it_says_exempts_nothing(place):
    assert verdict("Anna Andersson", place) == "needs-answer"


def test_a_tag_does_not_swallow_the_question_beside_it():
    text = "Anna Andersson, när öppnar det"
    assert verdict(text, Tag(name=ANNA, offset=0, length=len(text))) == "needs-answer"
    assert verdict("När?", Tag(name="När?", offset=0, length=4)) == "needs-answer"


def test_overlapping_tags_are_counted_once():
    text = "Anna Andersson"
    twice = Tag(name=ANNA, offset=5, length=9)
    assert verdict(text, tag(text, ANNA), twice) == "friend-tag"


def test_the_citys_own_page_is_no_friend():
    text = "Stockholms stad 😍"
    assert verdict(text, tag(text, "Stockholms stad")) == "needs-answer"


@pytest.mark.parametrize(
    "name", ["Bostadsförmedlingen i Stockholm", "SL", "Region Gotland", "Kulturnämnden"]
)
def test_another_authority_is_no_friend_either(name):
    assert verdict(f"{name} 😍", tag(f"{name} 😍", name)) == "needs-answer"


@pytest.mark.parametrize("name", ["Slavica Verkander", "Kassandra Ek", "Styrbjörn Nämndin"])
def test_people_whose_names_only_look_so_are_friends(name):
    assert verdict(f"{name} 😍", tag(f"{name} 😍", name)) == "friend-tag"


def test_a_photo_beside_a_tag_needs_an_answer_and_a_sticker_does_not():
    assert verdict("@anna", attachment="photo") == "needs-answer"
    assert verdict("@anna", attachment="sticker") == "friend-tag"
