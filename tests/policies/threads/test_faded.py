"""Threads whose text had to be erased: what was concluded from it stands until it is read again."""

from __future__ import annotations

from tests.policies.threads.talked import (
    CHEER,
    answer,
    at,
    close,
    deadline,
    faded,
    gone,
    refer,
    reopen,
    reread,
    said,
    settled,
    state,
)

OPEN = settled([said(0)])
ANSWERED = settled([said(0), answer(1)])


def test_an_open_thread_stays_open_with_its_deadline():
    told = settled([faded(said(0))], before=OPEN)
    assert (told.state, told.due_at, told.comment_id) == ("open", deadline(0), said(0).id)


def test_a_settled_thread_stays_as_it_was():
    assert settled([faded(said(0)), faded(answer(1))], before=ANSWERED) == ANSWERED
    exempt = settled([said(0, CHEER)])
    assert settled([faded(said(0, CHEER))], before=exempt) == exempt


def test_what_people_decide_holds_all_the_same():
    assert state(faded(said(0)), decisions=[close(60)], before=OPEN) == "closed"
    told = settled([faded(said(0))], [refer(60)], before=OPEN)
    assert (told.state, told.due_at) == ("referred", deadline(0))
    assert state(faded(said(0)), decisions=[close(60)], before=settled([said(0)])) == "closed"


def test_an_answer_written_after_we_had_seen_the_question_answers_it():
    assert state(faded(said(0)), answer(2), before=OPEN) == "answered"


def test_an_answer_that_may_be_older_than_the_question_does_not():
    told = settled([faded(said(0, seen=3)), reread(answer(2))], before=OPEN)
    assert (told.state, told.due_at) == ("open", deadline(0))


def test_a_new_question_beside_an_answered_one_that_faded_is_open():
    told = settled([faded(said(0)), faded(answer(1)), said(50)], before=ANSWERED)
    assert (told.state, told.due_at, told.comment_id) == ("open", deadline(50), said(50).id)


def test_an_answered_question_does_not_wait_again_because_its_answer_faded():
    assert settled([reread(said(0)), faded(answer(1))], before=ANSWERED).state == "answered"


def test_the_oldest_deadline_holds_when_a_later_question_is_read():
    told = settled([faded(said(0)), said(50)], before=OPEN)
    assert (told.due_at, told.comment_id) == (deadline(0), said(0).id)


def test_an_older_question_found_late_has_the_first_deadline():
    told = settled([faded(said(2)), said(0, seen=60)], before=settled([said(2)]))
    assert (told.due_at, told.comment_id) == (deadline(0), said(0).id)


def test_what_waited_is_read_again_and_a_later_one_has_faded():
    told = settled([reread(said(0)), faded(said(2))], before=OPEN)
    assert (told.state, told.due_at, told.comment_id) == ("open", deadline(0), said(0).id)


def test_while_anything_that_may_wait_has_faded_the_thread_stays_open():
    both = settled([said(0), said(2)])
    told = settled([gone(said(0)), faded(said(2))], before=both)
    assert (told.state, told.due_at, told.comment_id) == ("open", deadline(0), said(2).id)


def test_a_deleted_comment_whose_text_had_faded_closes_the_thread():
    assert state(gone(said(0)), before=OPEN) == "closed"


def test_flags_are_remembered():
    flagged = settled([said(0, "din hora")])
    assert settled([faded(said(0, "din hora"))], before=flagged).moderate == ("slur",)


def test_a_faded_thread_that_a_person_reopens_is_due_as_if_written_when_we_saw_it():
    told = settled([faded(said(0, seen=1)), faded(answer(2))], [reopen(60)], before=ANSWERED)
    assert (told.state, told.due_at) == ("open", deadline(1))
    again = settled([faded(said(0, seen=1)), faded(answer(2))], [reopen(60)], before=told)
    assert (again.state, again.due_at) == ("open", deadline(1))


