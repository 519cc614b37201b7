"""Plans for an account's controls: what is excluded beside what was, and how it is undone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.guarded import Judged, Outcome, is_settled, judge, standing
from policies.guarding import (
    Doing,
    alike,
    is_phrase,
    named,
    phrase,
    plan_exclusion,
    plan_restoring,
    unsendable,
)
from policies.model import AccountId, Answer, Controls, ControlsReceipt, Words
from policies.publishers import EXCLUSIONS

MARKET = "FACEBOOK_MARKETPLACE"
AGE = '{"age_min":18}'


def controls(*exclusions, **changed):
    told = {
        "account_id": AccountId("act_1"),
        "exclusions": exclusions,
        "audience": AGE,
        "by_objective": None,
        "status": "ACTIVE",
        "campaigns_with_error": (),
        "are_set": True,
        "link": "https://adsmanager.facebook.com/adsmanager/manage/campaigns?act=1",
    }
    return Controls(**told | changed)


PLAN = plan_exclusion(controls(MARKET))
UNDO = plan_restoring(PLAN.aim, PLAN)
ACCEPTED = ControlsReceipt(answer=Answer.ACCEPTED)


def receipt(answer):
    return ControlsReceipt(answer=answer, because=Words("No answer."))


def test_what_is_excluded_already_stays_excluded():
    assert PLAN.aim.exclusions == (MARKET, *EXCLUSIONS)
    assert PLAN.changes == EXCLUSIONS
    assert (PLAN.aim.audience, PLAN.before.exclusions) == (AGE, (MARKET,))


def test_with_all_of_it_excluded_there_is_nothing_to_do():
    plan = plan_exclusion(controls(*EXCLUSIONS, MARKET))
    assert plan.changes == ()
    assert standing(plan) == Judged(outcome=Outcome.ALREADY, verified=True)


@given(st.sets(st.sampled_from((*EXCLUSIONS, MARKET, "FACEBOOK_RIGHT_HAND_COLUMN"))))
def test_undone_it_stands_as_it_stood(before):
    plan = plan_exclusion(controls(*before))
    assert set(plan.aim.exclusions) == before | set(EXCLUSIONS)
    undo = plan_restoring(plan.aim, plan)
    assert set(undo.aim.exclusions) == before
    assert set(undo.changes) == set(plan.changes)


def test_undoing_sends_back_the_audience_as_it_reads_now():
    now = replace(PLAN.aim, audience='{"age_min":21}')
    assert plan_restoring(now, PLAN).aim.audience == '{"age_min":21}'


def test_nothing_is_undone_twice():
    assert plan_restoring(controls(MARKET), PLAN).changes == ()


@pytest.mark.parametrize("now", [(), (*EXCLUSIONS,), (*EXCLUSIONS[:2], MARKET)])
def test_what_somebody_has_changed_since_is_left_to_them(now):
    told = plan_restoring(controls(*now), PLAN)
    assert isinstance(told, Words)
    assert "by hand" in told.english()


def test_without_audience_controls_nothing_is_set():
    untold = controls(audience=None)
    assert "--no-audience-controls" in unsendable(untold, none_stand=False).english()
    assert unsendable(untold, none_stand=True) is None
    assert plan_exclusion(untold).aim.audience == "{}"


def test_a_person_who_says_that_there_are_none_is_held_to_it():
    assert unsendable(controls(), none_stand=False) is None
    assert "has audience controls" in unsendable(controls(), none_stand=True).english()
    assert unsendable(controls(audience="{}"), none_stand=True) is None


def test_readings_are_alike_whatever_the_order():
    one = controls("A", "B", campaigns_with_error=("1", "2"))
    assert alike(one, controls("B", "A", campaigns_with_error=("2", "1")))
    for other in (
        controls("A"),
        replace(one, audience="{}"),
        replace(one, by_objective="{}"),
        replace(one, status=""),
        replace(one, are_set=False),
    ):
        assert not alike(one, other)


def test_the_phrase_tells_how_many_and_counts_in_both_languages():
    assert phrase(PLAN, "sv") == "UTESLUT 3"
    assert phrase(UNDO, "en") == "RESTORE 3"
    for typed in ("UTESLUT 3", " exclude 3\n", "Uteslut 3"):
        assert is_phrase(typed, PLAN)
    assert is_phrase("A\u030aterställ 3", UNDO)
    for typed in ("UTESLUT 2", "UTESLUT", "", "ÅTERSTÄLL 3"):
        assert not is_phrase(typed, PLAN)


def test_exclusions_stand_in_one_line():
    assert (named(("A", "B")), named(())) == ("A, B", "-")


def test_only_what_reads_as_in_force_is_verified():
    assert judge(PLAN, PLAN.aim, ACCEPTED) == Judged(outcome=Outcome.EXCLUDED, verified=True)
    undone = controls(MARKET)
    assert judge(UNDO, undone, ACCEPTED) == Judged(outcome=Outcome.RESTORED, verified=True)


@pytest.mark.parametrize("answer", [Answer.UNKNOWN, Answer.REFUSED, Answer.THROTTLED])
def test_what_reads_as_done_is_done_whatever_was_answered(answer):
    assert judge(PLAN, PLAN.aim, receipt(answer)).verified


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (Answer.ACCEPTED, Outcome.UNKNOWN),
        (Answer.REFUSED, Outcome.FAILED),
        (Answer.THROTTLED, Outcome.FAILED),
        (Answer.UNKNOWN, Outcome.UNKNOWN),
    ],
)
def test_what_does_not_read_as_done_is_not(answer, outcome):
    told = judge(PLAN, PLAN.before, receipt(answer))
    assert (told.outcome, told.verified) == (outcome, False)
    assert told.error is not None


@pytest.mark.parametrize(
    ("changed", "outcome", "words"),
    [
        ({"status": "APPLICATION_IN_PROGRESS"}, Outcome.BEING_APPLIED, "still applying"),
        (
            {"status": "WITH_CAMPAIGN_ERROR", "campaigns_with_error": ("7",)},
            Outcome.EXCLUDED,
            "these campaigns: 7",
        ),
        ({"status": "WITH_CAMPAIGN_ERROR"}, Outcome.EXCLUDED, "stand as WITH_CAMPAIGN_ERROR"),
        ({"status": ""}, Outcome.EXCLUDED, "stand as ?"),
    ],
)
def test_what_is_not_in_force_is_not_verified(changed, outcome, words):
    told = judge(PLAN, replace(PLAN.aim, **changed), ACCEPTED)
    assert (told.outcome, told.verified) == (outcome, False)
    assert words in told.error.english()


@pytest.mark.parametrize(
    ("changed", "came"),
    [({"audience": "{}"}, True), ({"audience": None}, True), ({"by_objective": '{"A":{}}'}, True)],
)
def test_an_audience_that_reads_differently_is_told_loudly(changed, came):
    told = judge(PLAN, replace(PLAN.aim, **changed), ACCEPTED)
    assert (told.outcome, told.verified) == (Outcome.EXCLUDED, False)
    assert told.error.english().startswith("THE AUDIENCE CONTROLS")
    told = judge(PLAN, replace(PLAN.before, **changed), ACCEPTED)
    assert (told.outcome, told.verified) == (Outcome.FAILED, False)


def test_no_exclusions_by_objective_may_read_as_empty_ones():
    assert judge(PLAN, replace(PLAN.aim, by_objective="{}"), ACCEPTED).verified


def test_audience_controls_that_are_none_may_read_as_none():
    plan = plan_exclusion(controls(audience=None, are_set=False, status=""))
    for audience in (None, "{}"):
        read = replace(plan.aim, audience=audience, are_set=True, status="ACTIVE")
        assert judge(plan, read, ACCEPTED).verified


def test_controls_that_are_gone_altogether_exclude_nothing_any_more():
    bare = controls(audience=None, are_set=False, status="")
    plan = plan_exclusion(bare)
    undo = plan_restoring(replace(plan.aim, are_set=True, status="ACTIVE"), plan)
    assert judge(undo, bare, ACCEPTED) == Judged(outcome=Outcome.RESTORED, verified=True)
    assert not judge(undo, replace(bare, are_set=True), ACCEPTED).verified


def test_it_is_read_again_while_that_may_say_more():
    applying = replace(PLAN.aim, status="APPLICATION_IN_PROGRESS")
    assert is_settled(PLAN, PLAN.aim, Answer.ACCEPTED)
    assert not is_settled(PLAN, applying, Answer.ACCEPTED)
    assert not is_settled(PLAN, PLAN.before, Answer.ACCEPTED)
    assert not is_settled(PLAN, PLAN.before, Answer.UNKNOWN)
    assert is_settled(PLAN, PLAN.before, Answer.REFUSED)
    assert is_settled(PLAN, PLAN.before, Answer.THROTTLED)
    assert not is_settled(PLAN, applying, Answer.REFUSED)


def test_more_that_is_excluded_meanwhile_is_no_fault_and_when_undoing_it_is():
    more = replace(PLAN.aim, exclusions=(*PLAN.aim.exclusions, "FACEBOOK_RIGHT_HAND_COLUMN"))
    assert judge(PLAN, more, ACCEPTED).verified
    assert not judge(UNDO, controls(), ACCEPTED).verified
    assert UNDO.doing is Doing.RESTORE
