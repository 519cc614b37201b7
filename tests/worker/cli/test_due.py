"""`due` on the command line: times as people write them, deadlines in words and as JSON."""

from __future__ import annotations

import io
import json
import os
import sys

import pytest

from worker.cli.configured import office_of
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
def piped(monkeypatch):
    """Puts bytes on standard input."""

    def pipe(content):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))

    return pipe


def told(capsys, *arguments):
    assert run(["--lang", "en", "due", *arguments]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return json.loads(out)


def refused(capsys, *arguments):
    assert run(["--lang", "en", "due", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "Traceback" not in err
    return err


def test_one_time_gives_an_object(capsys):
    assert told(capsys, "2026-11-13T15:00", "--json") == {
        "created_at": "2026-11-13T15:00:00+01:00",
        "due_at": "2026-11-16T17:00:00+01:00",
        "because": [
            "2026-11-14 is a Saturday.",
            "2026-11-15 is a Sunday.",
            "The next working day is 2026-11-16; the office closes at 17:00.",
        ],
    }


def test_several_give_a_list_in_their_order(capsys):
    rows = told(capsys, "2026-11-15T20:00", "2026-11-10T10:00", "--json")
    assert [row["due_at"][:16] for row in rows] == ["2026-11-16T20:00", "2026-11-11T10:00"]


@pytest.mark.parametrize(
    ("written", "created"),
    [
        ("2026-11-13T15:00:30", "2026-11-13T15:00:30+01:00"),
        ("2026-11-13 15:00", "2026-11-13T15:00:00+01:00"),
        ("2026-07-01T15:00", "2026-07-01T15:00:00+02:00"),
        ("2026-11-13T14:00:00Z", "2026-11-13T15:00:00+01:00"),
        ("2026-11-13t14:00:00z", "2026-11-13T15:00:00+01:00"),
        ("2026-11-13T14:00:00+0000", "2026-11-13T15:00:00+01:00"),
        ("2026-11-13T09:00:00.123456789-05:00", "2026-11-13T15:00:00+01:00"),
    ],
)
def test_times_with_and_without_offset_are_understood(capsys, written, created):
    assert told(capsys, written, "--json")["created_at"] == created


def test_a_time_that_the_clocks_showed_twice_is_the_first_and_says_so(capsys):
    row = told(capsys, "2026-10-25T02:30", "--json")
    assert row["created_at"] == "2026-10-25T02:30:00+02:00"
    assert row["because"][0].startswith("The clocks showed this time twice")


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("2026-03-29T02:30", "there was no such time in Europe/Stockholm"),
        ("2026-11-13", "a time is missing: write it as in 2026-11-13T10:00"),
        ("i morgon", "write it as in 2026-11-13T15:00"),
        ("2026-02-30T10:00", "there is no such day or time"),
        ("2026-11-13T25:00", "there is no such day or time"),
        ("2026-11-13T10:00+99:00", "there is no such day or time"),
        ("2026-W46-5T10:00", "write it as in"),
        ("２０２６-11-13T10:00", "write it as in"),
        ("", "write it as in"),
        ("9999-12-31T23:59:00Z", "the holidays are known from 1953 to 2100"),
        ("9999-12-30T12:00", "the holidays are known from 1953 to 2100"),
        ("2100-12-31T12:00", "the holidays are known from 1953 to 2100"),
        ("0001-01-01T00:00", "there is no such day or time"),
        ("1952-12-31T10:00", "the holidays are known from 1953 to 2100"),
    ],
)
def test_what_is_no_time_is_refused_in_one_line_with_the_remedy(capsys, written, why):
    err = refused(capsys, written, "--json")
    assert err.count("\n") == 1
    assert why in err


def test_every_fault_is_told_at_once(capsys):
    err = refused(capsys, "2026-11-13T10:00", "x", "2026-11-13")
    assert [line.split(":")[0] for line in err.splitlines()] == ["x", "2026-11-13"]


def test_a_hostile_argument_is_shown_without_its_escapes(capsys):
    assert "\x1b" not in refused(capsys, "\x1b[31m2026\x07")


def test_lines_are_read_and_an_object_written_for_each(capsys, piped):
    piped(b"\xef\xbb\xbf2026-11-13T15:00\r\n\n  2026-11-10T10:00  \n")
    assert run(["due", "-"]) == 0
    out = capsys.readouterr().out
    rows = [json.loads(line) for line in out.splitlines()]
    assert [row["created_at"][:10] for row in rows] == ["2026-11-13", "2026-11-10"]


def test_bad_lines_are_told_by_number_and_nothing_is_written(capsys, piped):
    piped(b"2026-11-13T15:00\nx\n\n2026-11-13\n\xff\n")
    err = refused(capsys, "-")
    assert [line.split(":")[0] for line in err.splitlines()] == ["line 2", "line 4", "line 5"]


def test_no_lines_give_nothing(capsys, piped):
    piped(b"")
    assert run(["due", "-"]) == 0
    assert capsys.readouterr().out == ""


def test_for_a_person_it_is_said_in_words(capsys):
    assert run(["due", "2026-06-18T12:00"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Skrivet tors 18 juni 2026 12:00: besvaras senast mån 22 juni 2026 17:00."
    assert lines[1] == "  2026-06-19 är midsommarafton."
    assert lines[-1] == "  Närmaste arbetsdag är 2026-06-22; kontoret stänger kl. 17:00."


RULEBOOK = [
    ("2026-11-10T10:00", "2026-11-11T10:00", []),
    ("2026-11-13T15:00", "2026-11-16T17:00", ["14", "15"]),
    ("2026-11-14T09:00", "2026-11-16T17:00", ["14", "15"]),
    ("2026-11-15T10:00", "2026-11-16T17:00", ["15"]),
    ("2026-11-15T20:00", "2026-11-16T20:00", ["15"]),
    ("2026-06-18T12:00", "2026-06-22T17:00", ["19", "20", "21"]),
    ("2026-12-23T09:00", "2026-12-28T17:00", ["24", "25", "26", "27"]),
    ("2026-03-28T12:00", "2026-03-30T17:00", ["28", "29"]),
]
"""Written, answer by, and the days that are skipped."""


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_rulebooks_table_with_every_skipped_day_in_both_languages(capsys, piped, lang):
    piped("\n".join(written for written, _, _ in RULEBOOK).encode())
    assert run(["--lang", lang, "due", "-"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert run(["--lang", lang, "due", *(written for written, _, _ in RULEBOOK)]) == 0
    in_words = capsys.readouterr().out
    for row, (written, answer_by, skipped) in zip(rows, RULEBOOK, strict=True):
        assert (row["created_at"][:16], row["due_at"][:16]) == (written, answer_by)
        days = [f"{written[:8]}{day}" for day in skipped]
        assert [because[:10] for because in row["because"][:-1]] == days
        if skipped:
            assert answer_by[:10] in row["because"][-1]
        assert all(f"  {because}" in in_words for because in row["because"])
    weekday, eve = ("lördag", "julafton") if lang == "sv" else ("Saturday", "Christmas Eve")
    assert weekday in rows[1]["because"][0]
    assert eve in rows[6]["because"][0]


def test_no_time_at_all_is_wrong_use(capsys):
    refused(capsys)


CONFIGURED = """
timezone = "Europe/Helsinki"
[meta]
[sla]
office_closes = "15:00"
extra_closed_days = [2026-11-16]
"""


@pytest.mark.parametrize("way", ["named", "environment", "default"])
def test_it_is_worked_out_as_the_queue_s_deadlines_are(nowhere, capsys, monkeypatch, way):
    """The configuration's zone, closing time and closed days, however it is found."""
    file = nowhere / ("annonsvakt.toml" if way == "default" else "other.toml")
    file.write_text(CONFIGURED, "utf-8")
    before = ["--config", str(file)] if way == "named" else []
    if way == "environment":
        monkeypatch.setenv("ANNONSVAKT_CONFIG", str(file))
    assert run([*before, "due", "2026-11-13T18:25:49", "--json"]) == 0
    row = json.loads(capsys.readouterr().out)
    assert row["created_at"] == "2026-11-13T18:25:49+02:00"
    assert row["due_at"] == "2026-11-17T15:00:00+02:00"
    assert any("2026-11-16 är kontoret stängt" in one for one in row["because"])
    settings = load(file)
    assert office_of(settings).office_closes == judgement(settings).calendar.office_closes
    assert office_of(settings).zone == judgement(settings).calendar.zone


def test_the_environment_alone_is_a_configuration(capsys, monkeypatch):
    monkeypatch.setenv("ANNONSVAKT_SLA__OFFICE_CLOSES", "15:00")
    monkeypatch.setenv("ANNONSVAKT_SLA__EXTRA_CLOSED_DAYS", '["2026-11-16"]')
    assert told(capsys, "2026-11-13T18:25:49", "--json")["due_at"] == "2026-11-17T15:00:00+01:00"
    monkeypatch.setenv("ANNONSVAKT_SLA__FLOD", "3")
    assert run(["--lang", "en", "due", "2026-11-13T18:25:49", "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["due_at"] == "2026-11-16T17:00:00+01:00"
    assert err.startswith("ANNONSVAKT_… has faults, and nothing is taken from it")


@pytest.mark.parametrize("way", ["named", "environment"])
def test_a_configuration_that_was_named_and_is_not_there_is_refused(
    nowhere, capsys, monkeypatch, way
):
    before = ["--config", "nope.toml"] if way == "named" else []
    if way == "environment":
        monkeypatch.setenv("ANNONSVAKT_CONFIG", "nope.toml")
    assert run([*before, "due", "2026-11-13T15:00", "--json"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "nope.toml" in err


def test_faults_of_a_configuration_that_was_named_are_all_told(nowhere, capsys):
    (nowhere / "c.toml").write_text('[meta]\n[sla]\noffice_closes = "sent"\nflod = 3\n', "utf-8")
    assert run(["--config", "c.toml", "due", "2026-11-13T15:00"]) == 2
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 2)


@pytest.mark.parametrize("text", ["broken = [", '[meta]\n[sla]\noffice_closes = "sent"\n'])
def test_a_faulty_file_that_nobody_named_is_told_of_and_left_alone(nowhere, capsys, text):
    """It needs no configuration; that it goes by none is said."""
    (nowhere / "annonsvakt.toml").write_text(text, "utf-8")
    assert run(["due", "2026-11-13T15:00", "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["due_at"] == "2026-11-16T17:00:00+01:00"
    assert (
        err == "annonsvakt.toml har fel, och inget hämtas därifrån: se annonsvakt config check.\n"
    )
