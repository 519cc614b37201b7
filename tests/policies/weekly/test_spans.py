"""ISO weeks by local clocks: daylight saving, year ends, and what is no week at all."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.weekly import span_at, span_before, span_of

STOCKHOLM = ZoneInfo("Europe/Stockholm")
HOUR = timedelta(hours=1)
instants = st.integers(0, 90 * 366 * 24 * 60).map(
    lambda minutes: datetime(2001, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
zones = st.sampled_from([STOCKHOLM, ZoneInfo("Asia/Beirut"), ZoneInfo("America/Santiago"), UTC])


def hours(span):
    return (span.end - span.start) / HOUR


def test_a_week_begins_on_monday_at_midnight_by_local_clocks():
    week = span_of("2026-W47", STOCKHOLM)
    assert week.start == datetime(2026, 11, 15, 23, tzinfo=UTC)
    assert week.end == datetime(2026, 11, 22, 23, tzinfo=UTC)
    assert hours(week) == 168


def test_the_first_instant_belongs_to_the_week_and_the_last_to_the_next():
    week = span_of("2026-W47", STOCKHOLM)
    assert week.holds(week.start)
    assert week.holds(week.end - timedelta(microseconds=1))
    assert not week.holds(week.end)
    assert not week.holds(week.start - timedelta(microseconds=1))


@pytest.mark.parametrize(("label", "long"), [("2026-W13", 167), ("2026-W43", 169)])
def test_a_week_in_which_the_clocks_change_is_an_hour_shorter_or_longer(label, long):
    assert hours(span_of(label, STOCKHOLM)) == long


@pytest.mark.parametrize(
    ("day", "label"),
    [
        (date(2027, 1, 1), "2026-W53"),
        (date(2027, 1, 3), "2026-W53"),
        (date(2027, 1, 4), "2027-W01"),
        (date(2025, 12, 29), "2026-W01"),
        (date(2024, 12, 30), "2025-W01"),
    ],
)
def test_the_turn_of_the_year_belongs_to_the_iso_year(day, label):
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=STOCKHOLM)
    assert span_at(noon, STOCKHOLM) == span_of(label, STOCKHOLM)
    assert span_at(noon, STOCKHOLM).label == label


def test_late_sunday_in_london_is_already_monday_in_stockholm():
    sunday_evening = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert span_at(sunday_evening, STOCKHOLM).label == "2026-W48"
    assert span_at(sunday_evening, ZoneInfo("Europe/London")).label == "2026-W47"


@pytest.mark.parametrize(
    "label",
    ["2025-W53", "2026-W00", "2026-W54", "0000-W01", "9999-W52", "2026W47", "2026-w47", "47",
     "2026-W47\n", " 2026-W47", "2026-W4", "-2026-W47", "２０２６-W47", "", "2026-W47-1",
     "0001-W02", "0001-W05", "1969-W52"],
)  # fmt: skip
def test_what_is_no_week_is_refused(label):
    with pytest.raises(ValueError, match=r"week|calendar|Year"):
        span_of(label, STOCKHOLM)


def test_the_first_week_that_can_be_asked_for_and_those_before_it_can_be_told():
    week = span_of("1970-W01", STOCKHOLM)
    assert week.start == datetime(1969, 12, 28, 23, tzinfo=UTC)
    assert span_before(week, STOCKHOLM).end == week.start


@given(instant=instants, zone=zones)
def test_every_instant_lies_in_the_one_week_that_its_label_names(instant, zone):
    week = span_at(instant, zone)
    assert week.holds(instant)
    assert span_of(week.label, zone) == week


@given(instant=instants, zone=zones)
def test_weeks_follow_on_one_another_without_gap_or_overlap(instant, zone):
    week = span_at(instant, zone)
    assert span_before(week, zone).end == week.start
    assert span_at(week.end, zone).start == week.end
