"""A drill over platforms made of values: what a dry run came to, and what it must not do."""

from __future__ import annotations

from collections import Counter

import pytest

from policies.crisis import EVERYTHING
from policies.model import Answer, Platform
from tests.policies.switches import campaign, linked, receipt
from tests.worker.stopping.board import ORDER, Board, desk
from worker.stopping.drilling import run_drill
from worker.stopping.drills import drill_to_json, keep, last_drill


class Rehearsing(Board):
    """A platform that checks a write; `answer` is what it says."""

    answer, then = Answer.ACCEPTED, None

    def __init__(self, *switches, **more):
        super().__init__(*switches, **more)
        self.rehearsed = []

    def rehearse(self, switches):
        self.rehearsed += [one.campaign_id for one in switches]
        if self.then is not None:
            self.then(switches)
        return tuple(receipt(one, self.answer) for one in switches)


def drilled(board, folder):
    return run_drill(desk(board, state_dir=folder), ORDER, EVERYTHING).drill


@pytest.fixture
def board():
    return Rehearsing(campaign(1), campaign(2, intent="PAUSED"), campaign(3, account="act_2"))


def test_what_would_be_stopped_is_rehearsed_and_nothing_is_written(board, tmp_path):
    trial = run_drill(desk(board, state_dir=tmp_path), ORDER, EVERYTHING)
    drill = trial.drill
    assert trial.plan.number == 0  # of which no phrase can be made
    assert sorted(board.rehearsed) == ["1", "3"]
    assert (board.writes, board.on()) == ([], {"1", "3"})
    assert (drill.planned, drill.code, drill.answers) == (2, 0, Counter(accepted=2))
    assert not (tmp_path / "stops").exists()


def test_where_nothing_is_on_one_that_is_off_is_rehearsed(tmp_path):
    board = Rehearsing(campaign(2, intent="PAUSED"))
    assert (drilled(board, tmp_path).code, board.rehearsed) == (0, ["2"])


@pytest.mark.parametrize("answer", [Answer.REFUSED, Answer.THROTTLED, Answer.UNKNOWN])
def test_a_dry_run_that_is_not_accepted_needs_a_person(board, tmp_path, answer):
    board.answer = answer
    drill = drilled(board, tmp_path)
    assert (drill.code, drill.answers) == (1, {str(answer): 2})
    assert {one.refusals for one in drill.accounts} == {("It says no.",)}


def test_a_dry_run_that_was_carried_out_after_all_is_seen(board, tmp_path):
    board.then = lambda switches: board.set(switches[0], "PAUSED")
    drill = drilled(board, tmp_path)
    assert drill.code == 1
    assert {one.account_id: one.changed for one in drill.accounts} == {
        "act_1": ("1",), "act_2": ("3",),
    }  # fmt: skip


def test_what_cannot_be_read_after_the_dry_run_is_told(board, tmp_path):
    board.then = lambda switches: board.dead.add("act_2")
    changed = {one.account_id: one.changed for one in drilled(board, tmp_path).accounts}
    assert changed == {"act_1": (), "act_2": ("3",)}


def test_a_fault_of_ours_in_one_account_is_told_and_holds_up_no_other(board, tmp_path):
    def fail(switches):
        if switches[0].account_id == "act_2":
            raise RuntimeError("sandbox-secret")

    board.then = fail
    drill = drilled(board, tmp_path)
    assert drill.answers == Counter(accepted=1, unknown=1)
    assert "sandbox-secret" not in str(drill_to_json(drill))


def test_linkedin_is_not_asked_for_what_it_does_not_have(tmp_path):
    board = Rehearsing(linked(1), platform=Platform.LINKEDIN)
    drill = drilled(board, tmp_path)
    assert (board.rehearsed, drill.code, drill.planned) == ([], 0, 1)


def test_a_drill_is_read_as_it_was_kept(board, tmp_path):
    here = desk(board, state_dir=tmp_path)
    drill = run_drill(here, ORDER, EVERYTHING).drill
    path = keep(drill, here.places)
    assert path.parent == tmp_path / "stops" / "drills"
    assert last_drill(here.places) == drill
    assert "exempt" not in drill_to_json(drill)["scope"]
