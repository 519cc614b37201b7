"""Which stops are in force, found without telling the whole story of those that are over."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policies.crisis import EVERYTHING, phrase
from tests.policies.switches import campaign
from tests.worker.stopping.board import ORDER, Board, desk
from worker.stopping.coding import scope_to_json
from worker.stopping.giving import end, pause, resume
from worker.stopping.in_force import in_force, same_scope
from worker.stopping.story import OPENED, Story, standing, stories, tell_story


def types(plan):
    return phrase(plan.doing, plan.number, "sv")


@pytest.fixture
def board():
    return Board(campaign(1, name='x","event":"ended","hash":"'), campaign(2))


@pytest.fixture
def here(board, tmp_path):
    return desk(board, state_dir=tmp_path)


def stop(here, board, reason="olycka"):
    here.means.clock.sleep(1)
    board.set(campaign(1), "ACTIVE")
    order = replace(ORDER, reason=reason)
    return pause(here, order, EVERYTHING, typed=None, ask=types).result.stop_id


def ids(found):
    return [one if isinstance(one, str) else one.stop_id for one in found]


def path_of(here, stop_id):
    return here.places.folders()[0] / f"{stop_id}.jsonl"


def test_those_that_were_ended_or_resumed_are_not_in_force(here, board):
    ended = stop(here, board)
    end(here.open_journal(ended), ORDER)
    resumed = stop(here, board)
    resume(here, ORDER, tell_story(resumed, here.places), typed=None, ask=types)
    hostile = stop(here, board, reason='"event":"ended", "event":"resumed",')
    assert ids(stories(here.places)) == [ended, resumed, hostile]
    assert ids(standing(here.places)) == [hostile]
    assert same_scope(EVERYTHING, here.places).stop_id == hostile


def test_an_end_that_was_tampered_with_ends_nothing(here, board, tmp_path):
    stop_id = stop(here, board)
    end(here.open_journal(stop_id), ORDER)
    path = path_of(here, stop_id)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:-1], lines[-1].replace(b"Anna", b"Bert")]))
    assert ids(standing(here.places)) == [stop_id]
    assert stop_id in in_force(tmp_path).english()


def test_an_end_in_another_file_ends_it(here, board):
    stop_id = stop(here, board)
    end(here.open_journal(stop_id), ORDER)
    path = path_of(here, stop_id)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:-1]))
    assert ids(standing(here.places)) == [stop_id]
    path.with_name(f"{stop_id}.screen.jsonl").write_bytes(lines[-1])
    assert ids(standing(here.places)) == []


def test_what_cannot_be_understood_may_be_in_force(here, board):
    stop_id = stop(here, board)
    path_of(here, stop_id).write_bytes(b'"event":"ended",\nrubbish\n')
    path_of(here, "zzz").mkdir()
    assert ids(standing(here.places)) == [stop_id, "zzz"]
    assert not any(isinstance(one, Story) for one in standing(here.places))


@pytest.mark.parametrize("ends", [("ffff", "0000"), ("0000", "ffff")])
def test_two_of_the_same_second_stand_in_the_order_in_which_they_began(here, ends):
    """An id tells the second, and chance the rest of it."""
    for part, end_of_id in enumerate(ends):
        made = here.open_journal(f"20261124-120000-{end_of_id}")
        told = {"version": 1, "stop_id": made.stop_id, "scope": scope_to_json(EVERYTHING)}
        here.means.clock.sleep(0.2 * part)
        made.add(OPENED, told | {"reason": "olycka", "operator": "Anna"})
    wanted = [f"20261124-120000-{one}" for one in ends]
    assert ids(stories(here.places)) == ids(standing(here.places)) == wanted
    assert same_scope(EVERYTHING, here.places).stop_id == wanted[-1]