def test_an_answer_after_that_ends_it_and_stays_remembered_when_it_fades_too():
    kept = [faded(said(0)), faded(answer(1))]
    reopened = settled(kept, [reopen(60)], before=ANSWERED)
    answered = settled([*kept, answer(61)], [reopen(60)], before=reopened)
    assert answered.state == "answered"
    faded_too = [*kept, faded(answer(61))]
    assert settled(faded_too, [reopen(60)], before=answered).state == "answered"


def test_a_reopened_thread_that_is_read_again_has_its_true_deadline():
    reopened = settled([faded(said(0, seen=1)), faded(answer(2))], [reopen(60)], before=ANSWERED)
    again = [reread(said(0, seen=1)), reread(answer(2))]
    assert settled(again, [reopen(60)], before=reopened).due_at == deadline(0)


def test_a_closing_is_remembered_with_its_reason():
    closed = settled([said(0)], [close(1)])
    assert state(faded(said(0)), decisions=[close(1)], before=closed) == "closed"


def test_what_was_read_before_and_did_not_wait_does_not_wait_now():
    told = settled([reread(said(0)), faded(answer(1)), said(50)], before=ANSWERED)
    assert told.due_at == deadline(50)
    assert at(50) < told.due_at


def test_what_waited_behind_the_oldest_still_waits():
    both = settled([said(0), said(2)])
    told = settled([reread(said(0)), reread(said(2)), faded(said(1, CHEER))], before=both)
    assert (told.due_at, told.comment_id) == (deadline(0), said(0).id)


def test_a_referral_speaks_of_what_waited_then_and_not_of_a_cheer_that_faded_since():
    before = settled([said(0)], [refer(1)])
    told = settled([faded(said(0)), faded(said(2, CHEER))], [refer(1)], before=before)
    assert (told.state, told.comment_id) == ("referred", said(0).id)


def test_of_what_faded_the_one_that_waited_is_named_though_a_cheer_was_first():
    before = settled([said(0, CHEER), said(2)])
    told = settled([faded(said(0, CHEER)), faded(said(2))], before=before)
    assert (told.comment_id, told.due_at) == (said(2).id, deadline(2))


def test_where_the_oldest_has_faded_and_a_later_one_is_read_again_both_wait():
    told = settled([faded(said(0)), reread(said(2))], before=settled([said(0), said(2)]))
    assert (told.state, told.due_at, told.comment_id) == ("open", deadline(0), said(0).id)
    answered = settled([gone(said(0)), faded(said(1, CHEER)), reread(said(2)), answer(3)],
                       before=settled([said(0), said(2)]))  # fmt: skip
    assert answered.state == "answered"


def test_what_stands_before_the_one_that_waited_was_answered_though_the_answer_faded():
    before = settled([said(0), answer(1), said(2)])
    told = settled([reread(said(0)), faded(answer(1)), reread(said(2))], before=before)
    assert (told.due_at, told.comment_id) == (deadline(2), said(2).id)


def test_an_answer_of_the_very_instant_at_which_we_saw_the_question_may_be_older():
    told = settled([faded(said(0, seen=2)), reread(answer(2))], before=OPEN)
    assert told.state == "open"


def test_flags_of_what_faded_are_kept_beside_new_ones_and_dropped_when_all_is_read_anew():
    flagged = settled([said(0, "din hora")])
    more = settled([faded(said(0, "din hora")), said(2, "811218-9876")], before=flagged)
    assert more.moderate == ("personal-id", "slur")
    assert settled([reread(said(0))], before=flagged).moderate == ()


def test_only_what_was_there_when_a_person_reopened_it_is_reopened():
    reopened = settled([said(0), answer(1)], [reopen(2)])
    assert "reopened" in reopened.reason.english()
    later = settled([said(0), answer(1), answer(3), said(4)], [reopen(2)])
    assert (later.state, later.due_at) == ("open", deadline(4))
    assert "reopened" not in later.reason.english()
