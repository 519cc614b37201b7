"""`db restore --replace` over a database that cannot be used: what it says of the one set aside."""

from __future__ import annotations

import json
from contextlib import closing

import pytest

from tests.worker.made import NOON
from tests.worker.store.test_restoring import fill, of_a_newer_version
from worker.cli.run import run
from worker.store.backing_up import back_up
from worker.store.opening import open_store


@pytest.fixture
def backup(url, tmp_path, monkeypatch):
    """A city whose database was backed up, and which works in that folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "annonsvakt.toml").write_text(f'[database]\nurl = "{url}"\n')
    with closing(open_store(url)) as store, store.writing() as connection:
        fill(connection)
    back_up(url, tmp_path / "backup.db", at=NOON)
    return "backup.db"


def restored(capsys, backup, *arguments, lang="en"):
    """The code, what was printed, and what was noted beside it."""
    capsys.readouterr()
    code = run(["--lang", lang, "db", "restore", backup, *arguments])
    said = capsys.readouterr()
    return code, said.out, " ".join(said.err.split())


REPEAT = "Erasures and holds that are newer than the backup could not be carried over"


@pytest.mark.parametrize("clean", [True, False])
def test_of_a_newer_versions_all_is_told_that_is_not_as_it_was(backup, url, capsys, clean):
    of_a_newer_version(url, comments=clean)
    code, told, noted = restored(capsys, backup, "--replace", "--json")
    done = json.loads(told)
    unknown = {"erased_again", "erased_when_read", "holds_carried", "before", "because"}
    assert (code, {one for one, value in done.items() if value is None}) == (0, unknown)
    assert (done["aside_why"], done["aside_clean"]) == ("newer", clean)
    words = f"may be in {done['aside']}: delete it within 48 hours"
    assert (words in noted, REPEAT in noted) == (not clean, True)
    of_a_newer_version(url, comments=clean)
    code, said, noted = restored(capsys, backup, "--replace")
    assert (code, "version's database is set aside whole" in " ".join(said.split())) == (0, True)
    assert ("delete it within 48 hours" in noted, REPEAT in noted) == (not clean, True)


@pytest.fixture
def damaged(backup, tmp_path):
    """The city's file, in which nothing is left."""
    file = tmp_path / "annonsvakt.db"
    file.write_bytes(b"\x07" * 5000)
    return file


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_whoever_meets_a_damaged_one_is_told_the_way_out(backup, damaged, capsys):
    assert run(["--lang", "en", "queue"]) == 4
    assert "(annonsvakt db restore FILE --replace)" in " ".join(capsys.readouterr().err.split())
    code, told, noted = restored(capsys, backup, "--json")
    assert (code, "With --replace it is set aside whole" in noted) == (4, True)
    assert "With --replace" in json.loads(told)["because"]
    code, told, noted = restored(capsys, backup, "--replace")
    (aside,) = damaged.parent.glob("annonsvakt-damaged-*")
    assert (code, aside.read_bytes()) == (0, b"\x07" * 5000)
    assert f"The damaged database is set aside whole: {aside}." in " ".join(told.split())
    assert (f"may be in {aside}: delete it" in noted, REPEAT in noted) == (True, True)
    assert run(["queue"]) == 0


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_json_tells_where_a_damaged_one_lies_and_what_nobody_knows(backup, damaged, capsys):
    code, told, noted = restored(capsys, backup, "--replace", "--json")
    done = json.loads(told)
    (aside,) = damaged.parent.glob("annonsvakt-damaged-*")
    known = {name: done[name] for name in ("aside", "aside_why", "aside_clean", "held_mails")}
    assert (code, known) == (
        0,
        {"aside": str(aside), "aside_why": "damaged", "aside_clean": False, "held_mails": 2},
    )
    unknown = ("erased_again", "erased_when_read", "holds_carried", "before")
    assert [done[name] for name in unknown] == [None] * 4
    assert (f"may be in {aside}: delete it" in noted, REPEAT in noted) == (True, True)


def test_where_all_is_carried_over_nothing_is_noted(backup, capsys):
    assert restored(capsys, backup, "--replace")[::2] == (0, "")
    code, told, noted = restored(capsys, backup, "--json", "--replace")
    done = json.loads(told)
    assert (code, done["erased_again"], done["aside_clean"], noted) == (0, 0, None, "")
