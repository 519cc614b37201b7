"""Threads' rows: begun once, settled with a history, decided by one person at a time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from policies.model import Words
from policies.threads import Decision, ThreadState
from tests.worker.made import NOON, a_comment, a_post
from worker.store import comments, owning, posts, threads
from worker.store.errors import Outrun, UnknownId
from worker.store.tables import thread_events
from worker.store.tables import threads as table

HOUR = timedelta(hours=1)
DUE = NOON + 24 * HOUR
OPEN = ThreadState(state="open", reason=Words("It waits."), moderate=(), comment_id="1", due_at=DUE)
CLOSED = ThreadState(
    state="closed", reason=Words("{by} closed it.", {"by": "Anna"}), moderate=("slur",),
    comment_id="1", due_at=None,
)  # fmt: skip


def begin(store, *seen, at=NOON):
    with store.writing() as connection:
        posts.remember(connection, [a_post()], at)
        return threads.begin(connection, seen, post_id=a_post().id, owner="slk", at=at)


def settle(store, one, state, at=NOON):
    with store.writing() as connection:
        row = threads.rows_of(connection, [one])[0]
        return threads.settle(connection, [(row, state)], at) == 1


def decide(store, one, action, at=NOON, by="Anna", row=None):
    with store.writing() as connection:
        seen = row or threads.one(connection, one)
        made = Decision(action=action, by=by, at=at, reason="klart")
        threads.decide(connection, seen, made)


def row_of(store, one):
    with store.reading() as connection:
        return threads.one(connection, one)


def history(store):
    with store.reading() as connection:
        query = select(thread_events).order_by(thread_events.c.id)
        return [(row.state, row.due_at) for row in connection.execute(query)]


def told(store):
    """The states in the order in which reports read them."""
    with store.reading() as connection:
        query = select(thread_events.c.state, thread_events.c.at, thread_events.c.owner)
        return [
            (row.state, row.at, row.owner)
            for row in connection.execute(query.order_by(thread_events.c.at, thread_events.c.id))
        ]


@pytest.fixture
def one(store):
    (one,) = begin(store, a_comment())
    return one


def test_a_thread_is_begun_once_and_keeps_its_id(store):
    top, reply = a_comment("1"), a_comment("2", "1")
    assert begin(store, top, reply) == begin(store, reply, at=NOON + HOUR)
    with store.reading() as connection:
        (row,) = connection.execute(select(table)).all()
    assert (row.thread_id, row.owner, row.first_seen) == ("1", "slk", NOON)


def test_comments_and_messages_of_the_same_number_are_two_threads(store):
    ours = begin(store, a_comment("1"), a_comment("1", kind="message"))
    assert len(ours) == 2


def test_more_threads_than_one_question_can_name_are_found(store):
    ours = begin(store, *(a_comment(f"{n}") for n in range(501)))
    with store.writing() as connection:
        assert len(threads.rows_of(connection, ours)) == 501
        assert len(threads.decisions_of(connection, sorted(ours))) == 501


def test_what_was_never_settled_says_nothing(store, one):
    assert threads.state_of(row_of(store, one)) is None


def test_a_settlement_is_read_back_as_it_was(store, one):
    assert settle(store, one, CLOSED)
    assert threads.state_of(row_of(store, one)) == CLOSED


def test_settling_alike_changes_nothing(store, one):
    settle(store, one, OPEN)
    assert not settle(store, one, OPEN, at=NOON + HOUR)
    assert row_of(store, one).changed_at == NOON


def test_each_state_and_deadline_enters_the_history_once(store, one):
    later = ThreadState(
        state="open", reason=Words("Another reason."), moderate=(), comment_id="2", due_at=DUE
    )
    for state in (OPEN, later, CLOSED, OPEN):
        settle(store, one, state)
    assert history(store) == [("open", DUE), ("closed", None), ("open", DUE)]


def test_a_thread_that_is_open_without_deadline_still_enters_the_history(store, one):
    settle(store, one, ThreadState(
        state="open", reason=Words("It waits."), moderate=(), comment_id=None, due_at=None
    ))  # fmt: skip
    assert history(store) == [("open", None)]


def test_decisions_are_told_in_the_order_in_which_they_took_effect(store, one):
    decide(store, one, "close", at=NOON + HOUR)
    decide(store, one, "reopen", at=NOON)  # by somebody who had to wait for that
    with store.reading() as connection:
        made = threads.decisions_of(connection, [one, "none"])
    assert [decision.action for decision in made[one]] == ["close", "reopen"]
    assert made["none"] == ()


def test_the_second_of_two_people_is_told_who_was_first(store, one):
    seen = row_of(store, one)
    decide(store, one, "close", row=seen)
    with pytest.raises(Outrun) as told:
        decide(store, one, "refer", by="Bo", row=seen)
    assert (told.value.last.by, told.value.last.action) == ("Anna", "close")
    with store.reading() as connection:
        assert len(threads.decisions_of(connection, [one])[one]) == 1


def test_who_took_a_thread_on_is_free_when_nothing_waits_any_more(store, one):
    settle(store, one, OPEN)
    decide(store, one, "claim")
    assert row_of(store, one).claimed_by == "Anna"
    settle(store, one, CLOSED)
    assert row_of(store, one).claimed_by is None


def test_an_unknown_id_is_told_with_the_nearest(store, one):
    with store.reading() as connection:
        with pytest.raises(UnknownId) as told:
            threads.one(connection, one[:-1] + "0")
        assert told.value.near == (one,)
        with pytest.raises(UnknownId) as told:
            threads.one(connection, "?")
        assert told.value.near == ()


def test_our_id_depends_on_platform_kind_and_thread_alone():
    assert comments.own_thread_id(a_comment("1")) == comments.own_thread_id(a_comment("9", "1"))
    assert comments.own_thread_id(a_comment("1")) != comments.own_thread_id(a_comment("2"))


def test_a_history_never_runs_backwards_whatever_the_clock_does(store, one):
    ahead = NOON + HOUR / 12
    settle(store, one, OPEN, at=ahead)
    settle(store, one, CLOSED, at=NOON)
    decide(store, one, "reopen", at=NOON + HOUR / 60)
    settle(store, one, OPEN, at=NOON + HOUR / 60)
    with store.writing() as connection:
        owned = owning.unsettled(connection, a_comment().platform, [one])
        owning.move(connection, [(owned[0], "trafik")], NOON + HOUR / 30)
    settle(store, one, CLOSED, at=NOON + HOUR)
    assert told(store) == [
        ("open", ahead, None),
        ("closed", ahead, None),
        ("open", ahead, None),
        ("open", ahead, "trafik"),
        ("closed", NOON + HOUR, None),
    ]
    assert row_of(store, one).changed_at == NOON + HOUR


def test_what_changes_no_state_holds_the_history_back_neither(store, one):
    """A thread that moves, or is decided about, by a clock that is behind keeps its instant."""
    settle(store, one, OPEN, at=NOON + HOUR)
    decide(store, one, "claim", at=NOON)
    with store.writing() as connection:
        owned = owning.unsettled(connection, a_comment().platform, [one])
        owning.move(connection, [(owned[0], "trafik")], NOON)
    settle(store, one, CLOSED, at=NOON)
    assert [state for state, *_ in told(store)] == ["open", "open", "closed"]
    with store.reading() as connection:
        (made,) = threads.decisions_of(connection, [one])[one]
    assert made.at == NOON  # what is read from then on was not in that person's sight
