"""Over pages of any size no comment is lost and none comes twice, while others arrive."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.connectors.meta.city_talk import ANNA, BO, City

PLATFORMS = ("facebook", "instagram")
SHAPE = [2] * 200 + [152] + [0] * 247
"""Replies of top comments: 448 of these and 552 of those, 152 of them below one. On Instagram no
list ends with a full page, which would be doubted."""


@dataclass(frozen=True)
class Arrival:
    """Somebody writes before a call; `to`: below which top comment, None: a new one."""

    call: int
    to: int | None


ARRIVALS = st.lists(
    st.builds(Arrival, call=st.integers(0, 12), to=st.none() | st.integers(0, 30)), max_size=6
)
REPLIES = st.lists(st.integers(0, 5), max_size=25)
"""How many replies each top comment has."""


@contextmanager
def a_city():
    city = City()
    try:
        yield city
    finally:
        city.sandbox.stop()


def author(platform):
    return ANNA if platform == "facebook" else BO


def written(city, post, replies):
    """Let people write so much; the answer is the thread of each comment."""
    threads = {}
    for place, count in enumerate(replies):
        top = city.says(post, author=author(post.kind), hours_ago=100 - place)
        threads[top] = top
        for n in range(count):
            below = city.says(top, author=author(post.kind), hours_ago=99 - (place + n) / 2)
            threads[below] = top
    return threads


def a_post(city, platform):
    return city.a_post() if platform == "facebook" else city.a_picture()


def arrive(city, post, threads, arrival):
    tops = list(dict.fromkeys(threads.values()))
    under = post if arrival.to is None or not tops else tops[arrival.to % len(tops)]
    city.says(under, author=author(post.kind), hours_ago=0)


def read_whole(city, post, threads):
    """Read, and see that everything came once, in its thread."""
    [discussion] = city.read(post)
    ids = [one.id for one in discussion.comments]
    assert len(ids) == len(set(ids))
    read = {one.id: one.thread_id for one in discussion.comments}
    assert {one: read.get(one) for one in threads} == threads
    assert (discussion.complete, discussion.unread) == (True, ())
    return read


@pytest.mark.parametrize("platform", PLATFORMS)
@settings(max_examples=25, deadline=None)
@given(
    replies=REPLIES,
    rows=st.integers(1, 12),
    empty=st.booleans(),
    arrivals=ARRIVALS,
)
def test_nothing_is_lost_and_nothing_comes_twice(platform, replies, rows, empty, arrivals):
    with a_city() as city:
        post = a_post(city, platform)
        threads = written(city, post, replies)
        city.toggle(page_rows=rows, empty_middle_page=empty)
        for one in arrivals:
            city.before(1 + one.call, lambda one=one: arrive(city, post, threads, one))
        read_whole(city, post, threads)


@pytest.mark.parametrize("size", [{}, {"max_rows": 60}, {"page_rows": 7}])
@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_thousand_comments_with_replies_are_read_once_each(city, platform, size):
    post = a_post(city, platform)
    threads = written(city, post, SHAPE)
    assert len(threads) == 1000
    city.toggle(empty_middle_page=True, **size)
    city.before(4, lambda: arrive(city, post, threads, Arrival(4, None)))
    read_whole(city, post, threads)
