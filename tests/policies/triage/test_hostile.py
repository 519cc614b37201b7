"""Text made to break things: judged all the same, in bounded time, and never for the better."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.model import Tag
from policies.triage import triage
from policies.triage.vocabulary import Cheers, Doubts, Moderation, Vocabulary, emoji, sequences
from tests.policies.triage.words import WORDS, judged, verdict

DOUBTS = ("questions", "negations", "complaints", "numbers", "official")
HUGE = {
    "letters": "a" * 1_000_000,
    "emoji": "❤️" * 500_000,
    "accents that want sorting": "\u0301\u0323" * 500_000,
    "dots": "a.a" * 400_000,
    "digits": "1912" * 250_000,
    "handles": "@a " * 300_000,
    "links": "http://" * 150_000,
    "spaced out": "n e " * 250_000,
    "ligatures that grow": "\ufdfa" * 300_000,
    "brackets": "(" * 1_000_000,
}


@pytest.mark.parametrize("kind", HUGE)
def test_megabytes_take_bounded_time_and_are_never_exempt(kind):
    began = time.perf_counter()
    assert verdict(HUGE[kind]) == "needs-answer"
    assert time.perf_counter() - began < 30


@given(st.text(max_size=200))
def test_any_text_is_judged_without_failing(text):
    told = judged(text)
    assert told.because.english()
    assert told.exempt is (str(told.verdict) != "needs-answer")


@given(
    st.text(max_size=60),
    st.lists(
        st.builds(
            Tag,
            name=st.text(max_size=8),
            offset=st.integers(0, 70),
            length=st.integers(0, 70),
        ),
        max_size=4,
    ),
    st.sampled_from([None, "sticker", "photo", "¤"]),
)
def test_any_tags_are_judged_without_failing(text, tags, attachment):
    told = triage(text, tags, attachment, WORDS)
    assert not (told.exempt and "?" in text)


@given(st.text(max_size=30), st.integers(0, 30))
def test_signs_that_nobody_sees_exempt_nothing_that_was_not_exempt(text, place):
    with_unseen = f"{text[:place]}\u200b{text[place:]}"
    if judged(with_unseen).exempt:
        assert judged(text.replace("\u200b", "")).exempt or not text.isascii()


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert('hej')</script><b>När öppnar ni?</b>",
        "\x1b[31mRÖTT\x1b[0m hur gör man?",
        "Vad kostar \u202e!tsokrev\u202c det?",
        '=HYPERLINK("http://ond.example","Klicka") vad är detta?',
        "När\u0000 öppnar det? 👨‍👩‍👧‍👦 \ufeff",
        "Tack\u0000",
        "😍" + "\U000e0041\U000e0042",
    ],
)
def test_escapes_markup_and_smuggled_letters_need_an_answer(text):
    assert verdict(text) == "needs-answer"


@given(st.sampled_from(["Så bra!", "❤️", ":)", "@anna", "Tack", "19121212-1212", "hora"]))
def test_without_lists_nothing_is_exempt_but_a_bare_tag(text):
    nothing = Vocabulary(
        cheers=Cheers(phrases={}, fillers=frozenset(), most_fillers=4, emoticons=()),
        doubts=Doubts(**dict.fromkeys(DOUBTS, frozenset())),
        emoji=emoji((), ()),
        moderation=Moderation(
            threats=sequences([]),
            slurs=sequences([]),
            spam=frozenset(),
            hosts=frozenset(),
            not_personal=frozenset(),
        ),
    )
    assert triage(text, (), None, nothing).exempt is (text == "@anna")
