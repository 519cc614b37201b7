"""The line about a stop in force, above the lists that people look at every day."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from policies.crisis import EVERYTHING
from worker.cli.run import run
from worker.stopping.coding import scope_to_json
from worker.stopping.journal import Journal
from worker.stopping.places import Places
from worker.stopping.story import ENDED, OPENED
from worker.store.opening import open_store

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def journal(tmp_path, tmp_path_factory, monkeypatch):
    """A folder with a configuration and an empty database; the journal of a stop, still unwritten.

    The name of who gives it is hostile.
    """
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path_factory.mktemp("temporary")))
    monkeypatch.chdir(tmp_path)
    url = f"sqlite:///{tmp_path / 'annonsvakt.db'}"
    Path("annonsvakt.toml").write_text(f'language = "en"\n[database]\nurl = "{url}"\n', "utf-8")
    open_store(url).close()
    places = Places(state_dir=tmp_path / "var")
    return Journal(
        "20261124-120000-9f3a", places, clock=lambda: NOON, warn=print, last_resort=print
    )


def opened(journal):
    told = {"reason": "fire", "operator": "A\x1b[31mnna\n", "scope": scope_to_json(EVERYTHING)}
    journal.add(OPENED, {**told, "version": 1})


@pytest.mark.parametrize("command", ["queue", "findings"])
def test_without_a_stop_nothing_is_said(journal, capsys, command):
    assert run([command]) == 0
    assert capsys.readouterr().err == ""
    opened(journal)
    journal.add(ENDED, {})
    assert run([command]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("command", ["queue", "findings"])
def test_a_stop_in_force_is_one_line_on_standard_error_and_json_is_as_it_was(
    journal, capsys, command
):
    opened(journal)
    for arguments in ([command], [command, "--json"]):
        assert run(arguments) == 0
        out, err = capsys.readouterr()
        assert err.startswith("Crisis stop 20261124-120000-9f3a is in force. Given by Anna")
        assert (err.count("\n"), "\x1b" in err) == (1, False)
    assert json.loads(out) == []
