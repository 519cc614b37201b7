"""How far a week's numbers reach: the newest reading of everything that is polled."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.weekly import Reach, Reading, reach_of

UNTIL = datetime(2026, 11, 22, 23, tzinfo=UTC)
HOUR = timedelta(hours=1)
LIMIT = 26 * HOUR
WANTED = [("meta", "ads"), ("meta", "comments"), ("linkedin", "ads"), ("linkedin", "comments")]


def read(hours, *, minutes=6, platforms=("meta", "linkedin"), topics=("ads", "comments"), **more):
    """A reading that began so many hours before the end; `minutes=None`: it broke off."""
    begun = UNTIL - hours * HOUR
    return Reading(
        begun=begun,
        ended=None if minutes is None else begun + timedelta(minutes=minutes),
        platforms=frozenset(platforms),
        topics=frozenset(topics),
        **{name: frozenset(value) for name, value in more.items()},
    )


def reach(*readings, wanted=WANTED, at=UNTIL + 8 * HOUR):
    return reach_of(readings, wanted, until=UNTIL, at=at, limit=LIMIT)


def test_one_whole_reading_that_is_not_old_is_current():
    assert reach(read(3)) == Reach(last=read(3).ended, current=True)


def test_without_any_reading_nothing_is_known():
    assert reach() == Reach()
    assert reach(read(3), wanted=()) == Reach()


@pytest.mark.parametrize(
    ("hours", "current"), [(26, True), (26.1, True), (27, False), (100, False)]
)
def test_a_reading_grows_old(hours, current):
    found = reach(read(hours))
    assert (found.last, found.current) == (read(hours).ended, current)


@pytest.mark.parametrize(
    "later", [{"minutes": None}, {"unlisted": ["meta"]}, {"unlisted": ["meta", "linkedin"]}]
)
def test_a_failure_after_the_last_good_reading_is_no_good_however_new_that_is(later):
    found = reach(read(3), read(2, **later))
    assert (found.last, found.current) == (read(3).ended, False)
    assert reach(read(3), read(2, **later), read(1)).current


def test_an_attempt_may_be_under_way_for_an_hour():
    assert reach(read(3), read(1, minutes=None), at=UNTIL).current
    assert not reach(read(3), read(1.001, minutes=None), at=UNTIL).current


def test_only_the_newest_attempt_may_be_under_way_and_not_for_long():
    first, second = read(0.6, minutes=None), read(0.2, minutes=None)
    assert reach(read(3), second, at=UNTIL).current
    assert not reach(read(3), first, second, at=UNTIL).current
    assert not reach(read(3), second).current


def test_each_topic_and_platform_is_asked_for_by_itself_and_the_oldest_tells():
    parts = [read(9, topics=["ads"]), read(5, topics=["comments"])]
    assert reach(*parts) == Reach(last=parts[0].ended, current=True)
    assert reach(parts[0]) == Reach()
    sides = [read(9, platforms=["meta"]), read(5, platforms=["linkedin"])]
    assert reach(*sides) == Reach(last=sides[0].ended, current=True)
    assert reach(sides[0]) == Reach()
    assert reach(sides[0], wanted=WANTED[:2]).current


def test_gaps_of_the_newest_readings_count_and_older_ones_are_made_good():
    assert reach(read(3, gaps=["meta"])).gaps
    assert not reach(read(3, gaps=["meta"]), read(2)).gaps
    assert not reach(read(3, gaps=["linkedin"]), wanted=WANTED[:2]).gaps
    assert reach(read(3, gaps=["meta"]), read(2, topics=["comments"])).gaps


READINGS = st.lists(
    st.builds(
        read,
        st.integers(min_value=0, max_value=160),
        minutes=st.sampled_from([None, 6]),
        platforms=st.sets(st.sampled_from(["meta", "linkedin"])),
        topics=st.sets(st.sampled_from(["ads", "comments"])),
        unlisted=st.sets(st.sampled_from(["meta", "linkedin"])),
    ),
    max_size=8,
).map(lambda some: sorted(some, key=lambda one: one.begun))


@given(READINGS)
def test_what_is_current_was_read_in_time_and_a_failed_attempt_after_it_unsettles_it(some):
    found = reach(*some)
    if found.current:
        good = [one for one in some if one.ended and UNTIL - one.ended <= LIMIT]
        got = {(p, t) for one in good for p in one.platforms - one.unlisted for t in one.topics}
        assert got >= set(WANTED)
    assert not reach(*some, read(0, minutes=None)).current
    assert reach(*some, read(0)).current
