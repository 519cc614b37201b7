"""A message that its author changes: who answered or closed it before did not see what it says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.policies.threads.talked import (
    CHEER,
    QUESTION,
    THANKS,
    answer,
    at,
    close,
    deadline,
    faded,
    refer,
    reopen,
    reread,
    said,
    settled,
    state,
)


def changed(message, hour, text=QUESTION):
    """The same message, seen to say something else from that hour on."""
    return replace(
        message, comment=replace(message.comment, text=text), reworded_at=at(hour), news=True
    )


def test_a_question_put_into_an_answered_cheer_waits_from_when_it_was_seen():
    cheer = said(0, CHEER)
    assert state(cheer, answer(1)) == "exempt"
    told = settled([changed(cheer, 5), answer(1)])
    assert (told.state, told.due_at, told.comment_id) == ("open", deadline(5), cheer.id)
    assert told.reason.english() == "It was changed after it had been answered or closed."
    assert state(changed(cheer, 5), answer(1), answer(6)) == "answered"


def test_a_question_put_into_a_closed_thread_waits_until_somebody_closes_it_again():
    question = said(0)
    told = settled([changed(question, 3)], [close(1)])
    assert (told.state, told.due_at) == ("open", deadline(3))
    assert state(changed(question, 3), decisions=[close(1), close(4)]) == "closed"


def test_what_is_changed_into_a_cheer_waits_for_nobody():
    assert state(changed(said(0), 3, THANKS), answer(1)) == "exempt"
    assert state(changed(said(0), 3, THANKS)) == "exempt"


def test_a_question_that_waits_already_is_due_as_before():
    told = settled([changed(said(0), 5)])
    assert (told.due_at, told.reason.english()) == (deadline(0), "It waits for an answer.")


def test_changed_and_answered_between_two_readings_waits_for_it_may_have_been_changed_later():
    assert state(changed(said(0), 3), answer(2)) == "open"


def test_what_has_waited_longest_is_told_though_it_was_written_later():
    first, second = changed(said(0), 9), said(2)
    told = settled([first, answer(1), second])
    assert (told.comment_id, told.due_at) == (second.id, deadline(2))


def test_who_referred_it_did_not_speak_of_what_it_says_now():
    assert state(changed(said(0), 3), decisions=[refer(4)]) == "referred"
    assert state(changed(said(0), 5), decisions=[refer(4)]) == "open"
    told = settled([said(1), changed(said(0), 5)], [refer(4)])
    assert told.state == "open"
    assert "Something new" in told.reason.english()


def test_reopened_after_it_was_changed_it_is_the_last_question_and_leaves_what_came_before():
    """The first question had its answer, and the closing spoke of the cheer."""
    cheer = said(2, CHEER)
    thread = [said(0), answer(1), changed(cheer, 4), answer(5)]
    assert state(*thread, decisions=[close(3)]) == "answered"
    told = settled(thread, [close(3), reopen(6)])
    assert (told.comment_id, told.due_at) == (cheer.id, deadline(4))


def test_reopened_it_is_the_question_that_was_changed_last_though_another_was_written_later():
    first, second = changed(said(0), 5), said(2)
    thread = [first, second, answer(3), answer(6)]
    told = settled(thread, [reopen(7)])
    assert (told.comment_id, told.due_at) == (first.id, deadline(5))


def test_written_in_the_second_of_the_answer_it_waited_before_it_was_changed():
    told = settled([changed(said(1), 5), answer(1)])
    assert told.due_at == deadline(1)


@pytest.mark.parametrize("text", [QUESTION, CHEER])
def test_changed_after_it_was_reopened_it_still_waits(text):
    told = settled([changed(said(0, text), 5), answer(1)], [reopen(3)])
    assert told.state == "open"


def test_a_changed_message_waits_beside_what_has_faded_and_is_remembered_when_it_fades_itself():
    cheer, question = said(0, CHEER), said(1)
    before = settled([cheer, question, answer(2)])
    left = [faded(question), answer(2)]
    opened = settled([changed(cheer, 5), *left], (), before)
    assert (opened.state, opened.due_at) == ("open", deadline(5))
    later = settled([reread(changed(cheer, 5)), *left], (), opened)
    assert (later.state, later.due_at) == ("open", deadline(5))
    gone = settled([faded(changed(cheer, 5)), *left], (), later)
    assert (gone.state, gone.due_at) == ("open", deadline(5))
    assert state(faded(changed(cheer, 5)), faded(question), answer(6), before=gone) == "answered"
