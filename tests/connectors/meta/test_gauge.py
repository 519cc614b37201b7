"""What is left of a limit: by Meta's word, and by our own count of points."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.meta.gauge import READABLE, Gauge, Score
from connectors.meta.usage import Bucket, Tier, Usage

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def later(seconds):
    return NOON + timedelta(seconds=seconds)


def told(percent, **more):
    return Usage(bucket=Bucket("1", "x"), percent=percent, **{"window_seconds": 3_600.0} | more)


def gauge(percent, *, cost=0.0, calls=10, **more):
    """A limit that stands at `percent`, of which each call was seen to take `cost`."""
    made = Gauge(told(percent - cost * calls), NOON)
    made.sent = calls
    made.hear(told(percent, **more), NOON)
    return made


def wait(one, ahead=0, now=NOON):
    return (one.opens(now, ahead) - now).total_seconds()


def test_below_three_quarters_nobody_waits():
    assert wait(gauge(74.9, cost=0.001)) == 0


def test_nothing_is_slowed_down_before_it_was_seen_what_a_call_takes():
    assert wait(Gauge(told(80), NOON)) == 0


def test_from_three_quarters_on_calls_go_no_faster_than_others_fall_out_of_the_window():
    slow = gauge(79.5, cost=0.5)
    assert wait(slow) == pytest.approx(3_600 * 0.5 / 80)
    assert wait(slow, ahead=3) == pytest.approx(3_600 * 2.0 / 81.5)


def test_at_nine_tenths_a_reader_stops_until_that_much_has_fallen_out():
    assert wait(gauge(95)) == pytest.approx(3_600 * (1 - 90 / 95))
    assert wait(gauge(95), now=later(189)) == pytest.approx(0.47, abs=0.01)
    assert wait(gauge(95), now=later(200)) == 0


def test_what_goes_ahead_and_what_was_sent_counts_before_meta_tells_of_it():
    near = gauge(74, cost=0.5)
    assert wait(near) == 0
    assert wait(near, ahead=40) > 100
    near.sent = 40
    assert wait(near) > 100


def test_a_block_lasts_as_long_as_it_says():
    blocked = gauge(100, regain_seconds=300.0)
    assert wait(blocked) == 300
    assert wait(blocked, now=later(299)) == 1
    assert wait(blocked, now=later(300)) == 0


def test_a_full_limit_that_states_no_end_is_tried_again_after_a_minute():
    assert wait(gauge(100)) == 60
    assert wait(gauge(100), now=later(60)) == 0


def test_what_is_used_falls_with_time_and_is_nothing_after_the_window():
    one = gauge(80)
    assert [one.percent(later(seconds)) for seconds in (0, 900, 3_600)] == [80, 60, 0]
    assert wait(gauge(95), now=later(3_600)) == 0


def test_a_clock_that_was_set_back_makes_nothing_less_used():
    assert gauge(80).percent(later(-900)) == 80


def test_what_a_call_takes_is_seen_anew_once_the_limit_has_fallen():
    one = gauge(50, cost=1)
    assert one.cost == 1
    one.hear(told(40), NOON)
    assert one.cost == 0


def test_points_leave_room_until_the_most_is_reached_and_then_as_they_fall_out():
    score = Score()
    for second in range(3):
        score.spend(10, later(second))
    assert score.held(later(2)) == 30
    assert score.opens(later(2), 1, 31) == later(2)
    assert score.opens(later(2), 1, 30) == later(300)
    assert score.opens(later(2), 11, 30) == later(301)
    assert score.held(later(300)) == 20


def test_more_than_the_most_waits_for_a_whole_window():
    assert Score().opens(NOON, 31, 30) == later(300)


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(1, 3)), max_size=60))
def test_who_heeds_the_points_never_holds_too_many_in_any_five_minutes(calls):
    score, now, spent, most = Score(), NOON, [], READABLE[Tier.LIMITED]
    for gap, points in calls:
        now = max(now + timedelta(seconds=gap), score.opens(now, points, most))
        now = score.opens(now, points, most)
        score.spend(points, now)
        spent.append((now, points))
        inside = [n for at, n in spent if at > now - timedelta(seconds=300)]
        assert sum(inside) <= most
