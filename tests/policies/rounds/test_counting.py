"""Rounds counted: due, read, watched, held, missed, not known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from policies.rounds.counting import Tally, tally
from policies.rounds.days import Day
from policies.rounds.held import Mailed, Round
from policies.rounds.windows import windows

STOCKHOLM = ZoneInfo("Europe/Stockholm")
DAY = date(2026, 11, 30)
MORNING, AFTERNOON = windows(DAY, (time(8, 30), time(14, 30)), STOCKHOLM)
END = AFTERNOON.ends
HOUR = timedelta(hours=1)
QUIET = Mailed(threads=0, sent_at=None)


def a_round(window, *, read=True, digest=QUIET):
    return Round(
        window=window,
        by=END,
        owner="slk",
        read_at=window.starts + HOUR if read else None,
        because=None,
        digest=digest,
    )


def a_day(*rounds, ran=True, counts=True):
    return Day(day=DAY, rounds=rounds, ran=ran, counts=counts)


WHOLE = a_day(a_round(MORNING), a_round(AFTERNOON))


def test_what_was_held_is_counted_and_watching_beside_it():
    found = tally([WHOLE], [MORNING.starts], END)
    assert found == Tally(due=2, read=2, watched=1, held=2)


def test_a_round_that_was_not_read_is_missed_though_somebody_watched():
    day = a_day(a_round(MORNING, read=False), a_round(AFTERNOON))
    found = tally([day], [MORNING.starts], END)
    assert found == Tally(due=2, read=1, watched=1, held=1, missed=1)


def test_a_round_whose_time_is_not_over_is_not_due():
    day = a_day(a_round(MORNING, read=False), a_round(AFTERNOON, read=False))
    assert tally([day], (), MORNING.ends) == Tally(due=1, missed=1)
    assert tally([day], (), MORNING.starts) == Tally()


def test_without_a_known_digest_nobody_can_tell():
    day = a_day(a_round(MORNING, digest=None), a_round(AFTERNOON))
    assert tally([day], (), END) == Tally(due=2, read=2, held=1, unknown=1)


def test_days_that_do_not_count_or_on_which_it_did_not_run_through_are_left_out():
    missed = (a_round(MORNING, read=False), a_round(AFTERNOON, read=False))
    days = [a_day(*missed, counts=False), a_day(*missed, ran=False)]
    assert tally(days, (), END) == Tally()


def test_what_was_missed_while_nobody_knows_whether_it_ran_is_not_known():
    day = a_day(a_round(MORNING, read=False), a_round(AFTERNOON), ran=None)
    assert tally([day], (), END) == Tally(due=2, read=1, held=1, unknown=1)


rounds = st.builds(
    a_round,
    st.sampled_from((MORNING, AFTERNOON)),
    read=st.booleans(),
    digest=st.sampled_from((QUIET, None, Mailed(threads=3, sent_at=None))),
)
days = st.builds(
    lambda some, ran, counts: a_day(*some, ran=ran, counts=counts),
    st.lists(rounds, max_size=3),
    st.sampled_from((True, False, None)),
    st.booleans(),
)


@given(st.lists(days, max_size=5), st.integers(-2, 30))
def test_each_round_that_is_due_is_held_missed_or_not_known(some, hours):
    at: datetime = MORNING.starts + hours * HOUR
    found = tally(some, (), at)
    assert found.due == found.held + found.missed + found.unknown
    assert found.held <= found.read <= found.due
    assert found == sum((tally([one], (), at) for one in some), Tally())
    assert tally([replace(one, counts=False) for one in some], (), at) == Tally()
