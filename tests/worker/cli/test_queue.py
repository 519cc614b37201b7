"""`queue` on the command line: the list, one thread, and what people decide."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert

from policies.deadlines import due
from policies.model import Platform
from tests.worker.made import a_comment, a_post, some_settings
from tests.worker.sweeping.settled import JUDGEMENT, read
from worker.cli.run import run
from worker.clock import now
from worker.store import comments, posts, threads
from worker.store.opening import open_store
from worker.store.posts import Shown
from worker.store.tables import threads as rows
from worker.sweeping.calendars import keep_up
from worker.sweeping.judgement import judgement

STOCKHOLM = ZoneInfo("Europe/Stockholm")
ASKED = (now() - timedelta(hours=1)).replace(microsecond=0)
LONG_AGO = ASKED - timedelta(days=10)
KEYS = {
    "id", "platform", "kind", "thread_id", "comment_id", "post_id", "text", "author", "created_at",
    "due_at", "state", "reason", "owner", "overdue", "link", "campaign_ids",
}  # fmt: skip


@pytest.fixture
def store(tmp_path, monkeypatch):
    """A folder with a configuration, and its database."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "annonsvakt.toml").write_text(
        'language = "en"\n[database]\nurl = "sqlite:///annonsvakt.db"\n[meta]\n'
        'approved_pages = ["1001"]\n[[departments]]\nid = "trafik"\nname = "Trafik"\n'
        'mail = "t@example.org"\n',
        encoding="utf-8",
    )
    opened = open_store(f"sqlite:///{tmp_path / 'annonsvakt.db'}")
    yield opened
    opened.close()


@pytest.fixture
def one(store):
    """One open thread."""
    read(store, a_comment("1", at=ASKED), at=ASKED)
    return comments.own_thread_id(a_comment("1"))


def listed(capsys, *options):
    assert run(["queue", *options, "--json"]) == 0
    out, err = capsys.readouterr()
    assert err == "" or (
        json.loads(out) == [] and err.startswith("Never read as a whole, or long ago: Meta.")
    )
    return json.loads(out)


