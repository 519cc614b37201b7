"""A stop that is in force holds, over platforms made of values."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from policies.crisis import EVERYTHING, Outcome, Scope, key_of
from policies.model import Answer, Level, Platform
from tests.policies.switches import campaign, group, linked
from tests.worker.stopping.board import ORDER, Board, Clock, desk
from tests.worker.stopping.test_giving import outcomes, stop, types, undone
from worker.stopping.alone import alone
from worker.stopping.giving import end, go_on, pause
from worker.stopping.holding import Over, hold, hold_all
from worker.stopping.journal import read_journal
from worker.stopping.preparing import UnknownName
from worker.stopping.resting import REST
from worker.stopping.story import tell_story
from worker.stopping.verifying import verify

REFUSED = Answer.REFUSED


@pytest.fixture
def board():
    return Board(
        campaign(1, daily="5"), campaign(2, daily="50"), campaign(3, intent="PAUSED"),
        campaign(4, account="act_2"),
    )  # fmt: skip


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def here(board, tmp_path, clock):
    return desk(board, state_dir=tmp_path, clock=clock)


@pytest.fixture
def stopped(board, here):
    """A stop in force; what it wrote is forgotten."""
    result = stop(here).result
    board.writes.clear()
    return result.stop_id


def held(here, stop_id, **more):
    return hold(here, ORDER, tell_story(stop_id, here.places), **more)


def events(here, stop_id):
    return [one.event for one in read_journal(stop_id, here.places).records]


def turn_on(board, number, account="act_1"):
    board.set(campaign(number, account=account), "ACTIVE")


# --- what is stopped again ---------------------------------------------------------------------


def test_what_turned_active_is_stopped_again_and_named(board, here, stopped):
    turn_on(board, 1)
    turn_on(board, 3)
    new = campaign(7)
    board.switches[key_of(new)] = new
    result = held(here, stopped)
    assert (result.code, result.verified, board.on()) == (0, True, set())
    assert outcomes(result) == {
        "1": "added", "2": "stopped", "3": "added", "4": "stopped", "7": "added",
    }  # fmt: skip
    assert [set(batch) for batch in board.writes] == [{"1", "3", "7"}]


def test_a_hold_is_in_the_journal_before_what_it_writes(board, here, stopped):
    before = len(events(here, stopped))
    turn_on(board, 1)
    seen = []
    board.on_write.append(lambda batch: seen.append(events(here, stopped)[before:]))
    held(here, stopped)
    assert seen == [["held", "intent"]]
    assert events(here, stopped)[before:] == ["held", "intent", "outcome", "read", "verified"]
    assert verify(read_journal(stopped, here.places), head=None).intact


def test_a_hold_that_finds_nothing_on_writes_nothing_anywhere(board, here, stopped):
    before = events(here, stopped)
    for _ in range(50):
        result = held(here, stopped)
    assert (result.code, result.verified, board.writes) == (0, True, [])
    assert events(here, stopped) == before
    assert [one.verified for one in hold_all(here, ORDER)] == [True]
    assert events(here, stopped) == before


def test_a_hold_touches_nothing_outside_the_scope(board, here):
    done = stop(here, scope=Scope(account_id="act_1")).result
    board.writes.clear()
    turn_on(board, 2)
    assert held(here, done.stop_id).verified
    assert board.writes == [("2",)]
    assert board.on() == {"4"}


def test_what_cannot_be_stopped_again_is_residue(board, here, stopped):
    turn_on(board, 1)
    board.answers = {"1": [(REFUSED, False)] * 3}
    result = held(here, stopped)
    assert (result.code, result.verified) == (1, False)
    assert [row.switch.campaign_id for row in result.left] == ["1"] == list(board.on())


def test_an_account_that_cannot_be_read_is_residue_and_keeps_no_other_on(board, here, stopped):
    turn_on(board, 1)
    board.dead = {"act_2"}
    result = held(here, stopped)
    assert (result.code, board.on()) == (1, set())
    assert [gap.account_id for gap in result.gaps] == ["act_2"]


def test_no_account_readable_is_code_4_and_writes_nothing(board, here, stopped):
    before = events(here, stopped)
    board.dead = {"*", "act_1", "act_2"}
    assert held(here, stopped).code == 4
    assert events(here, stopped) == before


def test_what_turned_active_where_the_accounts_cannot_be_listed_is_stopped_again(
    board, here, stopped
):
    board.dead = {"*"}
    turn_on(board, 1)
    result = held(here, stopped)
    assert (result.code, board.on()) == (1, set())
    assert [gap.what for gap in result.gaps] == ["accounts"]


def test_what_a_hold_turned_off_a_resume_turns_on(board, here, stopped):
    turn_on(board, 1)
    turn_on(board, 3)
    held(here, stopped)
    assert undone(here, tell(here, stopped)).result.code == 0
    assert board.on() == {"1", "2", "3", "4"}


def tell(here, stop_id):
    return tell_story(stop_id, here.places)


def test_what_somebody_turned_off_after_a_hold_stays_off(board, here, stopped):
    turn_on(board, 1)
    held(here, stopped)
    board.set(campaign(1), "PAUSED")
    assert outcomes(undone(here, tell(here, stopped)).result)["1"] == "skipped"


def test_a_stop_with_residue_that_somebody_finished_by_hand_is_verified_by_a_hold(board, here):
    board.answers = {"1": [(REFUSED, False)] * 3}
    first = stop(here).result
    assert tell(here, first.stop_id).verified is False
    board.set(campaign(1), "PAUSED")
    assert held(here, first.stop_id).verified
    assert tell(here, first.stop_id).verified is True
    before = events(here, first.stop_id)
    held(here, first.stop_id)
    assert events(here, first.stop_id) == before
    undone(here, first)
    assert board.on() == {"2", "4"}


# --- exemptions --------------------------------------------------------------------------------


def test_what_is_exempted_is_never_touched_and_always_named(board, here, stopped):
    turn_on(board, 1)
    turn_on(board, 2)
    result = held(here, stopped, keep_off=["1"])
    assert (result.code, board.on(), board.writes) == (0, {"1"}, [("2",)])
    assert "1" not in outcomes(result)
    for again in (held(here, stopped), *hold_all(here, ORDER)):
        assert [(one.number, one.may_be_on) for one in again.exempted] == [("1", True)]
        assert (again.verified, board.on()) == (True, {"1"})
    assert tell(here, stopped).exempt == {"1"}


def test_an_exemption_is_recorded_once_and_before_anything_is_written(board, here, stopped):
    turn_on(board, 1)
    seen = []
    turn_on(board, 2)
    board.on_write.append(lambda batch: seen.append("exempted" in events(here, stopped)))
    held(here, stopped, keep_off=["1"])
    held(here, stopped, keep_off=["1"])
    assert seen == [True]
    assert events(here, stopped).count("exempted") == 1


def test_a_joining_stop_and_going_on_leave_what_is_exempted_alone(board, here, stopped):
    held(here, stopped, keep_off=["1"])
    turn_on(board, 1)
    turn_on(board, 2)
    joined = stop(here).result
    assert (joined.joined, joined.verified, board.on()) == (True, True, {"1"})
    assert [one.number for one in joined.exempted] == ["1"]


def test_an_exemption_while_the_person_thinks_counts(board, here, stopped):
    turn_on(board, 1)
    turn_on(board, 2)

    def meanwhile(plan):
        held(here, stopped, keep_off=["1"])
        turn_on(board, 2)
        return types(plan)

    pause(here, ORDER, EVERYTHING, typed=None, ask=meanwhile)
    assert board.on() == {"1"}


def test_a_number_that_is_nowhere_is_refused_and_nothing_is_written(board, here, stopped):
    turn_on(board, 1)
    before = events(here, stopped)
    with pytest.raises(UnknownName) as wrong:
        held(here, stopped, keep_off=["1", "99"])
    assert set(wrong.value.known) == {"1", "2", "3", "4"}
    assert (events(here, stopped), board.writes) == (before, [])


def test_a_number_that_may_be_where_nothing_was_read_is_exempted(board, here, stopped):
    board.dead = {"act_2"}
    result = held(here, stopped, keep_off=["99"])
    assert [(one.number, one.switch) for one in result.exempted] == [("99", None)]


def test_an_exempted_campaign_that_is_gone_is_no_residue(board, here, stopped):
    held(here, stopped, keep_off=["4"])
    del board.switches[key_of(campaign(4, account="act_2"))]
    again = lambda: go_on(here, ORDER, tell(here, stopped))  # noqa: E731
    for result in (held(here, stopped), new_and_held(board, here, stopped), again()):
        assert (result.verified, result.left) == (True, ())
    assert tell(here, stopped).verified is True


def new_and_held(board, here, stop_id):
    """A hold that has something to write."""
    board.switches[key_of(campaign(8, account="act_2"))] = campaign(8, account="act_2")
    return held(here, stop_id)


@pytest.fixture
def grouped():
    """A group of which the first campaign refuses to be turned, and one campaign beside it."""
    board = Board(
        linked(1), linked(2), linked(5, above=group(8)), platform=Platform.LINKEDIN
    )  # fmt: skip
    board.answers = {"1": [(REFUSED, False)] * 99}
    return board


def test_on_linkedin_a_groups_number_exempts_all_its_campaigns(grouped, tmp_path):
    here = desk(grouped, state_dir=tmp_path)
    stop_id = stop(here).result.stop_id
    grouped.set(group_of(grouped), "ACTIVE")
    grouped.set(linked(2), "ACTIVE")
    grouped.set(linked(5, above=group(8)), "ACTIVE")
    grouped.writes.clear()
    result = held(here, stop_id, keep_off=["9"])
    assert (result.verified, grouped.on(), grouped.writes) == (True, {"1", "2"}, [("5",)])
    assert [(one.number, one.switch.campaign_id) for one in result.exempted] == [
        ("9", "1"), ("9", "2"),
    ]  # fmt: skip


def group_of(board):
    return replace(linked(9), level=Level.CAMPAIGN_GROUP)


def test_nothing_is_stopped_through_the_group_of_an_exempted_campaign(grouped, tmp_path):
    here = desk(grouped, state_dir=tmp_path)
    stop_id = stop(here).result.stop_id
    grouped.set(group_of(grouped), "ACTIVE")
    grouped.set(linked(2), "ACTIVE")
    result = held(here, stop_id, keep_off=["2"])
    assert grouped.on() == {"1", "2"}
    assert [row.switch.campaign_id for row in result.left] == ["1"]
    assert not any("9" in batch for batch in grouped.writes[-3:])


def test_going_on_leaves_the_group_of_an_exempted_campaign_to_nobody(grouped, tmp_path):
    here = desk(grouped, state_dir=tmp_path)
    stop_id = stop(here).result.stop_id
    held(here, stop_id, keep_off=["2"])
    grouped.set(group_of(grouped), "ACTIVE")
    again = go_on(here, ORDER, tell(here, stop_id))
    assert [row.switch.campaign_id for row in again.left] == ["1"]


# --- one order wins ----------------------------------------------------------------------------


def test_a_stop_that_is_over_is_not_held(board, here, stopped):
    undone(here, tell(here, stopped))
    on = board.on()
    with pytest.raises(Over):
        held(here, stopped)
    assert hold_all(here, ORDER) == []
    assert board.on() == on


@pytest.mark.parametrize("over", ["resume", "end"])
def test_a_hold_that_runs_while_the_stop_comes_to_its_end_turns_off_nothing_more(
    board, here, stopped, over
):
    turn_on(board, 1)
    turn_on(board, 4, "act_2")
    read, once = board.panel, []

    def meanwhile(account_id, **more):
        found = read(account_id, **more)
        if account_id == "act_2" and not once:
            once.append(True)
            if over == "end":
                end(here.open_journal(stopped), ORDER)
            else:
                undone(here, tell(here, stopped))
        return found

    board.panel = meanwhile
    before = set(board.on())
    result = held(here, stopped)
    assert board.writes in ([], [("2",)])
    assert board.on() == (before if over == "end" else before | {"2"})
    assert (result.code, result.verified) == (1, False)
    assert {row.switch.campaign_id for row in result.left} >= {"1", "4"}
    assert all("resumed or ended" in row.error.english() for row in result.left)


def test_a_resume_between_two_batches_wins_from_then_on(board, here, stopped):
    for number in range(100, 160):
        board.switches[key_of(campaign(number))] = campaign(number)
    board.after_write.append(once(lambda: undone(here, tell(here, stopped))))
    result = held(here, stopped)
    assert len(board.writes[0]) == 50
    assert {"1", "2", "4"} <= board.on()
    assert len(result.left) > 0
    assert result.code == 1


def once(work):
    """Work on the first call alone."""
    done = []

    def call(batch):
        if not done:
            done.append(True)
            work()

    return call


def test_what_is_exempted_while_a_hold_runs_is_not_written_any_more(board, here, stopped):
    for number in range(100, 160):
        board.switches[key_of(campaign(number))] = campaign(number)
    journal = here.open_journal(stopped)
    told = {**ORDER.to_json(()), "campaigns": ["159"]}
    board.on_write.append(once(lambda: journal.add("exempted", told)))
    result = held(here, stopped)
    assert board.on() == {"159"}
    assert (result.verified or not result.left, "159" in outcomes(result)) == (True, False)
    assert [one.number for one in result.exempted] == ["159"]


def test_two_holds_at_once_write_nothing_twice(board, tmp_path):
    here = desk(board, state_dir=tmp_path)
    stop_id = stop(here).result.stop_id
    board.writes.clear()
    turn_on(board, 1)
    real = replace(here, means=replace(here.means, sleep=threading.Event().wait))
    threads = [threading.Thread(target=held, args=(real, stop_id)) for _ in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert (board.writes, board.on()) == ([("1",)], set())
    assert events(here, stop_id).count("held") == 1


def test_the_service_leaves_a_stop_to_the_program_that_works_on_it(board, here, stopped):
    turn_on(board, 1)
    with alone(stopped, here.places, patience=0, sleep=here.means.sleep):
        assert hold_all(here, ORDER) == []
        assert board.writes == []
        assert held(here, stopped).verified  # a person's command waits, and then goes on


# --- weeks of it -------------------------------------------------------------------------------


def test_what_refuses_is_tried_again_by_the_service_after_hours_and_by_a_person_at_once(
    board, here, stopped, clock
):
    turn_on(board, 1)
    board.answers = {"1": [(REFUSED, False)] * 99}
    assert hold_all(here, ORDER)[0].code == 1
    grown = len(events(here, stopped))
    for _ in range(5):
        clock.now += timedelta(minutes=30)
        [result] = hold_all(here, ORDER)
        assert (result.code, [row.outcome for row in result.left]) == (1, [Outcome.FAILED])
        assert "It says no." in result.left[0].error.english()
    assert len(events(here, stopped)) == grown
    held(here, stopped)
    assert len(events(here, stopped)) > grown
    clock.now += REST
    board.answers = {}
    assert hold_all(here, ORDER)[0].verified
    assert board.on() == set()


def test_what_refused_and_was_changed_since_is_tried_at_once(board, here, stopped):
    turn_on(board, 1)
    board.answers = {"1": [(REFUSED, False)] * 3}
    hold_all(here, ORDER)
    turn_on(board, 1)
    assert hold_all(here, ORDER)[0].verified


# --- interrupted -------------------------------------------------------------------------------


class Killed(BaseException):
    """The program ends here."""


def killed_after(here, records):
    """A desk whose journals end the program after so many records."""
    left = [records]

    def open_journal(stop_id):
        journal = here.open_journal(stop_id)
        add = journal.add

        def count(event, told):
            if left[0] == 0:
                raise Killed
            left[0] -= 1
            add(event, told)

        journal.add = count
        return journal

    return replace(here, open_journal=open_journal)


@pytest.mark.parametrize("records", range(8))
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_hold_killed_at_any_record_is_finished_by_the_next(board, tmp_path, records):
    here = desk(board, state_dir=tmp_path, late=0.2)
    stop_id = stop(here).result.stop_id
    turn_on(board, 1)
    turn_on(board, 4, "act_2")
    ended = threading.Thread(target=held, args=(killed_after(here, records), stop_id), daemon=True)
    ended.start()
    ended.join(1.0)
    result = held(desk(board, state_dir=tmp_path), stop_id)
    assert (result.verified, board.on()) == (True, set())
    assert tell(here, stop_id).verified is True
    assert verify(read_journal(stop_id, here.places), head=result.head).intact
    before = events(here, stop_id)
    held(here, stop_id)
    assert events(here, stop_id) == before
    assert undone(here, result).result.code == 0
    assert board.on() == {"1", "2", "4"}


def test_an_interrupted_stop_is_finished_by_a_hold(board, tmp_path):
    here = desk(board, state_dir=tmp_path)
    first = stop(here, scope=Scope(account_id="act_1")).result
    here.open_journal(first.stop_id).add("continued", ORDER.to_json(()))
    assert tell(here, first.stop_id).unfinished
    [result] = hold_all(here, ORDER)
    assert result.verified
    assert tell(here, first.stop_id).verified is True
    assert outcomes(result) == {"1": "stopped", "2": "stopped", "3": "already-off"}


def test_an_interrupted_stop_of_which_not_all_can_be_read_is_finished_once(board, here):
    first = stop(here).result
    here.open_journal(first.stop_id).add("continued", ORDER.to_json(()))
    board.dead = {"act_2"}
    assert hold_all(here, ORDER)[0].code == 1
    assert tell(here, first.stop_id).verified is False
    before = events(here, first.stop_id)
    assert hold_all(here, ORDER)[0].code == 1
    assert events(here, first.stop_id) == before


def test_a_journal_that_cannot_be_understood_is_told_and_holds_up_no_other(board, tmp_path):
    told = []
    here = desk(board, state_dir=tmp_path, told=told)
    stop(here)
    (tmp_path / "stops" / "20260101-000000-aaaa.jsonl").write_text("rubbish\n")
    turn_on(board, 1)
    assert [one.verified for one in hold_all(here, ORDER)] == [True]
    assert any("20260101-000000-aaaa" in line for line in told)
