"""What others do while writes wait for their account: it is seen before they are sent, and told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from connectors.sandbox.meddling import Place, change
from policies.crisis import Outcome, phrase
from tests.worker.stopping.board import ORDER
from tests.worker.stopping.test_limited import confirmed, limited  # noqa: F401 a fixture
from worker.stopping.giving import resume
from worker.stopping.steps import Stage
from worker.stopping.story import tell_story

ACCOUNT = "act_100"
MANY = 40
"""Campaigns of one account on the Limited tier: more than go in two portions."""


class Slow:
    """An account of many campaigns that lets us write some at a time."""

    def __init__(self, made):
        self.world, self.night, self.desk = made.sandbox.world, made.night, made.desk
        self.made = made

    def campaigns(self, status):
        """Numbers of the campaigns whose switch says this."""
        nodes = self.world.meta.items()
        found = [(k, one) for k, one in nodes if one.kind == "Campaign"]
        return [number for number, one in found if one.fields["status"] == status]

    def change(self, number, *, stamp=True, **fields):
        """What somebody else does to a campaign."""
        change(self.world, Place("meta", ACCOUNT, number), stamp=stamp, **fields)

    def first(self, stage, call):
        """Call something when the work comes to this stage for the first time from now on."""
        calls = [call]

        def step(one):
            if one.stage is stage and calls:
                calls.pop()()

        self.desk = replace(self.desk, means=replace(self.desk.means, step=step))

    def stopped(self):
        """The stop that turned all of it off."""
        _, result = confirmed(self.made)
        assert result.verified
        self.night.sleep(600)
        return tell_story(result.stop_id, self.desk.places)

    def undo(self, story):
        """Plan the undoing and confirm."""

        def types(plan):
            assert plan.number == MANY
            return phrase(plan.doing, plan.number, "sv")

        return resume(self.desk, ORDER, story, typed=None, ask=types).result


@pytest.fixture
def slow(limited):  # noqa: F811
    return Slow(limited(MANY, {"meta.limited_tier": True}))


def reasons(result):
    """Why each was left off."""
    return {row.switch.campaign_id: row.error.english() for row in result.skipped}


# --- a resume -------------------------------------------------------------------------------------


def test_what_somebody_touched_between_two_portions_of_a_resume_stays_off_and_says_why(slow):
    story = slow.stopped()
    touched = []

    def others():
        touched.extend(slow.campaigns("PAUSED")[:3])
        slow.change(touched[0], stamp=False, daily_budget="99999900")
        slow.change(touched[1], name="Nytt namn")
        slow.change(touched[2], stamp=False, stop_time="2027-11-24T12:00:00+0000")

    slow.first(Stage.READING_BACK, others)
    done = slow.undo(story)
    assert (done.code, len(slow.campaigns("ACTIVE"))) == (1, MANY - 3)
    told = reasons(done)
    assert set(told) == set(touched)
    assert "daily_budget" in told[touched[0]]
    assert "name" in told[touched[1]]
    assert "stop_time" in told[touched[2]]
    assert {row.outcome for row in done.rows} == {Outcome.RESUMED, Outcome.SKIPPED}


def test_what_somebody_else_turned_on_between_two_portions_of_a_resume_is_not_called_ours(slow):
    story = slow.stopped()
    touched = []

    def others():
        touched.append(slow.campaigns("PAUSED")[0])
        slow.change(touched[0], status="ACTIVE")

    slow.first(Stage.READING_BACK, others)
    done = slow.undo(story)
    assert reasons(done) == {touched[0]: "Somebody has turned it on already."}


def test_what_comes_to_its_end_while_a_resume_waits_stays_off(slow):
    ends = slow.night.now + timedelta(hours=2)
    late = slow.campaigns("ACTIVE")[0]  # listed last
    slow.change(late, stop_time=f"{ends:%Y-%m-%dT%H:%M:%S}+0000")
    story = slow.stopped()
    slow.night.sleep((ends - slow.night.now).total_seconds() - 60)
    assert reasons(slow.undo(story)) == {late: "Its end is past."}


def test_an_account_that_falls_out_of_order_while_a_resume_waits_is_turned_on_no_further(slow):
    story = slow.stopped()
    account = slow.world.meta[ACCOUNT].fields
    slow.first(Stage.READING_BACK, lambda: account.update(account_status=2))
    done = slow.undo(story)
    on = slow.campaigns("ACTIVE")
    assert 0 < len(on) < MANY
    told = reasons(done)
    assert set(told) == set(slow.campaigns("PAUSED"))
    assert all("not in order" in one for one in told.values())