def shown(capsys, thread):
    assert run(["queue", "show", thread, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def refused(capsys, *arguments, code=2):
    assert run(["queue", *arguments]) == code
    out, err = capsys.readouterr()
    assert out == ""
    return err


def decide(capsys, *arguments):
    assert run(["queue", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_an_empty_queue_says_so(store, capsys):
    assert listed(capsys) == []
    assert run(["queue"]) == 0
    assert capsys.readouterr().out == "Nothing waits for an answer.\n"


def test_a_row_holds_the_keys_of_the_contract_and_nothing_else(one, store, capsys):
    with store.writing() as connection:
        shown = Shown(post=a_post(), campaign_id="c1", account_id="act_1", ran_until=ASKED)
        posts.link(connection, [shown], ASKED)
    (row,) = listed(capsys)
    assert set(row) == KEYS
    assert row == {
        "id": one,
        "platform": "meta",
        "kind": "comment",
        "thread_id": "1",
        "comment_id": "1",
        "post_id": "1001_1",
        "text": "När öppnar anmälan?",
        "author": "Tuva Myrmalm",
        "created_at": ASKED.astimezone(STOCKHOLM).isoformat(),
        "due_at": due(ASKED, JUDGEMENT.calendar).at.astimezone(STOCKHOLM).isoformat(),
        "state": "open",
        "reason": "It waits for an answer.",
        "owner": "slk",
        "overdue": False,
        "link": "https://example.org/comment/1",
        "campaign_ids": ["c1"],
    }
    assert datetime.fromisoformat(row["created_at"]).utcoffset() is not None


def test_a_message_has_no_post(store, capsys):
    message = replace(a_comment("m1", kind="message", at=ASKED), post_id=None, thread_id="t_1")
    read(store, message, at=ASKED)
    (row,) = listed(capsys)
    assert (row["kind"], row["thread_id"], row["comment_id"]) == ("message", "t_1", "m1")


def test_settled_threads_are_listed_on_demand(one, store, capsys):
    read(store, a_comment("2", text="Så fint!", at=ASKED), at=ASKED)
    assert [row["thread_id"] for row in listed(capsys)] == ["1"]
    told = {row["thread_id"]: row for row in listed(capsys, "--all")}
    assert (told["2"]["state"], told["2"]["due_at"]) == ("exempt", None)
    assert told["2"]["reason"] == "It is nothing but a short happy shout."


def test_what_is_overdue_says_so_to_people_too(store, capsys):
    read(store, a_comment("1", at=LONG_AGO), at=LONG_AGO)
    assert listed(capsys)[0]["overdue"] is True
    assert run(["queue"]) == 0
    assert "(overdue)" in " ".join(capsys.readouterr().out.split())


def test_the_first_few_are_the_first_by_deadline(store, capsys):
    for number in range(4):
        at = LONG_AGO + timedelta(days=number)
        read(store, a_comment(f"{number}", at=at), at=at)
    everything = listed(capsys, "--all")
    assert listed(capsys) == everything
    assert listed(capsys, "--first", "2") == everything[:2]
    assert listed(capsys, "--first", "2", "--all") == everything[:2]
    refused(capsys, "--first", "0")


def test_the_table_shows_a_thousand_and_says_that_there_are_more(store, one, capsys):
    with store.writing() as connection:
        row = dict(threads.one(connection, one)._mapping)
        more = [
            {**row, "id": f"t{n}", "thread_id": f"t{n}", "comment_id": None} for n in range(999)
        ]
        connection.execute(insert(rows), more)
    assert run(["queue"]) == 0
    assert "There are more" not in capsys.readouterr().out
    with store.writing() as connection:
        connection.execute(insert(rows), [{**more[0], "id": "last", "thread_id": "last"}])
    assert run(["queue"]) == 0
    assert capsys.readouterr().out.endswith("There are more: --first N shows N, --json all.\n")
    assert run(["queue", "--all"]) == 0
    assert "There are more" in capsys.readouterr().out
    assert run(["queue", "--first", "1001"]) == 0
    assert "There are more" not in capsys.readouterr().out
    assert len(listed(capsys)) == 1001


def test_an_owner_sees_its_own_and_a_misspelt_one_is_told_the_nearest(one, capsys):
    assert len(listed(capsys, "--owner", "slk")) == 1
    assert listed(capsys, "--owner", "trafik") == []
    assert listed(capsys, "--owner", "trafik", "--first", "1") == []
    assert "known: trafik" in " ".join(refused(capsys, "--owner", "trafk").split())


def test_what_linkedins_members_wrote_long_ago_is_not_shown(store, capsys):
    linkedin = a_post(1, Platform.LINKEDIN)
    read(store, a_comment("1", post=linkedin, at=LONG_AGO), at=LONG_AGO, post=linkedin)
    (row,) = listed(capsys)
    assert (row["text"], row["author"], row["created_at"]) == (None, None, None)
    assert row["due_at"]
    assert run(["queue"]) == 0


def test_one_thread_is_shown_with_what_was_decided(one, capsys):
    decide(capsys, "claim", one, "--by", "Anna")
    told = shown(capsys, one)
    assert set(told) == KEYS | {"decisions", "messages", "moved"}
    assert told["moved"] == []
    (made,) = told["decisions"]
    assert (made["action"], made["by"], made["reason"], made["to"]) == (
        "claim", "Anna", None, None,
    )  # fmt: skip
    assert run(["queue", "show", one]) == 0
    out = capsys.readouterr().out
    assert "Claimed by" in out
    assert "Anna took it on" in out


def test_who_is_away_is_stepped_in_for_and_a_thread_is_given_back(one, capsys):
    decide(capsys, "claim", one, "--by", "Anna")
    err = refused(capsys, "claim", one, "--by", "Bo", code=1)
    assert "Anna took it on" in err
    decide(capsys, "claim", one, "--by", "Bo", "--instead-of", " Anna ")
    assert shown(capsys, one)["decisions"][-1]["instead_of"] == "Anna"
    err = refused(capsys, "claim", one, "--by", "Cilla", "--instead-of", "Anna", code=1)
    assert "Bo took it on instead of Anna" in err
    decide(capsys, "release", one, "--by", "Bo")
    assert run(["queue", "show", one]) == 0
    out = capsys.readouterr().out
    assert "Bo gave it back" in out
    assert "Claimed by" in map(str.strip, out.splitlines())


def test_who_has_taken_a_thread_on_stands_in_the_queue_and_in_the_confirmation(
    one, capsys, monkeypatch
):
    monkeypatch.delenv("COLUMNS", raising=False)
    assert run(["--lang", "sv", "queue", "claim", one, "--by", "Anna"]) == 0
    assert capsys.readouterr().out == f"{one}: öppen, tagen av Anna. Den väntar på svar.\n"
    assert run(["queue"]) == 0
    assert "open, taken by Anna" in capsys.readouterr().out
    assert set(listed(capsys)[0]) == KEYS
    assert run(["queue", "release", one, "--by", "Anna"]) == 0
    assert "taken by" not in capsys.readouterr().out
    assert run(["queue", "claim", one, "--by", "Anna"]) == 0
    assert run(["queue", "close", one, "--by", "Anna", "--reason", "besvarat"]) == 0
    capsys.readouterr()
    assert run(["queue", "--all"]) == 0
    assert "taken by" not in capsys.readouterr().out


def test_in_a_narrow_terminal_a_thread_is_a_block_with_its_deadline_whole(one, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    assert run(["queue"]) == 0
    id_, due, *_ = capsys.readouterr().out.splitlines()
    assert id_ == one
    assert due.startswith("    Answer by: ")
    assert re.search(r"\w{3} \d+ \w+ \d{4}", due)


@pytest.mark.parametrize(
    "how", [("close", "--reason", "klart"), ("refer", "--to", "Region Stockholm")]
)
def test_who_closes_or_refers_what_another_took_on_is_told_of_it(one, capsys, how):
    decide(capsys, "claim", one, "--by", "Anna")
    assert run(["--lang", "en", "queue", how[0], one, *how[1:], "--by", "Bo"]) == 0
    assert "Anna had taken it on: tell them." in capsys.readouterr().err


def test_who_took_it_on_is_told_nothing_of_themselves(one, capsys):
    decide(capsys, "claim", one, "--by", "Anna")
    assert run(["--lang", "en", "queue", "close", one, "--reason", "x", "--by", " anna"]) == 0
    assert "had taken" not in capsys.readouterr().err


def test_an_empty_list_says_what_was_never_read(store, capsys, monkeypatch):
    monkeypatch.setenv("ANNONSVAKT_META__ENABLED", "true")
    for command in ("queue", "findings"):
        assert run(["--lang", "en", command]) == 0
        assert "Never read as a whole, or long ago: Meta." in capsys.readouterr().err


def test_a_thread_tells_when_and_why_its_deadline_moved(store, capsys):
    asked = datetime(2026, 12, 22, 10, tzinfo=STOCKHOLM)
    read(store, a_comment("1", at=asked), at=asked)
    one = comments.own_thread_id(a_comment("1"))
    keep_up(store, JUDGEMENT, lambda: asked)
    closed = judgement(some_settings(sla={"extra_closed_days": ("2026-12-23",)}))
    keep_up(store, closed, lambda: asked + timedelta(hours=1))
    assert shown(capsys, one)["moved"] == [
        {
            "at": "2026-12-22T11:00:00+01:00",
            "from": "2026-12-23T10:00:00+01:00",
            "to": "2026-12-28T17:00:00+01:00",
            "because": ["2026-12-23 is closed according to the configuration."],
        }
    ]
    assert run(["--lang", "sv", "queue", "show", one]) == 0
    assert (
        "Besvaras senast mån 28 dec. 2026 17:00 i stället för ons 23 dec. 2026 10:00, sedan "
        "tis 22 dec. 2026 11:00. 2026-12-23 är kontoret stängt enligt konfigurationen."
    ) in " ".join(capsys.readouterr().out.split())


def test_a_closed_thread_leaves_the_list_with_its_reason(one, capsys):
    told = decide(capsys, "close", one, "--reason", "svar per telefon", "--by", " Anna ")
    assert (told["state"], told["due_at"]) == ("closed", None)
    assert told["reason"] == "Anna closed it: svar per telefon"
    assert listed(capsys) == []


def test_a_referred_thread_stays_with_its_deadline(one, capsys):
    before = listed(capsys)[0]["due_at"]
    told = decide(capsys, "refer", one, "--to", "Region Norrtälje", "--by", "Anna")
    assert (told["state"], told["due_at"]) == ("referred", before)
    assert listed(capsys) == [told]


def test_a_reopened_thread_is_back(one, capsys):
    decide(capsys, "close", one, "--reason", "x", "--by", "Anna")
    assert decide(capsys, "reopen", one, "--by", "Bo")["state"] == "open"
    assert [row["id"] for row in listed(capsys)] == [one]
    history = [(made["action"], made["by"]) for made in shown(capsys, one)["decisions"]]
    assert history == [("close", "Anna"), ("reopen", "Bo")]


def test_people_are_told_what_became_of_it(one, capsys):
    assert run(["queue", "refer", one, "--to", "Regionen", "--by", "Anna"]) == 0
    assert capsys.readouterr().out == f"{one}: referred. Anna referred it to Regionen.\n"
    assert run(["queue", "show", one]) == 0
    assert "Anna referred it to Regionen" in capsys.readouterr().out
    assert run(["queue", "reopen", one, "--by", "Bo"]) == 0
    assert run(["queue", "close", one, "--reason", "klart", "--by", "Bo"]) == 0
    capsys.readouterr()
    assert run(["queue", "show", one]) == 0
    out = capsys.readouterr().out
    assert "Bo reopened it" in out
    assert "Bo closed it" in out


def test_the_second_of_two_people_is_told_and_nothing_is_written(one, capsys):
    decide(capsys, "close", one, "--reason", "klart", "--by", "Anna")
    err = refused(capsys, "refer", one, "--to", "Regionen", "--by", "Bo", code=1)
    assert "Nothing done: the thread is closed. Anna closed it" in err
    assert run(["queue", "refer", one, "--to", "Regionen", "--by", "Bo", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (set(told), told["state"]) == (KEYS | {"refused"}, "closed")
    assert told["refused"]["because"] in err
    assert (told["refused"]["first"]["action"], told["refused"]["first"]["by"]) == ("close", "Anna")
    assert len(shown(capsys, one)["decisions"]) == 1


def test_who_comes_after_the_citys_answer_is_told(one, store, capsys):
    answer = a_comment("2", "1", by="1001", at=ASKED + timedelta(minutes=5), text="Ja. /Anna")
    read(store, a_comment("1", at=ASKED), answer, at=ASKED)
    err = refused(capsys, "close", one, "--reason", "x", "--by", "Bo", code=1)
    assert err == "Nothing done: the thread is answered.\n"
    assert run(["queue", "close", one, "--reason", "x", "--by", "Bo", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)["refused"]
    assert told == {"because": "Nothing done: the thread is answered.", "first": None}


def test_an_unknown_thread_is_told_with_the_nearest(one, capsys):
    assert one in refused(capsys, "show", one[:-1] + "0")
    assert one in refused(capsys, "close", one[:-1] + "0", "--reason", "x", "--by", "Anna")
    assert "queue --all" in refused(capsys, "show", "?")


@pytest.mark.parametrize(
    "arguments",
    [
        ["close", "{one}", "--by", "Anna"],
        ["close", "{one}", "--reason", "x"],
        ["close", "{one}", "--reason", " ", "--by", "Anna"],
        ["refer", "{one}", "--by", "Anna"],
        ["refer", "{one}", "--to", "", "--by", "Anna"],
        ["claim", "{one}", "--by", " "],
        ["claim", "{one}", "--by", "Bo", "--instead-of", " "],
        ["reopen", "{one}"],
    ],
)
def test_every_decision_is_signed_and_says_why(one, capsys, arguments):
    refused(capsys, *(argument.format(one=one) for argument in arguments))
    assert shown(capsys, one)["decisions"] == []


def test_hostile_text_does_no_harm_at_the_terminal(store, capsys):
    hostile = "\x1b[31m[red]RÖTT[/red]\x1b]0;titel\x07 \u202evad?\r\n=1+1 " + "x" * 500
    read(store, a_comment("1", at=ASKED, text=hostile, author_name="\x1b[1mOnd"), at=ASKED)
    assert listed(capsys)[0]["text"] == hostile
    one = comments.own_thread_id(a_comment("1"))
    assert run(["queue"]) == 0
    assert run(["queue", "show", one]) == 0
    assert run(["queue", "close", one, "--reason", "\x1b[31mx", "--by", "\x1b]0;y\x07Anna"]) == 0
    out = capsys.readouterr().out
    assert not {"\x1b", "\x07", "\u202e", "\r"} & set(out)
    assert "x" * 400 not in out.split("Author")[0]


def test_the_list_speaks_swedish_too(one, capsys):
    assert run(["--lang", "sv", "queue"]) == 0
    assert "Besvaras senast" in " ".join(capsys.readouterr().out.split())
    assert run(["--lang", "sv", "queue", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["reason"] == "Den väntar på svar."


@pytest.mark.parametrize("arguments", [["show", "x"], ["claim", "x", "--by", "Anna"]])
def test_without_a_database_every_key_is_there_and_none_is_known(
    tmp_path, capsys, store, arguments
):
    (tmp_path / "annonsvakt.toml").write_text('[database]\nurl = "sqlite:////dev/null/x.db"\n')
    assert run(["queue", "--json"]) == 4
    assert json.loads(capsys.readouterr().out) == []
    assert run(["queue", *arguments, "--json"]) == 4
    told = json.loads(capsys.readouterr().out)
    assert (set(told), told["id"], told["state"]) == (KEYS, "x", None)
