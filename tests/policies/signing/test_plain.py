"""An answer's lines, without what stands around a signature."""

from __future__ import annotations

import pytest

from policies.signing import Signing
from policies.signing.plain import lines_of

CITY = Signing(offices=frozenset(("stockholms", "stad")))


def last(text):
    return lines_of(text, CITY)[-1]


@pytest.mark.parametrize(
    "sign",
    [
        "😀",  # So: a picture
        "👍🏽",  # Sk: with a skin tone
        "❤\ufe0f",  # Mn: a variation selector
        "1\ufe0f\u20e3"[1:],  # Me: a keycap
        "\u200b",  # Cf: no width
        "\ud83d",  # Cs: half of a picture
        "\ue000",  # Co: a font's own
        "\U0001fbfa",  # Cn: newer than this Python
    ],
)
def test_pictures_and_signs_without_width_count_as_spaces(sign):
    assert last(f"Hej!\n/Anna{sign}") == "/Anna"
    assert last(f"Hej!\n/Anna {sign}{sign} ") == "/Anna"
    assert last(f"Vi ses{sign}Anna") == "Vi ses Anna"


@pytest.mark.parametrize("sign", ["^", "`"])
def test_plain_signs_are_no_pictures_though_of_their_kind(sign):
    assert last(f"Hej!\n{sign}Anna") == f"{sign}Anna"


@pytest.mark.parametrize(
    "around",
    [
        "Anna https://example.org/a",
        "Anna → https://example.org",
        "Anna: www.example.org",
        "Anna > #stockholm",
        "Anna anna@example.org",
        "Anna 08-508 00 000",
        "Anna :-)",
        "Anna <3",
    ],
)
def test_links_tags_addresses_and_faces_at_the_end_are_left_out(around):
    assert last(f"Hej!\n{around}") == "Anna"


def test_the_name_of_an_office_below_a_signature_is_left_out():
    assert lines_of("Hej!\nAnna\nStockholms stad", CITY) == ["Hej!", "Anna"]


def test_an_office_behind_the_mark_of_a_signature_stays():
    assert last("Hej!\n/Stockholms stad") == "/Stockholms stad"


def test_an_office_alone_stays_for_something_must_be_judged():
    assert lines_of("Stockholms stad", CITY) == ["Stockholms stad"]
    assert lines_of("Anna\nStockholms stad", CITY) == ["Anna"]
