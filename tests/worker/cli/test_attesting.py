"""`attest` on the command line: whose word is taken, for what, how long, and how it ends."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.worker.attesting import FAILS, FILM, RULE, SWAPPED, sweep
from tests.worker.made import DAY
from worker.cli.run import run
from worker.store.opening import open_store

NOW = datetime.now(UTC).replace(microsecond=0)
SIGNED = ("--by", "Anna", "--evidence", "inbränd text, sedd i flödet")


@pytest.fixture
def office(tmp_path, monkeypatch):
    """A folder with a configuration, and a database with an unknown of each of two ad sets."""
    monkeypatch.chdir(tmp_path)
    url = f"sqlite:///{tmp_path / 'annonsvakt.db'}"
    Path("annonsvakt.toml").write_text(f'language = "en"\n[database]\nurl = "{url}"\n', "utf-8")
    store = open_store(url)
    sweep(store, NOW - DAY)
    yield store
    store.close()


def ask(capsys, *arguments):
    code = run([*arguments, "--json"])
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return code, json.loads(out) if out else " ".join(err.replace("│", " ").split())


def the_id(capsys, ad_set="s1"):
    _, found = ask(capsys, "findings", "--all")
    return next(one["id"] for one in found if one["subject"]["id"] == ad_set)


def test_a_word_is_taken_for_90_days_and_clears_the_finding_at_the_next_sweep(office, capsys):
    finding = the_id(capsys)
    code, word = ask(capsys, "attest", finding, *SIGNED)
    assert (code, word["finding_id"], word["by"], word["tied_to"]) == (0, finding, "Anna", FILM)
    assert (word["rule"], word["subject"]) == (RULE.id, {"kind": "ad_set", "id": "s1"})
    span = datetime.fromisoformat(word["until"]) - datetime.fromisoformat(word["at"])
    assert (word["holds"], span) == (True, timedelta(days=90))
    assert [one["action"] for one in word["history"]] == ["given"]
    assert finding in {one["id"] for one in ask(capsys, "findings")[1]}
    sweep(office, datetime.now(UTC))
    assert finding not in {one["id"] for one in ask(capsys, "findings")[1]}
    [cleared] = [one for one in ask(capsys, "findings", "--all")[1] if one["id"] == finding]
    assert (cleared["state"], cleared["evidence"]["attested"]["by"]) == ("resolved", "Anna")
    assert ask(capsys, "attest", "list")[1] == [word]


def test_people_are_told_when_the_finding_is_cleared(office, capsys):
    finding = the_id(capsys)
    tomorrow = (NOW + DAY).date().isoformat()  # by UTC, in no time zone past
    assert run(["attest", finding, *SIGNED, "--until", tomorrow]) == 0
    out = capsys.readouterr().out
    assert f"Finding {finding} is cleared by the next sweep." in out
    assert "inbränd text, sedd i flödet (film 1)" in out
    assert run(["attest", "list"]) == 0
    assert "holds until" in capsys.readouterr().out


def test_when_a_word_has_run_out_the_unknown_is_back(office, capsys):
    finding = the_id(capsys)
    ask(capsys, "attest", finding, *SIGNED)
    sweep(office, datetime.now(UTC))
    sweep(office, datetime.now(UTC) + 91 * DAY)
    [back] = [one for one in ask(capsys, "findings")[1] if one["id"] == finding]
    assert (back["verdict"], back["state"]) == ("unknown", "open")


def test_a_check_that_shows_a_failure_ends_the_word_at_once(office, capsys):
    finding = the_id(capsys)
    ask(capsys, "attest", finding, *SIGNED)
    sweep(office, datetime.now(UTC), name=FAILS)
    assert ask(capsys, "attest", "list") == (0, [])
    _, [word] = ask(capsys, "attest", "list", "--all")
    assert word["holds"] is False
    assert [(one["action"], one["by"], one["reason"]) for one in word["history"]] == [
        ("given", "Anna", None),
        ("disproved", None, "a check proved failure"),
    ]
    # What cannot be told any more stays a failure: no word is left, and none is taken.
    sweep(office, datetime.now(UTC))
    [fail] = [one for one in ask(capsys, "findings")[1] if one["id"] == finding]
    assert (fail["verdict"], fail["state"]) == ("fail", "open")
    code, why = ask(capsys, "attest", finding, *SIGNED)
    assert (code, "no attestation puts right" in why) == (2, True)
    assert run(["attest", "list", "--all"]) == 0
    assert "a check proved failure" in capsys.readouterr().out


def test_a_film_that_fails_ends_no_word_on_the_one_that_it_took_the_place_of(office, capsys):
    finding = the_id(capsys)
    _, word = ask(capsys, "attest", finding, *SIGNED)
    sweep(office, datetime.now(UTC), name=SWAPPED)
    [held] = ask(capsys, "attest", "list")[1]
    assert (held["id"], held["holds"]) == (word["id"], True)
    [fail] = [one for one in ask(capsys, "findings")[1] if one["id"] == finding]
    assert (fail["verdict"], fail["evidence"]["failing"]) == ("fail", ["film 2"])
    sweep(office, datetime.now(UTC))
    [over] = [one for one in ask(capsys, "findings", "--all")[1] if one["id"] == finding]
    assert over["state"] == "resolved"
    assert [one["action"] for one in ask(capsys, "attest", "list")[1][0]["history"]] == ["given"]


def test_a_person_ends_a_word_and_the_finding_is_back(office, capsys):
    finding = the_id(capsys)
    _, word = ask(capsys, "attest", finding, *SIGNED)
    sweep(office, datetime.now(UTC))
    code, ended = ask(capsys, "attest", "end", word["id"], "--by", "Bo", "--reason", "fel film")
    assert (code, ended["holds"]) == (0, False)
    assert ended["history"][-1]["by"] == "Bo"
    assert ended["history"][-1]["reason"] == "fel film"
    assert run(["attest", "end", word["id"], "--by", "Bo", "--reason", "igen"]) == 1
    assert "it was ended before" in capsys.readouterr().err
    sweep(office, datetime.now(UTC))
    assert finding in {one["id"] for one in ask(capsys, "findings")[1]}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["ID", "--by", " ", "--evidence", "x"], "say who"),
        (["ID", "--by", "Anna", "--evidence", " "], "say what you saw"),
        (["ID", *SIGNED, "--until", "2020-01-01"], "is past"),
        (["ID", *SIGNED, "--until", "2099-01-01"], "90 days at the most"),
        (["ID", *SIGNED, "--until", "soon"], "2026-12-31"),
        (["ID", *SIGNED, "--until", "9999-12-31"], "1953 to 2100"),
        (["OTHER", *SIGNED], "no word of a person can stand for this: Unsure."),
        (["nothing", *SIGNED], "no finding nothing"),
        (["end", "nothing", "--by", "Bo", "--reason", "x"], "no attestation nothing"),
        (["end", "nothing", "--by", "Bo", "--reason", " "], "say why"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(office, capsys, arguments, says):
    ids = {"ID": the_id(capsys), "OTHER": the_id(capsys, "s2")}
    code, why = ask(capsys, "attest", *(ids.get(part, part) for part in arguments))
    assert (code, says in why) == (2, True), why
    assert ask(capsys, "attest", "list", "--all") == (0, [])


def test_a_finding_that_is_closed_needs_no_word(office, capsys):
    finding = the_id(capsys)
    ask(capsys, "attest", finding, *SIGNED)
    sweep(office, datetime.now(UTC))
    assert run(["attest", finding, *SIGNED]) == 1
    assert "the finding is resolved" in capsys.readouterr().err
    code, told = ask(capsys, "attest", finding, *SIGNED)
    assert (code, told["finding_id"], told["id"]) == (1, finding, None)
    assert told["because"] == "Nothing done: the finding is resolved."


def test_the_last_day_may_be_the_ninetieth(office, capsys):
    last = (datetime.now(ZoneInfo("Europe/Stockholm")) + 90 * DAY).date().isoformat()
    code, word = ask(capsys, "attest", the_id(capsys), *SIGNED, "--until", last)
    span = datetime.fromisoformat(word["until"]) - datetime.fromisoformat(word["at"])
    assert (code, span <= timedelta(days=90)) == (0, True)


def test_nothing_attested_is_told_in_words(office, capsys):
    assert run(["attest", "list"]) == 0
    assert capsys.readouterr().out == "Nothing is attested.\n"
    assert run(["attest", "--help"]) == 0
    assert "attest FINDING_ID" in " ".join(capsys.readouterr().out.split())
