"""A stop made on another machine, brought home."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policies.crisis import EVERYTHING, phrase
from tests.policies.switches import campaign
from tests.unmeasured import environment
from tests.worker.stopping.board import ORDER, Board, Clock, desk
from worker.stopping.chain import digest_of
from worker.stopping.found import NoJournalThere, find
from worker.stopping.giving import end, go_on, pause, resume
from worker.stopping.importing import Arrival, bring_home
from worker.stopping.in_force import in_force
from worker.stopping.journal import Journal, read_journal
from worker.stopping.places import Places
from worker.stopping.story import tell_story
from worker.stopping.verifying import verify

ROOT = Path(__file__).parents[3]


def types(plan):
    return phrase(plan.doing, plan.number, "sv")


@pytest.fixture
def board():
    return Board(campaign(1), campaign(2), campaign(3, account="act_2"))


@pytest.fixture
def there(board, tmp_path):
    """The desk of another machine."""
    return desk(board, state_dir=tmp_path / "there")


@pytest.fixture
def home(board, tmp_path):
    return desk(board, state_dir=tmp_path / "home")


@pytest.fixture
def stopped(there):
    """A stop made there."""
    return pause(there, ORDER, EVERYTHING, typed=None, ask=types).result


def file_of(here, stop_id):
    return here.places.folders()[0] / f"{stop_id}.jsonl"


def bring(here, path, head=None):
    [found] = find(path)
    return bring_home(found, here.places, head=head)


def english(brought):
    return [one.english() for one in brought.faults]


def test_a_stop_comes_home_whole_and_in_force(there, home, stopped, tmp_path):
    assert in_force(tmp_path / "home") is None
    brought = bring(home, file_of(there, stopped.stop_id), stopped.head)
    assert (brought.arrival, brought.faults) == (Arrival.NEW, ())
    assert brought.lines.head == stopped.head
    assert brought.file.read_bytes() == file_of(there, stopped.stop_id).read_bytes()
    assert brought.file.stat().st_mode & 0o777 == 0o600
    assert stopped.stop_id in in_force(tmp_path / "home").english()
    assert [one.name for one in (tmp_path / "home" / "stops").iterdir()] == [brought.file.name]


def test_it_can_be_continued_and_resumed_at_home(there, home, stopped, board):
    bring(home, file_of(there, stopped.stop_id))
    board.set(campaign(1), "ACTIVE")
    again = go_on(home, ORDER, tell_story(stopped.stop_id, home.places))
    assert (again.verified, board.on()) == (True, set())
    lines = read_journal(stopped.stop_id, home.places)
    assert verify(lines, head=again.head).cannot_tell == ()
    assert verify(lines, head=stopped.head).intact
    story = tell_story(stopped.stop_id, home.places)
    back = resume(home, ORDER, story, typed=None, ask=types).result
    assert (back.code, board.on()) == (0, {"1", "2", "3"})
    assert verify(read_journal(stopped.stop_id, home.places), head=back.head).intact


def test_twice_is_once(there, home, stopped):
    first = bring(home, file_of(there, stopped.stop_id))
    before = first.file.read_bytes()
    again = bring(home, file_of(there, stopped.stop_id))
    assert (again.arrival, again.added, again.faults) == (Arrival.HERE, 0, ())
    assert [one.read_bytes() for one in (first.file.parent).glob("*.jsonl")] == [before]


def test_what_had_to_go_to_the_temporary_folder_is_brought_home(board, home, stopped, there):
    away = home.places.folders()[-1]
    away.mkdir(mode=0o700)
    path = shutil.copy(file_of(there, stopped.stop_id), away)
    try:
        assert in_force(home.places.state_dir)
        brought = bring(home, Path(path), stopped.head)
        assert (brought.arrival, brought.faults) == (Arrival.ADDED, ())
        assert brought.file.parent == home.places.folders()[0]
        assert bring(home, Path(path)).arrival is Arrival.HERE
    finally:
        shutil.rmtree(away)
    assert in_force(home.places.state_dir)
    assert verify(read_journal(stopped.stop_id, home.places), head=stopped.head).intact


def test_what_went_on_there_is_added_and_what_went_on_here_is_passed_over(there, home, stopped):
    path = file_of(there, stopped.stop_id)
    bring(home, path)
    more = go_on(there, ORDER, tell_story(stopped.stop_id, there.places))
    brought = bring(home, path, more.head)
    assert brought.arrival is Arrival.ADDED
    assert brought.added == len(brought.lines.records) - records(stopped, path)
    assert brought.lines.head == more.head
    shorter = path.read_bytes().splitlines(keepends=True)[:3]
    path.write_bytes(b"".join(shorter))
    assert bring(home, path).arrival is Arrival.HERE


def records(stopped, path):
    """How many stood there when the stop was done."""
    digests = [json.loads(line)["hash"] for line in path.read_bytes().splitlines()]
    return digests.index(stopped.head) + 1


def test_a_fork_is_refused_and_both_are_kept(there, home, stopped, tmp_path):
    path = file_of(there, stopped.stop_id)
    bring(home, path)
    go_on(there, ORDER, tell_story(stopped.stop_id, there.places))
    home.means.clock.sleep(60)
    ended = home.open_journal(stopped.stop_id)
    end(ended, ORDER)
    kept = {one: one.read_bytes() for one in tmp_path.rglob("*.jsonl")}
    brought = bring(home, path)
    assert (brought.arrival, brought.added) == (Arrival.REFUSED, 0)
    assert "went on with this stop by themselves" in english(brought)[0]
    assert {one: one.read_bytes() for one in tmp_path.rglob("*.jsonl")} == kept
    assert verify(read_journal(stopped.stop_id, home.places), head=ended.head).intact


def test_a_damaged_journal_is_refused_by_line(there, home, stopped):
    path = file_of(there, stopped.stop_id)
    path.write_bytes(path.read_bytes().replace(b"olycka", b"skojar"))
    brought = bring(home, path)
    assert brought.arrival is Arrival.REFUSED
    assert f"{path}:1: not as it was written." in english(brought)
    assert read_journal(stopped.stop_id, home.places).records == ()


def test_a_journal_that_was_cut_is_refused_by_the_head_that_was_noted(there, home, stopped):
    path = file_of(there, stopped.stop_id)
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    assert bring(home, path, stopped.head).arrival is Arrival.REFUSED
    assert bring(home, path).arrival is Arrival.NEW


def test_the_journal_of_another_stop_under_this_name_is_refused(there, home, stopped):
    path = file_of(there, stopped.stop_id)
    other = path.with_name("20261124-120000-ffff.jsonl")
    path.rename(other)
    brought = bring(home, other)
    assert brought.arrival is Arrival.REFUSED
    assert f"this is the journal of {stopped.stop_id}." in english(brought)[0]


def test_lines_saved_from_a_screen_mend_a_journal(there, home, stopped):
    """A journal whose middle went to standard error: neither part stands by itself."""
    path = file_of(there, stopped.stop_id)
    lines = path.read_bytes().splitlines(keepends=True)
    mine = file_of(home, stopped.stop_id)
    mine.parent.mkdir(parents=True)
    mine.write_bytes(b"".join(lines[:2]))
    assert bring(home, saved(path, lines[4:])).arrival is Arrival.REFUSED
    brought = bring(home, saved(path, lines[2:4]))
    assert (brought.arrival, brought.faults) == (Arrival.ADDED, ())
    brought = bring(home, saved(path, lines[4:]), stopped.head)
    assert (brought.arrival, brought.faults) == (Arrival.ADDED, ())
    assert brought.lines.head == stopped.head


def saved(path, lines):
    """A file of these lines alone."""
    other = path.parent.parent / path.name
    other.write_bytes(b"".join(lines))
    return other


def test_a_whole_journal_repairs_a_damaged_one_which_stays_as_evidence(there, home, stopped):
    path = file_of(there, stopped.stop_id)
    mine = file_of(home, stopped.stop_id)
    mine.parent.mkdir(parents=True)
    mine.write_bytes(path.read_bytes().replace(b"olycka", b"skojar", 1))
    brought = bring(home, path)
    assert (brought.arrival, brought.added) == (Arrival.ADDED, 1)
    assert english(brought)[0] == f"{mine}:1: not as it was written."
    assert tell_story(stopped.stop_id, home.places).reason == "olycka"


def test_a_line_that_was_cut_off_comes_home_with_the_record_that_tells_of_it(there, home, stopped):
    path = file_of(there, stopped.stop_id)
    path.write_bytes(path.read_bytes() + b'{"at":"2026-11-2')
    more = go_on(there, ORDER, tell_story(stopped.stop_id, there.places))
    brought = bring(home, path, more.head)
    assert brought.faults == ()
    assert b'{"at":"2026-11-2\n' in brought.file.read_bytes()


def test_a_folder_of_many_stops_comes_home_at_once(there, home, board):
    ids = []
    for _ in range(3):
        there.means.clock.sleep(1)
        done = pause(there, ORDER, EVERYTHING, typed=None, ask=types).result
        ids.append(done.stop_id)
        end(there.open_journal(done.stop_id), ORDER)
        board.set(campaign(1), "ACTIVE")
    found = find(there.places.folders()[0])
    assert [one.stop_id for one in found] == ids
    assert [bring_home(one, home.places).arrival for one in found] == [Arrival.NEW] * 3
    assert [tell_story(one, home.places).over for one in ids] == ["ended"] * 3


def test_a_file_without_the_name_of_its_stop_is_known_by_its_first_record(there, home, stopped):
    path = file_of(there, stopped.stop_id).rename(there.places.state_dir / "journal.jsonl")
    assert bring(home, path).stop_id == stopped.stop_id
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[1:]))
    with pytest.raises(NoJournalThere, match="does not tell whose journal it is"):
        find(path)


def test_a_folder_without_journals_is_none(tmp_path):
    with pytest.raises(NoJournalThere, match="holds no journal"):
        find(tmp_path)


def test_a_journal_of_a_higher_version_is_refused_by_name(there, home, tmp_path):
    path = tmp_path / "20270101-120000-0000.jsonl"
    other = Journal(
        "20270101-120000-0000",
        Places(state_dir=tmp_path / "newer"),
        clock=Clock(),
        warn=print,
        last_resort=print,
    )
    other.add("opened", {"version": 2, "stop_id": other.stop_id})
    shutil.copy(other.place, path)
    brought = bring(home, path)
    assert brought.arrival is Arrival.REFUSED
    assert "a journal of version 2, and this one knows 1" in english(brought)[0]


def test_where_it_cannot_be_written_nothing_is(there, home, stopped):
    folder = file_of(home, stopped.stop_id).parent
    folder.mkdir(parents=True)
    folder.chmod(0o500)
    if os.access(folder, os.W_OK):  # root may write everywhere
        folder.rmdir()
        folder.write_text("")
    with pytest.raises(OSError, match=r"denied|exists"):
        bring(home, file_of(there, stopped.stop_id))
    assert read_journal(stopped.stop_id, home.places).records == ()


FULL = """
import resource, sys
from pathlib import Path
from worker.stopping.found import find
from worker.stopping.importing import bring_home
from worker.stopping.places import Places
[found] = find(Path(sys.argv[1]))
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
try:
    bring_home(found, Places(state_dir=Path(sys.argv[2])))
