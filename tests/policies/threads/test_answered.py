"""When a thread is answered: what waits, what does not, and what stands in the queue."""

from __future__ import annotations

import pytest

from tests.policies.threads.talked import (
    ANSWER,
    CHEER,
    CITY,
    QUESTION,
    THANKS,
    answer,
    at,
    claim,
    deadline,
    gone,
    said,
    settled,
    state,
)


def test_a_cheer_is_exempt_and_says_why():
    told = settled([said(0, CHEER)])
    assert told.state == "exempt"
    assert told.reason.english() == "It is nothing but a short happy shout."
    assert told.due_at is None
    assert told.comment_id == said(0, CHEER).id


def test_cheers_and_friends_together_are_exempt():
    told = settled([said(0, CHEER), said(1, "@anna")])
    assert told.state == "exempt"
    assert told.reason.english() == "Nothing in it needs an answer."


def test_what_only_the_city_wrote_waits_for_nobody():
    told = settled([answer(0)])
    assert (told.state, told.comment_id) == ("exempt", None)
    assert told.reason.english() == "Nobody but the city has written here."


def test_a_question_waits_until_its_deadline():
    told = settled([said(0)])
    assert told.state == "open"
    assert told.due_at == deadline(0)
    assert told.comment_id == said(0).id
    assert told.reason.english() == "It waits for an answer."


def test_an_answer_ends_the_waiting():
    told = settled([said(0), answer(1)])
    assert (told.state, told.due_at) == ("answered", None)
    assert told.reason.english() == "The city has answered."
    assert told.comment_id == said(0).id


def test_any_of_the_citys_identities_answers():
    assert state(said(0), said(1, ANSWER, by="17841400000000001")) == "answered"


def test_the_oldest_waiting_is_shown_and_later_ones_move_nothing():
    told = settled([said(0), said(3, by="501"), said(5)])
    assert told.comment_id == said(0).id
    assert told.due_at == deadline(0)


def test_thanks_after_an_answer_reopen_nothing():
    assert state(said(0), answer(1), said(2, THANKS)) == "answered"


def test_a_new_question_reopens_with_a_new_deadline():
    told = settled([said(0), answer(1), said(2, "Och på söndagar?")])
    assert told.state == "open"
    assert told.due_at == deadline(2)


def test_a_cheer_that_the_city_thanks_for_stays_exempt():
    assert state(said(0, CHEER), answer(1)) == "exempt"


def test_an_answer_before_the_question_answers_nothing():
    assert state(answer(0), said(1)) == "open"


def test_what_was_written_in_the_same_second_as_the_answer_waits():
    assert state(said(1), answer(1)) == "open"


def test_a_private_profile_does_not_answer_for_the_city():
    told = settled([said(0), said(1, "Jag jobbar där, det öppnar på måndag", by="777")])
    assert (told.state, told.comment_id) == ("open", said(0).id)


def test_an_author_withheld_is_somebody_else():
    assert state(said(0, by=None)) == "open"
    assert state(said(0), said(1, ANSWER, by=None)) == "open"


def test_an_answer_that_was_deleted_or_hidden_answers_nothing():
    assert state(said(0), gone(answer(1))) == "open"
    assert state(said(0), answer(1, hidden=True)) == "open"


@pytest.mark.parametrize("text", [None, ""])
def test_a_message_without_text_waits(text):
    assert state(said(0, text)) == "open"


def test_a_deleted_comment_is_closed_with_that_reason():
    told = settled([gone(said(0))])
    assert told.state == "closed"
    assert told.reason.english() == "It was deleted on the platform."


def test_the_next_question_waits_when_the_oldest_is_deleted():
    told = settled([gone(said(0)), said(2)])
    assert (told.state, told.comment_id, told.due_at) == ("open", said(2).id, deadline(2))


def test_what_is_left_when_the_question_is_deleted_may_be_exempt():
    assert state(gone(said(0)), said(1, CHEER), before=settled([said(0)])) == "exempt"


def test_a_question_answered_and_then_deleted_stays_answered():
    answered = settled([said(0), answer(1)])
    assert state(gone(said(0)), answer(1), before=answered) == "answered"


def test_a_question_deleted_in_the_round_that_brought_its_answer_is_answered():
    assert state(gone(said(0)), answer(1), before=settled([said(0)])) == "answered"


def test_a_deleted_comment_that_never_waited_is_not_counted_as_answered():
    assert state(gone(said(0, CHEER)), answer(1), before=settled([said(0, CHEER)])) == "closed"
    assert state(gone(said(0)), answer(1)) == "closed"


def test_what_was_hidden_after_we_saw_it_is_closed():
    told = settled([said(0, hidden=True)])
    assert told.state == "closed"
    assert told.reason.english() == "It was hidden on the platform after we had seen it."
    assert told.moderate == ()


@pytest.mark.parametrize("text", [QUESTION, CHEER])
def test_what_the_platform_hid_before_we_saw_it_is_open_and_flagged(text):
    told = settled([said(0, text, hidden=True, seen_visible=False)])
    assert told.state == "open"
    assert told.moderate == ("hidden",)
    assert told.due_at == deadline(0)
    assert "hid" in told.reason.english()


def test_a_hidden_reply_is_treated_as_a_hidden_top():
    assert state(said(0, CHEER), said(1, hidden=True)) == "exempt"
    assert state(said(0, CHEER), said(1, hidden=True, seen_visible=False)) == "open"


def test_a_question_answered_and_then_hidden_stays_answered():
    assert state(said(0, hidden=True), answer(1)) == "answered"


def test_what_may_break_the_house_rules_is_open_and_says_so():
    told = settled([said(0, "Mitt nummer: 19121212-1212"), said(1, "din hora")])
    assert told.moderate == ("personal-id", "slur")
    assert "personal identity number, slur" in told.reason.english()


def test_the_citys_own_words_are_never_flagged():
    assert settled([answer(0), said(1, "bit.ly/a", by=CITY)]).moderate == ()


def test_a_claim_changes_nothing_in_the_state():
    assert settled([said(0)], [claim(1)]) == settled([said(0)])


def test_nothing_at_all_is_nothing_to_answer():
    assert state() == "exempt"


def test_the_deadline_is_that_of_when_it_was_written_not_seen():
    assert settled([said(0, seen=40)]).due_at == deadline(0) < at(40)
