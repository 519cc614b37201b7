"""How fast the city answered, in all and by owner."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from policies.weekly import Ask, AskEnd, answers, by_owner, late_by

NOON = datetime(2026, 11, 18, 11, tzinfo=UTC)
HOUR = timedelta(hours=1)
ANSWERED = (AskEnd.IN_TIME, AskEnd.LATE, AskEnd.UNTOLD)


def ask(hours=None, end=AskEnd.IN_TIME, thread="t1", due=None):
    answered = None if hours is None else NOON + hours * HOUR
    return Ask(thread=thread, since=NOON, due_at=due, state="answered", end=end, answered=answered)


def test_nothing_answered_has_no_figures():
    found = answers([ask(end=AskEnd.CLOSED), ask(end=None)])
    assert (found.in_time, found.late, found.untold) == (0, 0, 0)
    assert (found.share, found.median, found.percentile_90) == (None, None, None)


def test_the_share_is_of_those_that_can_be_told():
    asks = [ask(1), ask(2), ask(3), ask(30, AskEnd.LATE), ask(50, AskEnd.UNTOLD)]
    found = answers(asks)
    assert (found.in_time, found.late, found.untold, found.share) == (3, 1, 1, 0.75)
    assert found.median == 3 * HOUR
    assert found.percentile_90 == 50 * HOUR


def test_of_many_the_part_is_still_exact():
    found = answers([ask(number) for number in range(1, 203)])
    assert (found.median, found.percentile_90) == (101 * HOUR, 182 * HOUR)


def test_one_that_had_its_answer_when_first_seen_counts_but_has_no_time():
    found = answers([ask(None), ask(4)])
    assert found.in_time == 2
    assert (found.median, found.percentile_90) == (4 * HOUR, 4 * HOUR)


def test_each_owner_has_their_own():
    asks = [ask(1, thread="a"), ask(2, thread="b"), ask(3, thread="c")]
    found = by_owner(asks, {"a": "trafik", "b": "slk", "c": "trafik"})
    assert list(found) == ["slk", "trafik"]
    assert [one.thread for one in found["trafik"]] == ["a", "c"]


def test_late_only_after_its_deadline():
    assert late_by(ask(due=NOON), NOON) is None
    assert late_by(ask(due=None), NOON) is None
    assert late_by(ask(due=NOON), NOON + HOUR) == HOUR


@given(st.lists(st.integers(0, 400), min_size=1, max_size=40))
def test_at_least_so_many_of_a_hundred_took_no_longer(hours: list[int]):
    found = answers([ask(one) for one in hours])
    took = sorted(hours)
    for percent, told in ((50, found.median), (90, found.percentile_90)):
        assert told is not None
        within = sum(one * HOUR <= told for one in took)
        shorter = sum(one * HOUR < told for one in took)
        assert within * 100 >= percent * len(took)
        assert shorter * 100 < percent * len(took)
    if len(hours) % 2:
        assert found.median == median(took) * HOUR


def test_answers_of_which_nobody_can_tell_lower_what_the_share_is_at_least():
    ends = (AskEnd.IN_TIME, AskEnd.LATE, AskEnd.UNTOLD, AskEnd.UNTOLD)
    figures = answers([ask(1, end) for end in ends])
    assert (figures.share, figures.told, figures.least_share) == (0.5, 2, 0.25)
    assert answers(()).least_share is None
