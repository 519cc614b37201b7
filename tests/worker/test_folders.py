"""Folders of ours are closed to others from the top of what was made, whatever the umask."""

from __future__ import annotations

import os
import stat

import pytest

from tests.worker.made import NOON
from worker.folders import made
from worker.posting.notes import Notes
from worker.stopping.places import Places, append_only, usable


def rights(folder):
    return stat.S_IMODE(folder.stat().st_mode)


@pytest.fixture(autouse=True)
def open_to_all():
    """What a shell of root's lets others do with new files."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def test_all_that_was_missing_is_closed_and_what_was_there_stays(tmp_path):
    there = tmp_path / "there"
    there.mkdir(mode=0o755)
    folder = made(there / "var" / "stops")
    assert [rights(one) for one in (there, folder.parent, folder)] == [0o755, 0o700, 0o700]
    folder.chmod(0o750)
    assert rights(made(folder)) == 0o750


def test_a_file_in_its_place_is_no_folder(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(FileExistsError):
        made(tmp_path / "file")
    with pytest.raises(NotADirectoryError):
        made(tmp_path / "file" / "folder")


@pytest.mark.parametrize("kind", ["journal", "looked for", "note"])
def test_a_state_folder_that_is_made_on_the_way_is_closed(tmp_path, kind):
    state = tmp_path / "var"
    if kind == "journal":
        os.close(append_only(state / "stops" / "1.jsonl"))
    elif kind == "looked for":
        assert usable(Places(state_dir=state))
    else:
        Notes(state).add("1@example.org", "anna@example.org", NOON)
    (inner,) = state.iterdir()
    assert (rights(state), rights(inner)) == (0o700, 0o700)
