"""Stops of another host that works with the same database, told by what is filed of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.policies.switches import campaign
from tests.worker.stopping.board import NOON, ORDER, Board, desk
from tests.worker.stopping.flow import stop_by
from worker.service.filing import file_stops
from worker.stopping.elsewhere import anywhere, elsewhere
from worker.stopping.giving import end
from worker.stopping.in_force import in_force
from worker.stopping.places import Places


@pytest.fixture
def there(tmp_path):
    """The desk of the host where stops are given."""
    return desk(Board(campaign(1)), state_dir=tmp_path / "there")


def stopped(there):
    return stop_by(there).stop_id


def filed(store, there):
    file_stops(store, there.places, at=NOON)


def test_a_stop_of_another_host_is_in_force_here_too_until_its_end_is_filed(lite, there, tmp_path):
    here = tmp_path / "here"
    stop_id = stopped(there)
    assert anywhere(lite, here, at=NOON) is None
    filed(lite, there)
    assert in_force(here, at=NOON) is None
    told = anywhere(lite, here, at=NOON).english()
    assert told.startswith(f"Crisis stop {stop_id} is in force. Given by Anna: olycka.")
    end(there.open_journal(stop_id), ORDER)
    filed(lite, there)
    assert anywhere(lite, here, at=NOON) is None
    places = Places(state_dir=here)
    assert elsewhere(lite, places) == ()
    (story,) = elsewhere(lite, places, over=True)
    assert (story.stop_id, story.over) == (stop_id, "ended")


def test_what_lies_here_is_told_by_its_files_and_once(lite, there, tmp_path):
    stop_id = stopped(there)
    filed(lite, there)
    end(there.open_journal(stop_id), ORDER)
    assert anywhere(lite, tmp_path / "there", at=NOON) is None
    assert elsewhere(lite, there.places, over=True) == ()


def test_of_one_here_and_one_elsewhere_the_worse_is_told_and_both_are_counted(
    lite, there, tmp_path
):
    stopped(there)
    filed(lite, there)
    here = desk(Board(campaign(1)), state_dir=tmp_path / "here")
    mine = stopped(here)
    late = NOON + timedelta(hours=25)
    told = anywhere(lite, tmp_path / "here", at=late).english()
    assert f"Crisis stop {mine} is in force" in told
    assert "and 1 more" in told


def test_what_nobody_ever_understood_is_told_where_its_journal_lies_alone(lite, there, tmp_path):
    folder = there.places.folders()[0]
    folder.mkdir(parents=True)
    (folder / "20261124-120000-0000.jsonl").write_bytes(b"rubbish\n")
    filed(lite, there)
    assert anywhere(lite, tmp_path / "here", at=NOON) is None
    assert "may be in force" in anywhere(lite, tmp_path / "there", at=NOON).english()
