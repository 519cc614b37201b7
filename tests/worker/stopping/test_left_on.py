"""What must not run on unsaid: whatever changes, is lost or is hidden while a stop is given."""

from __future__ import annotations

import pytest

from connectors import Visible
from policies.crisis import EVERYTHING, key_of, phrase
from policies.model import Answer, Platform
from tests.policies.switches import campaign, group, linked, unread
from tests.worker.stopping.board import ORDER, Board, desk
from worker.stopping.giving import go_on, pause, resume
from worker.stopping.in_force import in_force
from worker.stopping.story import tell_story

REFUSED, UNKNOWN, THROTTLED = Answer.REFUSED, Answer.UNKNOWN, Answer.THROTTLED
TWO = campaign(2, account="act_2", intent="PAUSED")


def nothing():
    """Nothing happens while the person thinks."""


def stop(here, meanwhile=nothing, scope=EVERYTHING):
    """A stop at a terminal; `meanwhile` happens between the plan and its phrase."""

    def types(plan):
        meanwhile()
        return phrase(plan.doing, plan.number, "sv")

    return pause(here, ORDER, scope, typed=None, ask=types).result


def undo(here, stop_id):
    def types(plan):
        return phrase(plan.doing, plan.number, "sv")

    return resume(here, ORDER, story(here, stop_id), typed=None, ask=types).result


def story(here, stop_id):
    return tell_story(stop_id, here.places)


def outcomes(result):
    return {row.switch.campaign_id: row.outcome.value for row in result.rows}


def left(result):
    return sorted(row.switch.campaign_id for row in result.left)


class Flickering(Board):
    """Its list of accounts is what `lists` says, one after the other; the last for ever."""

    lists = ()

    def accounts(self):
        *first, last = self.lists
        now = first[0] if first else last
        self.lists = (*first[1:], last)
        if now is None:
            self.dead.add("*")
            self.fails("*")
        return now


def names(*accounts, whole=True):
    gaps = () if whole else (unread("accounts", account=None),)
    return Visible(accounts=accounts, unread=gaps)


# --- what changes while the person thinks --------------------------------------------------------


def test_what_somebody_pauses_while_the_person_thinks_is_not_written_and_not_resumed(tmp_path):
    board = Board(campaign(1), campaign(2))
    here = desk(board, state_dir=tmp_path)
    done = stop(here, lambda: board.set(campaign(2), "PAUSED"))
    assert board.writes == [("1",)]
    undo(here, done.stop_id)
    assert board.on() == {"1"}


def test_an_account_with_nothing_on_is_read_again_after_the_phrase(tmp_path):
    board = Board(campaign(1), TWO)
    done = stop(desk(board, state_dir=tmp_path), lambda: board.set(TWO, "ACTIVE"))
    assert (done.verified, board.on(), outcomes(done)["2"]) == (True, set(), "added")


def test_an_account_with_nothing_on_is_never_judged_by_the_plan(tmp_path):
    board = Board(campaign(1), TWO)
    here = desk(board, state_dir=tmp_path)
    pause(here, ORDER, EVERYTHING, typed=None, ask=lambda plan: None)
    readings = []

    def read(account_id, panel=board.panel, **more):
        found = panel(account_id, **more)
        if account_id == "act_2" and not readings:
            readings.append(board.set(TWO, "ACTIVE"))
        return found

    board.panel = read
    done = pause(here, ORDER, EVERYTHING, typed="PAUSA 1", ask=lambda plan: None).result
    assert (done.verified, board.on(), outcomes(done)["2"]) == (True, set(), "added")


def test_an_account_that_appears_is_stopped_too(tmp_path):
    board = Board(campaign(1))
    new = campaign(3, account="act_3")
    done = stop(
        desk(board, state_dir=tmp_path), lambda: board.switches.setdefault(key_of(new), new)
    )
    assert (done.verified, board.on(), outcomes(done)["3"]) == (True, set(), "added")


def test_an_account_that_the_list_drops_after_the_plan_is_stopped_all_the_same(tmp_path):
    board = Flickering(campaign(1), campaign(2, account="act_2"))
    both, one = names("act_1", "act_2"), names("act_1")
    board.lists = (both, one)
    here = desk(board, state_dir=tmp_path)
    pause(here, ORDER, EVERYTHING, typed=None, ask=lambda plan: None)
    done = pause(here, ORDER, EVERYTHING, typed="PAUSA 2", ask=lambda plan: None).result
    assert (done.verified, board.on()) == (True, set())


