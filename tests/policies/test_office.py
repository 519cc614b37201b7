"""Office time: hours that are counted only while the office is open."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.deadlines import Calendar, closed_because
from policies.model import Words
from policies.office import later_by

STOCKHOLM = ZoneInfo("Europe/Stockholm")
CAIRO = ZoneInfo("Africa/Cairo")
"""Its clocks are changed on working days."""
MINUTE = timedelta(minutes=1)
EIGHT, FIVE = time(8), time(17)
MIDSUMMER_EVE = date(2026, 6, 19)


def a_calendar(zone=STOCKHOLM, closes=FIVE, closed=(MIDSUMMER_EVE,)):
    def holiday(day):
        return Words("Closed.") if day in closed else None

    return Calendar(zone=zone, office_closes=closes, holiday=holiday)


CALENDAR = a_calendar()


def local(*when, zone=STOCKHOLM):
    return datetime(*when, tzinfo=zone)


@pytest.mark.parametrize(
    ("at", "then"),
    [
        (local(2026, 11, 24, 9), local(2026, 11, 24, 13)),  # within a day
        (local(2026, 11, 24, 13), local(2026, 11, 24, 17)),  # up to its end
        (local(2026, 11, 24, 13, 1), local(2026, 11, 25, 8, 1)),  # over a night
        (local(2026, 11, 24, 3), local(2026, 11, 24, 12)),  # before the office opens
        (local(2026, 11, 24, 17), local(2026, 11, 25, 12)),  # when it closes
        (local(2026, 11, 27, 16), local(2026, 11, 30, 11)),  # over a weekend
        (local(2026, 11, 28, 12), local(2026, 11, 30, 12)),  # from a Saturday
        (local(2026, 6, 18, 15), local(2026, 6, 22, 10)),  # over Midsummer
        (local(2026, 3, 27, 16), local(2026, 3, 30, 11)),  # the clocks are put forward
        (local(2026, 10, 23, 16), local(2026, 10, 26, 11)),  # and back
    ],
)
def test_four_office_hours_later(at, then):
    assert later_by(at, 4, CALENDAR, EIGHT) == then


def test_more_hours_than_a_day_has_go_on_the_next_ones():
    assert later_by(local(2026, 11, 23, 8), 30, CALENDAR, EIGHT) == local(2026, 11, 26, 11)


def test_an_hour_that_the_clock_skips_or_repeats_counts_as_it_was():
    """In 2026 Cairo's clocks jump over the first hour of Friday 24 April."""
    night = a_calendar(CAIRO, closes=time(6), closed=())
    begins = local(2026, 4, 24, 0, zone=CAIRO)
    assert later_by(begins, 4, night, time(0)) == local(2026, 4, 24, 5, zone=CAIRO)
    assert later_by(begins, 6, night, time(0)) == local(2026, 4, 27, 1, zone=CAIRO)


def test_an_office_whose_hours_the_clock_skips_is_closed_that_day():
    night = a_calendar(CAIRO, closes=time(1, 15), closed=())
    late = local(2026, 4, 22, 23, zone=CAIRO)
    assert later_by(late, 1, night, time(0, 30)) == local(2026, 4, 27, 0, 45, zone=CAIRO)


@pytest.mark.parametrize(
    ("at", "hours", "opens"),
    [
        (datetime(2026, 11, 24, 9), 4, EIGHT),  # noqa: DTZ001 it is refused for that
        (local(2026, 11, 24, 9), 0, EIGHT),
        (local(2026, 11, 24, 9), 4, FIVE),
        (local(2026, 11, 24, 9), 4, time(18)),
    ],
)
def test_what_has_no_answer_is_refused(at, hours, opens):
    with pytest.raises(ValueError, match=r"offset|later"):
        later_by(at, hours, CALENDAR, opens)


def test_an_office_that_never_opens_again_is_told():
    closed = Calendar(zone=STOCKHOLM, office_closes=FIVE, holiday=lambda day: Words("Closed."))
    with pytest.raises(OverflowError):
        later_by(local(9999, 12, 1), 4, closed, EIGHT)


def is_open(at, calendar, opens):
    """Whether the minute that begins then is one of the office's, by what the clock shows."""
    here = at.astimezone(calendar.zone)
    if closed_because(here.date(), calendar):
        return False
    return opens <= here.time() < calendar.office_closes


def by_the_minute(at, hours, calendar, opens):
    """The slow way: a minute at a time."""
    left = hours * 60
    while left:
        left -= is_open(at, calendar, opens)
        at += MINUTE
    return at


instants = st.integers(0, 366 * 24 * 60).map(
    lambda n: datetime(2026, 1, 1, tzinfo=UTC) + n * MINUTE
)
zones = st.sampled_from([STOCKHOLM, CAIRO])
openings = st.integers(4 * 60, 12 * 60).map(lambda n: time(n // 60, n % 60))
hours = st.integers(1, 6)


@given(instants, hours, zones, openings)
def test_it_is_what_counting_minutes_gives(at, count, zone, opens):
    calendar = a_calendar(zone)
    assert later_by(at, count, calendar, opens) == by_the_minute(at, count, calendar, opens)


@given(instants, instants, hours, openings)
def test_a_later_instant_never_gives_an_earlier_one(one, other, count, opens):
    first, second = sorted((one, other))
    told = [later_by(at, count, CALENDAR, opens) for at in (first, second)]
    assert told[0] <= told[1]


@given(instants, st.integers(1, 100), openings)
def test_it_never_falls_where_the_office_is_closed(at, count, opens):
    then = later_by(at, count, CALENDAR, opens)
    assert is_open(then - MINUTE, CALENDAR, opens)
    assert then >= at + timedelta(hours=count)
