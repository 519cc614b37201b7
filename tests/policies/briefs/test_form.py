"""A mail taken apart, and the parts that are read as they stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.briefs.answers import Part
from policies.briefs.form import LABELS, taken_apart
from policies.briefs.reading import read_mail


@pytest.mark.parametrize(
    "line",
    [
        "Budget: 5 000 kr",
        "budget – 5 000 kr",
        "2. Budget: 5 000 kr",
        "> > Budget: 5 000 kr",
        "**Budget:** 5 000 kr",
        "- Budget (exkl. moms): 5 000 kr",
        "Budget?\n5 000 kr",
        "Budget\n\n5 000 kr",
        "Budget för hela kampanjen: 5 000 kr",
    ],
)
def test_one_question_in_many_hands(line):
    assert taken_apart(f"Hej!\n{line}\nMvh\nAnna 08-1")[Part.BUDGET] == ("5 000 kr",)


def test_words_that_only_begin_a_sentence_are_no_question():
    assert taken_apart("Budgeten är inte klar\nNärboende bjuds in") == {}


def test_a_head_of_a_forwarded_mail_is_no_answer():
    text = "Från: A <a@example.org>\nDatum: den 1 mars 2027\nÄmne: Brief\n\nSyfte: Simhall"
    assert taken_apart(text) == {Part.TOPIC: ("Simhall",)}
    assert taken_apart("Datum: 1–5 mars 2027") == {Part.DATES: ("1–5 mars 2027",)}


def test_every_label_is_known_by_its_own_part():
    for part, labels in LABELS.items():
        for label in labels:
            assert list(taken_apart(f"{label.capitalize()}: svar")) == [part], label


def audience(text):
    told = read_mail(f"Målgrupp: {text}").brief.audience
    return told.youngest, told.oldest


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("18–65 år", (18, 65)),
        ("mellan 18 och 65 år", (18, 65)),
        ("från 65 år", (65, None)),
        ("65+", (65, None)),
        ("65 år och äldre", (65, None)),
        ("alla", (None, None)),
        ("18–25 år och 65–80 år", (None, None)),
        ("18–25 år, och över 65", (None, None)),
        ("föräldrar till barn 10–15 år", (None, None)),
    ],
)
def test_ages_are_read_where_there_is_one_way_to(text, ages):
    assert audience(text) == ages


def test_a_language_that_is_not_known_leaves_none_to_check():
    text = "Målgrupp: alla\nSpråk: svenska, klingonska"
    assert read_mail(text).brief.audience.languages == ()


def test_campaigns_are_ids_or_names():
    brief = read_mail("Kampanjer: 120210000000001, Simhall*\nBolag: Stadsbussarna\nByrå: –").brief
    assert brief.campaigns == ("120210000000001",)
    assert brief.patterns == ("Simhall*",)
    assert (brief.department, brief.agency) == ("Stadsbussarna", None)


@given(st.text())
def test_no_text_breaks_it(text):
    read_mail(text)


@given(st.lists(st.sampled_from(["Budget:", "Datum:", "> ", "1.", "\n", "-", "5 000 kr", "2027-"])))
def test_nor_does_half_a_form(pieces):
    read_mail(" ".join(pieces))


def test_long_hostile_text_takes_time_in_its_length_alone():
    read_mail("Datum: " + "1 " * 50_000)
    read_mail("Budget: " + "1 000 " * 30_000 + "\nRedaktör: " + "A " * 30_000 + "a@" * 30_000)


@pytest.mark.parametrize("space", ["\u00a0", "\u202f"])
def test_a_space_that_breaks_no_line_is_a_space(space):
    assert taken_apart(f"Vilken{space}målgrupp: Boende i{space}Farsta") == {
        Part.AUDIENCE: ("Boende i Farsta",)
    }


@pytest.mark.parametrize(
    "head", ["Datum: 1 mars\nTill: B", "Till: B\nDatum: 1 mars", "Till: B\nDatum: 1 mars\nSyfte: A"]
)
def test_a_line_stands_in_a_head_by_the_one_before_or_behind_it(head):
    assert Part.DATES not in taken_apart(head)


@pytest.mark.parametrize(
    "text", ["Till: B\n\nDatum: 1 mars", "Datum: 1 mars\n\nTill: B", "Till: B\nHej!\nDatum: 1 mars"]
)
def test_a_question_that_stands_apart_from_a_head_is_one(text):
    assert taken_apart(text)[Part.DATES][0].startswith("1 mars")


def test_a_question_without_an_answer_has_none():
    assert taken_apart("Budget:\nSyfte: Simhall") == {Part.BUDGET: (), Part.TOPIC: ("Simhall",)}
    assert taken_apart("Budget:\n5 000 kr\ninklusive moms")[Part.BUDGET] == (
        "5 000 kr\ninklusive moms",
    )


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("Budget: – 5 000 kr", "5 000 kr"),
        ("Budget, hela kampanjen: 5 000 kr", "5 000 kr"),
        ("Budget/kostnad: 5 000 kr", "5 000 kr"),
        ("Budget (hela) året: 5 000 kr", "5 000 kr"),
    ],
)
def test_what_stands_between_a_question_and_its_answer(line, answer):
    assert taken_apart(line)[Part.BUDGET] == (answer,)


def test_a_word_that_goes_on_is_another_one_even_before_a_colon():
    assert taken_apart("Budgetansvarig: Anna") == {}


@pytest.mark.parametrize(
    "line",
    [
        "Budget per kanal: 20 000 kr",
        "Budget (per månad): 20 000 kr",
        "Budget/månad: 20 000 kr",
        "Budget per kanal:\n20 000 kr",
        "Vilken budget per månad? 20 000 kr",
    ],
)
def test_a_budget_of_which_the_question_says_that_it_is_of_each_is_asked_about(line):
    read = read_mail(line)
    assert read.brief.budget is None
    (question,) = (one for one in read.questions if one.part is Part.BUDGET)
    assert "per period" in question.words.english()


def test_of_another_question_only_the_answer_is_read():
    assert taken_apart("Målgrupp per kanal: alla")[Part.AUDIENCE] == ("alla",)
