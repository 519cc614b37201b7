"""Old and new side by side."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from policies.proofs import Difference, differences, fingerprint, only_absent
from tests.policies.proofs.made import SHOWN, piece
from tests.policies.proofs.test_printing import ADS


def without(*kinds):
    return tuple(one for one in SHOWN if one.kind not in kinds)


def test_the_same_ad_differs_in_nothing():
    assert differences(SHOWN, SHOWN[::-1]) == ()


def test_a_new_text_stands_beside_the_old_one():
    new = (piece("text", "Anmälan är stängd."), *without("text"))
    assert differences(SHOWN, new) == (
        Difference("text", None, ("Anmälan är öppen.\nVälkommen!",), ("Anmälan är stängd.",)),
    )


def test_a_card_is_told_by_its_place_and_after_what_belongs_to_the_whole():
    new = [replace(one, value=f"{one.value}!") if one.kind == "title" else one for one in SHOWN]
    assert [(one.card, one.old, one.new) for one in differences(SHOWN, new)] == [
        (None, ("Simskola",), ("Simskola!",)),
        (1, ("Farsta",), ("Farsta!",)),
        (2, ("Åkeshov",), ("Åkeshov!",)),
    ]


def test_of_alternatives_only_what_came_and_went_is_named():
    old = tuple(piece("text", value) for value in ("a", "b", "c"))
    new = tuple(piece("text", value) for value in ("c", "d", "a"))
    assert differences(old, new) == (Difference("text", None, ("b",), ("d",)),)


def test_what_is_only_missing_is_told_apart_from_what_is_new():
    assert only_absent(differences(SHOWN, without("title", "link")))
    assert not only_absent(differences(without("title"), SHOWN))
    changed = (piece("text", "Nytt"), *without("text", "title"))
    assert not only_absent(differences(SHOWN, changed))


@given(ADS, ADS)
def test_ads_differ_exactly_where_their_fingerprints_do(one, other):
    found = differences(one, other)
    assert (found == ()) == (fingerprint(one) == fingerprint(other))
    there = [(each.kind, each.card, each.new, each.old) for each in differences(other, one)]
    assert there == [(each.kind, each.card, each.old, each.new) for each in found]