def test_an_account_that_is_dropped_and_cannot_be_read_is_left_for_a_person(tmp_path):
    board = Flickering(campaign(1), campaign(2, account="act_2"))
    board.lists = (names("act_1", "act_2"), names("act_1"))
    here = desk(board, state_dir=tmp_path)
    pause(here, ORDER, EVERYTHING, typed=None, ask=lambda plan: None)
    board.dead.add("act_2")
    done = pause(here, ORDER, EVERYTHING, typed="PAUSA 2", ask=lambda plan: None).result
    assert (done.verified, done.code) == (False, 1)
    assert [gap.account_id for gap in done.gaps] == ["act_2"]


def test_a_campaign_that_the_list_loses_after_the_plan_is_read_by_itself(tmp_path):
    board = Board(campaign(1), campaign(2))
    here = desk(board, state_dir=tmp_path)
    pause(here, ORDER, EVERYTHING, typed=None, ask=lambda plan: None)
    board.hidden.add("2")
    done = pause(here, ORDER, EVERYTHING, typed="PAUSA 2", ask=lambda plan: None).result
    assert (done.verified, done.code, left(done)) == (False, 1, ["2"])


@pytest.mark.parametrize("after", [names("act_1", whole=False), None])
def test_a_list_of_accounts_that_gets_worse_keeps_nothing_on_that_was_read(tmp_path, after):
    board = Flickering(campaign(1), campaign(2, account="act_2"))
    board.lists = (names("act_1", "act_2", whole=False), after)
    done = stop(desk(board, state_dir=tmp_path))
    assert (done.verified, done.code, board.on()) == (False, 1, set())
    assert [gap.account_id for gap in done.gaps] == [None]


@pytest.mark.parametrize("after", [names("act_1", "act_3", whole=False), None])
def test_a_list_of_accounts_that_was_whole_before_is_not_taken_back_by_a_worse_one(tmp_path, after):
    board = Flickering(campaign(1), campaign(2, account="act_2"), campaign(3, account="act_3"))
    board.lists = (names("act_1", "act_2"), after)
    done = stop(desk(board, state_dir=tmp_path))
    assert (done.verified, done.gaps) == (True, ())
    assert board.on() == (set() if after else {"3"})


def test_what_turns_on_while_a_plan_of_nothing_is_looked_at_is_in_its_phrase(tmp_path):
    board = Board(campaign(1, intent="PAUSED", delivery=("IN_PROCESS",)))
    here = desk(board, state_dir=tmp_path)
    here.means.stoppers[Platform.META].panel = lambda account, panel=board.panel, **more: (
        panel(account, **more),
        board.set(campaign(1), "ACTIVE"),
    )[0]
    plan = pause(here, ORDER, EVERYTHING, typed=None, ask=lambda plan: None).result
    assert (plan.code, plan.number) == (3, 1)


# --- waits ---------------------------------------------------------------------------------------


def test_a_throttle_that_never_ends_keeps_nothing_else_on(tmp_path):
    board = Board(campaign(1), campaign(2))
    board.answers = {"1": [(THROTTLED, False, 3600.0)], "2": [(UNKNOWN, False)]}
    done = stop(desk(board, state_dir=tmp_path))
    assert (done.code, left(done), board.on()) == (1, ["1"], {"1"})


def test_what_turns_on_behind_a_throttle_is_stopped(tmp_path):
    board = Board(campaign(1), campaign(2, intent="PAUSED"))
    board.answers = {"1": [(THROTTLED, False, 3600.0)]}
    later = [lambda: board.set(campaign(2), "ACTIVE")]
    board.after_write.append(lambda batch: later and later.pop()())
    done = stop(desk(board, state_dir=tmp_path))
    assert (done.code, left(done), board.on()) == (1, ["1"], {"1"})


def test_what_nobody_had_time_to_write_is_left_for_a_person(tmp_path):
    board = Board(campaign(1), campaign(2, intent="PAUSED"))
    board.answers = {"1": [(THROTTLED, False, 3600.0)]}
    board.after_write.append(lambda batch: board.set(campaign(2), "ACTIVE"))
    done = stop(desk(board, state_dir=tmp_path))
    assert (done.code, left(done)) == (1, sorted(board.on()))
    assert "planned" not in outcomes(done).values()


# --- what a resume must leave alone --------------------------------------------------------------


