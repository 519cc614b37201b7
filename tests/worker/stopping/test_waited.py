"""What others do while writes wait for their account: it is seen before they are sent, and told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from connectors.sandbox.meddling import Place, change
from policies.crisis import Outcome, phrase
from policies.model import Answer
from tests.policies.switches import campaign
from tests.worker.stopping.board import ORDER, Board, Clock, desk
from tests.worker.stopping.flow import stop_by
from tests.worker.stopping.test_limited import blocked, confirmed, limited  # noqa: F401 a fixture
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

    def toggle(self, **values):
        """Set toggles of Meta's."""
        told = {f"meta.{name}": value for name, value in values.items()}
        self.world.faults.set_toggles(told, told)

    def stop(self):
        """Plan and confirm."""
        self.made.desk = self.desk
        return confirmed(self.made)[1]

    def stopped(self):
        """The stop that turned all of it off."""
        result = self.stop()
        assert result.verified
        self.night.sleep(600)
        return tell_story(result.stop_id, self.desk.places)

    def undo(self, story):
        """Plan the undoing and confirm."""

        result = undone(self.desk, story)
        assert len(result.rows) == MANY
        return result


def undone(here, story):
    """Plan the undoing and confirm."""

    def types(plan):
        return phrase(plan.doing, plan.number, "sv")

    return resume(here, ORDER, story, typed=None, ask=types).result


@pytest.fixture
def slow(limited):  # noqa: F811
    return Slow(limited(MANY, {"meta.limited_tier": True}))


def reasons(result):
    """Why each was left off."""
    return {row.switch.campaign_id: row.error.english() for row in result.skipped}


# --- a stop ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", [1, 21])
def test_what_a_person_turns_off_while_a_stop_waits_is_not_taken_for_the_stops_own(slow, step):
    touched = []

    def others():
        touched.extend(slow.campaigns("ACTIVE")[::step])
        for number in touched:
            slow.change(number, status="PAUSED", effective_status="PAUSED")

    slow.first(Stage.WAITING, others)
    done = slow.stop()
    assert done.verified
    rows = {row.switch.campaign_id: row.outcome for row in done.rows}
    assert {k for k, one in rows.items() if one is Outcome.ALREADY_OFF} == set(touched)
    story = tell_story(done.stop_id, slow.desk.places)
    assert {key.campaign_id for key in story.marks} == rows.keys() - set(touched)
    slow.night.sleep(600)
    undone(slow.desk, story)
    assert set(slow.campaigns("PAUSED")) == set(touched)


def test_an_account_that_cannot_be_read_after_a_wait_is_turned_off_all_the_same(slow):
    slow.first(Stage.WAITING, lambda: slow.toggle(refuse_reads={ACCOUNT: 2}))
    seen = []

    def step(one, then=slow.desk.means.step):
        then(one)
        seen.append(one.stage)
        if seen.count(Stage.TURNING) == 2:
            slow.toggle(refuse_reads={})

    slow.desk = replace(slow.desk, means=replace(slow.desk.means, step=step))
    done = slow.stop()
    assert (done.verified, slow.campaigns("ACTIVE")) == (True, [])


def test_a_stop_of_many_pages_spends_its_points_on_writes_and_its_resume_on_looking_first(limited):  # noqa: F811
    slow = Slow(limited(MANY, {"meta.limited_tier": True, "meta.page_rows": 2}))
    stopped = slow.stop()
    assert (stopped.verified, slow.campaigns("ACTIVE")) == (True, [])
    slow.night.sleep(600)
    slow.first(Stage.WAITING, lambda: slow.change(slow.campaigns("PAUSED")[0], name="Nytt namn"))
    back = slow.undo(tell_story(stopped.stop_id, slow.desk.places))
    assert (len(back.skipped), len(slow.campaigns("ACTIVE"))) == (1, MANY - 1)
    assert stopped.seconds < back.seconds
    assert blocked(slow.made.sandbox) == []


