"""What the registers print as JSON where the database cannot be used: all keys, and why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.worker.attesting import sweep
from tests.worker.cli.test_attesting import NOW, SIGNED
from worker.cli.run import run
from worker.store.opening import open_store

BY = ("--by", "Anna")
BRIEF = "Syfte: visa vägen\nDatum: 2027-03-01 till 2027-03-31\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("brief.txt").write_text(BRIEF, "utf-8")
    configure("sound")
    return tmp_path


def configure(name):
    Path("annonsvakt.toml").write_text(
        f'language = "en"\n[database]\nurl = "sqlite:///{name}.db"\n', "utf-8"
    )


def ask(capsys, *arguments):
    code = run([*arguments, "--json"])
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return code, json.loads(out), " ".join(err.split())


LINES = [
    ("brief", "import", "brief.txt"),
    ("brief", "show", "vinter"),
    ("brief", "close", "vinter", *BY),
    ("proof", "seen", "1", *BY),
    ("proof", "approve", "1", *BY),
    ("proof", "show", "p1"),
    ("proof", "revoke", "p1", *BY, "--reason", "fel"),
    ("attest", "f1", *SIGNED),
    ("attest", "end", "w1", *BY, "--reason", "fel"),
    ("stops", "export", "20261124-232543-9f3a", "--from-database"),
]


@pytest.mark.parametrize("line", LINES, ids=" ".join)
def test_code_4_prints_an_object_that_says_why(folder, capsys, line):
    Path("broken.db").write_text("this is no database")
    configure("broken")
    code, told, err = ask(capsys, *line)
    assert code == 4
    assert told["because"] in err
    assert "no database of ours" in told["because"]


def test_the_object_has_the_keys_that_it_has_else(folder, capsys):
    def both(*line):
        configure("sound")
        code, sound, _ = ask(capsys, *line)
        assert code in (0, 1)
        configure("broken")
        Path("broken.db").write_text("this is no database")
        _, broken, _ = ask(capsys, *line)
        assert list(broken) == [*sound, "because"]
        return sound

    both("brief", "import", "brief.txt", "--id", "vinter")
    assert both("brief", "show", "vinter")["id"] == "vinter"
    assert both("brief", "close", "vinter", *BY)["closed_by"] == "Anna"
    store = open_store(f"sqlite:///{folder}/sound.db")
    sweep(store, NOW)
    store.close()
    configure("sound")
    finding = ask(capsys, "findings")[1][0]["id"]
    word = both("attest", finding, *SIGNED)
    assert both("attest", "end", word["id"], *BY, "--reason", "fel")["ended_at"]
