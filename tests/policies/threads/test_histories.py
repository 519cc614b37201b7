"""What holds of every short history, in whatever order it is told."""

from __future__ import annotations

from itertools import permutations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from policies.threads import UNSETTLED
from tests.policies.threads.talked import (
    CHEER,
    QUESTION,
    answer,
    close,
    deadline,
    faded,
    gone,
    refer,
    reopen,
    said,
    settled,
    state,
)

KINDS = ("question", "cheer", "answer", "gone", "hidden", "filtered")
HOURS = st.integers(0, 9)


def message(kind, hour, number):
    options = {"number": f"{hour}.{number}"}
    match kind:
        case "question":
            return said(hour, QUESTION, **options)
        case "cheer":
            return said(hour, CHEER, **options)
        case "answer":
            return answer(hour, **options)
        case "gone":
            return gone(said(hour, **options))
        case "hidden":
            return said(hour, hidden=True, **options)
        case _:
            return said(hour, hidden=True, seen_visible=False, **options)


@st.composite
def histories(draw, kinds=KINDS):
    told = draw(st.lists(st.tuples(st.sampled_from(kinds), HOURS), max_size=6))
    return [message(kind, hour, number) for number, (kind, hour) in enumerate(told)]


decisions = st.lists(
    st.tuples(st.sampled_from([close, refer, reopen]), st.integers(0, 12)), max_size=3
).map(lambda made: [one(hour) for one, hour in sorted(made, key=lambda pair: pair[1])])


def plain_waiting(messages):
    """The rule of the book, told in another way: what waits, the oldest first."""
    ours = [one.comment.created_at for one in messages if one.comment.author_id == "1001"]
    since = max(ours, default=None)
    return sorted(
        one.comment.created_at
        for one in messages
        if one.comment.author_id == "500"
        and not (one.comment.hidden and one.seen_visible)
        and (one.comment.text == QUESTION)
        and (since is None or one.comment.created_at >= since)
    )


@given(histories(), decisions, st.randoms())
def test_the_order_in_which_messages_come_never_matters(messages, made, dice):
    before = settled(messages, made)
    dice.shuffle(messages)
    assert settled(messages, made) == before


@given(histories())
def test_a_thread_is_open_exactly_when_the_book_says_that_something_waits(messages):
    waiting = plain_waiting(messages)
    told = settled(messages)
    assert (told.state == "open") is bool(waiting)
    assert (told.due_at is not None) is bool(waiting)


@settings(deadline=None, max_examples=30)
@given(st.sampled_from(list(product(KINDS[:3], repeat=4))))
def test_every_interleaving_of_four_messages_is_decided_alike_in_any_order(kinds):
    messages = [message(kind, hour, hour) for hour, kind in enumerate(kinds)]
    first = settled(messages)
    assert all(settled(list(other)) == first for other in permutations(messages))


@given(histories(), decisions)
def test_an_answer_after_everything_leaves_nothing_open(messages, made):
    told = settled([*messages, answer(20)], made)
    assert told.state not in UNSETTLED
    assert told.due_at is None


@given(histories(), decisions)
def test_a_closing_after_everything_leaves_nothing_open(messages, made):
    assert state(*messages, decisions=[*made, close(20)]) not in UNSETTLED


@given(histories(), decisions)
def test_a_question_after_everything_is_never_missed(messages, made):
    told = settled([*messages, said(30)], made)
    assert told.state == "open"
    assert told.due_at <= deadline(30)


@given(histories(), decisions)
def test_a_cheer_after_everything_opens_nothing(messages, made):
    before = settled(messages, made)
    after = settled([*messages, said(30, CHEER)], made)
    assert (after.state in UNSETTLED) is (before.state in UNSETTLED)
    assert after.due_at == before.due_at


@given(histories(), decisions)
def test_something_waits_exactly_when_there_is_a_deadline(messages, made):
    told = settled(messages, made)
    assert (told.due_at is not None) is (told.state in UNSETTLED)
    assert told.reason.template


@given(histories(("question", "cheer", "answer")), decisions)
def test_erasing_everything_changes_neither_state_nor_deadline(messages, made):
    before = settled(messages, made)
    after = settled([faded(one) for one in messages], made, before)
    if messages and before.state in UNSETTLED:
        assert (after.state, after.due_at) == (before.state, before.due_at)
    elif messages and not made:
        assert after == before


@given(histories(("question", "cheer", "answer")), st.data())
def test_erasing_a_part_never_loses_what_waits(messages, data):
    before = settled(messages)
    left = [faded(one) if data.draw(st.booleans()) else one for one in messages]
    after = settled(left, (), before)
    if before.state == "open":
        assert after.state == "open"
        assert after.due_at <= before.due_at


@given(histories(("question", "cheer")), decisions)
def test_reopening_puts_whatever_can_be_seen_back_in_the_queue(messages, made):
    told = settled(messages, [*made, reopen(20)])
    assert (told.state == "open") is bool(messages)
