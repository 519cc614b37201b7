"""`round` on the command line: a day's rounds, and a person's mark."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from policies.rounds.days import Note
from policies.rounds.spans import Span
from tests.worker.made import a_snapshot
from worker.cli.run import run
from worker.clock import now
from worker.store import digests, rounds, runs, snapshots
from worker.store.opening import open_store
from worker.store.rounds import COMMENTS, Place, slks
from worker.store.runs import Run

AT = now().replace(microsecond=0)
"""The windows of these tests begin at local midnight, so that one is always open."""
DAY = timedelta(days=1)


@pytest.fixture
def store(tmp_path, monkeypatch):
    """A configuration with one round a day, and a database with a campaign that runs."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "annonsvakt.toml").write_text(
        'language = "en"\ntimezone = "UTC"\n[database]\nurl = "sqlite:///annonsvakt.db"\n[meta]\n'
        'approved_pages = ["1001"]\n[sla]\nrounds = ["00:00"]\n',
        encoding="utf-8",
    )
    opened = open_store(f"sqlite:///{tmp_path / 'annonsvakt.db'}")
    with opened.writing() as connection:
        snapshots.keep(connection, a_snapshot(at=AT))
        runs.save(connection, [a_run("120210000000001"), a_run("7", "Vinterväghållning")])
    yield opened
    opened.close()


def a_run(number, name="Simskola", **changed):
    told = {
        "platform": "meta",
        "account_id": "act_1",
        "campaign_id": number,
        "name": name,
        "link": None,
        "brief_id": None,
        "blind": None,
        "span": Span(maybe=AT - 9 * DAY, runs_from=AT - 9 * DAY, seen=AT + DAY),
    }
    return Run(**{**told, **changed})


def window(days=0):
    """When the window of a day before today began."""
    return AT.replace(hour=0, minute=0, second=0) - days * DAY


def note(store, days, read_at, *, threads=0, sent=None):
    starts = window(days)
    place = Place(platform="meta", account_id="act_1", campaign_id="7")
    told = Note(read_at=read_at, because=None, owner="slk")
    with store.writing() as connection:
        rounds.note(connection, "meta", starts, {place: told, slks("meta", COMMENTS): told})
        digests.lay(connection, "slk", starts, threads=threads, at=starts)


def asked(capsys, *words, code=0):
    assert run(["round", *words, "--json"]) == code
    out, err = capsys.readouterr()
    assert err == ""
    return json.loads(out)


def test_a_mark_is_noted_once_and_told_again(store, capsys):
    first = asked(capsys, "done", "--campaign", "7", "--by", "Anna")
    assert (first["campaign_id"], first["noted"], first["watched_by"]) == ("7", True, "Anna")
    again = asked(capsys, "done", "--campaign", "7", "--by", "Bo", code=1)
    assert (again["noted"], again["watched_by"]) == (False, "Anna")
    assert again["watched_at"] == first["watched_at"]
    assert run(["round", "done", "--campaign", "7", "--by", "Bo"]) == 1
    assert "Nothing noted: Anna watched" in capsys.readouterr().out


