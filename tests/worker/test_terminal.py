"""What reaches the terminal."""

import json

from hypothesis import given
from hypothesis import strategies as st

from worker.cli.terminal import emit, emit_line, safe, table


def test_plain_swedish_and_emoji_are_left_alone():
    assert safe("Så bra! 👏 Åäö – 25 000 kr") == "Så bra! 👏 Åäö – 25 000 kr"


def test_escapes_and_turned_text_are_taken_out():
    assert safe("\x1b[31mred\x1b[0m \x1b]0;title\x07x\u202eabc\u202c\x00\x9b1m") == "red xabc1m"


@given(st.text())
def test_a_cell_is_one_line_without_control_signs(text):
    kept = safe(text)
    assert "\x1b" not in kept
    assert "\n" not in kept
    assert "\r" not in kept
    assert "\u202e" not in kept


def test_signs_that_end_a_line_in_some_programs_only_end_none():
    assert safe("a\u2028b\u2029c") == "a b c"


def test_half_a_sign_is_written_as_json_writes_it(capsys):
    emit({"name": "\ud83d"})
    assert json.loads(capsys.readouterr().out) == {"name": "\ud83d"}


def test_signs_that_a_terminal_obeys_are_spelt_out_in_json(capsys):
    hostile = {"text": "\x9b31m \x7f \u202e \u2066 \u200f \u2029 👩\u200d🚒 å"}
    emit(hostile)
    told = capsys.readouterr().out
    assert json.loads(told) == hostile
    assert not set(told) & set("\x9b\x7f\u202e\u2066\u200f\u2029")
    assert "👩\u200d🚒 å" in told


def test_json_is_all_there_is_on_standard_output(capsys):
    emit({"text": "Åsa"})
    emit_line([1])
    out, err = capsys.readouterr()
    assert json.loads(out.split("\n[1]")[0]) == {"text": "Åsa"}
    assert "Åsa" in out
    assert err == ""


def test_markup_in_a_cell_is_shown_not_obeyed(capsys):
    table(["Text"], [["[red]hej[/red] \x1b[1m!"]])
    out = capsys.readouterr().out
    assert "[red]hej[/red] !" in out


def test_a_pipe_gets_whole_cells_unless_columns_are_asked_for(capsys, monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)
    long = "ord " * 400
    table(["ID", "Text"], [["1", long]])
    assert long.strip() in capsys.readouterr().out
    monkeypatch.setenv("COLUMNS", "60")
    table(["ID", "Text"], [["1", long]])
    assert {len(line) for line in capsys.readouterr().out.splitlines()} == {60}


def test_accents_piled_up_on_a_letter_stay_within_their_line():
    assert safe("Z" + "\u0335\u0323" * 200 + "algo") == "Z" + "\u0335\u0323" * 2 + "algo"
    assert safe("a" + "\u0301\u200d" * 50).count("\u0301") == 4
    assert safe("Sa\u030a ha\u0308r") == "Sa\u030a ha\u0308r"
    assert safe("שָׁלוֹם") == "שָׁלוֹם"
