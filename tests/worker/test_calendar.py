"""The office's calendar: which days it is closed, by the library and by another one as oracle."""

from __future__ import annotations

import warnings
from datetime import UTC, date, datetime, time, timedelta

import pytest

from policies.deadlines import closed_because, due
from policies.model import Words
from worker.calendar import KNOWN_YEARS, STOCKHOLM, calendar
from worker.language import Language, catalogue

YEARS = range(2026, 2031)
EVERY_DAY = [
    date(2026, 1, 1) + timedelta(days=n) for n in range((date(2031, 1, 8) - date(2026, 1, 1)).days)
]
FREE = frozenset(
    date.fromisoformat(f"{year}-{day}")
    for year, days in {
        2026: "01-01 01-06 04-03 04-06 05-01 05-14 06-19 12-24 12-25 12-31",
        2027: "01-01 01-06 03-26 03-29 05-06 06-25 12-24 12-31",
        2028: "01-06 04-14 04-17 05-01 05-25 06-06 06-23 12-25 12-26",
        2029: "01-01 03-30 04-02 05-01 05-10 06-06 06-22 12-24 12-25 12-26 12-31",
        2030: "01-01 04-19 04-22 05-01 05-30 06-06 06-21 12-24 12-25 12-26 12-31",
    }.items()
    for day in days.split()
)
"""Closed days from Monday to Friday, as they stand in a printed calendar."""


def oracle():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from workalendar.europe import Sweden

        return Sweden()


def test_another_library_agrees_on_every_day_of_five_years():
    office, other = calendar(), oracle()
    for day in EVERY_DAY:
        assert (closed_because(day, office) is None) == other.is_working_day(day), day


def test_every_holiday_of_five_years_has_the_name_that_the_other_library_gives_it():
    office, other = calendar(), oracle()
    names = {
        "New year": "New Year's Day",
        "Epiphany": "Epiphany",
        "Good Friday": "Good Friday",
        "Easter Sunday": "Easter Sunday",
        "Easter Monday": "Easter Monday",
        "Labour Day": "May Day",
        "Ascension Thursday": "Ascension Day",
        "Pentecost": "Whit Sunday",
        "National Day": "National Day",
        "Midsummer's Eve": "Midsummer Eve",
        "Midsummer's Day": "Midsummer Day",
        "All Saints": "All Saints' Day",
        "Christmas Eve": "Christmas Eve",
        "Christmas Day": "Christmas Day",
        "New Year's Eve": "New Year's Eve",
        "Second Day of Christmas": "Boxing Day",
    }
    for year in YEARS:
        for day, theirs in other.holidays(year):
            assert names[theirs] in office.holiday(day).english(), day


def test_the_closed_weekdays_are_those_of_a_printed_calendar():
    office = calendar()
    days = [day for day in EVERY_DAY if day.year in YEARS and day.isoweekday() <= 5]
    assert {day for day in days if closed_because(day, office)} == FREE


def by_day(written, other):
    """The deadline by the rulebook's words, stepping from day to day: dates of the wall's clock."""
    later = (written.astimezone(UTC) + timedelta(hours=24)).astimezone(STOCKHOLM)
    day = later.date()
    if other.is_working_day(written.astimezone(STOCKHOLM).date()) and other.is_working_day(day):
        return later
    while not other.is_working_day(day):
        day += timedelta(days=1)
    closing = datetime(day.year, day.month, day.day, 17, tzinfo=STOCKHOLM)
    return max(later, closing, key=lambda at: at.astimezone(UTC))


def test_every_hour_of_five_years_is_due_as_the_other_library_has_it_and_never_earlier():
    office, other = calendar(), oracle()
    at, before = datetime(2025, 12, 31, 23, 30, tzinfo=UTC), None
    while at.year < 2031:
        found = due(at, office).at
        assert found == by_day(at, other), at
        assert before is None or before <= found, at
        at, before = at + timedelta(hours=3), found


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("month", [3, 10])
def test_around_each_clock_change_every_minute_counts(year, month):
    office, other = calendar(), oracle()
    last = max(
        day for day in EVERY_DAY if (day.year, day.month) == (year, month) and day.isoweekday() == 7
    )
    for start in (-25, 0):
        at = datetime(year, month, last.day, 0, 30, tzinfo=UTC) + timedelta(hours=start)
        found = [due(at + timedelta(minutes=n), office).at for n in range(61)]
        assert found == sorted(found)
        assert found == [by_day(at + timedelta(minutes=n), other) for n in range(61)]


@pytest.mark.parametrize(
    "day",
    ["2026-06-19", "2026-12-24", "2026-12-31", "2026-01-06", "2027-03-26", "1995-06-23"],
)
def test_holidays_and_the_eves_free_in_practice_are_closed(day):
    assert closed_because(date.fromisoformat(day), calendar())


@pytest.mark.parametrize("day", ["2026-01-05", "2026-04-02", "2026-04-30", "2026-05-15"])
def test_half_days_and_bridge_days_are_working_days(day):
    assert closed_because(date.fromisoformat(day), calendar()) is None


def test_extra_days_are_closed_too_and_a_holiday_keeps_its_name():
    extra = [date(2026, 5, 15), date(2026, 12, 24)]
    office = calendar(extra=extra)
    told = [closed_because(day, office).english() for day in extra]
    assert told == [
        "2026-05-15 is closed according to the configuration.",
        "2026-12-24 is Christmas Eve.",
    ]


def test_an_office_that_closes_earlier_is_told_by_its_hour():
    friday = datetime(2026, 11, 13, 15, tzinfo=STOCKHOLM)
    deadline = due(friday, calendar(office_closes=time(16, 30)))
    assert deadline.at == datetime(2026, 11, 16, 16, 30, tzinfo=STOCKHOLM)
    assert "16:30" in deadline.because[-1].english()


def test_the_longest_wait_is_161_hours():
    written = datetime(2029, 12, 21, 0, 0, tzinfo=STOCKHOLM)
    assert due(written, calendar()).at - written.astimezone(UTC) == timedelta(hours=161)


def test_every_holiday_of_every_known_year_has_a_sentence_in_both_languages():
    office, swedish = calendar(), Language("sv", STOCKHOLM)
    for year in KNOWN_YEARS:
        for number in range(366):
            words = office.holiday(date(year, 1, 1) + timedelta(days=number))
            if words:
                assert words.template in catalogue("sv")
                assert swedish.say(words) != words.english()


def test_a_holiday_that_our_list_does_not_know_is_told_by_the_librarys_name():
    assert calendar().holiday(date(2004, 5, 31)) == Words(
        "{date} is a holiday ({name}).", {"date": "2004-05-31", "name": "Annandag pingst"}
    )
