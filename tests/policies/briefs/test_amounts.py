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
        ("1 000 000 mnkr", "1000000000000", "SEK"),
        ("totalt 50 000 kr (2 x 25 000 kr)", "50000", "SEK"),
        ("25 000 kr*\n* exkl. moms", "25000", "SEK"),
        ("* 25 000 kr", "25000", "SEK"),
        ("25 000 kr, bilder om 1080x1080", "25000", "SEK"),
        ("25 000 kr. Vi har annonserat två gånger förut", "25000", "SEK"),
        ("25 000 kr xtra allt", "25000", "SEK"),
        ("25 000,50 kr", "25000.5", "SEK"),
        ("SEK 25 000", "25000", "SEK"),
        ("€2500", "2500", "EUR"),
        ("2 500 EUR", "2500", "EUR"),
        ("25 000 kr på Meta och 10 000 kr på LinkedIn, totalt 35 000 kr", "35000", "SEK"),
        ("25 000 kr (varav 20 % produktion) för 2027", "25000", "SEK"),
        ("25 000 kr, alltså 25 tkr", "25000", "SEK"),
        ("10 000 kr per månad, totalt 30 000 kr", "30000", "SEK"),
        ("totalt 30 000 kr (10 000 kr per månad)", "30000", "SEK"),
        ("totalt 30 000 kr, 10 000 kr/månad", "30000", "SEK"),
        ("Totalt 30 000 kr. Per kanal delas det lika", "30000", "SEK"),
        ("25 000 kr, godkänt av Per Dahl", "25000", "SEK"),
        ("25 000 kr\n/Anna", "25000", "SEK"),
        ("25 000 kr inklusive moms/arvode, varav hälften produktion", "25000", "SEK"),
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
        ("1 000 000 000 001 kr", "larger than any"),
        (f"{'9' * 36} kr", "larger than any"),
        pytest.param(f"{'9' * 1_000_001} mnkr", "larger than any", id="a million digits"),
    ],
)
def test_what_is_no_sum_is_asked_about(text, asks):
    read = read_budget(text)
    assert read.value is None
    assert asks in read.ask.english()


@pytest.mark.parametrize(
    "text",
    [
        "10 000 kr per månad",
        "10 000 kr/mån",
        "10 000 kr i månaden",
        "10 000 kr exkl. moms per månad",
        "200 kr/dag",
        "200 kr / dag",
        "200 kr om dagen",
        "200 kr per dag",
        "20 000 kr per kanal",
        "20 000 kr per kampanj",
        "Per kanal: 20 000 kr",
        "20 000 kr vardera",
        "varje vecka 2 000 kr",
        "2 000 kr/v.",
        "4 annonser à 5 000 kr",
        "5 000 kr/st",
        "5 000 kr styck",
        "dagsbudget 200 kr",
        "Dagbudget: 200 kr",
        "månadsbudget 10 000 kr",
        "veckobudget 2 000 kr",
        "200 kr dagligen",
        "2 000 kr veckovis",
        "10 000 kr månadsvis",
        "100 EUR a day",
        "100 EUR each",
        "€100 daily",
        "totalt 10 000 kr per månad",
        "summa 10 000 kr exkl. moms/månad",
        "max 10 000 kr per månad",
        "ca 10 000 kr per månad",
        "10 000\u00a0kr per\u00a0månad",
    ],
)
def test_a_sum_of_each_month_or_channel_is_asked_about(text):
    read = read_budget(text)
    assert read.value is None
    assert "whole budget" in read.ask.english()
    assert "per period" in read.ask.english()


@given(
    st.integers(100, 999_999),
    st.sampled_from([" kr", " kronor", ":-", " tkr"]),
    st.sampled_from([" per ", "/", " varje "]),
    st.sampled_from(["dag", "vecka", "månad", "kvartal", "år", "kanal", "plattform", "annons"]),
)
def test_no_sum_of_each_of_several_is_the_whole(amount, unit, per, span):
    assert read_budget(f"{amount}{unit}{per}{span}").value is None
    assert read_budget(f"{amount}{unit}").value is not None


@pytest.mark.parametrize(
    "text",
    [
        "2 x 25 000 kr",
        "2x25 000 kr",
        "2 × 25 000 kr",
        "2 * 25 000 kr",
        "två x 25 000 kr",
        "25 000 kr x 2",
        "25 000 kr x två",
        "25 000 kr × 2",
        "25 000 kr *2",
        "25 000 x 2 kr",
        "två gånger 25 000 kr",
        "25 000 kr, två gånger",
        "25 000 kr gånger två",
        "2 ggr 25 000 kr",
        "25 000 kr 2 ggr",
        "two times 25 000 SEK",
        "Budget:\ntotalt 2 x 25 000 kr",
    ],
)
def test_a_sum_times_a_number_is_asked_about_and_not_worked_out(text):
    read = read_budget(text)
    assert read.value is None
    assert "times a number" in read.ask.english()


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
