"""Conversations are asked for twice a second on each Page, whatever makes the calls."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.meta import ask
from connectors.meta.pace import Pace

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


class Time:
    """A clock that goes on while somebody sleeps or an answer takes its time."""

    def __init__(self):
        self.now = NOON
        self.slept = []

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def pace(time):
    return Pace(sleep=time.sleep, clock=lambda: time.now)


def conversations(page="1001", channel="messenger"):
    return ask.conversations(page, "token", channel, NOON)


def send(pace, *asks):
    with pace.kept(asks):
        pass


def test_what_is_no_conversation_waits_for_nothing(pace, time):
    for _ in range(5):
        send(pace, ask.pages(), ask.instagram_comments("1"), ask.page_posts("1001", "t", NOON))
    assert time.slept == []


def test_each_page_has_a_pace_of_its_own(pace, time):
    for page in ("1001", "1002", "1003"):
        send(pace, conversations(page), conversations(page, "instagram"))
    assert time.slept == []


def test_the_third_call_waits_for_the_first_to_be_a_second_old(pace, time):
    send(pace, conversations())
    time.now += timedelta(seconds=0.3)
    send(pace, conversations(channel="instagram"))
    send(pace, conversations())
    assert time.slept == [pytest.approx(0.7)]
    send(pace, conversations())
    assert time.slept[1:] == [pytest.approx(0.3)]


def test_two_calls_at_once_wait_for_both_before_them(pace, time):
    both = conversations(), conversations(channel="instagram")
    send(pace, *both)
    time.now += timedelta(seconds=0.4)
    send(pace, *both)
    assert time.slept == [pytest.approx(0.6)]


def test_a_call_that_failed_counts_too(pace, time):
    for _ in range(3):
        with pytest.raises(ValueError, match="lost"), pace.kept([conversations()]):
            raise ValueError("lost")
    assert time.slept == [1.0]


def test_a_clock_that_was_set_back_costs_a_second_at_most(pace, time):
    send(pace, conversations(), conversations())
    time.now -= timedelta(hours=1)
    send(pace, conversations())
    assert time.slept == [1.0]


@given(st.lists(st.tuples(st.integers(1, 2), st.floats(0, 1.5)), min_size=1, max_size=20))
def test_no_second_ever_sees_a_third_call(rounds):
    time, told = Time(), []
    pace = Pace(sleep=time.sleep, clock=lambda: time.now)
    for calls, takes in rounds:
        with pace.kept([conversations()] * calls):
            told += [time.now] * calls
            time.now += timedelta(seconds=takes)
    assert all(third - first >= timedelta(seconds=1) for first, third in pairwise(told[::2]))
    assert all(third - first >= timedelta(seconds=1) for first, third in pairwise(told[1::2]))
