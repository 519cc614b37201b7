"""The queue of a week: what came to be answered, how it ended, and what waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.deadlines import Calendar
from policies.weekly import (
    AskEnd,
    Exchange,
    ThreadRow,
    ThreadStep,
    asks_of,
    count_queue,
    span_of,
)

STOCKHOLM = ZoneInfo("Europe/Stockholm")
WEEK = span_of("2026-W47", STOCKHOLM)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OFFICE = Calendar(zone=STOCKHOLM, office_closes=time(17), holiday=lambda _day: None)
BEFORE, DURING, AFTER = WEEK.start - DAY, WEEK.start + DAY, WEEK.end + DAY


def step(at, state, due=None, thread="t1"):
    return ThreadStep(thread=thread, at=at, state=state, due_at=due)


def count(steps, exchanges=None, rows=None, until=None):
    last = {one.thread: one.state for one in steps}
    rows = rows or [ThreadRow(id=thread, state=state) for thread, state in last.items()]
    return count_queue(rows, steps, exchanges or {}, WEEK, until or WEEK.end)


def ends(queue):
    return {end: number for end, number in queue.ended.items() if number}


def test_a_quiet_week_adds_up():
    queue = count([])
    assert (queue.open_before, queue.arrived, queue.waiting, ends(queue)) == (0, 0, (), {})
    assert queue.adds_up()


def test_a_thread_that_needs_no_answer_is_not_waited_for_but_counted():
    queue = count([step(DURING, "exempt")])
    assert queue.exempt == ("t1",)
    assert (queue.arrived, queue.waiting) == (0, ())
    assert queue.adds_up()


def test_a_thread_that_waits_is_listed_and_overdue_only_after_its_deadline():
    queue = count([step(DURING, "open", DURING + DAY)], until=DURING + DAY)
    assert [ask.thread for ask in queue.waiting] == ["t1"]
    assert queue.overdue == frozenset()
    late = count([step(DURING, "open", DURING + DAY)], until=DURING + DAY + HOUR)
    assert late.overdue == {"t1"}


def test_a_thread_without_a_known_deadline_comes_last_and_is_never_overdue():
    queue = count([step(DURING, "open", None, "a"), step(DURING, "open", DURING, "b")])
    assert [ask.thread for ask in queue.waiting] == ["b", "a"]
    assert queue.overdue == {"b"}


@pytest.mark.parametrize(
    ("state", "exchange", "noticed", "end"),
    [
        ("answered", Exchange(), DURING + HOUR, AskEnd.IN_TIME),
        ("answered", Exchange(answers=(DURING + HOUR,)), DURING + 3 * DAY, AskEnd.IN_TIME),
        ("answered", Exchange(answers=(DURING + 2 * DAY,)), DURING + 3 * DAY, AskEnd.LATE),
        ("answered", Exchange(), DURING + 3 * DAY, AskEnd.UNTOLD),
        ("answered", Exchange(answers=(BEFORE,)), DURING + 3 * DAY, AskEnd.UNTOLD),
        ("closed", Exchange(), DURING + HOUR, AskEnd.CLOSED),
        ("exempt", Exchange(), DURING + HOUR, AskEnd.WITHDRAWN),
    ],
)
def test_how_an_ask_ends(state, exchange, noticed, end):
    steps = [step(DURING, "open", DURING + DAY), step(noticed, state, DURING + DAY)]
    queue = count(steps, {"t1": exchange})
    assert ends(queue) == {end: 1}
    assert (queue.arrived, queue.waiting) == (1, ())
    assert queue.adds_up()


def test_an_answer_to_an_ask_without_a_deadline_cannot_be_told_late_or_in_time():
    queue = count([step(DURING, "open"), step(DURING + HOUR, "answered")])
    assert ends(queue) == {AskEnd.UNTOLD: 1}


def test_what_was_referred_still_waits():
    steps = [step(BEFORE, "open", DURING), step(DURING, "referred", DURING)]
    queue = count(steps)
    assert [(ask.thread, ask.state) for ask in queue.waiting] == [("t1", "referred")]
    assert (queue.open_before, queue.arrived) == (1, 0)
    assert queue.adds_up()


def test_a_question_after_an_answer_is_a_new_ask():
    steps = [step(DURING, "open", DURING + DAY), step(DURING + HOUR, "answered"),
             step(DURING + 2 * HOUR, "open", DURING + 2 * DAY)]  # fmt: skip
    queue = count(steps)
    assert (queue.arrived, ends(queue)) == (2, {AskEnd.IN_TIME: 1})
    assert queue.waiting[0].due_at == DURING + 2 * DAY
    assert queue.adds_up()


def test_a_later_deadline_means_that_the_first_message_was_answered():
    steps = [step(DURING, "open", DURING + DAY), step(DURING + 2 * HOUR, "open", DURING + 2 * DAY)]
    queue = count(steps, {"t1": Exchange(answers=(DURING + HOUR,))})
    assert (queue.arrived, ends(queue)) == (2, {AskEnd.IN_TIME: 1})
    assert queue.adds_up()


def test_a_later_deadline_without_an_answer_means_that_the_first_message_is_gone():
    steps = [step(DURING, "open", DURING + DAY), step(DURING + 2 * HOUR, "open", DURING + 2 * DAY)]
    queue = count(steps)
    assert ends(queue) == {AskEnd.WITHDRAWN: 1}
    assert queue.adds_up()


def test_an_older_message_that_comes_to_light_brings_the_deadline_forward():
    steps = [step(DURING, "open", DURING + 2 * DAY), step(DURING + HOUR, "open", DURING + DAY)]
    queue = count(steps, until=DURING + DAY + HOUR)
    assert (queue.arrived, ends(queue)) == (1, {})
    assert queue.waiting[0].due_at == DURING + DAY
    assert queue.overdue == {"t1"}


def beforehand(*history, asked=(), answers=()):
    """The week's queue of a thread of which the city's office calendar is known."""
    rows = [ThreadRow(id="t1", state=history[-1].state)]
    exchanges = {"t1": Exchange(asked=asked, answers=answers)}
    return count_queue(rows, history, exchanges, WEEK, WEEK.end, calendar=OFFICE)


@pytest.mark.parametrize(
    ("asked", "answers", "end"),
    [
        ((WEEK.start,), (WEEK.start + 23 * HOUR,), AskEnd.IN_TIME),
        ((WEEK.start,), (WEEK.start + 25 * HOUR,), AskEnd.LATE),
        ((WEEK.start - 60 * HOUR,), (WEEK.start + 16 * HOUR,), AskEnd.IN_TIME),
        ((WEEK.start - 60 * HOUR,), (WEEK.start + 18 * HOUR,), AskEnd.LATE),
    ],
)
def test_what_was_answered_in_the_week_before_it_was_read_is_judged_by_its_real_deadline(
    asked, answers, end
):
    queue = beforehand(step(DURING + 2 * DAY, "answered"), asked=asked, answers=answers)
    (ask,) = queue.answered
    assert (ask.since, ask.answered, ask.end) == (asked[0], answers[0], end)
    assert (queue.arrived, ends(queue), queue.over) == (0, {}, ())
    assert queue.adds_up()


@pytest.mark.parametrize(
    ("asked", "answers"),
    [((BEFORE,), (BEFORE + HOUR,)), ((), ()), ((BEFORE,), (BEFORE - HOUR,)), ((), (DURING,))],
)
def test_what_was_answered_in_another_week_or_nobody_knows_when_is_told_apart(asked, answers):
    queue = beforehand(step(DURING + DAY, "answered"), asked=asked, answers=answers)
    assert (len(queue.beforehand), queue.answered, queue.arrived) == (1, (), 0)
    assert queue.adds_up()


def test_each_answered_question_of_a_thread_counts_and_what_waits_besides():
    asked = (WEEK.start, WEEK.start + HOUR, WEEK.start + 3 * HOUR, DURING)
    answers = (WEEK.start + 2 * HOUR, WEEK.start + 20 * HOUR)
    queue = beforehand(step(DURING, "open", DURING + DAY), asked=asked, answers=answers)
    assert [(one.since, one.answered) for one in queue.answered] == [
        (asked[0], answers[0]), (asked[2], answers[1]),
    ]  # fmt: skip
    assert (queue.arrived, len(queue.waiting)) == (1, 1)


def test_what_was_said_while_nothing_needed_an_answer_is_none():
    history = (step(DURING, "exempt"), step(DURING + DAY, "open", DURING + 2 * DAY))
    queue = beforehand(*history, asked=(BEFORE,), answers=(BEFORE + HOUR,))
    assert (queue.beforehand, queue.arrived) == ((), 1)


def test_without_the_offices_calendar_nobody_can_tell_whether_it_came_in_time():
    exchange = Exchange(asked=(WEEK.start,), answers=(WEEK.start + HOUR,))
    (ask,) = count([step(DURING, "answered")], {"t1": exchange}).answered
    assert ask.end is AskEnd.UNTOLD


def test_a_past_week_is_counted_as_it_ended_and_not_as_things_stand_today():
    steps = [step(BEFORE, "open", DURING), step(AFTER, "answered", DURING)]
    queue = count(steps)
    assert [(ask.state, ask.end) for ask in queue.waiting] == [("open", None)]
    assert queue.overdue == {"t1"}
    assert queue.adds_up()


def test_what_comes_after_the_week_is_not_in_it():
    queue = count([step(AFTER, "open", AFTER + DAY)])
    assert (queue.open_before, queue.arrived, queue.waiting) == (0, 0, ())


def test_a_row_that_its_history_does_not_lead_to_is_named_and_nothing_adds_up():
    for row in (ThreadRow(id="t1", state="closed"), ThreadRow(id="t2", state="open")):
        queue = count([step(DURING, "open", AFTER)], rows=[row])
        assert queue.contradicted == (row.id,)
        assert not queue.adds_up()


STATES = ("open", "referred", "answered", "exempt", "closed")
LONGEST = 7


@st.composite
def histories(draw):
    """Threads in any order of states, over three weeks around the week."""
    found = []
    for number in range(draw(st.integers(0, 4))):
        at = WEEK.start - 7 * DAY
        for _ in range(draw(st.integers(1, LONGEST))):
            at += draw(st.sampled_from([timedelta(0), HOUR, DAY, 4 * DAY, 7 * DAY]))
            due = draw(st.sampled_from([None, at - DAY, at + HOUR, at + DAY]))
            found.append(step(at, draw(st.sampled_from(STATES)), due, f"t{number}"))
    return sorted(found, key=lambda one: one.at)


exchanges = st.dictionaries(
    st.sampled_from(["t0", "t1"]),
    st.builds(
        Exchange,
        asked=st.sampled_from([(), (BEFORE,), (DURING,)]),
        answers=st.sampled_from([(), (BEFORE,), (DURING, DURING + DAY)]),
    ),
)


@given(steps=histories(), exchanges=exchanges)
def test_whatever_happened_the_week_adds_up(steps, exchanges):
    queue = count(steps, exchanges)
    assert queue.adds_up()
    assert queue.overdue <= {ask.thread for ask in queue.waiting}
    dues = [ask.due_at for ask in queue.waiting if ask.due_at]
    assert dues == sorted(dues)


@given(steps=histories())
def test_what_waits_at_the_end_is_what_stood_open_or_referred(steps):
    stood = {one.thread: one.state for one in steps if one.at < WEEK.end}
    waiting = {ask.thread: ask.state for ask in count(steps).waiting}
    assert waiting == {t: state for t, state in stood.items() if state in ("open", "referred")}


@given(steps=histories())
def test_a_thread_never_waits_twice_at_once(steps):
    asks = asks_of([one for one in steps if one.thread == "t0"], Exchange())
    asks = [one for one in asks if not one.beforehand]
    assert all(ask.ended is not None and ask.end is not None for ask in asks[:-1])
    for one, following in pairwise(asks):
        assert one.ended <= following.since


def test_what_ended_in_the_week_tells_when_the_city_wrote():
    written = count(
        [step(DURING, "open", DURING + DAY), step(DURING + 3 * HOUR, "answered")],
        {"t1": Exchange(answers=(DURING + HOUR,))},
    )
    assert [(one.since, one.answered) for one in written.over] == [(DURING, DURING + HOUR)]
    noticed = count([step(DURING, "open", DURING + DAY), step(DURING + 3 * HOUR, "answered")])
    assert [one.answered for one in noticed.over] == [DURING + 3 * HOUR]
    closed = count([step(DURING, "open", DURING + DAY), step(DURING + HOUR, "closed")])
    assert [one.answered for one in closed.over] == [None]
    earlier = count([step(BEFORE, "open", DURING), step(BEFORE + HOUR, "answered")])
    assert earlier.over == ()


def test_a_deadline_that_the_calendar_moved_is_the_same_question_either_way():
    for moved_to in (DURING + 3 * DAY, DURING + HOUR):
        moved = replace(step(DURING + HOUR, "open", moved_to), moved=True)
        (ask,) = asks_of([step(DURING, "open", DURING + DAY), moved], Exchange())
        assert (ask.since, ask.due_at, ask.end) == (DURING, moved_to, None)
    later = step(DURING + HOUR, "open", DURING + 3 * DAY)
    assert len(asks_of([step(DURING, "open", DURING + DAY), later], Exchange())) == 2
