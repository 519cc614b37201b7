"""The days of a report, and how they are divided."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.sandbox.meta.errors import GraphError
from connectors.sandbox.meta.spans import spans_of, window

WEDNESDAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("preset", "first", "last"),
    [
        ("today", "2026-11-25", "2026-11-25"),
        ("last_7d", "2026-11-18", "2026-11-24"),
        ("this_week_mon_today", "2026-11-23", "2026-11-25"),
        ("this_week_sun_today", "2026-11-22", "2026-11-25"),
        ("last_week_mon_sun", "2026-11-16", "2026-11-22"),
        ("last_week_sun_sat", "2026-11-15", "2026-11-21"),
        ("this_month", "2026-11-01", "2026-11-25"),
        ("last_month", "2026-10-01", "2026-10-31"),
        ("this_quarter", "2026-10-01", "2026-11-25"),
        ("last_quarter", "2026-07-01", "2026-09-30"),
        ("this_year", "2026-01-01", "2026-11-25"),
        ("last_year", "2025-01-01", "2025-12-31"),
        ("maximum", "2023-10-01", "2026-11-25"),
    ],
)
def test_a_preset_means_these_days(preset, first, last):
    days = (date.fromisoformat(first), date.fromisoformat(last))
    assert window(WEDNESDAY, {"date_preset": preset}) == days


@pytest.mark.parametrize("preset", ["lifetime", "last_week", "this_week_mon_sun", ""])
def test_a_preset_that_does_not_exist_is_refused(preset):
    with pytest.raises(GraphError, match="date_preset"):
        window(WEDNESDAY, {"date_preset": preset})


def test_a_range_may_reach_37_months_back_and_no_further():
    told = '{"since": "2023-10-01", "until": "2023-10-31"}'
    assert window(WEDNESDAY, {"time_range": told}) == (date(2023, 10, 1), date(2023, 10, 31))
    with pytest.raises(GraphError) as refused:
        window(WEDNESDAY, {"time_range": told.replace("10-01", "09-30")})
    assert refused.value.code == 3018


def test_months_begin_on_the_first_but_for_the_first_one():
    spans = spans_of(date(2026, 1, 15), date(2026, 3, 2), "monthly")
    assert [(str(a), str(b)) for a, b in spans] == [
        ("2026-01-15", "2026-01-31"),
        ("2026-02-01", "2026-02-28"),
        ("2026-03-01", "2026-03-02"),
    ]


@pytest.mark.parametrize("increment", ["0", "91", "-1", "x", "", "weekly"])
def test_an_increment_that_does_not_exist_is_refused(increment):
    with pytest.raises(GraphError, match="time_increment"):
        spans_of(WEDNESDAY, WEDNESDAY, increment)


@settings(max_examples=50)
@given(
    length=st.integers(0, 400),
    increment=st.sampled_from(["all_days", "monthly", "1", "7", "90"]),
)
def test_the_parts_cover_every_day_once(length, increment):
    last = WEDNESDAY + timedelta(days=length)
    spans = spans_of(WEDNESDAY, last, increment)
    days = [a + timedelta(days=n) for a, b in spans for n in range((b - a).days + 1)]
    assert days == [WEDNESDAY + timedelta(days=n) for n in range(length + 1)]
