"""A day's rounds put together from what is stored."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.model import Words
from policies.rounds.days import Note, together
from policies.rounds.held import Mailed, Outcome
from policies.rounds.spans import Span
from tests.policies.rounds.stored import (
    DAY,
    LONG_AGO,
    MINUTE,
    MONDAY,
    MUCH_LATER,
    OWNER,
    STOCKHOLM,
    WEEK,
    Stored,
    as_it_should_be,
    starts_of,
)

MIDNIGHT = datetime(2026, 11, 24, tzinfo=STOCKHOLM)
WHOLE = as_it_should_be(MONDAY)
MORNING, AFTERNOON = starts_of(MONDAY)


def test_a_day_has_a_round_for_each_window():
    day = WHOLE.day(MONDAY)
    assert (day.ran, day.counts, day.moved) == (True, True, False)
    assert day.of(Outcome.HELD, MIDNIGHT) == day.rounds
    assert [one.window.starts for one in day.rounds] == [MORNING, AFTERNOON]
    assert {one.by for one in day.rounds} == {MIDNIGHT}


def test_what_was_not_noted_was_not_read_and_the_reason_is_told_where_there_is_one():
    because = Words("Not today.")
    unread = Note(read_at=None, because=because, owner=OWNER)
    day = replace(WHOLE.without(MORNING), notes={AFTERNOON: unread}).day(MONDAY)
    assert day.of(Outcome.MISSED, MIDNIGHT) == day.rounds
    assert [one.because for one in day.rounds] == [None, because]


def test_it_is_the_digest_of_the_owner_at_that_time_that_counts():
    as_slks = Note(read_at=MORNING + MINUTE, because=None, owner="slk")
    stored = replace(WHOLE, notes={**WHOLE.notes, MORNING: as_slks})
    first, second = stored.day(MONDAY).rounds
    assert (first.owner, first.digest, second.owner) == ("slk", None, OWNER)
    theirs = replace(
        stored, digests={**WHOLE.digests, ("slk", MORNING): Mailed(threads=0, sent_at=None)}
    )
    assert theirs.day(MONDAY).of(Outcome.HELD, MIDNIGHT) == theirs.day(MONDAY).rounds


def test_to_run_through_the_day_is_to_run_from_its_first_window_to_midnight():
    def ran(first, last):
        span = Span(maybe=first, runs_from=first, seen=last, over=last)
        return replace(WHOLE, spans=(span,)).day(MONDAY).ran

    assert ran(MORNING, MIDNIGHT) is True
    assert ran(MORNING + MINUTE, MIDNIGHT) is False
    assert ran(MORNING, MIDNIGHT - MINUTE) is False
    open_ended = Span(maybe=LONG_AGO, runs_from=LONG_AGO, seen=MORNING)
    assert replace(WHOLE, spans=(open_ended,)).day(MONDAY).ran is None
    assert replace(WHOLE, spans=()).day(MONDAY).ran is False


def test_without_times_a_day_has_no_rounds():
    day = replace(WHOLE, times=(), notes={}).day(MONDAY)
    assert (day.rounds, day.ran) == ((), False)


def test_notes_of_other_windows_show_that_the_times_were_changed():
    assert replace(WHOLE, times=(time(9), time(14, 30))).day(MONDAY).moved
    assert not replace(WHOLE, times=(time(9), time(14, 30))).day(MONDAY + DAY).moved


def test_parts_are_read_when_the_last_of_them_is():
    read = [Note(read_at=MORNING + n * MINUTE, because=None, owner="slk") for n in (1, 3, 2)]
    assert together(read, "slk") == Note(read_at=MORNING + 3 * MINUTE, because=None, owner="slk")
    because = Words("Not today.")
    lost = Note(read_at=None, because=because, owner="slk")
    assert together([*read, lost], "slk") == lost
    assert together([*read, None], "slk") == Note(read_at=None, because=None, owner="slk")
    assert together([], "slk").read_at is None


@pytest.mark.parametrize("day", [date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 25)])
def test_on_days_on_which_the_clock_is_changed_a_day_is_as_any_other(day):
    midnight = datetime.combine(day + DAY, time(0), STOCKHOLM).astimezone(UTC)
    first, *_ = starts_of(day)
    span = Span(maybe=first, runs_from=first, seen=midnight)
    stored = replace(as_it_should_be(day), spans=(span,), counts=frozenset((day,)))
    assert stored.day(day).ran is True
    assert len(stored.day(day).of(Outcome.HELD, midnight)) == len(starts_of(day)) == 2
    short = replace(stored, spans=(replace(span, seen=midnight - MINUTE, over=midnight - MINUTE),))
    assert short.day(day).ran is False


@given(st.sets(st.integers(0, 13)), st.sets(st.integers(0, 13)), st.sets(st.integers(0, 13)))
def test_held_rounds_are_counted_as_by_hand(unread, unsent, unknown):
    whole = as_it_should_be(*WEEK)
    starts = [one for day in WEEK for one in starts_of(day)]
    stored = whole.without(*(starts[n] for n in unread))
    for n in unsent:
        stored = stored.untold(starts[n])
    stored = stored.undigested(*(starts[n] for n in unknown))
    held = sum(len(stored.day(day).of(Outcome.HELD, MUCH_LATER)) for day in WEEK)
    missed = sum(len(stored.day(day).of(Outcome.MISSED, MUCH_LATER)) for day in WEEK)
    assert held == len(set(range(14)) - unread - unsent - unknown)
    assert missed == len(unread | (unsent - unknown))
    assert Stored().day(MONDAY).of(Outcome.HELD, MUCH_LATER) == ()
