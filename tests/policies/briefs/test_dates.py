"""Two days read as people write them; what is not there is asked for, never filled in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.briefs.dates import MONTHS, Span, read_dates

SPRING = Span(starts=date(2027, 3, 1), ends=date(2027, 4, 15))


@pytest.mark.parametrize(
    "text",
    [
        "1 mars – 15 april 2027",
        "den 1 mars t.o.m. den 15 april 2027",
        "1:a mars till 15:e april 2027",
        "2027-03-01 till 2027-04-15",
        "2027-03-01--2027-04-15",
        "20270301-20270415",
        "270301-270415",
        "1/3-15/4 2027",
        "1/3 2027 - 15/4 2027",
        "1.3.2027-15.4.2027",
        "Start: 2027-03-01 kl 08.00, slut 2027-04-15 kl. 23:59",
        "måndag 1 mars 2027 – torsdag 15 april",
        "1 March to 15 April 2027",
        "1 mars, 15 april 2027",
    ],
)
def test_the_same_spring_in_many_hands(text):
    assert read_dates(text).value == SPRING


def test_days_of_one_month_share_its_name():
    assert read_dates("1–15 mars 2027").value == Span(
        starts=date(2027, 3, 1), ends=date(2027, 3, 15)
    )


def test_a_span_over_new_year_needs_both_years():
    over = Span(starts=date(2026, 12, 1), ends=date(2027, 1, 15))
    assert read_dates("1 december 2026 – 15 januari 2027").value == over
    for lacking in ("1 december 2026 – 15 januari", "1 december – 15 januari 2027"):
        assert read_dates(lacking).ask.english() == "Of which year are the dates?"


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("15 nov till 20 dec", "which year"),
        ("1 mars 2027", "first and the last day"),
        ("1 mars, 5 mars och 9 mars 2027", "first and the last day"),
        ("så snart som möjligt", "Between which dates"),
        ("v. 10-14", "Between which dates"),
        ("mars 2027", "Between which dates"),
        ("31 februari 2027 - 2 mars 2027", "does not exist"),
        ("2027-13-01 - 2027-14-01", "does not exist"),
        ("15 april 2027 - 1 mars 2027", "before the first"),
        ("1-15", "first and the last day"),
    ],
)
def test_what_is_not_told_is_asked_for(text, asks):
    read = read_dates(text)
    assert read.value is None
    assert asks in read.ask.english()


def test_nothing_is_nothing():
    read = read_dates("  ")
    assert (read.value, read.ask) == (None, None)


DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2090, 12, 31))
NAMES = {number: [name for name, n in MONTHS.items() if n == number] for number in range(1, 13)}
BETWEEN = st.sampled_from([" - ", " – ", " till ", " t.o.m. ", " to ", "\n"])


def written(day, form):
    return {
        "iso": day.isoformat(),
        "short": day.strftime("%Y%m%d"),
        "slashed": f"{day.day}/{day.month} {day.year}",
        "dotted": f"{day.day}.{day.month}.{day.year}",
        "named": f"den {day.day} {NAMES[day.month][0]} {day.year}",
        "abbreviated": f"{day.day} {NAMES[day.month][1]} {day.year}",
    }[form]


@given(
    DAYS, st.integers(0, 400), BETWEEN,
    st.sampled_from(["iso", "short", "slashed", "dotted", "named", "abbreviated"]),
)  # fmt: skip
def test_what_is_written_is_read(first, days, between, form):
    last = min(first + timedelta(days=days), date(2091, 12, 31))
    text = f"{written(first, form)}{between}{written(last, form)}"
    assert read_dates(text).value == Span(starts=first, ends=last)


@given(st.text())
def test_no_text_breaks_it(text):
    read = read_dates(text)
    assert read.value is None or read.value.starts <= read.value.ends
