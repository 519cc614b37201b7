"""The windows of rounds, over clock changes too."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from policies.rounds.windows import next_start, window_at, windows

STOCKHOLM = ZoneInfo("Europe/Stockholm")
TIMES = (time(8, 30), time(14, 30))
days = st.dates(date(2020, 1, 1), date(2035, 1, 1))
clock = st.lists(st.times().map(lambda one: one.replace(second=0, microsecond=0)), max_size=5)


def test_a_day_has_a_window_from_each_time_to_the_next_and_the_last_to_midnight():
    morning, afternoon = windows(date(2026, 11, 30), TIMES, STOCKHOLM)
    assert morning.starts == datetime(2026, 11, 30, 7, 30, tzinfo=UTC)
    assert morning.ends == afternoon.starts == datetime(2026, 11, 30, 13, 30, tzinfo=UTC)
    assert afternoon.ends == datetime(2026, 11, 30, 23, 0, tzinfo=UTC)
    assert {morning.day, afternoon.day} == {date(2026, 11, 30)}


def test_before_the_first_time_no_window_is_open():
    at = datetime(2026, 11, 30, 7, 29, 59, tzinfo=UTC)
    assert window_at(at, TIMES, STOCKHOLM) is None
    first = window_at(at + timedelta(seconds=1), TIMES, STOCKHOLM)
    assert first == windows(date(2026, 11, 30), TIMES, STOCKHOLM)[0]


def test_the_next_one_may_be_tomorrows():
    at = datetime(2026, 11, 30, 13, 30, tzinfo=UTC)
    assert next_start(at - timedelta(seconds=1), TIMES, STOCKHOLM) == at
    assert next_start(at, TIMES, STOCKHOLM) == datetime(2026, 12, 1, 7, 30, tzinfo=UTC)


def test_without_times_there_are_none():
    at = datetime(2026, 11, 30, 13, 30, tzinfo=UTC)
    assert windows(date(2026, 11, 30), (), STOCKHOLM) == ()
    assert window_at(at, (), STOCKHOLM) is None
    assert next_start(at, (), STOCKHOLM) is None


@given(days, clock)
def test_windows_follow_on_each_other_up_to_midnight(day: date, times: list[time]):
    found = windows(day, times, STOCKHOLM)
    assert all(one.starts < one.ends for one in found)
    assert all(one.ends == other.starts for one, other in pairwise(found))
    if found:
        midnight = datetime.combine(day + timedelta(days=1), time(0), STOCKHOLM)
        assert found[-1].ends == midnight


@given(days, clock, st.integers(0, 25 * 60))
def test_each_instant_lies_in_the_window_that_began_last(
    day: date, times: list[time], minutes: int
):
    at = datetime.combine(day, time(0), STOCKHOLM).astimezone(UTC) + timedelta(minutes=minutes)
    here = at.astimezone(STOCKHOLM).date()
    begun = [one for one in windows(here, times, STOCKHOLM) if one.starts <= at]
    assert window_at(at, times, STOCKHOLM) == (begun[-1] if begun else None)
