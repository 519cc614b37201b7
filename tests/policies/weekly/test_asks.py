"""What one thread asked of the city, each stretch of waiting whole."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from policies.deadlines import Calendar, due
from policies.weekly import Ask, AskEnd, Exchange, ThreadStep, asks_of

NOON = datetime(2026, 11, 18, 11, tzinfo=UTC)
"""A Wednesday's, in Stockholm."""
HOUR = timedelta(hours=1)
DUE = NOON + 29 * HOUR
OFFICE = Calendar(
    zone=ZoneInfo("Europe/Stockholm"), office_closes=time(17), holiday=lambda _day: None
)


def at(hours):
    return NOON + hours * HOUR


def step(hours, state, due_at=DUE, **more):
    return ThreadStep(thread="t1", at=at(hours), state=state, due_at=due_at, **more)


def wrote(*answers, asked=()):
    return Exchange(asked=tuple(map(at, asked)), answers=tuple(map(at, answers)))


def ask(since, state, ended=None, end=None, answered=None, *, due_at=DUE, beforehand=False):
    return Ask(
        thread="t1",
        since=at(since),
        due_at=due_at,
        state=state,
        ended=None if ended is None else at(ended),
        end=end,
        answered=None if answered is None else at(answered),
        beforehand=beforehand,
    )


def test_what_still_waits_has_no_end():
    assert asks_of([step(0, "open")], Exchange()) == [ask(0, "open")]


def test_what_is_referred_is_the_same_ask_as_it_stands_now_however_long_it_goes_on():
    brought_forward = step(2, "open", due_at=DUE - HOUR)
    history = [step(0, "open"), step(1, "referred"), brought_forward]
    assert asks_of(history, Exchange()) == [ask(0, "open", due_at=DUE - HOUR)]
    assert asks_of([step(0, "open"), step(1, "referred", due_at=None)], Exchange()) == [
        ask(0, "referred")
    ]


@pytest.mark.parametrize(
    ("state", "end"), [("closed", AskEnd.CLOSED), ("no-answer-needed", AskEnd.WITHDRAWN)]
)
def test_what_ends_without_an_answer(state, end):
    asks = asks_of([step(0, "open"), step(3, state, due_at=None)], Exchange())
    assert asks == [ask(0, state, 3, end)]


@pytest.mark.parametrize(
    ("answers", "answered"), [([2], 2), ([0], 0), ([3], 3), ([-1], 3), ([], 3), ([1, 2], 1)]
)
def test_the_answer_is_the_first_within_the_stretch_or_when_it_was_noticed(answers, answered):
    asks = asks_of([step(0, "open"), step(3, "answered", due_at=None)], wrote(*answers))
    assert asks == [ask(0, "answered", 3, AskEnd.IN_TIME, answered)]


@pytest.mark.parametrize(
    ("answers", "noticed", "end"),
    [
        ([29], 40, AskEnd.IN_TIME),
        ([29.01], 40, AskEnd.LATE),
        ([], 29, AskEnd.IN_TIME),
        ([], 29.01, AskEnd.UNTOLD),
    ],
)
def test_to_the_deadline_itself_is_in_time(answers, noticed, end):
    (only,) = asks_of([step(0, "open"), step(noticed, "answered")], wrote(*answers))
    assert only.end is end


def test_a_later_deadline_is_another_ask():
    later = step(5, "open", due_at=DUE + 24 * HOUR)
    answered = [
        ask(0, "open", 5, AskEnd.IN_TIME, 4),
        ask(5, "open", due_at=DUE + 24 * HOUR),
    ]
    assert asks_of([step(0, "open"), later], wrote(4)) == answered
    (first, _) = asks_of([step(0, "open"), later], Exchange())
    assert first == ask(0, "open", 5, AskEnd.WITHDRAWN)


def test_what_was_answered_when_it_was_first_read_is_one_ask_of_which_nobody_knows_more():
    asks = asks_of([step(0, "answered", due_at=None)], Exchange(), OFFICE)
    assert asks == [ask(0, "answered", 0, AskEnd.UNTOLD, due_at=None, beforehand=True)]


def test_each_question_that_was_answered_before_is_one_with_the_offices_deadline():
    exchange = wrote(-20, -1, asked=(-30, -21, -3))
    first = due(at(-30), OFFICE).at
    second = due(at(-3), OFFICE).at
    asks = asks_of([step(0, "open")], exchange, OFFICE)
    assert asks == [
        ask(-30, "answered", 0, AskEnd.IN_TIME, -20, due_at=first, beforehand=True),
        ask(-3, "answered", 0, AskEnd.IN_TIME, -1, due_at=second, beforehand=True),
        ask(0, "open"),
    ]


def test_an_answer_of_the_instant_at_which_it_was_read_is_one_of_them():
    asks = asks_of([step(0, "open")], wrote(0, asked=(-1,)), OFFICE)
    assert [one.beforehand for one in asks] == [True, False]


@pytest.mark.parametrize(("answer", "number"), [(-4, 0), (-5, 0), (-3, 1)])
def test_what_was_answered_while_it_needed_none_is_no_ask(answer, number):
    history = [step(-9, "closed", due_at=None), step(-4, "no-answer-needed", due_at=None)]
    asks = asks_of([*history, step(0, "open")], wrote(answer, asked=(-6,)), OFFICE)
    assert [one.beforehand for one in asks].count(True) == number


def test_an_exchange_in_turns():
    exchange = wrote(2, 3, 6, asked=(0, 1, 4, 7))
    assert [*exchange.turns()] == [(at(0), at(2)), (at(4), at(6))]
