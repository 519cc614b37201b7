"""A stop and its undoing from order to answer, over platforms made of values."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from policies.crisis import EVERYTHING, Outcome, Scope, key_of, phrase
from policies.model import Answer, Level, Platform
from tests.policies.switches import campaign, group, linked
from tests.worker.stopping.board import ORDER, Board, Clock, desk
from worker.stopping.giving import end, go_on, pause, resume
from worker.stopping.in_force import in_force
from worker.stopping.journal import read_journal
from worker.stopping.preparing import UnknownName
from worker.stopping.story import tell_story
from worker.stopping.verifying import verify

FOUR = key_of(campaign(4, account="act_2"))
NOBODY = lambda plan: None  # noqa: E731
REFUSED, UNKNOWN, THROTTLED = Answer.REFUSED, Answer.UNKNOWN, Answer.THROTTLED


def types(plan):
    """A person at a terminal who reads the plan and types its phrase."""
    return phrase(plan.doing, plan.number, "sv")


def stop(here, *, scope=EVERYTHING, typed=None, ask=types):
    return pause(here, ORDER, scope, typed=typed, ask=ask)


def outcomes(result):
    return {row.switch.campaign_id: row.outcome.value for row in result.rows}


@pytest.fixture
def board():
    return Board(
        campaign(1, daily="5"), campaign(2, daily="50"), campaign(3, intent="PAUSED"),
        campaign(4, account="act_2"),
    )  # fmt: skip


@pytest.fixture
def here(board, tmp_path):
    return desk(board, state_dir=tmp_path)


# --- what writes nothing -----------------------------------------------------------------------


def test_a_plan_writes_nothing_and_asks_for_its_phrase(board, here, tmp_path):
    result = stop(here, ask=NOBODY).result
    assert (result.code, result.number, result.confirmed) == (3, 3, False)
    assert board.writes == []
    assert in_force(tmp_path) is None
    assert len(list((tmp_path / "stops" / "plans").iterdir())) == 1


@pytest.mark.parametrize("typed", ["", "PAUSA 2", "PAUSA", "ja"])
def test_a_wrong_phrase_writes_nothing(board, here, typed):
    stop(here, ask=NOBODY)
    answered = stop(here, typed=typed)
    assert answered.result.code == 3
    assert answered.refused is not None
    assert board.writes == []


def test_a_right_phrase_without_a_plan_that_was_shown_writes_nothing(board, here):
    answered = stop(here, typed="PAUSA 3")
    assert answered.result.code == 3
    assert board.writes == []
    assert stop(here, typed="PAUSA 3").result.code == 0


def test_a_plan_counts_for_its_own_scope_only(board, here):
    stop(here, ask=NOBODY)
    assert stop(here, scope=Scope(platform=Platform.META), typed="PAUSA 3").result.code == 3
    assert board.writes == []


def test_a_plan_is_stale_after_a_quarter_of_an_hour(board, tmp_path):
    clock = Clock()
    here = desk(board, state_dir=tmp_path, clock=clock)
    stop(here, ask=NOBODY)
    clock.now += timedelta(minutes=16)
    assert stop(here, typed="PAUSA 3").result.code == 3
    assert board.writes == []


def test_an_answer_at_the_terminal_that_took_too_long_is_stale(board, tmp_path):
    clock = Clock()

    def slowly(plan):
        clock.now += timedelta(minutes=16)
        return types(plan)

    here = desk(board, state_dir=tmp_path, clock=clock)
    answered = stop(here, ask=slowly)
    assert (answered.result.code, board.writes) == (3, [])
    assert "older than 15 minutes" in answered.refused.english()
    assert stop(here, typed="PAUSA 3").result.code == 3
    assert board.writes == []


def test_nothing_on_and_all_read_asks_nothing(tmp_path):
    board = Board(campaign(1, intent="PAUSED"))
    result = stop(desk(board, state_dir=tmp_path), ask=NOBODY).result
    assert (result.code, result.verified, board.writes) == (0, True, [])


def test_nothing_on_but_something_unread_is_code_1_with_that_row(tmp_path):
    board = Board(campaign(1, intent="PAUSED"), campaign(2, account="act_2"))
    board.dead.add("act_2")
    result = stop(desk(board, state_dir=tmp_path), ask=NOBODY).result
    assert (result.code, result.verified) == (1, False)
    assert [gap.account_id for gap in result.gaps] == ["act_2"]


@pytest.mark.parametrize("dead", [{"*"}, {"act_1", "act_2"}])
def test_no_account_readable_at_all_is_code_4(board, here, dead):
    board.dead = dead
    assert stop(here).result.code == 4
    assert board.writes == []


def test_what_is_settling_with_nothing_on_is_waited_for_without_a_phrase(tmp_path):
    board = Board(campaign(1, intent="PAUSED", updated="v0"))
    board.settling = 3
    clock = Clock()
    result = stop(desk(board, state_dir=tmp_path, clock=clock), ask=NOBODY).result
    assert (result.code, result.verified, board.writes) == (0, True, [])
    assert 0 < sum(clock.slept) <= 60


def test_a_name_that_is_nowhere_is_refused_with_what_there_is(here):
    with pytest.raises(UnknownName) as account:
        stop(here, scope=Scope(account_id="act_9"))
    assert account.value.known == ("act_1", "act_2")
    with pytest.raises(UnknownName) as named:
        stop(here, scope=Scope(campaign_id="99"))
    assert set(named.value.known) == {"1", "2", "3", "4"}


def test_a_name_is_not_refused_where_something_was_not_read(board, here):
    board.dead.add("act_2")
    result = stop(here, scope=Scope(campaign_id="99"), ask=NOBODY).result
    assert (result.code, result.rows) == (1, ())
    board.dead.add("*")
    assert stop(here, scope=Scope(account_id="act_9"), ask=NOBODY).result.code == 4


def test_a_token_that_sees_no_account_at_all_is_code_4_too(tmp_path):
    result = stop(desk(Board(), state_dir=tmp_path), ask=NOBODY).result
    assert (result.code, result.verified) == (4, False)


def test_an_account_that_never_answers_holds_up_no_other(board, tmp_path):
    never = threading.Event()
    read = board.panel
    board.panel = lambda one, **more: read(one, **more) if one == "act_1" else never.wait(9)
    plan = stop(desk(board, state_dir=tmp_path, late=0.2), ask=NOBODY).result
    never.set()
    assert plan.number == 2
    assert [gap.because.english() for gap in plan.gaps] == ["No answer in time."]


def test_a_list_of_accounts_that_never_comes_holds_up_no_other_platform(board, tmp_path):
    never = threading.Event()
    other = Board(linked(5), platform=Platform.LINKEDIN)
    other.accounts = lambda: never.wait(9)
    plan = stop(desk(board, other, state_dir=tmp_path, late=0.2), ask=NOBODY).result
    never.set()
    assert plan.number == 3
    assert [(gap.platform, gap.what) for gap in plan.gaps] == [(Platform.LINKEDIN, "accounts")]


def test_a_fault_of_ours_while_reading_is_an_unread_account(board, here):
    board.panel = lambda account_id, **more: 1 / 0
    assert stop(here, ask=NOBODY).result.code == 4


# --- the stop ----------------------------------------------------------------------------------


def test_a_confirmed_stop_turns_off_what_was_on_and_reads_it_back(board, here, tmp_path):
    result = stop(here).result
    assert (result.code, result.verified) == (0, True)
    assert board.on() == set()
    assert outcomes(result) == {"1": "stopped", "2": "stopped", "3": "already-off", "4": "stopped"}
    assert sorted(board.writes) == [("2", "1"), ("4",)]
    assert "is in force" in in_force(tmp_path).english()


def test_a_phrase_counts_once(here):
    stop(here, ask=NOBODY)
    assert stop(here, typed="pausa 3 ").result.code == 0
    assert stop(here, typed="PAUSA 3").result.code == 0
    assert stop(here, typed="PAUSA 3").result.number == 0


def test_a_stop_of_one_account_touches_no_other(board, here):
    result = stop(here, scope=Scope(account_id="2")).result
    assert board.on() == {"1", "2"}
    assert result.scope == Scope(platform=Platform.META, account_id="act_2")


def test_intents_are_on_the_disk_before_their_batch_is_sent(board, here):
    seen = []

    def look(batch):
        lines = read_journal(seen_id(here), here.places)
        seen.append({one.campaign_id for one in batch} <= intended(lines))

    board.on_write.append(look)
    assert stop(here).result.verified
    assert seen
    assert all(seen)


def seen_id(here):
    (path,) = (here.places.state_dir / "stops").glob("*.jsonl")
    return path.stem


def intended(lines):
    return {
        switch["campaign_id"]
        for one in lines.records
        if one.event == "intent"
        for switch in one.told["switches"]
    }


def test_what_became_active_since_the_plan_is_stopped_too_and_named(board, here):
    stop(here, ask=NOBODY)
    board.switches[key_of(campaign(3))] = campaign(3)
    assert outcomes(stop(here, typed="PAUSA 3").result)["3"] == "added"
    assert board.on() == set()


def test_what_became_active_while_the_stop_ran_is_stopped_too(board, here):
    late = campaign(7)
    board.after_write.append(lambda batch: board.switches.setdefault(key_of(late), late))
    result = stop(here).result
    assert outcomes(result)["7"] == "added"
    assert (board.on(), result.verified) == (set(), True)


def test_a_lost_answer_is_no_success_and_no_confirmed_write_is_repeated(board, here):
    board.answers = {"1": [(UNKNOWN, True)], "2": [(UNKNOWN, False)]}
    result = stop(here).result
    assert result.verified
    assert [sum(n in batch for batch in board.writes) for n in ("1", "2", "4")] == [1, 2, 1]


def test_a_receipt_that_says_yes_is_not_believed(board, here):
    board.answers = {"1": [(Answer.ACCEPTED, False)] * 9}
    result = stop(here).result
    assert (result.code, result.verified) == (1, False)
    assert [row.switch.campaign_id for row in result.left] == ["1"] == sorted(board.on())


def test_a_refusal_is_tried_three_times_and_then_left_for_a_person(board, here):
    board.answers = {"1": [(REFUSED, False)] * 9}
    result = stop(here).result
    assert sum("1" in batch for batch in board.writes) == 3
    assert outcomes(result)["1"] == "failed"
    assert result.code == 1


def test_a_throttle_with_a_stated_end_is_waited_out(board, tmp_path):
    clock = Clock()
    board.answers = {"4": [(THROTTLED, False, 90.0)]}
    result = stop(desk(board, state_dir=tmp_path, clock=clock)).result
    assert result.verified
    assert clock.slept == [90.0]


def test_a_throttle_beyond_the_stops_patience_is_left_for_a_person(board, tmp_path):
    clock = Clock()
    board.answers = {"4": [(THROTTLED, False, 90_000.0)]}
    result = stop(desk(board, state_dir=tmp_path, clock=clock)).result
    assert outcomes(result)["4"] == "failed"
    assert clock.slept == []


def test_what_stays_in_process_for_a_minute_is_left_for_a_person(board, tmp_path):
    clock = Clock()
    board.settling = 1000
    result = stop(desk(board, state_dir=tmp_path, clock=clock), scope=Scope(account_id="act_2"))
    assert outcomes(result.result) == {"4": "unknown"}
    assert sum(clock.slept) == 60


def test_one_dead_account_holds_up_no_other_and_is_a_row_of_its_own(board, here):
    board.on_write.append(lambda batch: board.dead.add("act_2"))
    result = stop(here).result
    assert (result.code, result.verified) == (1, False)
    assert [gap.account_id for gap in result.gaps] == ["act_2"]
    assert outcomes(result)["4"] == "unknown"
    assert outcomes(result)["1"] == "stopped"


def test_an_account_that_stays_dead_holds_up_no_other(board, here):
    board.dead.add("act_2")
    result = stop(here).result
    assert (result.code, board.on()) == (1, {"4"})
    assert [gap.account_id for gap in result.gaps] == ["act_2"]


def test_an_account_that_comes_back_after_the_phrase_is_stopped_too(board, here):
    board.dead.add("act_2")

    def typed(plan):
        board.dead.clear()
        return types(plan)

    result = stop(here, ask=typed).result
    assert (result.verified, board.on()) == (True, set())
    assert outcomes(result)["4"] == "added"


def test_a_dead_platform_holds_up_no_other(board, tmp_path):
    other = Board(linked(5), platform=Platform.LINKEDIN)
    other.dead.add("*")
    result = stop(desk(board, other, state_dir=tmp_path)).result
    assert board.on() == set()
    assert [(gap.platform, gap.account_id) for gap in result.gaps] == [(Platform.LINKEDIN, None)]
    assert result.code == 1


def test_an_account_that_comes_back_is_stopped_too_and_named(board, here):
    board.dead.add("act_2")
    stop(here, ask=NOBODY)
    board.on_write.append(lambda batch: board.dead.clear())
    board.dead.clear()
    result = stop(here, typed="PAUSA 2").result
    assert outcomes(result)["4"] == "added"
    assert result.verified


def test_a_platform_whose_accounts_come_back_is_stopped_too(board, tmp_path):
    other = Board(linked(5), platform=Platform.LINKEDIN)
    other.dead.add("*")

    def typed(plan):
        other.dead.clear()
        return types(plan)

    result = stop(desk(board, other, state_dir=tmp_path), ask=typed).result
    assert (result.verified, other.on()) == (True, set())


def test_a_fault_of_ours_in_one_account_keeps_no_other_on(board, here):
    def fail(batch):
        if batch[0].account_id == "act_2":
            raise RuntimeError

    board.on_write.append(fail)
    result = stop(here).result
    assert board.on() == {"4"}
    assert [row.switch.campaign_id for row in result.left] == ["4"]
    assert "Report it" in result.left[0].error.english()


def test_a_missing_campaign_is_read_by_itself_before_it_counts_as_off(board, here):
    board.after_write.append(lambda batch: board.hidden.update({"1", "2"}))
    result = stop(here).result
    assert outcomes(result)["1"] == "stopped"
    assert result.verified


def test_a_missing_campaign_that_cannot_be_read_is_left_for_a_person(board, here):
    board.after_write.append(lambda batch: board.switches.pop(FOUR, None))
    result = stop(here).result
    assert outcomes(result)["4"] == "unknown"
    assert result.code == 1


def test_one_that_refuses_on_linkedin_is_stopped_through_its_group(tmp_path):
    board = Board(linked(1), linked(2, intent="PAUSED"), platform=Platform.LINKEDIN)
    board.answers = {"1": [(REFUSED, False)] * 3}
    here = desk(board, state_dir=tmp_path)
    result = stop(here).result
    assert (result.verified, board.on()) == (True, set())
    levels = {(row.key.level, row.switch.campaign_id): row.outcome for row in result.rows}
    assert levels[Level.CAMPAIGN_GROUP, "9"] is Outcome.STOPPED
    marks = tell_story(result.stop_id, here.places).marks
    assert [key.level for key in marks] == [Level.CAMPAIGN_GROUP]
    back = resume(here, ORDER, tell_story(result.stop_id, here.places), typed=None, ask=types)
    assert back.result.code == 0
    assert board.on() == {"1"}


def test_a_batch_holds_no_more_than_the_platform_takes(tmp_path):
    board = Board(*(campaign(n) for n in range(120)))
    assert stop(desk(board, state_dir=tmp_path)).result.verified
    assert [len(batch) for batch in board.writes] == [50, 50, 20]


def test_no_place_for_a_journal_or_a_plan_prevents_a_stop(board, tmp_path, monkeypatch):
    (tmp_path / "var").write_text("")
    (tmp_path / "tmp").write_text("")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    told = []
    here = desk(board, state_dir=tmp_path / "var", told=told)
    assert stop(here, typed="PAUSA 2").result.code == 3
    result = stop(here, typed="PAUSA 3").result
    assert (result.verified, board.on(), result.journal) == (True, set(), "stderr")
    assert told[0].startswith("THE JOURNAL cannot be written")
    assert any('"event":"intent"' in line for line in told)


# --- joining and going on ----------------------------------------------------------------------


def test_a_second_stop_of_the_same_scope_joins_the_first(board, here):
    first = stop(here).result
    board.set(campaign(1), "ACTIVE")
    plan = stop(here, ask=NOBODY).result
    assert (plan.stop_id, plan.number, plan.joined) == (first.stop_id, 1, True)
    joined = stop(here, typed="PAUSA 1").result
    assert (joined.stop_id, joined.verified) == (first.stop_id, True)
    assert outcomes(joined) == outcomes(first)
    assert verify(read_journal(first.stop_id, here.places), head=joined.head).intact


def test_a_stop_of_another_scope_is_another_stop(board, here, tmp_path):
    first = stop(here, scope=Scope(account_id="act_1")).result
    second = stop(here).result
    assert second.stop_id != first.stop_id
    assert outcomes(second)["1"] == "already-off"
    assert "and 1 more" in in_force(tmp_path).english()


def test_an_interrupted_stop_is_finished_without_a_phrase_and_nothing_written_twice(board, here):
    result = stop(here, scope=Scope(account_id="act_1")).result
    board.writes.clear()
    board.set(campaign(2), "ACTIVE")
    story = tell_story(result.stop_id, here.places)
    done = go_on(here, ORDER, story)
    assert done.verified
    assert board.writes == [("2",)]
    assert outcomes(done) == {"1": "stopped", "2": "stopped", "3": "already-off"}


def test_an_ended_stop_is_not_joined_and_no_longer_told(board, here, tmp_path):
    first = stop(here).result
    end(here.open_journal(first.stop_id), ORDER)
    assert in_force(tmp_path) is None
    board.set(campaign(1), "ACTIVE")
    assert stop(here).result.stop_id != first.stop_id


def test_a_journal_that_cannot_be_understood_may_hide_a_stop(tmp_path):
    (tmp_path / "stops").mkdir()
    (tmp_path / "stops" / "20260101-000000-aaaa.jsonl").write_text("rubbish\n")
    assert "may be in force" in in_force(tmp_path).english()


# --- resume ------------------------------------------------------------------------------------


def undone(here, result, *, typed=None, ask=types):
    story = tell_story(result.stop_id, here.places)
    return resume(here, ORDER, story, typed=typed, ask=ask)


def test_resume_turns_on_exactly_what_the_stop_turned_off(board, here, tmp_path):
    before = board.on()
    first = stop(here).result
    plan = undone(here, first, ask=NOBODY).result
    assert (plan.code, plan.number, board.on()) == (3, 3, set())
    result = undone(here, first, typed="återuppta 3").result
    assert (result.code, result.verified, board.on()) == (0, True, before)
    assert {row.outcome for row in result.rows} == {Outcome.RESUMED}
    assert in_force(tmp_path) is None


def test_the_stops_phrase_does_not_resume(board, here):
    first = stop(here).result
    undone(here, first, ask=NOBODY)
    assert undone(here, first, typed="PAUSA 3").result.code == 3
    assert board.on() == set()


def test_what_somebody_touched_since_is_left_off_with_a_reason(board, here):
    first = stop(here).result
    key = key_of(campaign(1))
    board.switches[key] = replace(board.switches[key], name="Nytt namn")
    board.set(campaign(4, account="act_2"), "ACTIVE")
    result = undone(here, first).result
    assert (result.code, board.on()) == (1, {"2", "4"})
    assert {row.switch.campaign_id for row in result.skipped} == {"1", "4"}
    assert all(row.error for row in result.skipped)


def test_what_somebody_touches_while_the_person_thinks_is_left_off(board, here):
    first = stop(here).result

    def thinks(plan):
        board.set(campaign(1), "PAUSED")
        return types(plan)

    result = undone(here, first, ask=thinks).result
    assert outcomes(result)["1"] == "skipped"
    assert board.on() == {"2", "4"}


def test_a_later_reading_does_not_hide_that_somebody_touched_something(board, here):
    first = stop(here).result
    board.set(campaign(1), "PAUSED")
    go_on(here, ORDER, tell_story(first.stop_id, here.places))
    assert outcomes(undone(here, first).result)["1"] == "skipped"


def test_a_resume_that_skips_all_still_asks_and_ends_the_stop(board, here, tmp_path):
    first = stop(here).result
    board.status = "2"
    plan = undone(here, first, ask=NOBODY).result
    assert (plan.code, plan.number) == (3, 0)
    assert undone(here, first, typed="ÅTERUPPTA 0").result.code == 1
    assert board.on() == set()
    assert in_force(tmp_path) is None


def test_a_resume_with_no_account_readable_is_code_4_and_ends_nothing(board, here, tmp_path):
    first = stop(here).result
    board.dead = {"act_1", "act_2"}
    assert undone(here, first).result.code == 4
    assert in_force(tmp_path) is not None


def test_what_does_not_turn_on_is_left_for_a_person_and_a_second_resume_goes_on(board, here):
    first = stop(here).result
    board.answers = {"1": [(REFUSED, False)] * 3}
    result = undone(here, first).result
    assert (result.code, outcomes(result)["1"]) == (1, "failed")
    again = undone(here, first).result
    assert (again.code, board.on()) == (0, {"1", "2", "4"})
    assert outcomes(again) == {"1": "resumed", "2": "resumed", "4": "resumed"}


def test_a_campaign_that_is_gone_is_skipped(board, here):
    first = stop(here).result
    del board.switches[key_of(campaign(4, account="act_2"))]
    result = undone(here, first).result
    assert outcomes(result)["4"] == "skipped"


def test_a_platform_that_was_switched_off_since_is_skipped(board, tmp_path):
    other = Board(linked(5, above=group()), platform=Platform.LINKEDIN)
    first = stop(desk(board, other, state_dir=tmp_path)).result
    result = undone(desk(board, state_dir=tmp_path), first).result
    assert outcomes(result)["5"] == "skipped"
    assert result.code == 1
