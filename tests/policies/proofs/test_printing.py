"""The fingerprint: equal where nobody sees a difference, another one for every difference seen."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from policies.model import Piece, PieceKind
from policies.proofs import METHOD, fingerprint, fingerprint_of
from policies.proofs.plain import plain
from tests.policies.proofs.made import SHOWN, a_proof, piece

VALUES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12).filter(
    lambda text: text.strip()
)
PIECES = st.builds(
    Piece,
    kind=st.sampled_from(PieceKind),
    value=VALUES,
    card=st.none() | st.integers(1, 3),
)
ADS = st.lists(PIECES, min_size=1, max_size=6).map(tuple)
PAGE = "https://start.stockholm/simskola"
TRACKING = (
    "utm_source=facebook", "utm_campaign=sim%20skola", "UTM_Medium=cpc", "fbclid=IwAR0x", "trk=a",
    "trkInfo=b", "li_fat_id=7", "gclid=1", "igshid=2", "msclkid=3",
)  # fmt: skip


@given(ADS, st.randoms(use_true_random=False))
def test_the_order_in_which_pieces_are_told_plays_no_part(shown, dice):
    mixed = [*shown, dice.choice(shown)]
    dice.shuffle(mixed)
    assert fingerprint(mixed) == fingerprint(shown)


@given(ADS, st.data())
def test_every_piece_counts_its_kind_its_value_and_its_card(shown, data):
    place = data.draw(st.integers(0, len(shown) - 1))
    other = data.draw(PIECES)
    assume(plain(other) not in {plain(one) for one in shown})
    changed = (*shown[:place], other, *shown[place + 1 :])
    assert fingerprint(changed) != fingerprint(shown)
    assert fingerprint((*shown, other)) != fingerprint(shown)


@pytest.mark.parametrize("place", range(len(SHOWN)))
def test_a_piece_that_is_taken_away_is_missed(place):
    assert fingerprint(SHOWN[:place] + SHOWN[place + 1 :]) != fingerprint(SHOWN)


def test_two_cards_that_change_places_are_another_ad():
    mixed = [replace(one, card=3 - one.card) if one.card else one for one in SHOWN]
    assert fingerprint(mixed) != fingerprint(SHOWN)


def test_a_value_never_runs_over_into_the_next():
    one = (piece("title", "a"), piece("text", "b"))
    other = (piece("title", 'a"],["text",0,"b'),)
    assert fingerprint(one) != fingerprint(other)


@given(st.text(max_size=30))
def test_what_makes_no_difference_to_a_reader_makes_none_here(text):
    bare = (piece("text", text),)
    for form in ("NFC", "NFD"):
        assert fingerprint((piece("text", unicodedata.normalize(form, text)),)) == fingerprint(bare)
    assert fingerprint((piece("text", f" \n{text}\t\r\n"),)) == fingerprint(bare)


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", " \n", "\t\r\n"])
def test_line_ends_are_one_sign_and_blank_lines_stay(end):
    told = piece("text", f"Hej{end}{end}du")
    assert fingerprint((told,)) == fingerprint((piece("text", "Hej\n\ndu"),))
    assert fingerprint((told,)) != fingerprint((piece("text", "Hej\ndu"),))


@given(st.permutations(TRACKING), st.integers(0, 10))
def test_tracking_in_links_is_no_content_wherever_it_stands(tags, place):
    tags = tags[:place]
    half = len(tags) // 2
    query = "&".join((*tags[:half], "ort=farsta", *tags[half:]))
    assert plain(piece("link", f"{PAGE}?{query}")).value == f"{PAGE}?ort=farsta"
    alone = "?" + "&".join(tags) if tags else ""
    assert plain(piece("link", f"{PAGE}{alone}#a")).value == f"{PAGE}#a"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://start.stockholm", "https://start.stockholm/"),
        ("HTTPS://Start.Stockholm/a", "https://start.stockholm/a"),
        ("https://start.stockholm:443/a", "https://start.stockholm/a"),
        ("http://start.stockholm:80/a?", "http://start.stockholm/a"),
        (" https://start.stockholm/a ", "https://start.stockholm/a"),
        ("inte en adress", " inte en adress"),
    ],
)
def test_links_to_the_same_page_are_the_same(one, other):
    assert plain(piece("link", one)) == plain(piece("link", other))


@pytest.mark.parametrize(
    "other",
    [
        "http://start.stockholm/simskola?ort=farsta",
        "https://start.stockholm/Simskola?ort=farsta",
        "https://start.stockholm/simskola?ort=bromma",
        "https://start.stockholm/simskola?ort=farsta&sida=2",
        "https://start.stockholm/simskola?ort=farsta#pris",
        "https://start.stockholm:8443/simskola?ort=farsta",
        "https://start.example.org/simskola?ort=farsta",
        "https://start.stockholm/simskola?fbclid_ort=farsta",
    ],
)
def test_links_to_another_page_are_not(other):
    assert plain(piece("link", other)) != plain(piece("link", f"{PAGE}?ort=farsta"))


def test_a_text_that_holds_an_address_keeps_its_tags():
    told = f"Läs mer: {PAGE}?utm_source=x"
    assert plain(piece("text", told)).value == told


def test_the_fingerprint_names_its_method_and_one_of_an_older_method_is_made_anew():
    assert fingerprint(SHOWN).startswith(f"{METHOD}:")
    kept = a_proof(fingerprint=f"{METHOD}:kept")
    assert fingerprint_of(kept) == f"{METHOD}:kept"
    assert fingerprint_of(a_proof(fingerprint="0:old")) == fingerprint(SHOWN)


def test_half_a_sign_is_printed_too():
    assert fingerprint((piece("text", "a\ud83d"),)).startswith(METHOD)
