"""What people decide about a thread, and how long it holds."""

from __future__ import annotations

import pytest

from policies.threads import Decision
from tests.policies.threads.talked import (
    CHEER,
    THANKS,
    answer,
    at,
    claim,
    close,
    deadline,
    gone,
    refer,
    reopen,
    said,
    settled,
    state,
)


def test_who_closes_is_named_with_the_reason():
    told = settled([said(0)], [close(1)])
    assert (told.state, told.due_at) == ("closed", None)
    assert told.reason.english() == "Anna closed it: ringde upp"


def test_thanks_after_a_closing_reopen_nothing():
    assert state(said(0), said(2, THANKS), decisions=[close(1)]) == "closed"


def test_a_new_question_after_a_closing_is_open_with_its_own_deadline():
    told = settled([said(0), said(2)], [close(1)])
    assert (told.state, told.due_at) == ("open", deadline(2))


def test_a_closing_speaks_of_nothing_that_we_had_not_seen_yet():
    told = settled([said(0), said(0.5, seen=2)], [close(1)])
    assert (told.state, told.due_at) == ("open", deadline(0.5))


def test_an_answer_to_a_closed_question_leaves_it_closed():
    assert state(said(0), answer(2), decisions=[close(1)]) == "closed"


def test_an_answer_to_what_came_after_a_closing_answers():
    assert state(said(0), said(2), answer(3), decisions=[close(1)]) == "answered"


def test_a_closing_settles_what_was_flagged_too():
    told = settled([said(0, "din hora")], [close(1)])
    assert (told.state, told.moderate) == ("closed", ())


def test_a_referral_keeps_the_deadline_and_names_the_body():
    told = settled([said(0)], [refer(1)])
    assert (told.state, told.due_at) == ("referred", deadline(0))
    assert told.reason.english() == "Anna referred it to Region Norrtälje."


def test_a_referral_ends_with_an_answer_or_a_closing():
    assert state(said(0), answer(2), decisions=[refer(1)]) == "answered"
    assert state(said(0), decisions=[refer(1), close(2)]) == "closed"


def test_a_question_that_came_after_a_referral_is_not_hidden_by_it():
    told = settled([said(0), said(2, by="501")], [refer(1)])
    assert (told.state, told.due_at, told.comment_id) == ("open", deadline(0), said(0).id)
    assert told.reason.english() == (
        "Something new was written after Anna referred it to Region Norrtälje."
    )


def test_thanks_after_a_referral_change_nothing():
    assert state(said(0), said(2, THANKS), decisions=[refer(1)]) == "referred"


def test_a_referral_does_not_outlive_its_answer():
    told = settled([said(0), answer(2), said(3)], [refer(1)])
    assert (told.state, told.reason.english()) == ("open", "It waits for an answer.")


@pytest.mark.parametrize("undone", [close(1), refer(1)])
def test_to_reopen_undoes_a_closing_and_a_referral(undone):
    told = settled([said(0)], [undone, reopen(2)])
    assert (told.state, told.due_at) == ("open", deadline(0))
    assert told.reason.english() == "Bo reopened it."


def test_an_exemption_that_was_wrong_is_undone():
    told = settled([said(0, CHEER)], [reopen(1)])
    assert (told.state, told.due_at) == ("open", deadline(0))


def test_a_reopened_exemption_can_be_referred_and_closed():
    cheer = said(0, CHEER)
    assert state(cheer, decisions=[reopen(1), refer(2)]) == "referred"
    assert state(cheer, decisions=[reopen(1), close(2)]) == "closed"
    assert state(cheer, answer(3), decisions=[reopen(1)]) == "answered"


def test_an_answer_that_was_none_is_undone_for_the_last_question_alone():
    told = settled([said(0), answer(1), said(2), answer(3), said(4, THANKS)], [reopen(5)])
    assert (told.state, told.due_at, told.comment_id) == ("open", deadline(2), said(2).id)


def test_an_answer_after_the_reopening_counts():
    assert state(said(0), answer(1), answer(6), decisions=[reopen(5)]) == "answered"


def test_what_was_closed_long_before_stays_closed_when_a_later_answer_is_undone():
    told = settled([said(0), said(2), answer(3)], [close(1), reopen(4)])
    assert (told.state, told.due_at) == ("open", deadline(2))


def test_a_hidden_comment_that_a_person_wants_back_waits():
    told = settled([said(0, hidden=True)], [reopen(1)])
    assert (told.state, told.due_at, told.moderate) == ("open", deadline(0), ())


def test_a_deleted_comment_cannot_be_reopened():
    assert state(gone(said(0)), decisions=[reopen(1)]) == "closed"


def test_the_last_of_closing_and_reopening_holds():
    assert state(said(0), decisions=[close(1), reopen(2), close(3)]) == "closed"
    assert state(said(0), decisions=[close(1), reopen(2), claim(3)]) == "open"


def test_a_decision_without_offset_is_refused():
    with pytest.raises(ValueError, match="offset"):
        Decision(action="close", by="Anna", at=at(0).replace(tzinfo=None))


def test_a_comment_that_is_hidden_after_it_was_reopened_closes_the_thread():
    told = settled([said(0, hid=3)], [close(1), reopen(2)])
    assert (told.state, told.due_at) == ("closed", None)
    assert told.reason.english() == "It was hidden on the platform after we had seen it."
    again = settled([said(0, hid=3)], [close(1), reopen(2), reopen(4)])
    assert (again.state, again.due_at) == ("open", deadline(0))


def test_what_is_hidden_after_a_reopening_leaves_what_was_hidden_before_it():
    told = settled([said(0, hid=1), said(2, hid=4)], [reopen(3)])
    assert (told.state, told.comment_id) == ("open", said(0).id)
