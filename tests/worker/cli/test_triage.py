"""`triage` on the command line: one text, or a line of JSON for each comment."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys

import pytest

from worker.cli.configured import words_of
from worker.cli.run import run
from worker.config import load
from worker.sweeping.judgement import judgement


@pytest.fixture(autouse=True)
def nowhere(tmp_path, monkeypatch):
    """A folder without configuration."""
    monkeypatch.chdir(tmp_path)
    for name in [one for one in os.environ if one.startswith("ANNONSVAKT_")]:
        monkeypatch.delenv(name)
    return tmp_path


@pytest.fixture
def lines(monkeypatch, capsys):
    """Judges lines: the exit code, the verdicts, standard error."""

    def judge(*rows):
        content = b"\n".join(
            row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows
        )
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        code = run(["--lang", "en", "triage", "--jsonl"])
        out, err = capsys.readouterr()
        return code, [json.loads(line) for line in out.splitlines()], err

    return judge


def test_a_text_is_judged_in_words(capsys):
    assert run(["triage", "Toppen, men när öppnar det?"]) == 0
    assert capsys.readouterr().out == "Behöver svar. Den innehåller ett frågetecken.\n"
    assert run(["--lang", "en", "triage", "Så bra!"]) == 0
    assert capsys.readouterr().out == (
        "Needs no answer: a cheer. It is nothing but a short happy shout.\n"
    )


def test_a_text_is_judged_as_json(capsys):
    assert run(["--lang", "en", "triage", "Mitt nummer: 121212-1212", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "verdict": "needs-answer",
        "moderate": ["personal-id"],
        "because": "It may break the house rules: personal identity number.",
    }


def test_a_line_is_answered_with_a_line_and_its_id(lines):
    text = "😍 Anna Andersson kolla"
    code, rows, err = lines(
        {"id": "1", "text": "Så bra!", "tags": []},
        {"id": 2, "text": text, "tags": [{"name": "Anna Andersson", "offset": 2, "length": 14}]},
        {"id": "3", "text": None, "tags": None, "attachment": "sticker"},
        {"id": "4", "text": "", "attachment": "photo"},
        {"id": "5", "text": "När öppnar det?", "attachment": "", "author": "x"},
        {"id": "6", "attachment": "sticker"},
    )
    assert (code, err) == (0, "")
    assert [(row["id"], row["verdict"]) for row in rows] == [
        ("1", "cheer"),
        (2, "friend-tag"),
        ("3", "cheer"),
        ("4", "needs-answer"),
        ("5", "needs-answer"),
        ("6", "cheer"),
    ]
    assert all(set(row) == {"id", "verdict", "moderate", "because"} for row in rows)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (b"{", "this is not JSON"),
        (b"\xff\xfe", "this is not JSON"),
        (b"[" * 100_000, "this is not JSON"),
        (b"[]", "write an object"),
        (b"null", "write an object"),
        ({"text": "x"}, "id is missing"),
        ({"id": None, "text": "x"}, "id is missing"),
        ({"id": ["1"], "text": "x"}, "id is missing"),
        ({"id": "\ud83d", "text": "x"}, "id is missing"),
        ({"id": "1"}, "text is missing"),
        ({"id": "1", "text": 5}, "text is missing"),
        ({"id": "1", "text": "x", "attachment": {}}, "attachment is missing"),
        ({"id": "1", "text": "x", "tags": "a"}, "tags is missing"),
        ({"id": "1", "text": "x", "tags": [1]}, "tags is missing"),
        ({"id": "1", "text": "x", "tags": [{"name": "a"}]}, "tags is missing"),
        (
            {"id": "1", "text": "x", "tags": [{"name": "a", "offset": -1, "length": 1}]},
            "tags is missing",
        ),
    ],
)
def test_a_bad_line_is_told_by_its_number_and_nothing_is_written(lines, row, why):
    code, rows, err = lines({"id": "0", "text": "Tack!"}, b"", row)
    assert (code, rows) == (2, [])
    assert err.startswith("line 3: ")
    assert why in err
    assert err.count("\n") == 1


def test_half_a_character_in_a_text_is_judged_all_the_same(lines):
    code, rows, _ = lines({"id": "1", "text": "Tack \ud83d"})
    assert (code, rows[0]["verdict"]) == (0, "needs-answer")


@pytest.mark.parametrize("arguments", [[], ["Tack!", "--jsonl"]])
def test_either_a_text_or_lines_are_asked_for(capsys, arguments):
    assert run(["triage", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "--jsonl" in err


def test_a_hostile_word_is_told_without_its_escapes(capsys):
    assert run(["triage", "\x1b[31maldrig\x1b[0m"]) == 0
    assert "\x1b" not in capsys.readouterr().out


CONFIGURED = """
[meta]
approved_instagram = [{ id = "17841400000000001", username = "stockholms.stad" }]
[moderation]
threats = ["vi ses vid grinden"]
slurs = ["klumpnisse"]
"""


@pytest.mark.parametrize(
    ("text", "moderate"), [("din klumpnisse", ["slur"]), ("Vi ses vid grinden!", ["threat"])]
)
def test_the_configuration_s_words_are_heeded_as_in_the_queue(nowhere, capsys, text, moderate):
    assert run(["triage", text, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["moderate"] == []
    (nowhere / "annonsvakt.toml").write_text(CONFIGURED, "utf-8")
    assert run(["triage", text, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["moderate"] == moderate
    settings = load(None)
    assert words_of(settings) == judgement(settings).vocabulary


def test_lines_are_judged_by_the_configuration_s_words_too(nowhere, lines):
    (nowhere / "annonsvakt.toml").write_text(CONFIGURED, "utf-8")
    code, [row], err = lines({"id": "1", "text": "din klumpnisse", "tags": []})
    assert (code, row["moderate"], err) == (0, ["slur"], "")


def test_a_configuration_that_was_named_and_is_not_there_is_refused(capsys):
    assert run(["--config", "nope.toml", "triage", "hej"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "nope.toml" in err


def test_no_database_is_imported_for_a_configuration(nowhere):
    """One verdict at a time is asked for, and that import takes longer than the verdict."""
    (nowhere / "annonsvakt.toml").write_text(CONFIGURED, "utf-8")
    asked = "import sys; from worker.cli.run import run; run(['triage', 'hej']); "
    asked += "sys.exit('sqlalchemy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
