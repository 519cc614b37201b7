"""How answers end: a table of invented ones as municipal editors write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.signing import Ending, Signing, ending
from policies.signing.words import Likeness, fold
from worker.words import signing

SIGNING = signing(("Anna", "Erik Ek", "Åsa", "Anna-Karin", "Lo", " "))
"""Those who answer; Lina, Ahmed and others are unknown."""
OPENS = "Det öppnar på måndag."

SIGNED = (
    OPENS + " /Anna",
    OPENS + " //Anna",
    OPENS + "/Anna",
    OPENS + "\n/Anna",
    OPENS + "\n\n/ Anna",
    OPENS + " /Lina",
    OPENS + "\n//Lina",
    OPENS + " -Anna",
    OPENS + " - Anna",
    OPENS + " – Anna",
    OPENS + " -Lina",
    OPENS + "\n- Lina",
    OPENS + " Hälsningar Anna",
    OPENS + "\nHälsningar, Lina",
    OPENS + "\nVänliga hälsningar\nLina",
    OPENS + " Med vänlig hälsning, Anna",
    OPENS + " Mvh Anna",
    OPENS + " MVH/Lina",
    OPENS + " mvh // Anna",
    OPENS + "\nAnna",
    OPENS + "\nLina",
    OPENS + "\nLina.",
    OPENS + " /Anna K",
    OPENS + " /Anna K.",
    OPENS + " /Anna, Stockholms stad",
    OPENS + " /Anna på Stockholms stad",
    OPENS + " /Anna på trafikkontoret",
    OPENS + " /Anna och Erik",
    OPENS + " /Anna & Lina",
    OPENS + " /Anna-Karin",
    OPENS + " /Åsa",
    OPENS + " /Anna (Trafikkontoret)",
    OPENS + " /anna",
    OPENS + " /ANNA",
    OPENS + " /Anna!",
    OPENS + " /Anna 😊",
    OPENS + " /Anna🌻🌻",
    OPENS + " /Anna :)",
    OPENS + " /Anna:)",
    OPENS + " /Anna <3",
    OPENS + " ／Anna",
    OPENS + " ⁄Anna",
    OPENS + " /Anna\nhttps://example.org/x",
    OPENS + "\n/Anna #stockholm #simning",
    OPENS + "\n/Anna\nStockholms stad",
    OPENS + "\nMed vänliga hälsningar\nAnna\nTrafikkontoret, Stockholms stad",
    OPENS + " Anna, Stockholms stad",
    OPENS + " /Anna Stockholms stad",
    OPENS + " ^Anna",
    OPENS + " ~Anna",
    OPENS + " (Anna)",
    OPENS + " Anna",
    "Vi ses! Anna",
    OPENS + "\nTrevlig helg önskar Anna",
    "Toppen, hälsar Anna",
    OPENS + " /Anna/SLK",
    OPENS + " Anna/Stockholms stad",
    OPENS + "\n*Anna*",
    OPENS + " Hälsningar från Anna på kulturförvaltningen",
    OPENS + " /Lina, trafikkontoret",
    "Tack!\u200b\xa0/Anna️",
    "Vi öppnar imorgon/Anna",
    OPENS + " /Lina Berg",
    OPENS + "\nAnna Berg",
    OPENS + " - Lina",
    OPENS + " Hälsningar från Lina",
    OPENS + " Mvh - Lina",
    OPENS + "\nVi ses!\nMed vänlig hälsning\nLina",
    "Mvh\nLina",
    OPENS + " (/Lina)",
)
UNSURE = (
    OPENS + " /AK",
    OPENS + " /A",
    OPENS + " /lina",
    "Vi öppnar imorgon - Lina",
    "Vi öppnar imorgon/Lina",
    "Tack Anna",
    "Tack Anna!",
    "Det stämmer, Anna.",
    "Ring oss, Lina",
    "Tack Ahmed!",
    "Vi ses! Lina",
    OPENS + "\n/Anna\nPS. Ta med handduk.",
    OPENS + "\nLina!",
    OPENS + "\nLina Berg",
    OPENS + " ^Lina",
    OPENS + " /Anna vid tangenterna",
    "Lina",
    OPENS + "\nlina",
    OPENS + " Mvh lina",
    OPENS + "\nMvh\nlina",
    "Vi ses! Det gör vi! Lina",
    "ja, Lina",
)
NAMELESS = (
    OPENS,
    "",
    "👍",
    "❤️❤️",
    "Ja!",
    "Absolut",
    "Hej Anna! Vi öppnar på måndag.",
    "Anna här! Vi öppnar på måndag.",
    OPENS + " /Redaktionen",
    OPENS + " /Stockholms stad",
    OPENS + " Hälsningar Stockholms stad",
    OPENS + "\nVälkommen!",
    OPENS + "\nTack",
    "Öppet 8-17/Lördag stängt",
    "Läs mer på https://example.org",
    "Välkommen till Kulturhuset",
    "Vi ses i Kista!",
    OPENS + " - Välkommen!",
    "Ja/Nej",
    "och/eller",
    "Öppet 24/7",
    "Mvh Stockholms stad",
    OPENS + "\nVänliga hälsningar",
    OPENS + "\n\nStockholms stad",
    "Buss 4 mot Radiohuset",
    OPENS + " #Anna",
    "stockholm.se/Anna",
    "@Anna",
    "Vi ses på Lina",
    "Buss mot Kista Lina",
    "absolut",
    OPENS + "\nHälsningar\nTrafikkontoret",
)


@pytest.mark.parametrize("text", SIGNED)
def test_an_answer_with_a_name_at_its_end_is_signed(text):
    assert ending(text, SIGNING) is Ending.NAMED


@pytest.mark.parametrize("text", UNSURE)
def test_what_may_be_a_name_or_the_one_who_is_spoken_to_is_unsure(text):
    assert ending(text, SIGNING) is Ending.UNSURE


@pytest.mark.parametrize("text", NAMELESS)
def test_an_answer_that_ends_without_a_name_is_nameless(text):
    assert ending(text, SIGNING) is Ending.NAMELESS


def test_a_name_that_is_known_counts_even_where_the_word_is_another_one():
    text = "Simhallen har öppet. /Sommar"
    assert ending(text, SIGNING) is Ending.NAMELESS
    assert ending(text, signing(("Sommar",))) is Ending.NAMED


def test_without_any_words_that_are_known_a_name_in_the_plain_forms_still_counts():
    nobody = Signing()
    assert ending(OPENS + " /Lina", nobody) is Ending.NAMED
    assert ending(OPENS + "\nLina", nobody) is Ending.NAMED
    assert ending(OPENS, nobody) is not Ending.NAMED


@pytest.mark.parametrize(
    ("word", "like"),
    [
        ("Anna", Likeness.KNOWN),
        ("ÅSA", Likeness.KNOWN),
        ("Ek", Likeness.LIKE),
        ("D’Arcy", Likeness.LIKE),
        ("lina", Likeness.MAYBE),
        ("SL-kort", Likeness.LIKE),
        ("AK", Likeness.MAYBE),
        ("iPhone", Likeness.MAYBE),
        ("Tack", Likeness.NO),
        ("Trafikkontoret", Likeness.NO),
        ("på", Likeness.NO),
    ],
)
def test_how_much_a_word_is_like_a_name(word, like):
    assert SIGNING.likeness(word) is like


def test_only_first_names_are_known():
    assert SIGNING.names == {"anna", "erik", "åsa", "anna-karin", "lo"}
    assert fold("D’Arcy") == "d'arcy"


@given(st.text(max_size=300), st.sampled_from(("", " ", "\n", "! ")))
def test_whatever_stands_before_a_signature_is_signed_and_nothing_raises(text, between):
    ending(text, SIGNING)
    assert ending(f"{text}\n{between}/Anna", SIGNING) is Ending.NAMED


@given(st.text(alphabet="aA /-\n.:Annå", max_size=200))
def test_one_more_known_name_never_makes_an_answer_less_signed(text):
    order = [Ending.NAMELESS, Ending.UNSURE, Ending.NAMED]
    before = ending(text, signing(()))
    assert order.index(ending(text, signing(("Anna", "aa")))) >= order.index(before)


PIECES = ("a", "Anna ", "/", "Anna, ", "1 ", "a-", "Hälsningar ", ".a", "😀", ":)", "x@y.se ")


@pytest.mark.parametrize("piece", PIECES)
def test_what_stands_far_before_the_end_changes_nothing_however_much_it_is(piece):
    assert ending(piece * 20_000 + "\n/Anna", SIGNING) is Ending.NAMED
    assert ending("A " + piece * 90, SIGNING) in Ending