def test_a_group_that_nobody_could_read_before_the_stop_stays_off(tmp_path):
    board = Board(linked(1, above=group(9, None, updated=None)), platform=Platform.LINKEDIN)
    board.answers = {"1": [(REFUSED, False)] * 3}
    here = desk(board, state_dir=tmp_path)
    done = stop(here)
    assert (done.verified, board.on()) == (True, set())
    back = undo(here, done.stop_id)
    assert (back.code, [row.switch.campaign_id for row in back.skipped]) == (1, ["9"])
    assert board.on() == set()


def test_what_a_person_finished_by_hand_stays_off(tmp_path):
    board = Board(campaign(1), campaign(2))
    board.answers = {"1": [(Answer.ACCEPTED, False)] * 3}
    here = desk(board, state_dir=tmp_path)
    done = stop(here)
    board.set(campaign(1), "PAUSED")
    assert outcomes(go_on(here, ORDER, story(here, done.stop_id)))["1"] == "already-off"
    undo(here, done.stop_id)
    assert board.on() == {"2"}


def test_what_could_not_be_stopped_at_first_and_was_later_is_resumed(tmp_path):
    board = Board(campaign(1))
    board.answers = {"1": [(Answer.ACCEPTED, False)] * 3}
    here = desk(board, state_dir=tmp_path)
    done = stop(here)
    assert go_on(here, ORDER, story(here, done.stop_id)).verified
    undo(here, done.stop_id)
    assert board.on() == {"1"}


# --- the stop's own name ----------------------------------------------------------------------


def test_a_plan_that_joined_a_stop_which_is_over_by_now_opens_a_new_one(tmp_path):
    board = Board(campaign(1), campaign(2))
    board.answers = {"2": [(REFUSED, False)] * 3}
    here = desk(board, state_dir=tmp_path)
    first = stop(here)
    joined = pause(here, ORDER, EVERYTHING, typed=None, ask=lambda plan: None).result
    assert joined.stop_id == first.stop_id
    undo(here, first.stop_id)
    second = pause(here, ORDER, EVERYTHING, typed="PAUSA 1", ask=lambda plan: None).result
    assert (second.verified, second.stop_id != first.stop_id) == (True, True)
    assert second.stop_id in in_force(tmp_path).english()


def test_a_joined_stop_looks_for_what_it_turned_off_and_no_list_holds_any_more(tmp_path):
    board = Flickering(campaign(1), campaign(2, account="act_2"))
    board.lists = (names("act_1", "act_2"),)
    here = desk(board, state_dir=tmp_path)
    stop(here)
    board.lists = (names("act_1"),)
    board.set(campaign(2, account="act_2"), "ACTIVE")
    plan = pause(here, ORDER, EVERYTHING, typed=None, ask=lambda plan: None).result
    assert (plan.verified, plan.code, plan.number) == (False, 3, 1)
    assert stop(here).verified
    assert board.on() == set()


def test_a_stop_whose_campaign_is_gone_can_still_be_finished(tmp_path):
    board = Board(campaign(1), campaign(2))
    here = desk(board, state_dir=tmp_path)
    scope = type(EVERYTHING)(campaign_id="1")
    done = stop(here, scope=scope)
    board.hidden.add("1")
    assert go_on(here, ORDER, story(here, done.stop_id)).verified


def test_half_a_sign_in_a_name_or_a_reason_prevents_no_stop(tmp_path):
    board = Board(campaign(1, name="Kampanj \ud83d"))
    done = stop(desk(board, state_dir=tmp_path))
    assert (done.verified, board.on()) == (True, set())


def test_a_platform_that_shows_no_account_at_all_is_not_taken_for_one_without_any(tmp_path):
    here = desk(Board(campaign(1)), Board(platform=Platform.LINKEDIN), state_dir=tmp_path)
    done = stop(here)
    assert (done.verified, done.code) == (False, 1)
    assert [(one.platform, one.account_id) for one in done.gaps] == [(Platform.LINKEDIN, None)]


def test_a_group_that_refused_is_left_for_nobody_once_somebody_turned_off_what_is_in_it(tmp_path):
    board = Board(linked(1, above=group()), platform=Platform.LINKEDIN)
    board.answers = {"1": [(REFUSED, False)] * 3, "9": [(REFUSED, False)] * 3}

    def somebody(batch):
        if board.writes.count(("9",)) == 3:
            board.set(linked(1), "PAUSED")

    board.after_write.append(somebody)
    done = stop(desk(board, state_dir=tmp_path))
    assert board.writes[-1] == ("9",)
    assert (done.verified, left(done)) == (True, [])
