"""`findings` on the command line: what is listed, what people may do, and its exit codes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.worker.made import (
    AUTOMATIC,
    City,
    a_snapshot,
    an_account,
    an_ad_set,
    not_read,
    some_means,
)
from worker.cli.run import run
from worker.store.opening import open_store
from worker.store.tables import findings as rows
from worker.sweeping.ads import lost_account, read_account

NOW = datetime.now(UTC).replace(microsecond=0)
KEYS = [
    "id", "rule", "clause", "verdict", "state", "severity", "platform", "account_id", "subject",
    "message", "because", "evidence", "first_seen", "last_seen", "link",
]  # fmt: skip
HOSTILE = "\x1b[31mSimskola\n‮<b>"


@pytest.fixture
def office(tmp_path, monkeypatch):
    """A folder with a configuration, and a database with a fail and an unknown of one ad set."""
    monkeypatch.chdir(tmp_path)
    url = f"sqlite:///{tmp_path / 'annonsvakt.db'}"
    Path("annonsvakt.toml").write_text(f'language = "en"\n[database]\nurl = "{url}"\n', "utf-8")
    store = open_store(url)
    sweep(store)
    yield store
    store.close()


def sweep(store, *, placement=AUTOMATIC, at=NOW):
    sets = (
        an_ad_set(placement=placement, name=HOSTILE, end=None),
        an_ad_set("s2", placement=not_read("ad_sets.targeting"), end=None),
    )
    snapshot = a_snapshot(at=at, ad_sets=sets, ads=())
    return read_account(
        some_means(store, clock=lambda: at), City(an_account().platform, snapshot), "act_1"
    )


def ask(capsys, *arguments):
    code = run(["findings", *arguments, "--json"])
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return code, json.loads(out) if out else None


def the_id(capsys, verdict="fail"):
    _, found = ask(capsys, "--all")
    return next(one["id"] for one in found if one["verdict"] == verdict)


def test_what_is_open_and_what_is_unknown_is_listed_with_the_keys_of_the_contract(office, capsys):
    code, found = ask(capsys)
    assert code == 0
    assert [list(one) for one in found] == [KEYS, KEYS]
    assert [(one["verdict"], one["state"]) for one in found] == [
        ("fail", "open"), ("unknown", "open")
    ]  # fmt: skip
    fail, unknown = found
    assert fail["subject"] == {"kind": "ad_set", "id": "s1", "name": HOSTILE}
    assert (fail["clause"], fail["severity"], fail["because"]) == ("C4", "stop", None)
    assert unknown["because"] == "Not today."
    assert datetime.fromisoformat(fail["first_seen"]) == NOW
    assert datetime.fromisoformat(fail["first_seen"]).utcoffset() is not None


def test_people_read_the_same_with_hostile_names_made_harmless(office, capsys):
    assert run(["findings"]) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "‮" not in out
    assert "Simskola <b>" in out
    assert "ad set" in out
    assert "Placements are automatic" in out
    assert "https://example.org/s1" in out


def test_one_rule_can_be_asked_for_and_an_unknown_one_is_refused(office, capsys):
    assert len(ask(capsys, "--rule", "placement.audience-network")[1]) == 2
    assert ask(capsys, "--rule", "sender.page") == (0, [])
    assert run(["findings", "--rule", "sender.pag"]) == 2
    out, err = capsys.readouterr()
    assert (out, "sender.page" in err) == ("", True)


def test_no_findings_are_told_in_words(office, capsys):
    assert run(["findings", "--rule", "sender.page"]) == 0
    assert capsys.readouterr().out == "No findings.\n"


def test_a_muted_finding_leaves_the_list_and_comes_back_unmuted(office, capsys):
    one = the_id(capsys)
    day = (NOW + timedelta(days=3)).date().isoformat()
    said = ("--reason", "rättas", "--by", "Anna")
    code, told = ask(capsys, "mute", one, "--until", day, *said)
    assert (code, told["state"]) == (0, "muted")
    assert one not in {found["id"] for found in ask(capsys)[1]}
    assert one in {found["id"] for found in ask(capsys, "--all")[1]}
    code, told = ask(capsys, "unmute", one, "--by", "Anna")
    assert (code, told["state"]) == (0, "open")


def test_muting_and_unmuting_are_told_in_words(office, capsys):
    one = the_id(capsys)
    arguments = ["mute", one, "--until", "2099-12-31", "--reason", "r", "--by", "Anna"]
    assert run(["findings", *arguments]) == 0
    assert "is muted until" in capsys.readouterr().out
    assert run(["findings", "unmute", one]) == 0
    assert capsys.readouterr().out == f"{one} is open.\n"
    assert run(["findings", "unmute", one]) == 1
    assert capsys.readouterr() == ("", "Nothing done: the finding is open.\n")
    code, told = ask(capsys, "unmute", one)
    assert (code, list(told), told["state"]) == (1, KEYS, "open")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["mute", "ID", "--until", "2020-01-01", "--reason", "r", "--by", "Anna"], "is past"),
        (["mute", "ID", "--until", "monday", "--reason", "r", "--by", "Anna"], "2026-12-31"),
        (["mute", "ID", "--until", "9999-12-31", "--reason", "r", "--by", "A"], "1953 to 2100"),
        (["mute", "ID", "--until", "2099-01-01", "--reason", " ", "--by", "Anna"], "say why"),
        (["mute", "ID", "--until", "2099-01-01", "--reason", "r", "--by", " "], "say who"),
        (["ack", "ID", "--by", "Anna"], "still is so"),
        (["ack", "nothing", "--by", "Anna"], "no finding nothing"),
        (["unmute", "IDx"], "did you mean"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(office, capsys, arguments, says):
    one = the_id(capsys)
    before = ask(capsys, "--all")
    assert run(["findings", *(part.replace("ID", one) for part in arguments)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert says in " ".join(err.replace("│", " ").split())
    assert ask(capsys, "--all") == before


def test_an_event_is_acknowledged_by_a_person(office, capsys):
    with office.writing() as connection:
        connection.execute(rows.update().values(event=True))
    one = the_id(capsys)
    assert ask(capsys, "ack", one, "--by", "Anna")[1]["state"] == "acknowledged"
    assert one not in {found["id"] for found in ask(capsys)[1]}
    assert run(["findings", "ack", one, "--by", "Anna"]) == 1


def test_what_is_resolved_leaves_the_list_but_is_not_forgotten(office, capsys):
    sweep(office, placement=an_ad_set().placement)
    assert [one["verdict"] for one in ask(capsys)[1]] == ["unknown"]
    assert {one["state"] for one in ask(capsys, "--all")[1]} == {"open", "resolved"}
    assert run(["findings", "--all"]) == 0
    assert "resolved" in capsys.readouterr().out


def test_a_fail_that_can_no_longer_be_read_says_since_when(office, capsys):
    at = NOW + timedelta(minutes=5)
    lost_account(
        some_means(office, clock=lambda: at),
        replace(not_read("account"), account_id="act_1"),
        "act_1",
    )
    fail = ask(capsys)[1][0]
    assert fail["because"].startswith("Unread since ")
    assert fail["because"].endswith(": Not today.")
    assert datetime.fromisoformat(fail["last_seen"]) == NOW
    assert run(["findings"]) == 0
    assert "Unread since" in capsys.readouterr().out


def test_a_database_that_cannot_be_used_ends_with_code_4(office, capsys):
    Path("annonsvakt.toml").write_text('[database]\nurl = "sqlite:////dev/null/x.db"\n', "utf-8")
    assert ask(capsys) == (4, [])
    code, told = ask(capsys, "ack", "x", "--by", "Anna")
    assert (code, list(told)) == (4, KEYS)
    assert (told["id"], told["verdict"]) == ("x", None)
