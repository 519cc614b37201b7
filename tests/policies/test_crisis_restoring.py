"""The undoing: nothing that was touched, is past its end, or stands in a bad account."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.crisis import (
    EVERYTHING,
    Deeds,
    Mark,
    Outcome,
    Scope,
    TheseOn,
    judge_stopped,
    key_of,
    plan_restore,
    plan_stop,
)
from policies.model import Answer, Money
from tests.policies.switches import campaign, linked, panel, reading, receipt, unread

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
OFF = campaign(1, intent="PAUSED", end=NOON + timedelta(days=3))


def restored(fresh, *, after=OFF, account=None, turned_on=False):
    mark = Mark(before=campaign(1), after=after, turned_on=turned_on)
    row = plan_restore(mark, fresh, account or panel(OFF), at=NOON)
    assert (row.outcome is Outcome.SKIPPED) == (row.error is not None)
    return row.outcome


@pytest.mark.parametrize(
    "change",
    [
        {"updated": "2026-11-24T13:00:00+0100"},
        {"name": "Kampanj 1 (ny)"},
        {"daily_budget": Money(amount=Decimal(1), currency="SEK")},
        {"total_budget": Money(amount=Decimal(1), currency="SEK")},
        {"end": NOON + timedelta(days=4)},
        {"intent": "ARCHIVED", "delivery": ("ARCHIVED",)},
        {"updated": None},
        {"intent": None},
    ],
    ids=str,
)
def test_what_somebody_touched_since_is_left_off(change):
    assert restored(replace(OFF, **change)) is Outcome.SKIPPED


def test_what_is_on_gone_unread_past_its_end_or_never_read_back_is_left_as_it_is():
    assert restored(campaign(1)) is Outcome.SKIPPED
    assert restored(None) is Outcome.SKIPPED
    assert restored(unread()) is Outcome.SKIPPED
    ended = replace(OFF, end=NOON)
    assert restored(ended, after=ended) is Outcome.SKIPPED
    assert restored(OFF, after=None) is Outcome.SKIPPED


@pytest.mark.parametrize("status", ["2", "101"])
def test_nothing_is_turned_on_in_an_account_that_is_not_in_order(status):
    assert restored(OFF, account=panel(OFF, status=status)) is Outcome.SKIPPED


def test_an_account_of_which_nobody_can_tell_is_not_taken_for_one_in_order():
    assert restored(OFF, account=replace(panel(OFF), account_status=None)) is Outcome.SKIPPED
    assert restored(OFF, account=unread()) is Outcome.SKIPPED


@pytest.mark.parametrize("before", [None, "PAUSED", "A_NEW_WORD"])
def test_what_was_perhaps_off_before_the_stop_is_left_off(before):
    mark = Mark(before=replace(OFF, intent=before), after=OFF)
    assert plan_restore(mark, OFF, panel(OFF), at=NOON).outcome is Outcome.SKIPPED


def test_what_is_off_and_untouched_is_turned_on():
    assert restored(OFF) is Outcome.PLANNED


def test_what_an_earlier_resume_turned_on_counts_as_resumed():
    assert restored(campaign(1), turned_on=True) is Outcome.RESUMED
    assert restored(OFF, turned_on=True) is Outcome.PLANNED


def test_linkedin_is_held_to_its_version_tag_and_to_nothing_else():
    after = linked(1, intent="PAUSED", updated="7")
    mark = Mark(before=linked(1), after=after)
    account = panel(after)
    renamed = replace(after, name="Nytt namn")
    assert plan_restore(mark, renamed, account, at=NOON).outcome is Outcome.PLANNED
    touched = replace(after, updated="8")
    assert plan_restore(mark, touched, account, at=NOON).outcome is Outcome.SKIPPED


SWITCHES = st.builds(
    lambda number, intent, account: campaign(number, intent=intent, account=account),
    st.integers(1, 30),
    st.sampled_from(["ACTIVE", "PAUSED", "ARCHIVED", None]),
    st.sampled_from(["act_1", "act_2"]),
)
WORLDS = st.lists(SWITCHES, max_size=12, unique_by=key_of)
SCOPES = st.sampled_from([EVERYTHING, Scope(account_id="act_1"), Scope(campaign_id="3")])


def panels_of(world):
    accounts = sorted({one.account_id for one in world})
    return [panel(*(s for s in world if s.account_id == each), account=each) for each in accounts]


@given(WORLDS, SCOPES)
def test_stop_and_resume_restore_exactly_what_was_on_and_touch_nothing_else(world, scope):
    targets = {key_of(one) for one in plan_stop(reading(*panels_of(world)), scope).targets}
    assert all(scope.covers(one) for one in world if key_of(one) in targets)

    def turned(one):
        new = {"intent": "PAUSED", "delivery": ("PAUSED",), "updated": "after"}
        return replace(one, **new) if key_of(one) in targets else one

    stopped = [turned(one) for one in world]
    deeds = Deeds(
        before={key_of(one): one for one in world},
        tries={key_of(o): [receipt(o, Answer.ACCEPTED)] for o in world if key_of(o) in targets},
        shown=frozenset(targets),
    )
    ours = {
        key_of(one): Mark(before=deeds.before[key_of(one)], after=one)
        for one in stopped
        if scope.covers(one) and judge_stopped(one, deeds).outcome is Outcome.STOPPED
    }
    accounts = {one.account_id: one for one in panels_of(stopped)}
    fresh = {key_of(one): one for one in stopped}
    back = {
        key
        for key, mark in ours.items()
        if plan_restore(mark, fresh[key], accounts[key.account_id], at=NOON).outcome
        is Outcome.PLANNED
    }
    assert back == targets
    assert targets == {key_of(o) for o in world if o.intent == "ACTIVE" and scope.covers(o)}


# --- right before each write ----------------------------------------------------------------------


ON, OTHER = campaign(3), campaign(2, intent="PAUSED")
GOAL = TheseOn(
    marks={
        key_of(OFF): Mark(before=campaign(1), after=OFF),
        key_of(ON): Mark(before=ON, after=replace(ON, intent="PAUSED")),
    },
    at=NOON,
)


def tried(*answers):
    return {key_of(OFF): [receipt(OFF, answer) for answer in answers]}


def test_a_resume_writes_its_own_and_only_those_that_are_off():
    here = panel(OFF, OTHER, ON)
    assert GOAL.writes(here, {}) == (OFF,)
    assert GOAL.writes(here, tried(*[Answer.REFUSED] * 3)) == ()


@pytest.mark.parametrize("answers", [(), (Answer.REFUSED,), (Answer.THROTTLED, Answer.THROTTLED)])
@pytest.mark.parametrize(
    "change",
    [
        {"updated": "2026-11-24T13:00:00+0100"},
        {"daily_budget": Money(amount=Decimal(1), currency="SEK")},
        {"end": NOON},
        {"intent": "ARCHIVED", "delivery": ("ARCHIVED",)},
        {"updated": None},
    ],
    ids=str,
)
def test_what_somebody_touched_while_a_write_waited_is_not_written_and_says_why(change, answers):
    touched = replace(OFF, **change)
    assert GOAL.writes(panel(touched), tried(*answers)) == ()
    left = GOAL.hindered(touched, panel(touched), tried(*answers))
    assert (left.outcome, left.switch) == (Outcome.SKIPPED, campaign(1))
    assert left.error is not None


@pytest.mark.parametrize("status", ["2", "101"])
def test_an_account_that_is_no_longer_in_order_is_written_no_more(status):
    assert GOAL.writes(panel(OFF, status=status), {}) == ()
    assert GOAL.writes(panel(OFF, status=status), tried(Answer.UNKNOWN)) == ()


@pytest.mark.parametrize("answer", [Answer.ACCEPTED, Answer.UNKNOWN])
def test_what_a_write_of_ours_may_have_changed_does_not_stand_in_the_way_of_the_next(answer):
    changed = replace(OFF, updated="2026-11-24T13:00:00+0100")
    assert GOAL.writes(panel(changed), tried(answer)) == (changed,)
    dearer = replace(changed, daily_budget=Money(amount=Decimal(1), currency="SEK"))
    assert GOAL.writes(panel(dearer), tried(answer)) == ()
    assert GOAL.writes(panel(replace(changed, end=NOON)), tried(answer)) == ()


def test_what_somebody_else_turned_on_meanwhile_is_not_called_ours():
    on = campaign(1)
    assert GOAL.hindered(on, panel(on), tried(Answer.REFUSED)).outcome is Outcome.SKIPPED
    assert GOAL.hindered(on, panel(on), tried(Answer.UNKNOWN)).outcome is Outcome.RESUMED