class Waiting(Clock):
    """A clock; `meanwhile` happens in the first sleep."""

    def __init__(self, meanwhile):
        super().__init__()
        self.meanwhile = [meanwhile]

    def sleep(self, seconds):
        super().sleep(seconds)
        if self.meanwhile:
            self.meanwhile.pop()()


def throttled(*numbers):
    """Campaigns of one account that are refused for 90 seconds."""
    board = Board(*map(campaign, numbers))
    board.answers = {str(one): [(Answer.THROTTLED, False, 90.0)] for one in numbers}
    return board


@pytest.mark.parametrize("by_hand", [(1,), (1, 2)])
def test_what_a_person_turns_off_while_a_throttle_lasts_is_not_taken_for_the_stops_own(
    tmp_path, by_hand
):
    board = throttled(1, 2)
    clock = Waiting(lambda: [board.set(campaign(one), "PAUSED") for one in by_hand])
    here = desk(board, state_dir=tmp_path, clock=clock)
    done = stop_by(here)
    assert (done.verified, clock.slept) == (True, [90.0])
    assert board.writes[1:] == [("2",)][: 2 - len(by_hand)]
    undone(here, tell_story(done.stop_id, here.places))
    assert board.on() == {"1", "2"} - set(map(str, by_hand))


@pytest.mark.parametrize("whole", [True, False])
def test_a_list_that_breaks_off_after_a_wait_keeps_nothing_on(tmp_path, whole):
    board = throttled(1, 2)
    read = board.panel

    def broken(account_id, **more):
        return replace(read(account_id, **more), complete=whole)

    def meanwhile():
        board.hidden.add("2")
        board.panel = broken

    board.after_write.append(lambda batch: len(board.writes) > 1 and board.hidden.clear())
    here = desk(board, state_dir=tmp_path, clock=Waiting(meanwhile))
    stop_by(here)
    # What a whole list does not hold is not there; what half a list does not hold may be.
    assert sorted(board.writes[1]) == (["1"] if whole else ["1", "2"])
    assert board.on() == set()


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


def test_what_somebody_touches_while_a_portion_of_a_resume_waits_stays_off(slow):
    story = slow.stopped()
    touched = []

    def others():
        touched.extend(slow.campaigns("PAUSED"))
        for number in touched:
            slow.change(number, stamp=False, daily_budget="99999900")

    slow.first(Stage.WAITING, others)
    assert set(reasons(slow.undo(story))) == set(touched)
    assert slow.campaigns("PAUSED") == touched


@pytest.mark.parametrize("lost", [{ACCOUNT: 2}, {}])
def test_a_resume_turns_on_nothing_that_it_could_not_look_at_after_a_wait(slow, lost):
    story = slow.stopped()
    before = []

    def lose():
        before.extend(slow.campaigns("ACTIVE"))
        slow.toggle(refuse_reads=lost)

    slow.first(Stage.WAITING, lose)
    done = slow.undo(story)
    assert 0 < len(before) < MANY
    assert len(slow.campaigns("ACTIVE")) == (len(before) if lost else MANY)
    assert done.verified == (not lost)
    assert {row.outcome for row in done.rows} == {Outcome.UNKNOWN if lost else Outcome.RESUMED}


def test_what_is_touched_while_a_throttle_of_a_resume_lasts_stays_off_and_the_rest_is_on(tmp_path):
    board = Board(campaign(1, daily="50"), campaign(2, daily="50"))
    here = desk(board, state_dir=tmp_path)
    story = tell_story(stop_by(here).stop_id, here.places)
    board.answers = {str(one): [(Answer.THROTTLED, False, 90.0)] for one in (1, 2)}

    def dearer():
        one = next(k for k in board.switches if k.campaign_id == "1")
        budget = campaign(1, daily="5000").daily_budget
        board.switches[one] = replace(board.switches[one], daily_budget=budget)

    later = desk(board, state_dir=tmp_path, clock=Waiting(dearer))
    done = undone(later, story)
    assert (done.code, board.on()) == (1, {"2"})
    assert "daily_budget" in reasons(done)["1"]
