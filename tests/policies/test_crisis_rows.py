"""Every row names its own campaign as it was, and why it stands as it does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from policies.crisis import (
    EVERYTHING,
    Deeds,
    Mark,
    Outcome,
    Row,
    Scope,
    gaps,
    judge_resumed,
    judge_stopped,
    judge_unread,
    key_of,
    plan_restore,
    plan_stop,
)
from policies.model import Answer, Lingering, Unread, Words
from tests.policies.switches import campaign, panel, reading, receipt

ON, OFF = campaign(1), campaign(1, intent="PAUSED")
SETTLING = campaign(1, intent="PAUSED", delivery=("ACTIVE",))
_AD = Lingering(ad_id="5", name="Vintercykling", delivery="ACTIVE")
LINGERING = campaign(1, intent="PAUSED", lingering=_AD)
NAMELESS = campaign(1, intent="PAUSED", lingering=replace(_AD, name=""))
STRANGE = campaign(1, intent="NYTT", delivery=("OKÄNT",))
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def deeds(*answers):
    key = key_of(ON)
    tries = {key: [receipt(ON, one) for one in answers]} if answers else {}
    return Deeds(before={key: ON}, tries=tries, shown=frozenset({key}))


@pytest.mark.parametrize("answer", [Answer.ACCEPTED, Answer.REFUSED, Answer.UNKNOWN])
def test_what_is_still_on_is_told_as_it_was(answer):
    assert judge_stopped(ON, deeds(answer)).switch == ON
    assert judge_stopped(ON, deeds()).switch == ON


@pytest.mark.parametrize(
    ("fresh", "why"),
    [
        (SETTLING, "It is switched off, but the platform still says ACTIVE."),
        (
            LINGERING,
            "It is switched off, but the platform still says ACTIVE of its ad Vintercykling.",
        ),
        (NAMELESS, "It is switched off, but the platform still says ACTIVE of its ad 5."),
        (STRANGE, "Nobody can tell whether it is off: the platform says NYTT, OKÄNT."),
    ],
)
def test_what_cannot_be_told_says_why_before_and_after_the_stop(fresh, why):
    (planned,) = plan_stop(reading(panel(fresh)), EVERYTHING).rows
    judged = judge_stopped(fresh, deeds(Answer.ACCEPTED))
    for row, switch in ((planned, fresh), (judged, ON)):
        assert (row.switch, row.outcome) == (switch, Outcome.UNKNOWN)
        assert row.error.english() == why


def test_what_no_reading_of_ours_held_before_is_told_as_it_is():
    assert judge_stopped(STRANGE, Deeds(before={})).switch == STRANGE


def test_what_was_not_read_keeps_its_campaign_and_the_reason():
    because = Words("It was missing from what was read.")
    row = judge_unread(ON, because)
    assert (row.switch, row.outcome, row.error) == (ON, Outcome.UNKNOWN, because)


def test_what_is_off_already_is_told_as_it_is():
    (row,) = plan_stop(reading(panel(OFF)), EVERYTHING).rows
    assert (row.switch, row.outcome) == (OFF, Outcome.ALREADY_OFF)


def test_what_the_same_stop_turned_off_keeps_its_campaign():
    (row,) = plan_stop(reading(panel(OFF)), EVERYTHING, ours=frozenset({key_of(OFF)})).rows
    assert (row.switch, row.outcome) == (OFF, Outcome.STOPPED)


def test_a_plan_holds_what_it_was_made_of():
    scope, read = Scope(account_id="act_1"), reading(panel(ON))
    plan = plan_stop(read, scope)
    assert (plan.scope, plan.reading) == (scope, read)


def test_a_list_that_is_not_complete_names_the_account():
    (gap,) = gaps(panel(ON, complete=False))
    assert (gap.what, gap.platform, gap.account_id) == ("campaigns", ON.platform, "act_1")
    assert gap.because.english() == "The list of campaigns is not complete."


@pytest.mark.parametrize("blind", ["after", "fresh"])
def test_one_missing_time_of_change_is_enough_to_leave_it_off(blind):
    timeless = campaign(1, intent="PAUSED", updated=None)
    after, fresh = (timeless, OFF) if blind == "after" else (OFF, timeless)
    row = plan_restore(Mark(before=ON, after=after, turned_on=False), fresh, panel(OFF), at=NOON)
    assert (row.switch, row.outcome) == (ON, Outcome.SKIPPED)
    assert "no time of change" in row.error.english()


@pytest.mark.parametrize(
    ("fresh", "why"),
    [
        (None, "The platform does not say what became of it."),
        (
            Unread(what="campaign", because=Words("It says no."), platform=ON.platform),
            "It says no.",
        ),
    ],
)
def test_what_is_not_seen_after_the_undoing_keeps_its_campaign_and_the_reason(fresh, why):
    row = judge_resumed(Row(switch=ON, outcome=Outcome.PLANNED), fresh, deeds(Answer.ACCEPTED))
    assert (row.switch, row.outcome) == (ON, Outcome.UNKNOWN)
    assert row.error.english() == why


def test_what_is_on_again_or_still_off_keeps_its_campaign():
    target = Row(switch=ON, outcome=Outcome.PLANNED)
    assert judge_resumed(target, ON, deeds(Answer.ACCEPTED)).switch == ON
    assert judge_resumed(target, OFF, deeds(Answer.REFUSED)).switch == ON
    assert judge_resumed(target, OFF, deeds()).switch == ON