except OSError as error:
    sys.exit(f"failed: {error.errno}")
"""


def test_on_a_full_disk_it_is_there_whole_or_not_at_all(there, home, stopped):
    path = file_of(there, stopped.stop_id)
    size = path.stat().st_size
    for room in (0, 1, size - 1):
        ran = subprocess.run(
            [sys.executable, "-c", FULL, path, home.places.state_dir, str(room)],
            cwd=ROOT, capture_output=True, text=True, check=False, env=environment(),
        )  # fmt: skip
        assert ran.stderr.strip() == "failed: 27", ran.stderr  # EFBIG
        assert list(home.places.folders()[0].iterdir()) == []
    assert bring(home, path).faults == ()


def test_what_is_written_here_while_it_is_brought_home_follows_on_it(there, home, stopped):
    """A program here that has the journal open sees what was brought home."""
    path = file_of(there, stopped.stop_id)
    lines = path.read_bytes().splitlines(keepends=True)
    mine = file_of(home, stopped.stop_id)
    mine.parent.mkdir(parents=True)
    mine.write_bytes(b"".join(lines[:3]))
    under_way = home.open_journal(stopped.stop_id)
    assert bring(home, path).arrival is Arrival.ADDED
    end(under_way, ORDER)
    lines = read_journal(stopped.stop_id, home.places)
    assert verify(lines, head=under_way.head).intact
    assert verify(lines, head=stopped.head).cannot_tell[0].english().startswith("1 records follow")


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_pieces_in_any_order_make_the_whole(there, home, stopped, tmp_path_factory, data):
    """Whatever is refused now is taken once what it follows on is here; nothing is ever lost."""
    lines = file_of(there, stopped.stop_id).read_bytes().splitlines(keepends=True)
    folder = tmp_path_factory.mktemp("pieces")
    places = Places(state_dir=folder / "home")
    cuts = sorted({0, len(lines), *data.draw(st.lists(st.integers(0, len(lines)), max_size=3))})
    pieces = [lines[a : b + 1] for a, b in pairwise(cuts)]
    waiting = data.draw(st.permutations(pieces))
    while waiting:
        refused = []
        for piece in waiting:
            path = folder / f"{stopped.stop_id}.jsonl"
            path.write_bytes(b"".join(piece))
            [found] = find(path)
            if bring_home(found, places).arrival is Arrival.REFUSED:
                refused.append(piece)
        assert len(refused) < len(waiting)
        waiting = refused
    lines_here = read_journal(stopped.stop_id, places)
    assert verify(lines_here, head=stopped.head).faults == ()
    assert len(lines_here.records) == len(lines)


def test_an_export_whose_journal_is_missing_or_changed_is_refused(there, home, stopped, tmp_path):
    path = file_of(there, stopped.stop_id)
    folder = tmp_path / "exported"
    folder.mkdir()
    shutil.copy(path, folder)
    listed = [{"name": path.name, "sha256": digest_of(path.read_bytes())}]
    manifest = {"head": stopped.head, "files": listed}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    (folder / path.name).write_bytes(path.read_bytes() + b'{"at":')
    assert "not as it was when it was exported" in english(bring(home, folder))[0]
    shutil.copy(path, folder)
    (folder / "manifest.json").write_text("{")
    assert "cannot be understood" in english(bring(home, folder))[0]
    (folder / "manifest.json").write_text(json.dumps(manifest | {"head": "0" * 64}))
    assert "No record has the digest" in english(bring(home, folder))[0]
    (folder / "manifest.json").write_text(json.dumps(manifest))
    assert bring(home, folder).arrival is Arrival.NEW
