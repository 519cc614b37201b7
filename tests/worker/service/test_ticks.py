"""When jobs are due, and what is made up for."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from worker.service.ticks import KEPT, CatchUp, Daily, Every, Planned, next_after, plan

STOCKHOLM = ZoneInfo("Europe/Stockholm")
ZONES = st.sampled_from(
    [
        "Europe/Stockholm", "UTC", "America/New_York", "America/St_Johns", "Australia/Lord_Howe",
        "Pacific/Apia", "Africa/Casablanca", "Asia/Kathmandu", "America/Sao_Paulo",
    ]
).map(ZoneInfo)  # fmt: skip
"""Half-hour steps, a day that never was, and changes at midnight among them."""
NIGHTS = st.integers(0, 18 * 366 * 24 * 3600).map(
    lambda seconds: datetime(2011, 12, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
"""With the Samoan 30 December 2011, which was skipped."""
DAILY = st.builds(
    Daily,
    st.lists(st.times(), min_size=1, max_size=3).map(tuple),
    ZONES,
    st.none() | st.integers(0, 6),
)
SCHEDULES = DAILY | st.integers(1, 1440).map(lambda n: Every(timedelta(minutes=n)))
WINDOWS = st.lists(st.integers(1, 14 * 24 * 60), min_size=1, max_size=8)
"""Minutes from one planning to the next: seconds of up-time, and weeks without any."""


def local(at, zone=STOCKHOLM):
    return at.astimezone(zone).strftime("%a %d %H:%M")


def test_an_interval_ticks_at_the_same_instants_whenever_one_asks():
    ten = Every(timedelta(minutes=10))
    noon = datetime(2026, 11, 24, 12, tzinfo=UTC)
    assert list(ten.between(noon, noon + timedelta(minutes=25))) == [
        noon + timedelta(minutes=10),
        noon + timedelta(minutes=20),
    ]
    assert next_after(ten, noon + timedelta(minutes=3)) == noon + timedelta(minutes=10)


def test_half_past_two_is_due_once_in_the_night_that_skips_it_and_in_the_one_that_repeats_it():
    nightly = Daily((time(2, 30),), STOCKHOLM)
    spring = nightly.between(
        datetime(2026, 3, 27, 12, tzinfo=UTC), datetime(2026, 3, 30, 12, tzinfo=UTC)
    )
    assert list(map(local, spring)) == ["Sat 28 02:30", "Sun 29 03:30", "Mon 30 02:30"]
    autumn = list(
        nightly.between(
            datetime(2026, 10, 24, 12, tzinfo=UTC), datetime(2026, 10, 26, 12, tzinfo=UTC)
        )
    )
    assert list(map(local, autumn)) == ["Sun 25 02:30", "Mon 26 02:30"]
    assert autumn[0] == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_weekly_job_keeps_its_local_hour_over_the_change():
    mondays = Daily((time(7),), STOCKHOLM, weekday=0)
    found = mondays.between(datetime(2026, 10, 18, tzinfo=UTC), datetime(2026, 11, 3, tzinfo=UTC))
    assert list(map(local, found)) == ["Mon 19 07:00", "Mon 26 07:00", "Mon 02 07:00"]


@given(schedule=SCHEDULES, start=NIGHTS, windows=WINDOWS)
def test_whatever_the_windows_every_tick_is_found_once_and_in_order(schedule, start, windows):
    edges = [start]
    for minutes in windows:
        edges.append(edges[-1] + timedelta(minutes=minutes))
    pieces = [at for after, until in pairwise(edges) for at in schedule.between(after, until)]
    assert pieces == list(schedule.between(edges[0], edges[-1]))
    assert all(before < at for before, at in pairwise(pieces))
    assert all(at.utcoffset() == timedelta() for at in pieces)


@given(start=NIGHTS, zone=ZONES, at=st.times())
def test_a_daily_job_is_due_once_for_each_day_of_the_calendar(start, zone, at):
    # A day that never was shares its instant with the next.
    due = list(Daily((at,), zone).between(start, start + timedelta(days=40)))
    gaps = {after - before for before, after in pairwise(due)}
    assert len(due) in (39, 40, 41)
    assert all(timedelta(hours=21) < gap < timedelta(hours=27) for gap in gaps), gaps


@given(schedule=SCHEDULES, start=NIGHTS, windows=WINDOWS, catch_up=st.sampled_from(CatchUp))
def test_planning_writes_every_tick_once_whenever_a_process_is_up(
    schedule, start, windows, catch_up
):
    written: dict[datetime, bool] = {}
    now = start
    for minutes in windows:
        for one in plan(schedule, catch_up, max(written, default=None), now):
            assert one.at not in written
            written[one.at] = one.wanted
        now += timedelta(minutes=minutes)
    if written:
        first, last = min(written), max(written)
        due = {first, *schedule.between(first, last)}
        if catch_up is CatchUp.EACH:
            assert written.keys() == due
            assert [at for at, wanted in written.items() if not wanted] == [first]
        else:
            assert written.keys() <= due
            assert {at for at in due if at > last - KEPT} <= written.keys() | {first}


@given(schedule=SCHEDULES, start=NIGHTS, minutes=st.integers(0, 30 * 24 * 60))
def test_of_what_was_missed_only_the_latest_is_wanted_or_each(schedule, start, minutes):
    now = start + timedelta(minutes=minutes)
    due = list(schedule.between(start, now))
    latest = plan(schedule, CatchUp.LATEST, start, now)
    assert [one.at for one in latest if one.wanted] == due[-1:]
    assert plan(schedule, CatchUp.EACH, start, now) == tuple(Planned(at, wanted=True) for at in due)


def test_the_first_time_a_poll_begins_at_once_and_a_report_with_its_next_day():
    now = datetime(2026, 11, 25, 12, 3, tzinfo=UTC)
    poll = plan(Every(timedelta(minutes=10)), CatchUp.LATEST, None, now)
    assert poll == (Planned(datetime(2026, 11, 25, 12, 0, tzinfo=UTC), wanted=True),)
    report = Daily((time(7),), STOCKHOLM, weekday=0)
    assert plan(report, CatchUp.EACH, None, now) == (
        Planned(datetime(2026, 11, 23, 6, 0, tzinfo=UTC), wanted=False),
    )
    assert next_after(report, now).astimezone(STOCKHOLM).date() == date(2026, 11, 30)
