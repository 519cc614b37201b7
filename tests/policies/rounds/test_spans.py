"""When campaigns ran, as readings tell it: beside an oracle that steps from minute to minute."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from policies.delivery import branches
from policies.rounds.running import Reading, reading
from policies.rounds.spans import Span, after, began, ran_through, touches
from tests.policies.rules.made import a_campaign, a_snapshot, an_ad_set

START = datetime(2026, 11, 24, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
ON, OFF, UNTOLD = Reading(now=True), Reading(now=False), Reading(now=None)


def at(minutes):
    return START + minutes * MINUTE


def told(*readings):
    """The spans that readings make: (minute, what was read)."""
    spans, before = [], None
    for minute, one in readings:
        known = spans.pop() if spans and spans[-1].over is None else None
        spans += after(known, one, at(minute), before)
        before = at(minute)
    return spans


def ran(spans, first, last):
    return ran_through(spans, at(first), at(last))


def test_what_runs_before_and_after_a_time_without_a_process_ran_meanwhile():
    assert ran(told((0, ON), (4000, ON)), 0, 4000) is True


def test_what_is_off_afterwards_ran_until_its_last_known_instant():
    spans = told((0, ON), (4000, Reading(now=False, ended=at(1500))))
    assert [ran(spans, 0, until) for until in (1500, 1501)] == [True, False]


def test_where_nobody_can_tell_when_it_ended_or_began_it_is_not_known():
    spans = told((0, ON), (100, OFF), (200, ON), (300, ON))
    assert ran(spans, 10, 90) is None
    assert ran(spans, 110, 190) is None
    assert ran(spans, 90, 110) is False, "it was seen off in between"
    assert ran(spans, 200, 300) is True


def test_unread_is_not_off():
    assert ran(told((0, ON), (100, UNTOLD), (200, ON)), 0, 200) is True
    assert ran(told((0, ON), (100, UNTOLD)), 0, 100) is None
    assert ran(told((0, OFF), (100, UNTOLD), (200, OFF)), 0, 200) is None


def test_before_the_first_reading_it_is_nobodys():
    assert ran(told((60, ON), (120, ON)), 0, 120) is False
    assert ran(told((60, UNTOLD)), 0, 120) is False


def test_a_flight_that_began_meanwhile_ran_from_its_start():
    began = Reading(now=True, earliest=at(1000), since=at(1000))
    spans = told((0, OFF), (4000, began))
    assert ran(spans, 1000, 4000) is True
    assert ran(spans, 999, 4000) is False


def test_one_that_was_switched_on_meanwhile_ran_from_its_last_change_and_perhaps_before():
    began = Reading(now=True, earliest=at(1000), since=at(2000))
    spans = told((0, OFF), (4000, began))
    assert [ran(spans, first, 4000) for first in (2000, 1000, 999)] == [True, None, False]


def test_what_was_planned_runs_from_its_start_without_a_reading_in_between():
    planned = Reading(now=False, planned=at(1000))
    spans = told((0, planned), (4000, ON))
    assert [ran(spans, first, 4000) for first in (1000, 999)] == [True, False]
    assert ran(told((0, planned)), 1000, 2000) is None
    assert ran(told((0, planned)), 0, 900) is False


def test_a_plan_that_is_changed_before_it_begins_never_ran():
    planned = Reading(now=False, planned=at(1000))
    assert ran(told((0, planned), (500, OFF)), 1000, 1100) is False
    moved = told((0, planned), (500, Reading(now=False, planned=at(2000))), (3000, ON))
    assert [ran(moved, first, 3000) for first in (1000, 2000)] == [False, True]
    earlier = told((0, planned), (500, Reading(now=True, earliest=at(400), since=at(450))))
    assert [ran(earlier, first, 500) for first in (450, 400, 399)] == [True, None, False]


def test_a_plan_that_passed_unseen_ran_until_its_known_end_or_nobody_can_tell():
    planned = Reading(now=False, planned=at(1000))
    ended = told((0, planned), (4000, Reading(now=False, ended=at(2000))))
    assert [ran(ended, 1000, last) for last in (2000, 2001)] == [True, False]
    switched_off = told((0, planned), (4000, Reading(now=False, ended=at(500))))
    assert ran(switched_off, 1000, 1001) is False
    assert ran(told((0, planned), (4000, OFF)), 1000, 4000) is None


def test_one_ends_and_is_planned_again():
    spans = told((0, ON), (100, Reading(now=False, ended=at(50), planned=at(200))), (300, ON))
    assert ran(spans, 0, 50) is True
    assert ran(spans, 60, 70) is False
    assert ran(spans, 200, 300) is True


def test_what_it_touches():
    spans = [Span(maybe=at(10), runs_from=at(20), seen=at(30), over=at(40))]
    assert [touches(spans, at(a), at(b)) for a, b in ((0, 10), (0, 11), (39, 50), (40, 50))] == [
        False, True, True, False,
    ]  # fmt: skip
    assert touches([Span(maybe=at(10), runs_from=None, seen=None)], at(1000), at(1001))
    never = [Span(maybe=at(10), runs_from=at(10), seen=None, over=at(10))]
    assert not touches(never, at(0), at(20))


def oracle(readings, first, last):
    """The same, minute by minute, by the readings before and after each, where nothing is told."""
    if any(one.now is False and first < minute < last for minute, one in readings):
        return False
    words = {_minute(readings, minute) for minute in range(first, last)}
    if words == {True}:
        return True
    return False if False in words else None


def _minute(readings, minute):
    if minute < readings[0][0]:
        return False
    before = [(place, one.now) for place, one in readings if place <= minute]
    later = [(place, one.now) for place, one in readings if place > minute]
    was = next((now for _, now in reversed(before) if now is not None), None)
    will = next((now for _, now in later if now is not None), None)
    if was is None:
        return None
    last_told = max(place for place, now in before if now is not None)
    next_told = min((place for place, now in later if now is not None), default=10**9)
    untold = any(one.now is None and last_told < place < next_told for place, one in readings)
    if was and will:
        return True
    return None if was or will or untold else False


some_readings = st.lists(
    st.tuples(st.integers(0, 60), st.sampled_from((ON, OFF, UNTOLD))),
    min_size=1,
    unique_by=lambda one: one[0],
).map(lambda some: sorted(some, key=lambda one: one[0]))


@given(some_readings, st.integers(0, 60), st.integers(1, 30))
def test_it_ran_through_as_the_oracle_says(readings, first, length):
    assert ran(told(*readings), first, first + length) is oracle(readings, first, first + length)


@given(
    st.lists(st.integers(1, 200), max_size=6, unique=True),
    st.lists(st.integers(0, 220), min_size=2, unique=True),
    st.data(),
)
def test_with_its_changes_told_all_that_ran_is_known_and_nothing_else(switched, read, data):
    """On Meta, whose campaigns tell when they were changed last."""
    switched, read = sorted(switched), sorted(read)
    kept = [
        one for a, b in pairwise(read) for one in [s for s in switched if a < s <= b][:1]
    ]  # at most one between any two readings

    def is_on(minute):
        return len([one for one in kept if one <= minute]) % 2 == 0

    readings = [(minute, as_read(is_on(minute), kept, minute)) for minute in read]
    first = data.draw(st.integers(read[0], read[-1] - 1))
    last = data.draw(st.integers(first + 1, read[-1]))
    truth = all(is_on(minute) for minute in range(first, last))
    found = ran(told(*readings), first, last)
    assert found is True if truth else found is not True


def as_read(on, switched, minute):
    """The campaign as Meta tells it, with the instant of its last change."""
    changed = max((one for one in switched if one <= minute), default=-60)
    campaign = a_campaign(
        intent="ACTIVE" if on else "PAUSED", updated=at(changed).isoformat(), start=START - HOUR
    )
    ad_set = an_ad_set(start=START - HOUR, end=None, updated=(START - HOUR).isoformat())
    snapshot = a_snapshot(campaigns=(campaign,), ad_sets=(ad_set,), read_at=at(minute))
    [branch] = branches(snapshot, at(minute))
    return reading(branch, at(minute))


def test_what_ran_when_the_account_was_first_read_began_when_the_platform_says_or_nobody_knows():
    (first,) = told((0, ON))
    assert began(first, None, at(0)) is None
    assert began(first, at(-90), at(0)) == at(-90)
    assert began(first, at(90), at(0)) is None


def test_what_was_off_before_began_between_the_readings():
    later = told((0, OFF), (10, OFF), (20, ON))
    assert began(later[0], None, at(0)) == at(20)
    assert began(later[0], at(15), at(0)) == at(15)
    assert began(later[0], at(-90), at(0)) == at(20)
    assert began(later[0], None, None) is None


def test_what_could_not_be_told_has_not_begun():
    (unsure,) = told((0, UNTOLD))
    assert began(unsure, at(-90), at(0)) is None
    (known,) = told((0, UNTOLD), (10, ON))
    assert began(known, None, at(0)) is None
