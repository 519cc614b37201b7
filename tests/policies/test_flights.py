"""The days on which an ad set runs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.flights import Flight, between, days_of, flight
from policies.model import Platform
from tests.policies.rules.made import a_campaign, an_account, an_ad_set

STOCKHOLM = ZoneInfo("Europe/Stockholm")
FIRST, LAST = datetime(2027, 3, 1, tzinfo=STOCKHOLM), datetime(2027, 4, 16, tzinfo=STOCKHOLM)


def flown(start=FIRST, end=LAST, above=(FIRST, None)):
    campaign = a_campaign(start=above[0], end=above[1])
    return flight(an_ad_set(start=start, end=end), campaign, STOCKHOLM)


def test_an_end_at_midnight_is_the_last_instant_of_the_day_before():
    assert flown() == Flight(date(2027, 3, 1), date(2027, 3, 1), date(2027, 4, 15))
    assert flown(end=LAST + timedelta(seconds=1)).last == date(2027, 4, 16)


def test_the_later_start_and_the_earlier_end_hold():
    above = (FIRST + timedelta(days=3), LAST - timedelta(days=3))
    assert flown(above=above)[0::2] == (date(2027, 3, 4), date(2027, 4, 12))


def test_a_start_that_was_not_told_leaves_the_first_day_open():
    assert flown(start=None)[:2] == (None, date(2027, 3, 1))
    assert flown(start=None, above=(None, None))[:2] == (None, None)


def test_without_an_end_there_is_no_last_day():
    assert flown(end=None).last is None


def test_what_ends_before_it_starts_never_runs():
    assert flown(end=FIRST) is None
    assert flown(start=None, end=FIRST, above=(None, None)) is not None


def test_the_night_of_a_change_of_clocks_is_one_day_all_the_same():
    night = datetime(2027, 3, 28, 23, 30, tzinfo=STOCKHOLM)
    assert flown(start=night, end=night + timedelta(minutes=29)).last == date(2027, 3, 28)


def test_two_days_are_written_so_that_all_can_read_them():
    assert str(flown()) == "2027-03-01 – 2027-04-15"
    assert between(None, None) == "? –"


@pytest.mark.parametrize(
    ("zone", "name"),
    [("America/New_York", "America/New_York"), (None, "Europe/Stockholm"),
     ("", "Europe/Stockholm"), ("Not/There", "Europe/Stockholm"), ("../x", "Europe/Stockholm")],
)  # fmt: skip
def test_days_are_those_of_the_account_where_it_names_a_zone_that_there_is(zone, name):
    assert days_of(an_account(time_zone=zone), "Europe/Stockholm") == ZoneInfo(name)


def test_linkedins_days_are_utc_whatever_it_says():
    assert days_of(an_account(Platform.LINKEDIN), "Europe/Stockholm") is UTC


INSTANTS = st.timedeltas(timedelta(0), timedelta(days=730)).map(lambda later: FIRST + later)


@given(INSTANTS, INSTANTS, st.timedeltas(timedelta(0), timedelta(days=400)))
def test_a_later_end_never_gives_an_earlier_last_day(start, end, later):
    before, longer = flown(start, end), flown(start, end + later)
    if before is not None:
        assert longer.last >= before.last
        assert longer.first == before.first
        assert before.first <= before.last
