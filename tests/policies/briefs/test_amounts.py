"""One sum of money, or what to ask."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.briefs.amounts import read_budget
from policies.model import Money


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("25 000 kr", "25000", "SEK"),
        ("25\u00a0000 kronor exkl. moms", "25000", "SEK"),
        ("25.000:-", "25000", "SEK"),
        ("25 tkr", "25000", "SEK"),
        ("25 tusen kronor", "25000", "SEK"),
        ("1,5 mnkr", "1500000", "SEK"),
        ("1,5 miljoner kronor", "1500000", "SEK"),
        ("max 25 000 kr", "25000", "SEK"),
        ("25 000,50 kr", "25000.5", "SEK"),
        ("SEK 25 000", "25000", "SEK"),
        ("€2500", "2500", "EUR"),
        ("2 500 EUR", "2500", "EUR"),
        ("25 000 kr på Meta och 10 000 kr på LinkedIn, totalt 35 000 kr", "35000", "SEK"),
        ("25 000 kr (varav 20 % produktion) för 2027", "25000", "SEK"),
        ("25 000 kr, alltså 25 tkr", "25000", "SEK"),
    ],
)
def test_a_sum(text, amount, currency):
    assert read_budget(text).value == Money(amount=Decimal(amount), currency=currency)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("25000", "currency"),
        ("Meta: 25 000 kr\nLinkedIn: 10 000 kr", "several sums"),
        ("20 000–25 000 kr", "roughly"),
        ("20 000 till 25 000 kr", "roughly"),
        ("ca 25 000 kr", "roughly"),
        ("ungefär 25 000 kr", "roughly"),
        ("inte klart än", "What is the budget"),
        ("100 %", "What is the budget"),
        ("100 kr eller 100 €", "several sums"),
    ],
)
def test_what_is_no_sum_is_asked_about(text, asks):
    read = read_budget(text)
    assert read.value is None
    assert asks in read.ask.english()


def test_nothing_is_nothing():
    read = read_budget(" \n")
    assert (read.value, read.ask) == (None, None)


@given(
    st.integers(1, 999_999_999), st.sampled_from([" ", ".", "\u00a0", ""]),
    st.sampled_from([" kr", " kronor", ":-", " SEK", "kr"]),
)  # fmt: skip
def test_what_is_written_is_read(amount, groups, unit):
    text = f"{amount:,}".replace(",", groups) + unit
    assert read_budget(text).value == Money(amount=Decimal(amount), currency="SEK")


@given(st.text())
def test_no_text_breaks_it(text):
    read = read_budget(text)
    assert read.value is None or read.value.currency
