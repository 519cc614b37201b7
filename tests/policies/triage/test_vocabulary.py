"""Lists of words and emoji, made ready to be looked for."""

from __future__ import annotations

import pytest

from policies.triage.vocabulary import Part, Sequences, by_first_word, emoji, sequences


def part(*words, optional=False):
    return Part(words=frozenset(words), optional=optional)


def test_sequences_are_found_by_their_first_word_or_by_its_stem():
    threat, other, stem, short = ("jag", "ska"), ("jag", "vet"), ("slag*", "dig"), ("dö*",)
    assert sequences([threat, stem, other, short]) == Sequences(
        by_first={"jag": (threat, other)},
        by_stem={"slag": (stem,), "dö": (short,)},
        stems=frozenset((4, 2)),
    )


def test_several_sequences_share_a_stem():
    one, other = ("slå*", "dig"), ("slå*", "er")
    assert sequences([one, other]).by_stem == {"slå": (one, other)}


def test_only_the_first_word_decides_where_a_sequence_is_found():
    later = ("vi", "slå*")
    assert sequences([later]) == Sequences(by_first={"vi": (later,)}, by_stem={}, stems=frozenset())


def test_phrases_are_found_by_each_word_with_which_they_may_begin():
    good, nice = (part("så", "jätte"), part("bra")), (part("så"), part("fint"))
    assert by_first_word([good, nice]) == {"så": (good, nice), "jätte": (good,)}
    assert by_first_word([]) == {}


def test_a_phrase_that_may_begin_with_its_second_word_is_refused():
    with pytest.raises(ValueError, match="left out"):
        by_first_word([(part("så", optional=True), part("bra"))])


def test_emoji_are_known_whole_and_by_their_first_sign():
    family, flag = "👨‍👩‍👧", "🇸🇪"
    found = emoji([flag, family, "😀"], ["👎"])
    assert found.known == {flag, family, "😀"}
    assert found.starts == {"👨", "🇸", "😀"}
    assert found.longest == len(family)
    assert found.never == {"👎"}


def test_without_any_emoji_none_is_looked_for():
    assert (emoji([], []).longest, emoji([], []).starts) == (0, frozenset())
