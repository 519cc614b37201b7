"""What became of it: by readings alone, so that no receipt ever makes anything verified."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.crisis import (
    Deeds,
    Outcome,
    Row,
    bare_switch,
    every_switch,
    group_rows,
    is_bare,
    is_verified,
    judge_resumed,
    judge_stopped,
    judge_unread,
    key_of,
    left_undone,
)
from policies.model import Answer, Level, Words
from tests.policies.switches import campaign, group, linked, panel, receipt, unread

ACCEPTED, REFUSED, UNKNOWN = Answer.ACCEPTED, Answer.REFUSED, Answer.UNKNOWN


def deeds(one, *answers, shown=True, **more):
    key = key_of(one)
    return Deeds(
        before={key: one},
        tries={key: [receipt(one, answer) for answer in answers]} if answers else {},
        shown=frozenset({key} if shown else ()),
        **more,
    )


def off(number=1):
    return campaign(number, intent="PAUSED")


def test_what_somebody_else_turned_off_is_not_ours():
    assert judge_stopped(off(), deeds(campaign(1))).outcome is Outcome.ALREADY_OFF
    assert judge_stopped(off(), deeds(campaign(1), REFUSED)).outcome is Outcome.ALREADY_OFF


@pytest.mark.parametrize("answer", [ACCEPTED, UNKNOWN])
def test_what_is_off_after_a_write_that_may_have_worked_is_stopped(answer):
    row = judge_stopped(off(), deeds(campaign(1), answer))
    assert (row.outcome, row.switch.intent) == (Outcome.STOPPED, "ACTIVE")


def test_what_no_plan_showed_is_named_as_added():
    assert judge_stopped(off(), deeds(campaign(1), ACCEPTED, shown=False)).outcome is Outcome.ADDED


def test_what_an_earlier_run_of_the_same_stop_wrote_is_stopped():
    mine = Deeds(before={}, earlier=frozenset({key_of(off())}))
    assert judge_stopped(off(), mine).outcome is Outcome.STOPPED


def test_a_yes_that_a_reading_does_not_bear_out_is_a_failure():
    row = judge_stopped(campaign(1), deeds(campaign(1), ACCEPTED))
    assert row.outcome is Outcome.FAILED
    assert "new reading" in row.error.english()


def test_what_is_still_on_says_why():
    refused = judge_stopped(campaign(1), deeds(campaign(1), REFUSED))
    assert (refused.outcome, refused.error.english()) == (Outcome.FAILED, "It says no.")
    assert judge_stopped(campaign(1), deeds(campaign(1), UNKNOWN)).outcome is Outcome.UNKNOWN
    assert judge_stopped(campaign(1), deeds(campaign(1))).outcome is Outcome.PLANNED


def test_what_is_in_process_or_in_no_known_state_is_unknown():
    settling = campaign(1, intent="PAUSED", delivery=("IN_PROCESS",))
    assert judge_stopped(settling, deeds(campaign(1), ACCEPTED)).outcome is Outcome.UNKNOWN
    unclear = campaign(1, intent="PAUSED", delivery=("NEW_WORD",))
    assert judge_stopped(unclear, deeds(campaign(1), ACCEPTED)).outcome is Outcome.UNKNOWN


def test_one_that_refuses_is_stopped_through_its_group_and_the_group_is_a_row():
    one = linked(1)
    above = next(s for s in every_switch(panel(one)) if s.level is Level.CAMPAIGN_GROUP)
    mine = Deeds(
        before={key_of(one): one, key_of(above): above},
        tries={
            key_of(one): [receipt(one, REFUSED)],
            key_of(above): [receipt(above, ACCEPTED)],
        },
        shown=frozenset({key_of(one)}),
    )
    fresh = linked(1, delivery=("CAMPAIGN_GROUP_STATUS_HOLD",), above=group(intent="PAUSED"))
    row = judge_stopped(fresh, mine)
    assert row.outcome is Outcome.STOPPED
    assert "campaign group" in row.error.english()
    (turned,) = group_rows([fresh], mine)
    assert (turned.key.level, turned.outcome) == (Level.CAMPAIGN_GROUP, Outcome.STOPPED)
    assert group_rows([fresh], deeds(one, REFUSED)) == []


def test_a_group_that_somebody_else_turned_off_is_not_ours():
    fresh = linked(1, delivery=("CAMPAIGN_GROUP_STATUS_HOLD",), above=group(intent="PAUSED"))
    assert judge_stopped(fresh, deeds(linked(1), REFUSED)).outcome is Outcome.ALREADY_OFF


def test_only_readings_verify():
    assert is_verified([judge_stopped(off(), deeds(campaign(1), ACCEPTED))], [])
    assert is_verified([], [])
    assert not is_verified([], [unread()])
    assert not is_verified([judge_unread(campaign(1), Words("Dead."))], [])


@given(
    st.sampled_from(["ACTIVE", None, "NEW_WORD"]),
    st.lists(st.sampled_from(Answer), max_size=6),
    st.booleans(),
)
def test_no_receipt_makes_anything_verified(intent, answers, shown):
    fresh = campaign(1, intent=intent)
    row = judge_stopped(fresh, deeds(campaign(1), *answers, shown=shown))
    assert not is_verified([row], [])


def test_a_resume_is_judged_by_a_reading_too():
    target = Row(switch=campaign(1), outcome=Outcome.PLANNED)

    def judged(fresh, *answers):
        return judge_resumed(target, fresh, deeds(campaign(1), *answers)).outcome

    assert judged(campaign(1), UNKNOWN) is Outcome.RESUMED
    assert judged(off(), ACCEPTED) is Outcome.FAILED
    assert judged(off(), REFUSED) is Outcome.FAILED
    assert judged(off()) is Outcome.UNKNOWN
    assert judged(None, ACCEPTED) is Outcome.UNKNOWN
    assert judged(unread(), ACCEPTED) is Outcome.UNKNOWN


def test_a_write_that_was_answered_without_a_reason_still_says_something():
    one = campaign(1)
    mute = receipt(one, UNKNOWN)
    bare = type(mute)(**{n: getattr(mute, n) for n in mute.__slots__} | {"because": None})
    row = judge_stopped(one, Deeds(before={key_of(one): one}, tries={key_of(one): [bare]}))
    assert row.error.english() == "The platform does not say what became of it."


def test_at_the_end_of_a_stop_what_was_never_written_is_left_for_a_person():
    done = Row(switch=campaign(1), outcome=Outcome.STOPPED)
    assert left_undone(done) == done
    waiting = left_undone(Row(switch=campaign(1), outcome=Outcome.PLANNED))
    assert (waiting.outcome, waiting.error is not None) == (Outcome.FAILED, True)


def test_a_switch_known_by_its_key_alone_says_nothing_of_how_it_stands():
    bare = bare_switch(key_of(campaign(1)))
    assert (is_bare(bare), is_bare(campaign(1)), key_of(bare)) == (True, False, key_of(campaign(1)))
    assert judge_stopped(bare, Deeds(before={})).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("running", "above", "rows"),
    [
        (True, "ACTIVE", [Outcome.FAILED]),
        (False, "ACTIVE", []),
        (False, "PAUSED", [Outcome.STOPPED]),
    ],
)
def test_a_group_that_is_still_on_is_a_row_while_something_runs_under_it(running, above, rows):
    one = linked(1)
    before = next(s for s in every_switch(panel(one)) if s.level is Level.CAMPAIGN_GROUP)
    mine = deeds(before, ACCEPTED)
    own = {"above": group(intent=above)}
    on = {"delivery": ("RUNNABLE",)} if above == "ACTIVE" else {"delivery": ("STOPPED",)}
    fresh = [
        linked(1, **own, **on) if running else linked(1, intent="PAUSED", **own),
        linked(2, intent="PAUSED", **own),
    ]
    assert [row.outcome for row in group_rows(fresh, mine)] == rows


def test_what_runs_under_another_group_is_nothing_of_this_one():
    here = linked(1, intent="PAUSED", above=group(9))
    there = linked(2, above=group(8))
    mine = deeds(
        next(s for s in every_switch(panel(here)) if s.level is Level.CAMPAIGN_GROUP), ACCEPTED
    )
    assert group_rows([here, there], mine) == []


def test_every_row_says_which_switch_it_is_of():
    assert judge_stopped(off(), deeds(campaign(1))).switch == off()
    waiting = Row(switch=campaign(1), outcome=Outcome.PLANNED)
    assert left_undone(waiting).switch == campaign(1)
