"""`queue ask` on the command line: who is asked, what is said, and the codes."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tests.worker.cli.test_queue import KEYS, read
from tests.worker.made import a_comment
from tests.worker.postbox import Postbox, served
from worker.cli.run import run
from worker.clock import now
from worker.store import comments
from worker.store.opening import open_store

ASKED = (now() - timedelta(hours=1)).replace(microsecond=0)
CONTACTS = '[contacts]\nfirst = "first@example.org"\neditorial = "redaktion@example.org"\n'


@pytest.fixture
def box():
    return Postbox()


@pytest.fixture
def place(box):
    with served(box) as address:
        yield address


@pytest.fixture
def office(tmp_path, monkeypatch):
    """Writes a configuration; the answer is our id of a thread that waits."""
    monkeypatch.chdir(tmp_path)

    def configured(mail, contacts=CONTACTS):
        (tmp_path / "annonsvakt.toml").write_text(
            f'language = "en"\n[database]\nurl = "sqlite:///annonsvakt.db"\n[meta]\n'
            f'approved_pages = ["1001"]\n[mail]\nurl = "smtp://{mail}"\n{contacts}',
            encoding="utf-8",
        )
        store = open_store(f"sqlite:///{tmp_path / 'annonsvakt.db'}")
        read(store, a_comment("1", at=ASKED), at=ASKED)
        store.close()
        return comments.own_thread_id(a_comment("1"))

    return configured


def said(capsys):
    """Standard output, and standard error on one line."""
    out, err = capsys.readouterr()
    return out, " ".join(err.split())


def test_the_first_contact_gets_the_question_and_the_thread_stays_as_it_was(
    office, place, box, capsys
):
    one = office(place)
    assert run(["queue", "--json"]) == 0
    (before,) = json.loads(capsys.readouterr().out)
    asked = ["queue", "ask", one, "--by", "Anna", "--question", "Får vi lova det?", "--json"]
    assert run(asked) == 0
    out, err = said(capsys)
    assert json.loads(out) == before
    assert set(before) == KEYS
    assert err == "first@example.org: handed over to the mail server."
    assert [mail["To"] for mail in box.mails] == ["first@example.org"]
    assert run(["queue"]) == 0
    assert "open, asked" in " ".join(capsys.readouterr().out.split())


def test_show_tells_who_asked_what(office, place, capsys):
    one = office(place)
    assert run(["queue", "ask", one, "--by", " Anna ", "--question", " Får vi? "]) == 0
    assert capsys.readouterr().out == f"{one}: open. It waits for an answer.\n"
    assert run(["queue", "show", one, "--json"]) == 0
    (made,) = json.loads(capsys.readouterr().out)["decisions"]
    assert (made["action"], made["by"], made["reason"]) == ("ask", "Anna", "Får vi?")
    assert run(["queue", "show", one]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "Anna asked what to answer" in out
    assert "Får vi?" in out


def test_without_a_question_show_says_only_that_somebody_asked(office, place, capsys):
    one = office(place)
    assert run(["queue", "ask", one, "--by", "Anna"]) == 0
    assert run(["queue", "show", one]) == 0
    line = [one for one in capsys.readouterr().out.splitlines() if "asked" in one]
    assert line[0].startswith("Anna asked what to answer")
    assert not line[0].endswith(":")


def test_a_mail_that_waits_is_told_and_the_question_stands(office, capsys):
    one = office("127.0.0.1:9")
    assert run(["queue", "ask", one, "--by", "Anna", "--json"]) == 1
    out, err = said(capsys)
    assert json.loads(out)["state"] == "open"
    assert "first@example.org: not handed over yet" in err
    assert run(["queue", "show", one, "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["decisions"]) == 1


def test_the_second_of_two_people_is_told(office, place, box, capsys):
    one = office(place)
    assert run(["queue", "ask", one, "--by", "Anna", "--question", "Får vi?"]) == 0
    capsys.readouterr()
    assert run(["queue", "ask", one, "--by", "Bo"]) == 1
    out, err = said(capsys)
    assert out == ""
    assert "Nothing done: the thread is open. Anna asked what to answer" in err
    assert run(["queue", "ask", one, "--by", "Bo", "--json"]) == 1
    told = json.loads(said(capsys)[0])["refused"]
    assert told["because"] in err
    assert (told["first"]["action"], told["first"]["by"]) == ("ask", "Anna")
    assert len(box.mails) == 1


def test_with_nobody_to_ask_it_is_refused_and_says_which_key(office, place, capsys):
    one = office(place, contacts="")
    assert run(["queue", "ask", one, "--by", "Anna", "--json"]) == 2
    out, err = said(capsys)
    assert out == ""
    assert "[contacts] first" in err
    assert run(["queue", "show", one, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["decisions"] == []


def test_without_a_second_contact_it_says_that_nobody_is_asked_later(office, place, capsys):
    one = office(place, contacts='[contacts]\nfirst = "first@example.org"\n')
    assert run(["queue", "ask", one, "--by", "Anna"]) == 0
    assert "[contacts] editorial is not configured" in said(capsys)[1]


@pytest.mark.parametrize(
    "options", [["--by", " "], [], ["--by", "Anna", "--question", " "]], ids=str
)
def test_it_is_signed_and_a_question_says_something(office, place, capsys, options):
    one = office(place)
    assert run(["queue", "ask", one, *options]) == 2
    assert said(capsys)[0] == ""


def test_an_unknown_thread_is_told_with_the_nearest(office, place, capsys):
    one = office(place)
    assert run(["queue", "ask", f"{one[:-1]}0", "--by", "Anna"]) == 2
    assert one in said(capsys)[1]


def test_without_a_database_every_key_is_there_and_none_is_known(tmp_path, office, place, capsys):
    office(place)
    file = tmp_path / "annonsvakt.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("sqlite:///annonsvakt.db", "sqlite:////dev/null/x.db"))
    assert run(["queue", "ask", "x", "--by", "Anna", "--json"]) == 4
    told = json.loads(capsys.readouterr().out)
    assert (set(told), told["id"], told["state"]) == (KEYS, "x", None)


def test_hostile_words_do_no_harm_in_the_mail_or_at_the_terminal(office, place, box, capsys):
    one = office(place)
    hostile = "\x1b[31m<b>Anna</b>\u202e\r\nBcc: x@example.org"
    assert run(["queue", "ask", one, "--by", hostile, "--question", hostile]) == 0
    assert run(["queue", "show", one]) == 0
    out = capsys.readouterr().out
    assert not {"\x1b", "\u202e", "\r"} & set(out)
    (mail,) = box.mails
    assert mail["Bcc"] is None
    assert "<b>" not in mail.get_body(("html",)).get_content()
    assert "\x1b" not in mail["Subject"]
