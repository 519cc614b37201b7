"""The journal: on the disk before anything is sent, whole after anything, never a hindrance."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.unmeasured import environment
from tests.worker.stopping.board import NOON, Clock
from worker.stopping.chain import START
from worker.stopping.journal import Journal, read_journal, stop_ids
from worker.stopping.lines import Part, read_lines
from worker.stopping.places import Places, temporary, usable
from worker.stopping.verifying import verify


@pytest.fixture
def places(tmp_path):
    return Places(state_dir=tmp_path / "var")


@pytest.fixture
def told():
    return []


def journal(places, told, stop_id="a"):
    return Journal(
        stop_id,
        places,
        clock=Clock(),
        warn=lambda words: told.append(words.english()),
        last_resort=told.append,
    )


def path_of(places, stop_id="a"):
    return places.folders()[0] / f"{stop_id}.jsonl"


def written(places, told, count=3):
    made = journal(places, told)
    for n in range(count):
        made.add("event", {"n": n, "text": "åäö"})
    return made


def test_no_journal_is_an_empty_one(places):
    assert read_journal("nothing", places).records == ()
    assert read_journal("nothing", places).head == START
    assert stop_ids(places) == ()


def test_records_are_chained_and_read_back(places, told):
    made = written(places, told)
    lines = read_journal("a", places)
    assert [one.told["n"] for one in lines.records] == [0, 1, 2]
    assert [one.at for one in lines.records] == [NOON.isoformat(timespec="milliseconds")] * 3
    assert lines.head == made.head
    assert verify(lines, head=made.head).intact
    assert told == []
    assert stop_ids(places) == ("a",)


def test_file_and_folder_are_ours_alone(places, told):
    written(places, told)
    assert path_of(places).stat().st_mode & 0o777 == 0o600
    assert path_of(places).parent.stat().st_mode & 0o777 == 0o700


def test_the_form_is_the_documented_one(places, told):
    written(places, told, 1)
    line = json.loads(path_of(places).read_text(encoding="utf-8"))
    assert set(line) == {"n", "at", "event", "told", "before", "hash"}
    assert line["before"] == START


def test_a_changed_line_shows(places, told):
    made = written(places, told)
    path = path_of(places)
    path.write_text(path.read_text("utf-8").replace('"n":1,"text"', '"n":7,"text"'), "utf-8")
    verdict = verify(read_journal("a", places), head=made.head)
    assert not verdict.intact
    assert f"{path}:2: not as it was written." in [one.english() for one in verdict.faults]


@pytest.mark.parametrize("gone", [0, 1])
def test_a_line_taken_out_shows(places, told, gone):
    written(places, told)
    path = path_of(places)
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(one for n, one in enumerate(lines) if n != gone), "utf-8")
    assert not verify(read_journal("a", places), head=None).intact


def test_a_cut_end_shows_only_to_those_who_noted_the_head(places, told):
    made = written(places, told)
    path = path_of(places)
    path.write_text("".join(path.read_text("utf-8").splitlines(keepends=True)[:-1]), "utf-8")
    lines = read_journal("a", places)
    assert not verify(lines, head=made.head).intact
    blind = verify(lines, head=None)
    assert blind.intact
    assert "Without --head" in blind.cannot_tell[0].english()


def test_a_head_that_was_noted_earlier_still_proves_that_nothing_before_it_was_changed(
    places, told
):
    made = written(places, told)
    noted = made.head
    made.add("more", {})
    verdict = verify(read_journal("a", places), head=noted.upper())
    assert verdict.intact
    assert verdict.cannot_tell[0].english().startswith("1 records follow")


def test_a_line_that_was_cut_off_while_written_is_told_and_the_journal_goes_on(places, told):
    written(places, told)
    with path_of(places).open("ab") as file:
        file.write(b'{"at":"2026-11-24T')
    torn = read_journal("a", places)
    assert torn.torn
    assert len(torn.records) == 3
    assert "not whole" in verify(torn, head=None).cannot_tell[-1].english()
    written(places, told, 2)
    whole = read_journal("a", places)
    assert [one.n for one in whole.records] == [1, 2, 3, 4, 5]
    assert verify(whole, head=None).intact
    assert not whole.torn


def test_a_line_cut_off_anywhere_is_no_fault(places, told):
    written(places, told, 2)
    whole = path_of(places).read_bytes()
    for length in range(len(whole)):
        path_of(places).write_bytes(whole[:length])
        written(places, told, 1)
        assert verify(read_journal("a", places), head=None).intact, length


def test_a_line_that_lacks_nothing_but_its_end_counts(places, told):
    written(places, told)
    path_of(places).write_bytes(path_of(places).read_bytes()[:-1])
    assert len(read_journal("a", places).records) == 3
    assert not read_journal("a", places).torn
    written(places, told, 1)
    assert [one.n for one in read_journal("a", places).records] == [1, 2, 3, 4]


def test_half_a_sign_is_written_as_json_writes_it(places, told):
    journal(places, told).add("event", {"name": "\ud83d"})
    assert b'"\\ud83d"' in path_of(places).read_bytes()
    assert read_journal("a", places).records[0].told == {"name": "\ud83d"}


def test_a_line_made_to_look_torn_shows(places, told):
    written(places, told)
    path = path_of(places)
    first, *rest = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(first + b'{"n":2\n' + b"".join(rest))
    assert not verify(read_journal("a", places), head=None).intact
    path.write_bytes(first + b"".join(rest) + b"nonsense\n")
    assert not verify(read_journal("a", places), head=None).intact
    path.write_bytes(first + b"nonsense\nnonsense\n" + b"".join(rest))
    assert not verify(read_journal("a", places), head=None).intact


def test_two_programs_may_write_to_one_journal(places, told):
    one, two = journal(places, told), journal(places, told)
    one.add("x", {})
    two.add("y", {})
    one.add("z", {})
    lines = read_journal("a", places)
    assert [record.event for record in lines.records] == ["x", "y", "z"]
    assert verify(lines, head=one.head).intact


def test_a_program_whose_folder_fails_is_followed_by_one_whose_does_not(tmp_path, told):
    """Each sees what the other writes, wherever that is: no number is given twice."""
    places = Places(state_dir=tmp_path / "var", spare=tmp_path / "usb")
    one, two = journal(places, told), journal(places, told)
    one.add("x", {})
    two._folders.pop(0)  # as after a failure
    for _ in range(3):
        two.add("y", {})
        one.add("z", {})
    lines = read_journal("a", places)
    assert [record.event for record in lines.records] == ["x", *["y", "z"] * 3]
    assert verify(lines, head=one.head).intact


def test_many_threads_may_write_to_one_journal(places, told):
    made = journal(places, told)
    threads = [
        threading.Thread(target=lambda: [made.add("x", {}) for _ in range(10)]) for _ in range(8)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    lines = read_journal("a", places)
    assert len(lines.records) == 80
    assert verify(lines, head=made.head).intact


@pytest.fixture
def blocked(tmp_path):
    """A state_dir that nobody can make: a file stands in its way."""
    (tmp_path / "var").write_text("")
    return tmp_path / "var"


@pytest.fixture
def own_temporary(tmp_path, monkeypatch):
    """A temporary folder of the test's own."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def test_where_state_dir_fails_it_goes_loudly_to_the_folder_that_was_named(blocked, tmp_path, told):
    places = Places(state_dir=blocked, spare=tmp_path / "usb")
    made = written(places, told)
    assert (tmp_path / "usb" / "a.jsonl").exists()
    assert len(told) == 1
    assert told[0].startswith("THE JOURNAL cannot be written in")
    assert made.place == str(tmp_path / "usb" / "a.jsonl")
    assert verify(read_journal("a", places), head=made.head).intact


