"""A resume turns on no more than the stop turned off, the plan showed, and a person has in mind."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policies.crisis import Outcome, Row, Scope, group_switch, key_of
from tests.policies.switches import campaign, group, linked, panel
from tests.worker.stopping.board import ORDER, Board, desk
from tests.worker.stopping.test_giving import NOBODY, outcomes, stop, types
from worker.stopping.giving import end, resume
from worker.stopping.holding import hold
from worker.stopping.in_force import in_force
from worker.stopping.kept_off import Held, kept_off
from worker.stopping.preparing import UnknownName
from worker.stopping.story import tell_story


def undo(here, stop_id, *, typed=None, ask=types, only=()):
    return resume(here, ORDER, tell_story(stop_id, here.places), typed=typed, ask=ask, only=only)


def many(number):
    return Board(*(campaign(n, account=f"act_{n % 2 + 1}", daily="9") for n in range(number)))


def rename(board, numbers):
    for key, one in list(board.switches.items()):
        if int(one.campaign_id) in numbers:
            board.switches[key] = replace(one, name="Nytt namn")


def test_much_changed_since_the_stop_turns_on_nothing_and_asks_for_a_choice(tmp_path):
    board = many(39)
    here = desk(board, state_dir=tmp_path)
    stop_id = stop(here).result.stop_id
    rename(board, range(20))
    board.writes.clear()
    for typed in (None, "ÅTERUPPTA 19"):
        answered = undo(here, stop_id, typed=typed)
        assert (answered.result.code, answered.result.withheld) == (3, True)
        assert "20 of the 39" in answered.refused.english()
    assert (board.writes, in_force(tmp_path) is None) == ([], False)
    chosen = undo(here, stop_id, only=["act_1", "21"])
    assert chosen.result.code == 1
    assert board.on() == {str(n) for n in range(20, 39) if n % 2 == 0} | {"21"}


def test_half_of_it_or_few_hold_back_nothing(tmp_path):
    board = many(40)
    here = desk(board, state_dir=tmp_path)
    stop_id = stop(here).result.stop_id
    rename(board, range(20))
    assert undo(here, stop_id).result.code == 1
    assert board.on() == {str(n) for n in range(20, 40)}


def test_a_plan_of_some_confirms_no_more_than_that(tmp_path):
    board = many(4)
    here = desk(board, state_dir=tmp_path)
    stop_id = stop(here).result.stop_id
    assert undo(here, stop_id, ask=NOBODY, only=["0", "1"]).result.number == 2
    assert undo(here, stop_id, typed="ÅTERUPPTA 2").result.code == 3
    assert undo(here, stop_id, typed="ÅTERUPPTA 2", only=["2", "3"]).result.code == 3
    assert board.on() == set()
    done = undo(here, stop_id, typed="ÅTERUPPTA 2", only=["1", "0"]).result
    assert (done.code, board.on()) == (1, {"0", "1"})
    assert undo(here, stop_id).result.code == 0
    assert board.on() == {"0", "1", "2", "3"}


def test_a_name_of_which_the_stop_turned_off_nothing_is_refused(tmp_path):
    board = many(2)
    here = desk(board, state_dir=tmp_path)
    stop_id = stop(here).result.stop_id
    with pytest.raises(UnknownName) as wrong:
        undo(here, stop_id, only=["0", "77"])
    assert wrong.value.wanted == "77"
    assert board.on() == set()


def test_a_plan_that_has_mostly_gone_while_the_person_thinks_is_shown_again(tmp_path):
    board = many(39)
    here = desk(board, state_dir=tmp_path)
    stop_id = stop(here).result.stop_id
    board.writes.clear()

    def thinks(plan):
        for number in range(20):
            board.set(campaign(number, account=f"act_{number % 2 + 1}"), "PAUSED")
        return types(plan)

    answered = undo(here, stop_id, ask=thinks)
    assert answered.result.code == 3
    assert "20 of its 39" in answered.refused.english()
    assert (board.writes, in_force(tmp_path) is None) == ([], False)


def test_what_became_dearer_while_the_stop_held_stays_off(tmp_path):
    board = Board(campaign(1, daily="50"), campaign(2, daily="50"))
    here = desk(board, state_dir=tmp_path)
    stop_id = stop(here).result.stop_id
    board.switches[key_of(campaign(1))] = campaign(1, daily="5000")
    assert hold(here, ORDER, tell_story(stop_id, here.places)).verified
    done = undo(here, stop_id).result
    assert (outcomes(done), board.on()) == ({"1": "skipped", "2": "resumed"}, {"2"})
    assert "50 SEK and is 5000 SEK" in done.skipped[0].error.english()


def test_what_another_stop_in_force_covers_stays_off_until_that_one_is_over(tmp_path):
    board = Board(campaign(1), campaign(2, account="act_2"))
    here = desk(board, state_dir=tmp_path)
    first = stop(here, scope=Scope(account_id="act_1")).result.stop_id
    second = stop(here).result.stop_id
    done = undo(here, first).result
    assert (done.code, board.on()) == (1, set())
    assert second in done.skipped[0].error.english()
    assert undo(here, second).result.code == 0
    assert undo(here, first).result.code == 0
    assert board.on() == {"1", "2"}


@pytest.mark.parametrize("over", ["ended", "exempt"])
def test_a_stop_that_is_over_or_exempts_it_keeps_nothing_off(tmp_path, over):
    board = Board(campaign(1), campaign(2, account="act_2"))
    here = desk(board, state_dir=tmp_path)
    first = stop(here, scope=Scope(account_id="act_1")).result.stop_id
    second = stop(here).result.stop_id
    if over == "ended":
        end(here.open_journal(second), ORDER)
    else:
        hold(here, ORDER, tell_story(second, here.places), keep_off=["1"])
    assert undo(here, first).result.code == 0
    assert board.on() == {"1"}


def test_a_group_stays_off_with_any_campaign_under_it_that_another_stop_covers():
    members = panel(linked(1), linked(2), linked(5, above=group(8)))
    held = [Held(stop_id="b", scope=Scope(campaign_id="1"))]

    def outcome(switch, others, exempt=()):
        others = [replace(one, scope=one.scope.less(exempt)) for one in others]
        row = Row(switch=switch, outcome=Outcome.PLANNED)
        return kept_off(row, members, others).outcome

    assert outcome(group_switch(linked(1)), held) is Outcome.SKIPPED
    assert outcome(linked(1), held) is Outcome.SKIPPED
    assert outcome(group_switch(linked(1)), held, {"1"}) is Outcome.PLANNED
    assert outcome(linked(2), held) is Outcome.PLANNED
    assert outcome(group_switch(linked(5, above=group(8))), held) is Outcome.PLANNED


def test_a_journal_that_nobody_understands_is_told_of(tmp_path):
    board, told = many(2), []
    here = desk(board, state_dir=tmp_path, told=told)
    stop_id = stop(here).result.stop_id
    (tmp_path / "stops" / "20260101-000000-aaaa.jsonl").write_text("rubbish\n")
    assert undo(here, stop_id).result.code == 0
    assert any("20260101-000000-aaaa" in line for line in told)
