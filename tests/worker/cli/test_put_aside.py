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
    assert done["aside_clean"] is clean
    words = f"may be in {done['aside']}: delete it within 48 hours"
    assert (words in noted, REPEAT in noted) == (not clean, True)
    of_a_newer_version(url, comments=clean)
    code, said, noted = restored(capsys, backup, "--replace")
    assert (code, "version's database is set aside whole" in " ".join(said.split())) == (0, True)
    assert ("delete it within 48 hours" in noted, REPEAT in noted) == (not clean, True)


def test_where_all_is_carried_over_nothing_is_noted(backup, capsys):
    assert restored(capsys, backup, "--replace")[::2] == (0, "")
    code, told, noted = restored(capsys, backup, "--json", "--replace")
    done = json.loads(told)
    assert (code, done["erased_again"], done["aside_clean"], noted) == (0, 0, None, "")
