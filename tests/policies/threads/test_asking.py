"""Somebody asks what to answer: that changes nothing, and ends when the thread is seen to."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.threads import Decision
from policies.threads.asking import OTHER, Asked, ended_by
from tests.policies.threads.talked import (
    answer,
    at,
    claim,
    close,
    deadline,
    refer,
    reopen,
    said,
    settled,
)
from tests.policies.threads.test_histories import decisions, histories


def ask(hours):
    return Decision(action="ask", by="Anna", at=at(hours), reason="Får vi lova det?")


@given(histories(), decisions, st.lists(st.integers(0, 12), min_size=1, max_size=3), st.randoms())
def test_asking_changes_neither_state_nor_deadline_whenever_it_is_done(messages, made, hours, dice):
    with_asks = list(made)
    for one in map(ask, hours):
        with_asks.insert(dice.randint(0, len(with_asks)), one)
    assert settled(messages, with_asks) == settled(messages, made)


NOW = settled([said(0)])
ASKED = Asked(comment_id=NOW.comment_id, due_at=NOW.due_at)


def ends(now=NOW, *, asked=ASKED, states=(), made=()):
    return ended_by(asked, now, states=states, decisions=made)


def test_it_stands_while_the_same_message_waits():
    assert ends() is None
    assert ends(states=["open", "referred", "open"]) is None
    assert ends(made=[claim(1), ask(2)]) is None


def test_another_deadline_of_the_same_message_ends_nothing():
    assert ends(replace(NOW, due_at=deadline(9))) is None


@pytest.mark.parametrize("made", [close(1), refer(1), reopen(1)])
def test_a_person_who_sees_to_the_thread_ends_it_whatever_came_after(made):
    assert ends(made=[claim(0), made, claim(2)]) == made.action


@pytest.mark.parametrize("state", ["answered", "exempt", "closed"])
def test_a_thread_that_was_settled_ends_it_though_it_is_open_again(state):
    assert ends(states=["open", state, "open"]) == state
    assert ends(replace(NOW, state=state)) == state


def test_a_later_question_that_waits_alone_ends_it_for_the_first_has_its_answer():
    now = settled([said(0), answer(1), said(2)])
    assert now.state == "open"
    assert ends(now) == OTHER


def test_an_older_question_that_comes_to_light_ends_nothing():
    now = settled([said(-3), said(0)])
    assert now.comment_id != ASKED.comment_id
    assert ends(now) is None


def test_what_is_not_known_of_it_ends_only_with_another_message():
    assert ends(asked=Asked(comment_id=None, due_at=None)) is None
    assert ends(asked=Asked(comment_id="x", due_at=None)) == OTHER
    assert ends(replace(NOW, due_at=None), asked=replace(ASKED, comment_id="x")) == OTHER
