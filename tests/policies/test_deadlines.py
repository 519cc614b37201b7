"""By when a comment must be answered: every worked case of the rulebook, and what holds for all."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.deadlines import Calendar, closed_because, due
from policies.model import Words

STOCKHOLM = ZoneInfo("Europe/Stockholm")
HOLIDAYS = {
    date(2026, 6, 19): "Midsummer Eve",
    date(2026, 6, 20): "Midsummer Day",
    date(2026, 12, 24): "Christmas Eve",
    date(2026, 12, 25): "Christmas Day",
    date(2026, 12, 26): "Boxing Day",
}


def why(day):
    return Words("{date} is free.", {"date": day.isoformat()}) if day in HOLIDAYS else None


CALENDAR = Calendar(zone=STOCKHOLM, office_closes=time(17), holiday=why)
CLOSED_WEDNESDAYS = Calendar(
    zone=STOCKHOLM,
    office_closes=time(17),
    holiday=lambda day: Words("Wednesday.") if day.weekday() == 2 else why(day),
)
HOURS = timedelta(hours=1)


def local(text):
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


def told(text, calendar=CALENDAR):
    return [words.english() for words in due(local(text), calendar).because]


@pytest.mark.parametrize(
    ("written", "answer_by"),
    [
        ("2026-11-10T10:00", "2026-11-11T10:00"),
        ("2026-11-13T15:00", "2026-11-16T17:00"),
        ("2026-11-14T09:00", "2026-11-16T17:00"),
        ("2026-11-15T10:00", "2026-11-16T17:00"),
        ("2026-11-15T20:00", "2026-11-16T20:00"),
        ("2026-06-18T12:00", "2026-06-22T17:00"),
        ("2026-12-23T09:00", "2026-12-28T17:00"),
        ("2026-03-28T12:00", "2026-03-30T17:00"),
    ],
)
def test_the_worked_cases_of_the_rulebook(written, answer_by):
    assert due(local(written), CALENDAR).at == local(answer_by)


@pytest.mark.parametrize(
    ("written", "answer_by"),
    [
        ("2026-11-12T23:59", "2026-11-13T23:59"),
        ("2026-11-13T00:00", "2026-11-16T17:00"),
        ("2026-11-15T17:00", "2026-11-16T17:00"),
        ("2026-11-15T17:01", "2026-11-16T17:01"),
        ("2026-11-16T00:00", "2026-11-17T00:00"),
    ],
)
def test_the_edges_of_a_weekend(written, answer_by):
    assert due(local(written), CALENDAR).at == local(answer_by)


@pytest.mark.parametrize(
    ("written", "answer_by"),
    [("2026-10-25T01:30", "2026-10-26T00:30"), ("2026-03-29T01:30", "2026-03-30T02:30")],
)
def test_24_hours_are_elapsed_time_whatever_the_clocks_do(written, answer_by):
    closes_at_midnight = Calendar(zone=STOCKHOLM, office_closes=time(0), holiday=why)
    assert due(local(written), closes_at_midnight).at == local(answer_by)


def test_a_plain_deadline_says_so():
    assert told("2026-11-10T10:00") == ["24 hours later; both are working days."]


def test_every_skipped_day_is_named_once_and_in_order():
    assert told("2026-06-18T12:00") == [
        "2026-06-19 is free.",
        "2026-06-20 is free.",
        "2026-06-21 is a Sunday.",
        "The next working day is 2026-06-22; the office closes at 17:00.",
    ]
    assert told("2026-11-14T09:00")[:2] == ["2026-11-14 is a Saturday.", "2026-11-15 is a Sunday."]


def test_a_day_of_25_hours_is_named_once():
    assert told("2026-10-25T00:10")[:1] == ["2026-10-25 is a Sunday."]
    assert told("2026-10-25T00:10")[1].startswith("The next working day is 2026-10-26")


def test_a_deadline_after_closing_says_why_it_is_not_earlier():
    assert told("2026-11-15T20:00") == [
        "2026-11-15 is a Sunday.",
        "24 hours later is on 2026-11-16, after the office closes at 17:00.",
    ]


def test_a_holiday_on_a_sunday_is_told_as_the_holiday():
    calendar = Calendar(
        zone=STOCKHOLM, office_closes=time(17), holiday=lambda day: Words("A holiday.")
    )
    assert closed_because(date(2026, 11, 15), calendar) == Words("A holiday.")
    assert closed_because(date(2026, 11, 16), CALENDAR) is None


def test_an_office_that_closes_early_shortens_only_what_a_closed_day_lengthens():
    early = Calendar(zone=STOCKHOLM, office_closes=time(12), holiday=why)
    assert due(local("2026-11-13T15:00"), early).at == local("2026-11-16T12:00")
    assert due(local("2026-11-10T15:00"), early).at == local("2026-11-11T15:00")


def test_an_instant_without_offset_is_refused():
    with pytest.raises(ValueError, match="offset"):
        due(datetime(2026, 11, 10, 10), CALENDAR)  # noqa: DTZ001 (that is the case)


instants = st.datetimes(
    datetime(2026, 1, 1),  # noqa: DTZ001 (the zone comes with `timezones`)
    datetime(2027, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)
calendars = st.sampled_from([CALENDAR, CLOSED_WEDNESDAYS])


@given(instants, instants, calendars)
def test_a_later_comment_is_never_due_before_an_earlier_one(one, other, calendar):
    first, second = sorted([one, other])
    assert due(first, calendar).at <= due(second, calendar).at


@given(instants, st.integers(1, 7200), calendars)
def test_not_even_when_they_are_minutes_apart(one, seconds, calendar):
    assert due(one, calendar).at <= due(one + timedelta(seconds=seconds), calendar).at


@given(instants, calendars)
def test_it_is_never_earlier_than_24_hours_and_always_on_a_working_day(written, calendar):
    deadline = due(written, calendar)
    landed = deadline.at.astimezone(STOCKHOLM)
    assert deadline.at - written >= 24 * HOURS
    assert closed_because(landed.date(), calendar) is None
    assert deadline.because


@given(instants, calendars)
def test_more_than_24_hours_always_has_a_closed_day_to_show_for_it(written, calendar):
    deadline = due(written, calendar)
    later = written + 24 * HOURS
    days = {one.astimezone(STOCKHOLM).date() for one in (written, later)}
    if deadline.at != later:
        assert any(closed_because(day, calendar) for day in days)
        assert deadline.at.astimezone(STOCKHOLM).time() == time(17)


AROUND_A_CLOCK_CHANGE = st.sampled_from(
    [datetime(2026, 3, 27, tzinfo=UTC), datetime(2026, 10, 23, tzinfo=UTC)]
)
ZONES = st.sampled_from(
    [STOCKHOLM, ZoneInfo("Australia/Lord_Howe"), ZoneInfo("America/St_Johns"), ZoneInfo("UTC")]
)


@st.composite
def any_calendar_and_two_instants(draw):
    """A calendar with closed days of any kind near a change of the clocks, and two instants."""
    start = draw(AROUND_A_CLOCK_CHANGE)
    closed = {start.date() + timedelta(days=n) for n in draw(st.sets(st.integers(-1, 9)))}
    made = Calendar(
        zone=draw(ZONES),
        office_closes=time(draw(st.integers(0, 23)), draw(st.sampled_from([0, 30, 59]))),
        holiday=lambda day: Words("Closed.") if day in closed else None,
    )
    minutes = draw(st.lists(st.integers(0, 7 * 1440), min_size=2, max_size=2))
    return made, closed, [start + timedelta(minutes=n) for n in sorted(minutes)]


def by_day(written, calendar, closed):
    """The deadline as one finds it with a finger on a calendar, from day to day."""
    later = written + timedelta(hours=24)
    day = later.astimezone(calendar.zone).date()

    def works(one):
        return one.isoweekday() < 6 and one not in closed

    if works(day) and works(written.astimezone(calendar.zone).date()):
        return later
    while not works(day):
        day += timedelta(days=1)
    return max(later, datetime.combine(day, calendar.office_closes, calendar.zone).astimezone(UTC))


@given(any_calendar_and_two_instants())
def test_by_any_calendar_in_any_zone_it_is_what_a_finger_finds_and_never_earlier(told):
    calendar, closed, (first, second) = told
    assert due(first, calendar).at == by_day(first, calendar, closed)
    assert due(first, calendar).at <= due(second, calendar).at
