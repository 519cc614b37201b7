"""A stop as a folder to be filed."""

from __future__ import annotations

import html
import json
import os
import subprocess
from zoneinfo import ZoneInfo

import pytest

from policies.crisis import EVERYTHING, phrase
from policies.model import Answer
from tests.policies.switches import campaign
from tests.worker.stopping.board import ORDER, Board, desk
from worker.language import Language
from worker.stopping.chain import digest_of
from worker.stopping.countersigning import countersign
from worker.stopping.exporting import exported, folder_name, put_folder
from worker.stopping.found import find
from worker.stopping.giving import pause, resume
from worker.stopping.importing import Arrival, bring_home
from worker.stopping.journal import read_journal
from worker.stopping.ordering import Order
from worker.stopping.places import Places
from worker.stopping.story import tell_story

ENGLISH = Language("en", ZoneInfo("Europe/Stockholm"))
SWEDISH = Language("sv", ZoneInfo("Europe/Stockholm"))
BO = Order(reason="i sin ordning", operator="Bo Ek", who=ORDER.who)


def types(plan):
    return phrase(plan.doing, plan.number, "sv")


@pytest.fixture
def board():
    return Board(campaign(1), campaign(2), campaign(3, account="act_2"))


@pytest.fixture
def here(board, tmp_path):
    return desk(board, state_dir=tmp_path / "var")


def stop(here):
    return pause(here, ORDER, EVERYTHING, typed=None, ask=types).result


def export(here, stop_id, said=ENGLISH):
    return exported(stop_id, read_journal(stop_id, here.places), said)


def text_of(files):
    return files["account.txt"].decode()


def test_the_folder_holds_journal_account_manifest_and_sums(here, tmp_path):
    done = stop(here)
    files = export(here, done.stop_id)
    journal = f"{done.stop_id}.jsonl"
    assert set(files) == {journal, "account.html", "account.txt", "manifest.json", "SHA256SUMS"}
    assert files[journal] == (tmp_path / "var" / "stops" / journal).read_bytes()
    manifest = json.loads(files["manifest.json"])
    assert (manifest["stop_id"], manifest["head"]) == (done.stop_id, done.head)
    assert manifest["intact"] is True
    assert {one["name"]: one["sha256"] for one in manifest["files"]} == {
        name: digest_of(files[name]) for name in (journal, "account.html", "account.txt")
    }


