"""Two orders at once: the one that is recorded later wins, and both are told."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from random import Random

import pytest

from policies.crisis import EVERYTHING, Scope, phrase
from tests.policies.switches import META, campaign
from tests.worker.stopping.board import ORDER, Board, desk
from worker.stopping.giving import go_on, pause, resume
from worker.stopping.story import ENDED, RESUMED, stories, tell_story


def types(plan):
    return phrase(plan.doing, plan.number, "sv")


def stop(here, scope=EVERYTHING, ask=types):
    return pause(here, ORDER, scope, typed=None, ask=ask)


def undo(here, stop_id, ask=types):
    return resume(here, ORDER, tell_story(stop_id, here.places), typed=None, ask=ask)


def outcomes(result):
    return {row.switch.campaign_id: row.outcome.value for row in result.rows}


def one_by_one(here, **more):
    """The same desk, which works on one account after the other."""
    return replace(here, means=replace(here.means, threads=1, **more))


def at_reading(board, account_id, nth, call):
    """Call something before the nth reading of an account from now on."""
    read, count = board.panel, []

    def panel(one, **more):
        if one == account_id:
            count.append(one)
            if len(count) == nth:
                call()
        return read(one, **more)

    board.panel = panel


@pytest.fixture
def two():
    return Board(campaign(1), campaign(2, account="act_2"))


@pytest.mark.parametrize("scope", [EVERYTHING, Scope(platform=META)])
def test_a_resume_ceases_where_a_stop_comes_in_between_and_says_so(tmp_path, two, scope):
    told, later = [], []
    here = one_by_one(desk(two, state_dir=tmp_path, told=told))
    first = stop(here).result
    # Planned, planned again, and read back after the first batch.
    at_reading(two, "act_1", 3, lambda: later.append(stop(desk(two, state_dir=tmp_path), scope)))
    two.on_write.append(lambda batch: two.writes.append(tuple(one.intent for one in batch)))
    done = undo(here, first.stop_id).result
    assert (two.on(), later[0].result.verified) == (set(), True)
    assert (outcomes(done), done.code) == ({"1": "skipped", "2": "skipped"}, 1)
    assert all(later[0].result.stop_id in row.error.english() for row in done.rows)
    assert sum("ordered while this resume ran" in line for line in told) == 1


def test_nothing_is_said_to_be_off_for_good_while_a_resume_runs(tmp_path, two):
    later = []
    here = one_by_one(desk(two, state_dir=tmp_path))
    first = stop(here).result
    scope = Scope(account_id="act_2")
    at_reading(two, "act_1", 3, lambda: later.append(stop(desk(two, state_dir=tmp_path), scope)))
    assert undo(here, first.stop_id).result.verified
    assert two.on() == {"1", "2"}
    assert (later[0].result.verified, later[0].result.code) == (False, 1)
    assert "has not ended" in later[0].result.gaps[0].because.english()


def test_a_stop_waits_for_a_batch_that_was_allowed_before_it_and_turns_off_what_that_did(
    tmp_path, two
):
    here = desk(two, state_dir=tmp_path)
    first = stop(here).result
    sent, go = threading.Event(), threading.Event()

    def hang(batch):
        if batch[0].intent == "PAUSED":
            sent.set()
            go.wait(20)

    two.on_write.append(hang)
    answers = []
    work = threading.Thread(target=lambda: answers.append(undo(here, first.stop_id).result))
    work.start()
    assert sent.wait(20)
    fresh = replace(here, means=replace(here.means, sleep=lambda _: (go.set(), time.sleep(0.01))))
    # Nothing is on as yet, so that the stop has nothing to ask; somebody turns on a third.
    third = campaign(3, account="act_1", intent="PAUSED")
    two.switches |= {(third.platform, "act_1", third.level, "3"): third}
    two.set(third, "ACTIVE")
    done = stop(fresh).result
    work.join(20)
    assert done.verified
    assert two.on() == set()
    assert answers[0].code == 1


def test_a_stop_that_cannot_wait_for_a_batch_is_not_verified(tmp_path, two):
    here = one_by_one(desk(two, state_dir=tmp_path))
    first = stop(here).result
    third = campaign(3, intent="PAUSED")
    given = []

    def give(batch):
        if not given:
            given.append(None)
            two.switches |= {(third.platform, "act_1", third.level, "3"): third}
            two.set(third, "ACTIVE")
            given.append(stop(here).result)

    two.on_write.append(give)
    undo(here, first.stop_id)
    assert (given[1].verified, given[1].code) == (False, 1)
    assert "has not ended" in given[1].gaps[0].because.english()
    assert tell_story(given[1].stop_id, here.places).verified is False


def test_a_plan_to_resume_does_not_count_after_the_stop_was_ordered_anew(tmp_path, two):
    here = desk(two, state_dir=tmp_path)
    first = stop(here).result

    def meanwhile(plan):
        here.means.sleep(1)
        two.set(campaign(1), "ACTIVE")
        assert stop(here).result.stop_id == first.stop_id
        return types(plan)

    answer = undo(here, first.stop_id, meanwhile)
    assert "ordered anew" in answer.refused.english()
    assert (answer.result.code, two.on()) == (3, set())
    assert undo(here, first.stop_id).result.code == 0


def test_a_stop_ceases_where_it_is_resumed_meanwhile_and_says_so(tmp_path, two):
    here = one_by_one(desk(two, state_dir=tmp_path))
    again = []

    def give():
        [story] = stories(here.places)
        again.append(undo(desk(two, state_dir=tmp_path), story.stop_id))

    # Planned, read after the phrase, and read back.
    at_reading(two, "act_1", 3, give)
    done = stop(here).result
    # What the stop had not read back is left to a person; the rest it never turned off.
    assert two.on() == {"2"}
    assert (done.verified, done.code) == (False, 1)
    assert "resumed or ended" in str([row.error for row in done.rows if row.error])


@pytest.mark.parametrize("event", [ENDED, RESUMED])
@pytest.mark.parametrize("harm", ["torn", "altered"])
@pytest.mark.parametrize("way", ["continue", "join"])
def test_a_line_that_is_torn_or_altered_ends_no_stop(tmp_path, two, event, harm, way):
    here = desk(two, state_dir=tmp_path)
    first = stop(here).result
    [path] = (tmp_path / "stops").glob("*.jsonl")
    before = path.read_bytes()
    here.open_journal(first.stop_id).add(event, ORDER.to_json(()))
    line = path.read_bytes().removeprefix(before)
    path.write_bytes(before + (line[:-9] if harm == "torn" else line.replace(b"Anna", b"Olle")))
    assert tell_story(first.stop_id, here.places).in_force
    two.set(campaign(1), "ACTIVE")
    if way == "continue":
        done = go_on(here, ORDER, tell_story(first.stop_id, here.places))
    else:
        done = stop(here).result
    assert (done.stop_id, done.verified, two.on()) == (first.stop_id, True, set())


def test_a_stop_that_was_resumed_while_the_person_thought_is_given_anew(tmp_path, two):
    here = desk(two, state_dir=tmp_path)
    first = stop(here).result
    two.set(campaign(1), "ACTIVE")

    def meanwhile(plan):
        assert plan.joined
        undo(here, first.stop_id)
        return types(plan)

    done = stop(here, ask=meanwhile).result
    assert done.stop_id != first.stop_id
    assert tell_story(done.stop_id, here.places).in_force
    assert (done.verified, two.on()) == (True, set())


@pytest.mark.parametrize("seed", range(8))
def test_after_any_race_what_the_last_order_says_is_how_it_stands(tmp_path, seed):
    dice = Random(seed)
    board = Board(*(campaign(n, account=f"act_{n % 4}") for n in range(12)))
    board.on_write.append(lambda _: time.sleep(0.002))
    here = desk(board, state_dir=tmp_path)
    here = replace(here, means=replace(here.means, sleep=lambda s: time.sleep(min(s, 0.01))))
    first = stop(here).result
    results = []

    def give(delay, order):
        time.sleep(delay)
        results.append((order, order()))

    def stop_now():
        return stop(here)

    def undo_now():
        return undo(here, first.stop_id)

    orders = [stop_now, undo_now, stop_now]
    threads = [threading.Thread(target=give, args=(dice.random() / 20, order)) for order in orders]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    assert len(results) == len(orders)
    standing = [one for one in stories(here.places) if one.in_force]
    if standing:
        # A stop that is in force and verified is not half done.
        assert not all(one.verified for one in standing) or board.on() == set()
    assert stop(here).result.verified
    assert board.on() == set()
