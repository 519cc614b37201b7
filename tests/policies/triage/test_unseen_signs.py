"""Signs that nobody sees, or that only decorate, hide nothing from moderation."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.policies.triage.words import judged

EVERY = [
    chr(point)
    for point in range(sys.maxunicode + 1)
    if unicodedata.category(chr(point)) in {"Mn", "Me", "Cf"}
]
VARIES, JOINS, KEYCAP, STRUCK, FILLS = "\ufe0f", "\u034f", "\ufe0f\u20e3", "\u0336", "\u3164"


def flags(text):
    return judged(text).moderate


def between(text, sign):
    """The text with the sign behind each of its own."""
    return "".join(one + sign for one in text)


@pytest.mark.parametrize(
    "sign", [VARIES, JOINS, STRUCK, FILLS, "\u1160", "\u0345", "\U000e0100", "\u20dd"]
)
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("hora", "slur"),
        ("jag ska döda dig", "threat"),
        ("811218-9876", "personal-id"),
        ("bit.ly/abc", "spam-link"),
    ],
)
def test_a_sign_behind_every_letter_hides_nothing(text, kind, sign):
    assert flags(between(text, sign)) == (kind,)


@pytest.mark.parametrize(
    "text", [f"8112{VARIES}18-9876", f"8112{JOINS}18-9876", between("811218", KEYCAP) + "-9876"]
)
def test_an_identity_number_is_seen_through_variations_and_on_keys(text):
    assert flags(text) == ("personal-id",)


@pytest.mark.parametrize("sign", ["", VARIES, JOINS, FILLS, "\u200b"])
def test_dots_and_rings_written_apart_belong_to_their_letters(sign):
    assert flags(f"jag ska do{sign}\u0308da dig") == ("threat",)
    assert flags(f"kan ni ho{sign}\u0308ra mig") == ()
    assert flags(f"det ma{sign}\u030aste ho{sign}\u0308ras") == ()


@given(st.sampled_from(["hora", "blatte", "kill you", "121212-1212"]), st.data())
def test_any_mark_anywhere_keeps_the_flag_unless_it_makes_another_letter(text, data):
    place = data.draw(st.integers(1, len(text)))
    sign = data.draw(st.sampled_from(EVERY))
    letter = text[place - 1]
    assume(unicodedata.normalize("NFC", letter + sign)[0] == letter)  # `höra` is to hear.
    assert flags(f"{text[:place]}{sign}{text[place:]}") == flags(text) != ()


@pytest.mark.parametrize(
    "text",
    [
        "Vilka fina blommor ❤️",
        "1️⃣ 2️⃣ 3️⃣ nu kör vi",
        "Rör dig mer! 🏃‍♀️",
        "Höra mer",
        "Härligt å så grönt",
    ],
)
def test_emoji_keys_and_letters_with_dots_are_left_alone(text):
    assert flags(text) == ()
