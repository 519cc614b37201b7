"""Held: read in the window, and the owner told of it that day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from policies.rounds.held import Mailed, Outcome, Round, outcome
from policies.rounds.windows import windows

MORNING, AFTERNOON = windows(
    date(2026, 11, 24), (time(8, 30), time(14, 30)), ZoneInfo("Europe/Stockholm")
)
MIDNIGHT = AFTERNOON.ends
MINUTE = timedelta(minutes=1)
READ = MORNING.starts + 10 * MINUTE


def a_round(window=MORNING, **changed):
    told = {
        "window": window,
        "by": MIDNIGHT,
        "owner": "trafikkontoret",
        "read_at": READ,
        "because": None,
        "digest": Mailed(threads=3, sent_at=READ),
    }
    return Round(**{**told, **changed})


def test_a_round_that_was_read_and_told_is_held_at_once():
    assert outcome(a_round(), READ) is Outcome.HELD
    assert outcome(a_round(digest=Mailed(threads=0, sent_at=None)), READ) is Outcome.HELD


def test_unread_it_is_open_until_its_window_ends_and_missed_then():
    unread = a_round(read_at=None)
    assert outcome(unread, MORNING.ends - MINUTE) is Outcome.OPEN
    assert outcome(unread, MORNING.ends) is Outcome.MISSED


def test_a_digest_may_be_handed_over_until_the_day_ends():
    unsent = a_round(digest=Mailed(threads=3, sent_at=None))
    assert outcome(unsent, MIDNIGHT - MINUTE) is Outcome.OPEN
    assert outcome(unsent, MIDNIGHT) is Outcome.MISSED
    in_time = a_round(digest=Mailed(threads=3, sent_at=MIDNIGHT - MINUTE))
    late = a_round(digest=Mailed(threads=3, sent_at=MIDNIGHT))
    assert outcome(in_time, MIDNIGHT) is Outcome.HELD
    assert outcome(late, MIDNIGHT + MINUTE) is Outcome.MISSED


def test_of_a_digest_that_nobody_knows_nobody_can_tell():
    unknown = a_round(digest=None)
    assert outcome(unknown, MIDNIGHT - MINUTE) is Outcome.OPEN
    assert outcome(unknown, MIDNIGHT) is Outcome.UNKNOWN
    assert outcome(replace(unknown, read_at=None), MIDNIGHT) is Outcome.MISSED


ALL = [
    a_round(window, read_at=read_at, digest=digest)
    for window, read_at, digest in product(
        (MORNING, AFTERNOON),
        (None, AFTERNOON.starts + MINUTE),
        (None, *(Mailed(threads=n, sent_at=at) for n in (0, 1) for at in (None, READ, MIDNIGHT))),
    )
]


@given(st.sampled_from(ALL), st.integers(0, 48 * 60), st.integers(0, 48 * 60))
def test_what_has_come_of_a_round_stays_so(one, minutes, more):
    at = datetime(2026, 11, 24, tzinfo=UTC) + minutes * MINUTE
    now, later = outcome(one, at), outcome(one, at + more * MINUTE)
    assert later is now or now is Outcome.OPEN


@given(st.sampled_from(ALL), st.integers(0, 48 * 60))
def test_nothing_that_is_taken_away_makes_it_held(one, minutes):
    at = datetime(2026, 11, 24, tzinfo=UTC) + minutes * MINUTE
    poorer = [replace(one, read_at=None), replace(one, digest=None)]
    if one.digest is not None:
        poorer.append(replace(one, digest=replace(one.digest, sent_at=None)))
    if outcome(one, at) is not Outcome.HELD:
        assert Outcome.HELD not in {outcome(less, at) for less in poorer}