def test_it_is_put_in_place_readable_by_us_alone_and_the_sums_hold(here, tmp_path):
    done = stop(here)
    folder = tmp_path / "diarium" / folder_name(done.stop_id)
    put_folder(folder, export(here, done.stop_id))
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {one.stat().st_mode & 0o777 for one in folder.iterdir()} == {0o600}
    assert [one.name for one in folder.parent.iterdir()] == [folder.name]
    subprocess.run(["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=folder, check=True)
    with pytest.raises(FileExistsError):
        put_folder(folder, {})
    assert len(list(folder.iterdir())) == 5


@pytest.mark.parametrize("stands", ["file", "folder", "link"])
def test_nothing_is_overwritten(tmp_path, stands):
    place = tmp_path / "there"
    {"file": place.touch, "folder": place.mkdir, "link": lambda: place.symlink_to("gone")}[stands]()
    with pytest.raises(FileExistsError):
        put_folder(place, {"a": b""})
    assert [one.name for one in tmp_path.iterdir()] == ["there"]


def test_what_fails_leaves_nothing_behind(tmp_path):
    with pytest.raises(OSError, match="No such file"):
        put_folder(tmp_path / "out", {"a": b"", "no/such": b""})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("said", [SWEDISH, ENGLISH])
def test_the_same_journal_gives_the_same_bytes_on_any_machine(here, tmp_path, said):
    done = stop(here)
    first = export(here, done.stop_id, said)
    here.means.clock.sleep(100_000)
    assert export(here, done.stop_id, said) == first
    put_folder(tmp_path / "usb", first)
    places = Places(state_dir=tmp_path / "home")
    [found] = find(tmp_path / "usb")
    assert bring_home(found, places).arrival is Arrival.NEW
    again = exported(done.stop_id, read_journal(done.stop_id, places), said)
    assert again == first


def test_the_account_tells_who_ordered_what_when_why_and_what_became_of_it(here, board):
    board.answers["2"] = [(Answer.REFUSED, False)] * 9
    done = stop(here)
    countersign(here.open_journal(done.stop_id), BO)
    told = text_of(export(here, done.stop_id))
    for one in (
        "Given by: Anna",
        "Reason given: olycka",
        "When: 2026-11-24T13:00:00+01:00",
        "State: IN FORCE",
        "NOT everything was off",
        "Left to be finished by hand",
        "By: Bo Ek",
        "Remarks: i sin ordning",
    ):
        assert one in told, one
    assert read_journal(done.stop_id, here.places).head in told
    left = told.partition("Left to be finished by hand")[2].partition("Countersigned")[0]
    assert f"{campaign(2).name} (2)" in left
    assert "NOT verified: 1 left, 0 unread" in told
    assert "(1)" not in left


def test_the_account_follows_the_stop_to_its_end(here):
    done = stop(here)
    told = text_of(export(here, done.stop_id))
    assert "Everything in the scope of the stop was off, by a reading." in told
    assert "Not in this journal." in told
    assert "Left to be finished by hand" not in told
    resume(here, ORDER, tell_story(done.stop_id, here.places), typed=None, ask=types)
    told = text_of(export(here, done.stop_id))
    assert "State: resumed, 2026-11-24T13:00:00+01:00" in told
    assert told.count("Turned on again: yes") == 3


def test_it_is_told_in_swedish_too(here):
    done = stop(here)
    told = text_of(export(here, done.stop_id, SWEDISH))
    assert told.startswith(f"Krisstopp {done.stop_id}\n")
    assert "Begärt av: Anna" in told
    assert "The " not in told


def test_hostile_names_stay_text(tmp_path):
    name = '<script>alert(1)</script>\x1b[31m\u202e"&\ud83d'
    here = desk(Board(campaign(1, name=name)), state_dir=tmp_path)
    files = export(here, stop(here).stop_id)
    assert b"<script>" not in files["account.html"]
    assert "<script>alert(1)</script>" in html.unescape(files["account.html"].decode())
    for name in ("account.html", "account.txt"):
        assert not {"\x1b", "\u202e"} & set(files[name].decode())


def test_a_damaged_journal_is_exported_as_it_stands_and_the_account_says_so(here, tmp_path):
    done = stop(here)
    path = tmp_path / "var" / "stops" / f"{done.stop_id}.jsonl"
    path.write_bytes(path.read_bytes().replace(b"olycka", b"skojar", 1))
    files = export(here, done.stop_id)
    assert files[path.name] == path.read_bytes()
    assert "!! THE JOURNAL IS NOT AS IT WAS WRITTEN." in text_of(files)
    assert "The journal cannot be understood" in text_of(files)
    assert json.loads(files["manifest.json"])["intact"] is False
    path.write_bytes(b"rubbish\n" + os.urandom(99))
    assert export(here, done.stop_id)[path.name] == path.read_bytes()


def test_records_that_are_not_known_are_named(here):
    done = stop(here)
    journal = here.open_journal(done.stop_id)
    journal.add("blessed", {"by": "nobody"})
    journal.add("told", {"to": 7})
    told = text_of(export(here, done.stop_id))
    assert "What: blessed" in told
    assert "What: told: cannot be understood" in told


def test_a_journal_in_several_files_is_exported_in_as_many(here, tmp_path):
    done = stop(here)
    path = tmp_path / "var" / "stops" / f"{done.stop_id}.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:3]))
    (path.parent / f"{done.stop_id}.screen.jsonl").write_bytes(b"".join(lines[2:]))
    files = export(here, done.stop_id)
    assert files[f"{done.stop_id}.jsonl"] + files[f"{done.stop_id}.2.jsonl"] == b"".join(
        [*lines[:3], *lines[2:]]
    )
    put_folder(tmp_path / "usb", files)
    [found] = find(tmp_path / "usb")
    brought = bring_home(found, Places(state_dir=tmp_path / "home"), head=done.head)
    assert (brought.arrival, brought.faults) == (Arrival.NEW, ())
