"""`triage` on the command line: one text, or a line of JSON for each comment."""

from __future__ import annotations

import io
import json
import sys

import pytest

from worker.cli.run import run


@pytest.fixture(autouse=True)
def nowhere(tmp_path, monkeypatch):
    """A folder without configuration."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ANNONSVAKT_LANGUAGE", raising=False)


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
