"""A text made plain before it is looked at."""

from __future__ import annotations

import pytest

from policies.triage.reading import fold


@pytest.mark.parametrize("sign", ["’", "‘", "`", "´", "'"])
def test_every_apostrophe_is_the_same(sign):
    assert fold(f"it{sign}s") == fold("it's")


@pytest.mark.parametrize(("text", "folded"), [("ÅÄÖ", "åäö"), ("ﬁn", "fin"), ("Ｂｒａ", "bra")])
def test_small_letters_and_compatibility_forms(text, folded):
    assert fold(text) == folded


def test_a_letter_with_a_few_marks_keeps_them_and_of_many_only_the_first_few():
    mark = "\u0332"
    for few in range(4):
        assert fold("x" + few * mark) == "x" + few * mark
    assert fold("x" + 40 * mark + "y" + 2 * mark) == "x" + 3 * mark + "y" + 2 * mark


def test_a_text_may_begin_with_marks():
    assert fold(5 * "\u0332" + "x") == 3 * "\u0332" + "x"
