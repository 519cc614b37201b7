"""The queue after a clock that was ahead, on both databases: nothing is lost, order is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from policies.model import Platform
from policies.retention.clock import AHEAD
from policies.threads import Decision
from tests.worker.made import a_comment, a_post
from tests.worker.service.conftest import MINUTE, NOON, serving, ticked
from tests.worker.service.test_clockwork import swept
from tests.worker.sweeping.settled import JUDGEMENT, read
from worker.store import comments, posts, threads
from worker.store.jumped import number_ahead
from worker.store.tables import comments as comment_rows
from worker.store.tables import posts as post_rows
from worker.store.tables import thread_events
from worker.sweeping.deciding import decide

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
THEN = NOON + 20 * DAY
FIRST = a_comment("1")
SECOND = a_comment("2", "1", at=NOON + MINUTE, text="Och när öppnar det?")
ONE = comments.own_thread_id(FIRST)


def do(store, action, at):
    made = Decision(action=action, by="Anna", at=at, reason="klart", to="Regionen")
    decide(store, JUDGEMENT, ONE, made)


def put_right(store, clock):
    with serving(store, clock) as service:
        ticked(service)
    with store.reading() as connection:
        assert number_ahead(connection, clock()) == 0


def state(store):
    with store.reading() as connection:
        return threads.one(connection, ONE).state


def history(store):
    """The states in the order in which reports read them, and their instants."""
    with store.reading() as connection:
        query = select(thread_events).order_by(thread_events.c.at, thread_events.c.id)
        rows = connection.execute(query).all()
    return [row.state for row in rows], [row.at for row in rows]


@pytest.mark.parametrize("action", ["close", "refer"])
def test_a_question_after_a_decision_of_a_time_to_come_waits(store, clock, action):
    read(store, FIRST, at=NOON)
    do(store, action, THEN)
    clock.turn(minutes=1)
    with store.reading() as connection:
        # The decision, the thread, its history; and that what is referred was overdue by then.
        assert number_ahead(connection, clock()) == {"close": 3, "refer": 5}[action]
    put_right(store, clock)
    read(store, FIRST, SECOND, at=clock() + MINUTE)
    assert state(store) == "open"
    assert history(store)[0] == ["open", {"close": "closed", "refer": "referred"}[action], "open"]


@pytest.mark.parametrize(
    "act",
    [lambda store: do(store, "claim", THEN), lambda store: read(store, a_comment("5"), at=THEN)],
    ids=["decided", "read"],
)
def test_what_is_done_by_a_clock_that_is_ahead_is_put_right_at_the_next_look(store, clock, act):
    read(store, FIRST, at=NOON)
    with serving(store, clock) as service:
        ticked(service)  # it looks through everything now, and not again for a while
        act(store)
        ticked(service)
    with store.reading() as connection:
        assert number_ahead(connection, clock()) == 0


@pytest.mark.parametrize("action", ["close", "refer"])
def test_what_was_first_read_at_a_time_to_come_can_be_decided_about(store, clock, action):
    read(store, FIRST, at=THEN)
    put_right(store, clock)
    do(store, action, NOON + MINUTE)
    assert state(store) == {"close": "closed", "refer": "referred"}[action]


@pytest.mark.parametrize(
    ("asked_before", "then"), [(True, "closed"), (False, "open")], ids=["seen", "not seen"]
)
def test_a_decision_speaks_of_what_had_been_read_by_then(store, clock, asked_before, then):
    read(store, FIRST, at=THEN)
    if asked_before:
        read(store, FIRST, SECOND, at=THEN + HOUR)
    do(store, "close", THEN + 2 * HOUR)
    read(store, FIRST, SECOND, at=THEN + 3 * HOUR)
    put_right(store, clock)
    read(store, FIRST, SECOND, at=NOON + MINUTE)
    assert state(store) == then


def test_what_is_ahead_by_little_keeps_its_place_too(store, clock):
    """A history of two clocks, the first of which alone would not be put right."""
    read(store, FIRST, at=NOON + AHEAD / 2)
    do(store, "close", THEN)
    put_right(store, clock)
    states, instants = history(store)
    assert states == ["open", "closed"]
    assert instants[-1] == NOON
    assert instants[0] < NOON < instants[0] + MINUTE


def test_a_history_that_ran_backwards_is_put_in_order(store, clock):
    """Older versions dated an answer before the question, if the clock had come back between."""
    read(store, FIRST, at=THEN)
    with store.writing() as connection:
        entry = {"thread": ONE, "at": NOON - MINUTE, "state": "answered"}
        connection.execute(insert(thread_events).values(entry))
    put_right(store, clock)
    assert history(store) == (["open", "answered"], [NOON - MINUTE] * 2)


def read_ahead(store, post, seen):
    """The post read in full at a time to come, as sweeps do it."""
    swept(store, THEN)
    read(store, seen, at=THEN, post=post)
    with store.writing() as connection:
        posts.read_in_full(connection, post, THEN)


@pytest.mark.parametrize("hours", [2, 30, 72])
def test_a_reading_of_a_time_to_come_is_as_old_as_the_last_of_a_known_time(store, clock, hours):
    post, last = a_post(platform=Platform.LINKEDIN), NOON - hours * HOUR
    seen = a_comment("7", platform=Platform.LINKEDIN, post=post)
    swept(store, last)
    read_ahead(store, post, seen)
    swept(store, NOON - MINUTE)  # by a clock that is right; it did not read this
    put_right(store, clock)
    with store.reading() as connection:
        row = connection.execute(select(post_rows)).one()
        assert (row.read_at, row.caught_up_at) == (last, last)
        ids = [post.id]
        lately = posts.read_lately(connection, post.platform, ids, NOON - 5 * HOUR, at=NOON)
        assert bool(lately) == (hours < 5)
        assert connection.execute(select(comment_rows.c.fetched_at)).scalar_one() == last
    assert kept(store, NOON) == (hours < 48)


def test_what_was_read_when_nothing_is_known_is_read_again_and_not_kept(store, clock):
    post = a_post(platform=Platform.LINKEDIN)
    seen = a_comment("7", platform=Platform.LINKEDIN, post=post)
    read_ahead(store, post, seen)
    put_right(store, clock)
    with store.reading() as connection:
        row = connection.execute(select(post_rows)).one()
        assert (row.read_at, row.caught_up_at) == (None, None)
    assert not kept(store, NOON)


def kept(store, at):
    """Whether a purge leaves what was written."""
    with store.writing() as connection:
        comments.erase(connection, Platform.LINKEDIN, kept=48 * HOUR, at=at)
        return connection.execute(select(comment_rows.c.text)).scalar_one() is not None


def test_what_is_ahead_and_not_the_newest_is_found_when_everything_is_looked_through(store, clock):
    read(store, FIRST, at=NOON)
    read(store, a_comment("5"), at=NOON)
    with store.writing() as connection:
        connection.execute(
            update(comment_rows).where(comment_rows.c.id == "1").values(first_seen=THEN)
        )
    put_right(store, clock)
    with store.reading() as connection:
        told = connection.execute(select(comment_rows.c.id, comment_rows.c.first_seen))
        assert dict(told.all()) == {"1": NOON, "5": NOON}