def test_then_to_the_temporary_folder(blocked, own_temporary, told):
    places = Places(state_dir=blocked)
    written(places, told)
    assert (temporary(blocked) / "a.jsonl").exists()
    assert temporary(blocked).parent == own_temporary
    assert len(read_journal("a", places).records) == 3


def test_a_folder_in_the_temporary_one_that_others_may_write_is_not_used(
    blocked, own_temporary, told
):
    temporary(blocked).mkdir(mode=0o777)
    temporary(blocked).chmod(0o777)
    places = Places(state_dir=blocked)
    made = written(places, told)
    assert made.place == "stderr"
    assert list(temporary(blocked).iterdir()) == []
    assert not usable(places)


def test_at_last_to_standard_error_with_the_chain_intact(blocked, own_temporary, told):
    own_temporary.rmdir()
    own_temporary.write_text("")
    made = written(Places(state_dir=blocked), told)
    warned, lines = told[:2], told[2:]
    assert all(one.startswith("THE JOURNAL") for one in warned)
    read = read_lines([Part(name="saved", raw="\n".join([*lines, ""]).encode())])
    assert len(read.records) == 3
    assert verify(read, head=made.head).intact


def test_a_journal_that_had_to_move_in_the_middle_is_read_as_one(tmp_path, told):
    places = Places(state_dir=tmp_path / "var", spare=tmp_path / "usb")
    made = written(places, told, 2)
    folder = tmp_path / "var" / "stops"
    folder.rename(tmp_path / "aside")
    folder.write_text("")
    made.add("moved", {})
    folder.unlink()
    (tmp_path / "aside").rename(folder)
    lines = read_journal("a", places)
    assert [one.event for one in lines.records] == ["event", "event", "moved"]
    assert verify(lines, head=made.head).intact
    again = journal(places, told)
    again.add("back", {})
    assert verify(read_journal("a", places), head=again.head).intact


def test_nothing_is_added_to_a_frozen_journal(places, told):
    made = written(places, told)
    made.freeze()
    threading.Thread(target=lambda: made.add("late", {}), daemon=True).start()
    assert len(read_journal("a", places).records) == 3
    assert made.written


FULL = """
import resource, signal, sys
from pathlib import Path
from policies.crisis import EVERYTHING
from tests.policies.switches import campaign
from tests.worker.stopping.board import ORDER, Board, desk
from worker.stopping.giving import pause
told = []
board = Board(campaign(1), campaign(2))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
here = desk(board, state_dir=Path(sys.argv[1]), told=told)
result = pause(here, ORDER, EVERYTHING, typed="PAUSA 2", ask=None).result
print(result.verified, sorted(board.on()), result.journal, result.head)
sys.stderr.write("\\n".join(told))
"""


def test_no_room_on_any_disk_prevents_no_stop(tmp_path):
    """Not even Python's own temporary folder takes a byte."""
    ran = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path / "var")],
        cwd=Path(__file__).parents[3], capture_output=True, text=True, check=False,
        env=environment(),
    )  # fmt: skip
    assert ran.stdout.startswith("True [] stderr "), ran.stderr
    head = ran.stdout.split()[-1]
    lines = [one for one in ran.stderr.splitlines() if one.startswith("{")]
    saved = read_lines([Part(name="saved", raw="\n".join([*lines, ""]).encode())])
    assert verify(saved, head=head).intact
    assert verify(saved, head=head).cannot_tell == ()
