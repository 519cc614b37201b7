"""`mail`: one mail to try the way, what waits, and another try."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import typer

from policies.retention import strict
from tests.worker.postbox import PASSWORD, Postbox, free_port, served
from tests.worker.posting.letters import letter
from worker.cli import app
from worker.cli.mail import send_one
from worker.cli.run import run
from worker.cli.session import Session
from worker.clock import now
from worker.config import load
from worker.posting.outbox import post_to
from worker.posting.pacing import TRIED_FOR
from worker.store.opening import open_store
from worker.store.outbox import KEPT
from worker.store.purging import purge

PEOPLE = ("anna@example.org", "karim@example.org")


@pytest.fixture
def configure(tmp_path, monkeypatch):
    """Writes a configuration with its mail server there, and gives the database."""
    monkeypatch.chdir(tmp_path)
    store = open_store(f"sqlite:///{tmp_path / 'annonsvakt.db'}")

    def write(address, *, scheme="smtp", report_to='["redaktion@example.org"]', more=""):
        (tmp_path / "annonsvakt.toml").write_text(
            f'language = "en"\n[database]\nurl = "sqlite:///{tmp_path}/annonsvakt.db"\n[mail]\n'
            f'url = "{scheme}://{address}"\nsender = "annonsvakt@example.org"\n'
            f"report_to = {report_to}\n{more}",
            encoding="utf-8",
        )
        return store

    yield write
    store.close()


@pytest.fixture
def nowhere(configure):
    return configure(f"127.0.0.1:{free_port()}")


def post(store, *recipients):
    return post_to(store, load(None), now)([letter(one) for one in recipients])


def listed(capsys, *options):
    code = run(["mail", "outbox", "--json", *options])
    return code, json.loads(capsys.readouterr().out)


def test_a_test_mail_goes_to_the_first_of_the_readers(configure, capsys):
    box = Postbox()
    with served(box) as address:
        configure(address)
        assert run(["mail", "test"]) == 0
    assert box.envelopes[0].rcpt_tos == ["redaktion@example.org"]
    assert box.mails[0]["Subject"] == "Test mail from Annonsvakt"
    out = " ".join(capsys.readouterr().out.split())
    assert "took the mail to redaktion@example.org" in out
    assert "Look in the mailbox" in out


def test_two_test_mails_are_two_mails_and_leave_nothing_in_the_outbox(configure, capsys):
    box = Postbox()
    with served(box) as address:
        configure(address)
        assert [run(["mail", "test", "--to", "karim@example.org"]) for _ in range(2)] == [0, 0]
    assert len({mail["Message-ID"] for mail in box.mails}) == 2
    capsys.readouterr()
    assert listed(capsys, "--all") == (0, [])


@pytest.mark.parametrize("port", ["99999", "abc"])
def test_a_port_that_does_not_exist_is_a_fault_and_no_traceback(configure, capfd, port):
    configure(f"h:{port}")
    assert run(["mail", "test"]) == 2
    out, err = capfd.readouterr()
    assert (out, "mail.url" in err, "Traceback" in err) == ("", True, False)


def test_a_server_s_address_that_nobody_checked_is_refused_by_its_key(configure, tmp_path):
    configure("h")
    session = Session(config=tmp_path / "annonsvakt.toml", lang="en")
    door = session.settings.mail.model_copy(update={"url": "smtp://h:abc"})
    unchecked = session.settings.model_copy(update={"mail": door})
    vars(session)["settings"] = unchecked
    command = typer.main.get_command(app)
    with pytest.raises(typer.BadParameter, match=r"port in \[mail\] url is no port"):
        send_one(typer.Context(command, obj=session), to=None, json=False)


def test_a_test_is_told_as_data(configure, capsys):
    with served(Postbox()) as address:
        configure(address)
        assert run(["mail", "test", "--json"]) == 0
        told = json.loads(capsys.readouterr().out)
    assert told == {
        "to": "redaktion@example.org", "server": address, "sent": True, "because": None,
        "warning": None,
    }  # fmt: skip


def test_a_server_that_is_not_there_is_told_with_the_remedy(nowhere, capsys):
    assert run(["mail", "test"]) == 4
    out = " ".join(capsys.readouterr().out.split())
    assert "cannot be reached" in out
    assert "Check that the server runs" in out


def test_a_refused_recipient_is_told_with_the_remedy(configure, capsys):
    with served(Postbox(refuses=("redaktion@example.org",))) as address:
        configure(address)
        assert run(["mail", "test"]) == 1
    assert "Check the address" in capsys.readouterr().out


def test_a_server_that_takes_no_log_in_is_told_without_the_password(configure, capsys):
    with served(Postbox()) as address:
        configure(address, more=f'username = "annonsvakt"\npassword = "{PASSWORD}"\n')
        assert run(["mail", "test"]) == 1
    out, err = capsys.readouterr()
    assert "Correct [mail]" in " ".join(out.split())
    assert PASSWORD not in out + err


def test_mail_that_goes_openly_over_a_network_is_warned_of(configure, capsys):
    configure("mail.invalid:25")
    assert run(["mail", "test", "--json"]) == 4
    assert "without encryption" in json.loads(capsys.readouterr().out)["warning"]


@pytest.mark.parametrize("to", ["anna", "a@b@example.org", "a b@example.org"])
def test_an_address_that_is_none_is_wrong_use(nowhere, capsys, to):
    assert run(["mail", "test", "--to", to]) == 2
    assert capsys.readouterr().out == ""


def test_nobody_to_send_to_is_wrong_use(configure, capsys):
    configure("127.0.0.1:25", report_to="[]")
    assert run(["mail", "test"]) == 2
    assert "report_to is empty" in " ".join(capsys.readouterr().err.split())


def test_an_empty_outbox_is_said_to_be_empty(nowhere, capsys):
    assert run(["mail", "outbox"]) == 0
    assert "No mail waits" in capsys.readouterr().out


def test_what_waits_is_listed_with_its_reason_and_without_its_content(nowhere, capsys, monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)
    post(nowhere, *PEOPLE)
    code, rows = listed(capsys)
    assert code == 0
    assert [(one["recipient"], one["state"]) for one in rows] == [
        (one, "waiting") for one in PEOPLE
    ]
    assert all("cannot be reached" in one["because"] for one in rows)
    assert "Åtta" not in json.dumps(rows, ensure_ascii=False)
    assert run(["mail", "outbox"]) == 0
    assert "waits until" in " ".join(capsys.readouterr().out.split())


def test_what_was_refused_needs_a_person_until_its_content_is_gone(configure, capsys):
    with served(Postbox(refuses=PEOPLE[:1])) as address:
        store = configure(address)
        post(store, *PEOPLE)
    code, rows = listed(capsys)
    assert (code, [one["state"] for one in rows]) == (1, ["refused"])
    assert [one["state"] for one in listed(capsys, "--all")[1]] == ["refused", "sent"]
    purge(store, strict(), at=now() + KEPT + TRIED_FOR + timedelta(days=1))
    assert listed(capsys) == (0, [])
    assert run(["mail", "retry", str(rows[0]["id"])]) == 1
    assert "too old to be sent" in " ".join(capsys.readouterr().err.split())


def test_a_retry_sends_what_waits_at_once(configure, capsys):
    store = configure(f"127.0.0.1:{free_port()}")
    post(store, *PEOPLE)
    box = Postbox()
    with served(box) as address:
        configure(address)
        assert run(["mail", "retry", "--all", "--json"]) == 0
        told = json.loads(capsys.readouterr().out)
        assert [(one["recipient"], one["fate"]) for one in told] == [
            (one, "sent") for one in PEOPLE
        ]
        assert run(["mail", "retry", "--all"]) == 0
    assert "nothing to send" in capsys.readouterr().out
    assert len(box.envelopes) == 2


def test_one_mail_alone_can_be_tried_again(configure, capsys):
    store = configure(f"127.0.0.1:{free_port()}")
    post(store, *PEOPLE)
    _, rows = listed(capsys)
    box = Postbox()
    with served(box) as address:
        configure(address)
        assert run(["mail", "retry", str(rows[1]["id"])]) == 0
        assert run(["mail", "retry", str(rows[1]["id"])]) == 0
    assert [one.rcpt_tos for one in box.envelopes] == [["karim@example.org"]]
    assert "handed over before" in " ".join(capsys.readouterr().err.split())


def test_a_retry_to_a_server_that_is_not_there_is_unreached(nowhere, capsys):
    post(nowhere, *PEOPLE)
    assert run(["mail", "retry", "--all"]) == 4
    assert "cannot be reached" in " ".join(capsys.readouterr().err.split())
    assert [one["state"] for one in listed(capsys)[1]] == ["waiting", "waiting"]


def test_a_retry_that_is_refused_again_needs_a_person(configure, capsys):
    with served(Postbox(refuses=PEOPLE)) as address:
        post(configure(address), *PEOPLE)
        assert run(["mail", "retry", "--all"]) == 1


@pytest.mark.parametrize("arguments", [[], ["1", "--all"], ["77"], ["x"]])
def test_a_retry_of_nothing_in_particular_is_wrong_use(nowhere, capsys, arguments):
    assert run(["mail", "retry", *arguments]) == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("command", [["outbox"], ["retry", "--all"]])
def test_without_a_database_it_is_unreached(nowhere, capsys, tmp_path, command):
    path = tmp_path / "annonsvakt.toml"
    path.write_text(path.read_text().replace(f"{tmp_path}/annonsvakt.db", "/nowhere/x/y.db"))
    assert run(["mail", *command, "--json"]) == 4
    assert json.loads(capsys.readouterr().out) == []
