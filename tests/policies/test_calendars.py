"""Calendars written down: what makes one another, what does not, and why a deadline moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from policies.calendars import Moves, Written, Year, changes, write
from policies.deadlines import due
from policies.model import Words
from worker.calendar import STOCKHOLM, calendar

TODAY = date(2026, 11, 29)
EXTRA = date(2026, 12, 23)
USUAL = calendar()
WRITTEN = write(USUAL, TODAY)
YEAR = date(2026, 1, 1), date(2026, 12, 31)


def written(*extra, today=TODAY, **otherwise):
    return write(calendar(extra=extra, **otherwise), today)


def why_moved(asked, was, now, older):
    return Moves(now, older).why(asked, was)


def told(words):
    return [one.english() for one in words]


def local(text):
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


def test_it_tells_of_last_year_this_one_and_the_next_two():
    assert sorted(WRITTEN.years) == [2025, 2026, 2027, 2028]
    assert WRITTEN.years[2026].clocks == {
        date(2026, 1, 1): 60,
        date(2026, 3, 29): 120,
        date(2026, 10, 25): 60,
    }


def test_the_same_calendar_read_back_gives_the_same_deadlines():
    again = WRITTEN.calendar()
    for hours in range(0, 24 * 366, 7):
        at = local("2026-01-01T00:30") + timedelta(hours=hours)
        assert due(at, again) == due(at, USUAL)


def test_moving_on_to_the_next_year_makes_no_other_calendar():
    later = written(today=date(2027, 1, 1))
    assert WRITTEN.agrees(later)
    assert later.agrees(WRITTEN)
    assert not WRITTEN.agrees(written(date(2027, 5, 7), today=date(2027, 1, 1)))


def test_what_changes_beyond_the_years_of_open_deadlines_makes_no_other_one():
    assert WRITTEN.agrees(written(date(2024, 5, 10), date(2029, 5, 11)))


def test_a_closed_day_that_was_free_anyway_makes_no_other_one():
    assert WRITTEN.agrees(written(date(2026, 11, 28), date(2026, 12, 24)))


def test_a_holiday_that_is_only_called_otherwise_makes_no_other_one():
    year = WRITTEN.years[2026]
    renamed = {day: Words("{date} is off.", {"date": day.isoformat()}) for day in year.closed}
    other = replace(WRITTEN, years=WRITTEN.years | {2026: replace(year, closed=renamed)})
    assert WRITTEN.agrees(other)


def test_a_day_an_hour_a_zone_or_other_clock_changes_make_another_one():
    assert not WRITTEN.agrees(written(EXTRA))
    assert not WRITTEN.agrees(written(office_closes=time(16)))
    assert not WRITTEN.agrees(written(zone=ZoneInfo("Europe/Oslo")))
    year = WRITTEN.years[2027]
    summer = replace(WRITTEN, years=WRITTEN.years | {2027: replace(year, clocks={YEAR[0]: 120})})
    assert not WRITTEN.agrees(summer)


def test_without_a_year_in_common_nobody_can_say_that_they_agree():
    assert not WRITTEN.agrees(written(today=date(2035, 1, 1)))


@settings(max_examples=25)
@given(st.sets(st.dates(date(2024, 1, 1), date(2030, 12, 31)), max_size=4))
def test_two_agree_exactly_when_every_deadline_of_their_years_does(extra):
    changed = {
        day
        for day in extra
        if day.year in WRITTEN.years and due_otherwise(day, calendar(extra=extra))
    }
    assert WRITTEN.agrees(written(*extra)) is not bool(changed)


def due_otherwise(day, other):
    """Whether something asked around that day is due at another time."""
    start = datetime.combine(day, time(9), STOCKHOLM) - timedelta(days=2)
    asked = (start + timedelta(hours=n) for n in range(0, 96, 4))
    return any(due(at, other).at != due(at, USUAL).at for at in asked)


def test_years_that_only_the_older_one_tells_of_are_kept():
    later = written(today=date(2028, 1, 1)).with_years_of(WRITTEN)
    assert sorted(later.years) == list(range(2025, 2031))
    assert later.years[2025] == WRITTEN.years[2025]


def test_changes_are_told_in_words():
    now = written(EXTRA, office_closes=time(16, 30))
    assert told(changes(WRITTEN, now, *YEAR)) == [
        "The office closes at 16:30 instead of 17:00.",
        "2026-12-23 is closed according to the configuration.",
    ]
    assert told(changes(written(EXTRA), WRITTEN, *YEAR)) == ["2026-12-23 is a working day now."]
    assert changes(WRITTEN, written(EXTRA), YEAR[0], date(2026, 12, 22)) == ()
    assert changes(WRITTEN, WRITTEN, *YEAR) == ()


def test_another_zone_is_told_and_not_its_clocks():
    now = written(zone=ZoneInfo("Europe/Helsinki"))
    assert told(changes(WRITTEN, now, *YEAR)) == [
        "The time zone is Europe/Helsinki instead of Europe/Stockholm."
    ]


def test_clocks_that_are_changed_no_more_are_told():
    still = {n: replace(year, clocks={date(n, 1, 1): 60}) for n, year in WRITTEN.years.items()}
    (one,) = told(changes(WRITTEN, replace(WRITTEN, years=still), *YEAR))
    assert one == "The clocks are changed on other days than before."


def test_of_many_days_the_first_few_are_named():
    days = [date(2026, 8, n) for n in range(3, 8)]
    assert len(changes(WRITTEN, written(*days), *YEAR)) == 5
    many = [*days, date(2026, 8, 10), date(2026, 8, 11)]
    assert told(changes(WRITTEN, written(*many), *YEAR))[5:] == [
        "Days that changed besides these: 2."
    ]


def test_a_deadline_that_moved_says_by_which_day():
    asked = local("2026-12-22T10:00")
    now = calendar(extra=[EXTRA, date(2026, 8, 3)])
    why = why_moved(asked, due(asked, USUAL).at, now, [WRITTEN])
    assert told(why) == ["2026-12-23 is closed according to the configuration."]


def test_it_is_told_against_the_calendar_by_which_it_had_been_worked_out():
    asked = local("2026-12-22T10:00")
    older = [written(date(2026, 12, 28)), WRITTEN, written(EXTRA)]
    was = due(asked, older[2].calendar()).at
    assert told(why_moved(asked, was, USUAL, older)) == ["2026-12-23 is a working day now."]


def test_one_that_stands_or_that_no_calendar_explains_has_no_such_reason():
    asked = local("2026-12-22T10:00")
    assert why_moved(asked, due(asked, USUAL).at, USUAL, [written(EXTRA)]) == ()
    assert why_moved(asked, asked, calendar(extra=[EXTRA]), [WRITTEN]) == ()
    assert why_moved(asked, asked, USUAL, []) == ()


def test_a_calendar_that_tells_of_no_such_day_is_told_as_another_one():
    asked = local("2026-12-22T10:00")
    blank = Written(
        zone="Europe/Stockholm", closes=time(17), years={2020: Year(closed={}, clocks={})}
    )
    was = due(asked, blank.calendar()).at
    assert told(why_moved(asked, was, calendar(extra=[EXTRA]), [blank])) == [
        "The calendar has changed."
    ]


def test_many_are_asked_of_one_after_the_other():
    moves = Moves(calendar(extra=[EXTRA, date(2027, 5, 7)]), [WRITTEN])
    for asked, day in (("2026-12-22T10:00", EXTRA), ("2027-05-06T10:00", date(2027, 5, 7))):
        for _ in range(2):
            (why,) = told(moves.why(local(asked), due(local(asked), USUAL).at))
            assert why.startswith(f"{day} is closed")
