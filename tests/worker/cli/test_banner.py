"""The line about a stop in force, above the lists that people look at every day."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from policies.crisis import EVERYTHING
from worker.cli.run import run
from worker.language import Language
from worker.service.filing import file_stops
from worker.stopping.chain import Record
from worker.stopping.coding import scope_to_json
from worker.stopping.in_force import in_force
from worker.stopping.journal import Journal
from worker.stopping.places import Places
from worker.stopping.story import COUNTERSIGNED, ENDED, OPENED, VERIFIED
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
        assert err.startswith("Crisis stop 20261124-120000-9f3a is in force: UNFINISHED, ")
        assert "Given by Anna" in err
        assert (err.count("\n"), "\x1b" in err) == (1, False)
    assert json.loads(out) == []


@pytest.mark.parametrize("arguments", [["queue"], ["queue", "--json"], ["findings"]])
def test_a_stop_of_another_host_with_the_same_database_is_told_as_well(
    journal, capsys, tmp_path, arguments
):
    opened(journal)
    store = open_store(f"sqlite:///{tmp_path / 'annonsvakt.db'}")
    file_stops(store, Places(state_dir=tmp_path / "var"), at=NOON)
    store.close()
    (tmp_path / "var" / "stops").rename(tmp_path / "there")
    assert run(arguments) == 0
    err = capsys.readouterr().err
    assert err.startswith("Crisis stop 20261124-120000-9f3a is in force: UNFINISHED, ")
    assert (err.count("\n"), "\x1b" in err) == (1, False)


def verified(journal, *, so=True):
    journal.add(VERIFIED, {"verified": so, "outcomes": [], "unread": []})


def banner(journal, at, code="en"):
    """What stands above the lists at this instant."""
    words = in_force(journal_folder(journal), at=at)
    return Language(code, ZoneInfo("Europe/Stockholm")).say(words)


def journal_folder(journal):
    return Path(journal.place).parent.parent


SOON, LATER = NOON + timedelta(hours=24), NOON + timedelta(hours=24, seconds=1)


def test_the_banner_says_what_a_stop_lacks(journal):
    opened(journal)
    assert "is in force: UNFINISHED. Given" in banner(journal, SOON)
    verified(journal, so=False)
    assert "is in force: NOT VERIFIED. Given" in banner(journal, SOON)
    verified(journal)
    assert "is in force. Given" in banner(journal, SOON)
    assert "is in force: not countersigned within 24 hours. Given" in banner(journal, LATER)
    assert "gäller: inte kontrasignerat inom 24 timmar. Begärt" in banner(journal, LATER, "sv")
    journal.add(COUNTERSIGNED, {"operator": "Bo", "reason": ""})
    assert "is in force. Given" in banner(journal, LATER)


def test_of_several_the_one_that_needs_a_person_most_is_told(journal):
    opened(journal)
    places = Places(state_dir=journal_folder(journal))
    other = Journal("20261124-130000-0000", places, clock=lambda: NOON, warn=print,
                    last_resort=print)  # fmt: skip
    opened(other)
    verified(other)
    said = banner(journal, SOON)
    assert said.startswith("Crisis stop 20261124-120000-9f3a is in force: UNFINISHED; and 1 more.")
    verified(journal)
    assert banner(journal, SOON).startswith("Crisis stop 20261124-130000-0000 is in force, and 1")


def test_a_review_whose_instant_cannot_be_read_is_none_and_breaks_no_list(journal):
    opened(journal)
    verified(journal)
    bad = Record(n=3, at="never", event=COUNTERSIGNED, told={"operator": "Bo"}, before=journal.head)
    with open(journal.place, "ab") as file:
        file.write(bad.line())
    assert "not countersigned" in banner(journal, LATER)
