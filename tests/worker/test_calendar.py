"""The office's calendar: which days it is closed, by the library and by another one as oracle."""

from __future__ import annotations

import warnings
from datetime import UTC, date, datetime, time, timedelta

import pytest

from policies.deadlines import closed_because, due
from policies.model import Words
from worker.calendar import KNOWN_YEARS, STOCKHOLM, calendar
from worker.language import Language, catalogue

EVERY_DAY = [date(2026, 1, 1) + timedelta(days=n) for n in range(2 * 365)]


def oracle():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from workalendar.europe import Sweden

        return Sweden()


def test_another_library_agrees_on_every_day_of_two_years():
    office, other = calendar(), oracle()
    eves = {(6, 19), (6, 25), (12, 24), (12, 31)}
    for day in EVERY_DAY:
        closed = closed_because(day, office) is not None
        free_eve = (day.month, day.day) in eves and (day.month == 12 or day.weekday() == 4)
        assert closed == (not other.is_working_day(day) or free_eve), day


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
