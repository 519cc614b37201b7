"""Comments made to break things, through every command that shows them."""

from __future__ import annotations

import io
import json
import sys
import unicodedata
from datetime import timedelta

import pytest

from tests.worker.made import a_comment
from tests.worker.sweeping.settled import read
from worker.cli.run import run
from worker.clock import now
from worker.store import comments
from worker.store.opening import open_store

ASKED = (now() - timedelta(hours=1)).replace(microsecond=0)
HOSTILE = {
    "escapes": "\x1b[2J\x1b[31mRÖTT\x1b]0;titel\x07\x9b31m vad?",
    "turned": "Vad kostar \u202e!tsokrev\u202c \u2066det\u2069?",
    "unseen": "V\u200ba\u200cd\u2060 \ufeffh\u00adänder?\U000e0041",
    "piled up": "Z" + "\u0335\u0323\u0301" * 400 + "algo? " * 5,
    "lines": "a\r\nb\n\n\tc\u2028d\u2029e\x0b\x0c f\u0085?",
    "markup": "[red]vad[/red] [/] | ┃ <b>hej</b> {due} %s \\N{DIGIT ONE}?",
    "broken": "halv \ud83d emoji, \x00 och \ufffe \U0010ffff?",
    "endless": "När? " * 200_000,
    "joined": "👨\u200d👩\u200d👧" * 300 + "?",
    "formula": "=cmd|' /C calc'!A0 När?",
    "nothing to see": "\u3164\u2800\u115f",
}
TYPED = {
    name: text
    for name, text in HOSTILE.items()
    if name not in ("broken", "endless", "nothing to see")
}
"""What a shell can hand over."""


@pytest.fixture
def store(tmp_path, monkeypatch):
    """A folder with a configuration, and its database."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "annonsvakt.toml").write_text(
        'language = "en"\n[database]\nurl = "sqlite:///annonsvakt.db"\n[meta]\n', encoding="utf-8"
    )
    opened = open_store(f"sqlite:///{tmp_path / 'annonsvakt.db'}")
    yield opened
    opened.close()


def harmless(printed):
    """What was printed, if nothing in it acts on a terminal and no line is out of bounds."""
    for line in printed.split("\n"):
        assert not {"Cc", "Cs", "Co"} & {unicodedata.category(sign) for sign in line}
        assert not set("\u202e\u2066\u2028\u2029\u200b\ufeff") & set(line)
        assert "\u0335\u0323\u0301\u0335\u0323" not in line
        assert len(line) < 11_000
    return printed


def told(capsys, *arguments, code=0, beside=""):
    assert run([*arguments]) == code
    out, err = capsys.readouterr()
    assert (code == 0) == (err == "" or beside in err.splitlines())
    return out + err


def test_the_queue_shows_each_in_its_row_and_gives_it_whole_as_json(store, capsys):
    texts = list(HOSTILE.values())
    seen = [
        a_comment(f"{n}", at=ASKED + timedelta(seconds=n), text=text, author_name=text)
        for n, text in enumerate(texts)
    ]
    read(store, *seen, at=ASKED + timedelta(minutes=5))
    out = harmless(told(capsys, "queue"))
    assert all(comments.own_thread_id(one) in out for one in seen)
    rows = json.loads(told(capsys, "queue", "--json"))
    kept = [text.replace("\x00", "\ufffd").replace("\ud83d", "\ufffd") for text in texts]
    assert sorted(row["text"] for row in rows) == sorted(kept)
    assert {row["state"] for row in rows} == {"open"}
    for one, text in zip(seen, kept, strict=True):
        thread = comments.own_thread_id(one)
        assert len(harmless(told(capsys, "queue", "show", thread)).splitlines()) == 12
        assert json.loads(told(capsys, "queue", "show", thread, "--json"))["text"] == text


def test_what_people_write_beside_them_is_as_harmless(store, capsys):
    read(store, a_comment("1", at=ASKED), at=ASKED)
    one = comments.own_thread_id(a_comment("1"))
    text = " ".join(TYPED.values())
    for decision in (
        ["claim", one, "--by", text],
        ["claim", one, "--by", "Bo", "--instead-of", text],
        ["refer", one, "--to", text, "--by", text],
        ["close", one, "--reason", text, "--by", text],
    ):
        harmless(told(capsys, "queue", *decision, beside="Bo had taken it on: tell them."))
    assert "Nothing done" in harmless(told(capsys, "queue", "claim", one, "--by", "A", code=1))
    harmless(told(capsys, "queue", "reopen", one, "--by", text))
    harmless(told(capsys, "queue", "show", one))


@pytest.mark.parametrize("name", HOSTILE)
def test_triage_judges_each_and_keeps_it_in_the_queue(capsys, monkeypatch, name):
    text = HOSTILE[name]
    if name in TYPED:
        said = harmless(told(capsys, "--lang", "en", "triage", text))
        assert said.startswith("Needs an answer.")
    line = json.dumps({"id": "1", "text": text, "tags": []}) + "\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(line.encode())))
    verdict = json.loads(told(capsys, "triage", "--jsonl"))
    assert (verdict["id"], verdict["verdict"]) == ("1", "needs-answer")