def test_slks_own_round_is_marked(store, capsys):
    assert run(["round", "done", "--slk", "--by", "Anna"]) == 0
    assert capsys.readouterr().out.startswith("Noted: Anna watched")
    assert asked(capsys, "done", "--slk", "--by", "Bo", code=1)["campaign_id"] is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["done", "--campaign", "12021000000000", "--by", "Anna"], "120210000000001"),
        (["done", "--campaign", "x", "--by", "Anna"], "no campaign x was met running"),
        (["done", "--by", "Anna"], "name one campaign"),
        (["done", "--slk", "--campaign", "7", "--by", "Anna"], "name one campaign"),
        (["done", "--slk", "--by", " "], "say something"),
        (["list", "--day", "igår"], "2026-12-31"),
        (["list", "--day", "9999-12-31"], "1953 to 2100"),
        (["list", "--day", "0001-01-01"], "1953 to 2100"),
        (["list", "--campaign", "x"], "no campaign x"),
    ],
)
def test_wrong_use_is_refused_and_says_what_would_be_right(store, capsys, words, said):
    assert run(["round", *words]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in " ".join(err.split())


def test_a_day_lists_what_was_read_sent_and_watched_apart(store, capsys):
    note(store, 1, window(1) + timedelta(hours=9), threads=2)
    told = {one["campaign_id"]: one for one in asked(capsys, "list", "--day", f"{window(1):%F}")}
    assert set(told) == {None, "7", "120210000000001"}
    assert told[None]["ran_through"] is False, "it is the first window that SLK's were noted in"
    [one] = told["7"]["rounds"]
    assert told["7"]["ran_through"] is True
    assert one["read_at"] == f"{window(1):%F}T09:00:00+00:00"
    assert (one["digest"], one["digest_sent_at"], one["outcome"]) == ("not-sent", None, "missed")
    assert (one["watched_at"], one["watched_by"], one["watched_how"]) == (None, None, None)
    [other] = told["120210000000001"]["rounds"]
    assert (other["read_at"], other["digest"], other["outcome"]) == (None, "not-sent", "missed")


def test_today_lists_the_round_that_is_open(store, capsys):
    note(store, 0, AT)
    run(["round", "done", "--campaign", "7", "--by", "Anna"])
    capsys.readouterr()
    [told] = asked(capsys, "list", "--campaign", "7")
    assert (told["name"], told["ran_through"]) == ("Vinterväghållning", None)
    [one] = told["rounds"]
    assert (one["digest"], one["outcome"], one["watched_by"]) == ("nothing", "held", "Anna")
    assert one["watched_how"] == "mark"


def test_people_see_a_row_for_each_round(store, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "300")
    note(store, 1, window(1) + timedelta(hours=9), threads=2)
    note(store, 0, AT)
    assert run(["round", "list", "--day", f"{window(1):%F}"]) == 0
    yesterday = capsys.readouterr().out
    assert "not handed over" in yesterday
    assert "missed" in yesterday
    assert run(["round", "list"]) == 0
    today = capsys.readouterr().out
    for words in ("00:00–00:00", "nothing to send", "held", "still open"):
        assert words in today


def test_a_round_to_come_is_not_begun_yet(store, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "300")
    assert run(["round", "list", "--day", f"{window(-1):%F}"]) == 0
    out = capsys.readouterr().out
    assert "not begun yet" in out
    assert "still open" not in out


def test_a_day_of_which_nothing_is_known_says_so(store, capsys):
    assert run(["round", "list", "--day", "2020-01-01"]) == 0
    assert capsys.readouterr().out == "No rounds are known of 1 Jan 2020.\n"
    assert asked(capsys, "list", "--day", "2020-01-01") == []


def test_a_campaign_that_did_not_run_through_the_day_is_told_as_such(store, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "300")
    with store.writing() as connection:
        late = window(1) + timedelta(hours=1)
        runs.save(connection, [a_run("8", span=Span(maybe=late, runs_from=late, seen=AT))])
        runs.save(
            connection, [a_run("9", span=Span(maybe=AT - 9 * DAY, runs_from=None, seen=None))]
        )
    assert run(["round", "list", "--day", f"{window(1):%F}"]) == 0
    out = capsys.readouterr().out
    assert "missed; did not run through the day" in out
    assert "missed; whether it ran all day is not known" in out


def test_in_swedish(store, capsys):
    assert run(["--lang", "sv", "round", "done", "--slk", "--by", "Anna"]) == 0
    assert capsys.readouterr().out.startswith("Antecknat: Anna bevakade")


def test_without_a_database_the_code_says_so(store, capsys, tmp_path):
    (tmp_path / "annonsvakt.toml").write_text(
        '[database]\nurl = "sqlite:///annonsvakt.toml/annonsvakt.db"\n[meta]\n', encoding="utf-8"
    )
    assert run(["round", "list", "--json"]) == 4
    assert json.loads(capsys.readouterr().out) == []
    assert run(["round", "done", "--slk", "--by", "Anna", "--json"]) == 4
    assert set(json.loads(capsys.readouterr().out)) == {"because"}
