"""`report` on the command line: its files, its answers, its exit codes."""

from __future__ import annotations

import json
import webbrowser
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from policies.crisis import EVERYTHING
from tests.worker.postbox import Postbox, free_port, served
from tests.worker.reporting.kept import account, finding, swept, thread
from worker.cli.run import run
from worker.stopping.coding import scope_to_json
from worker.stopping.journal import Journal
from worker.stopping.places import Places
from worker.stopping.story import OPENED
from worker.store.opening import open_store

NOW = datetime.now(UTC)
LAST_WEEK = NOW - timedelta(days=7)


@pytest.fixture
def office(tmp_path, monkeypatch):
    """A folder with a configuration, a place for mail in it, and a database with two faults."""
    monkeypatch.chdir(tmp_path)
    configure(tmp_path, f"127.0.0.1:{free_port()}")
    store = open_store(f"sqlite:///{tmp_path / 'annonsvakt.db'}")
    with store.writing() as connection:
        account(connection)
        swept(connection, LAST_WEEK)
        finding(connection, "f1", at=LAST_WEEK)
        thread(connection, "t1", at=LAST_WEEK)
    yield store
    store.close()


def configure(folder, mail, more=""):
    Path(folder / "annonsvakt.toml").write_text(
        f'language = "en"\n[database]\nurl = "sqlite:///{folder}/annonsvakt.db"\n[mail]\n'
        f'url = "smtp://{mail}"\nsender = "annonsvakt@example.org"\n'
        f'report_to = ["redaktion@example.org", "slk@example.org"]\n{more}',
        encoding="utf-8",
    )


def label(instant):
    year, week, _ = instant.astimezone(ZoneInfo("Europe/Stockholm")).isocalendar()
    return f"{year}-W{week:02d}"


def test_the_running_week_is_written_and_told_in_a_few_lines(office, capsys, tmp_path):
    assert run(["report", "--out", "week"]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[0].endswith(", preliminary")
    assert "1 thing is wrong, 1 waits for an answer, 1 of them overdue." in out
    assert err == ""
    names = {"report.html", "report.txt", "report.json", "findings.csv", "queue.csv"}
    assert {path.name for path in (tmp_path / "week").iterdir()} == names
    assert all(f"week/{name}" in out for name in names)
    assert "report.eml" not in out


def test_data_on_standard_output_is_the_report_and_where_its_files_are(office, capsys, tmp_path):
    assert run(["report", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    kept = json.loads(Path(told["paths"]["report.json"]).read_text(encoding="utf-8"))
    assert {name: told[name] for name in kept} == kept
    assert told["preliminary"] is True
    assert told["sent"] is None


def test_a_past_week_is_written_as_it_was(office, capsys):
    assert run(["report", "--week", label(LAST_WEEK), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["week"] == label(LAST_WEEK)
    assert told["preliminary"] is False
    assert told["findings"]["opened"] == 1


def test_another_language_is_asked_for_before_the_command(office, capsys):
    assert run(["--lang", "sv", "report"]) == 0
    assert "1 sak är fel" in capsys.readouterr().out


@pytest.mark.parametrize("week", ["47", "2025-W53", "2099-W01", "x", "0001-W02", "0001-W05"])
def test_a_week_that_there_is_not_is_wrong_use(office, capsys, week):
    assert run(["report", "--week", week, "--json"]) == 2
    assert capsys.readouterr().out == ""


def test_a_folder_that_cannot_be_written_is_wrong_use(office, capsys, tmp_path):
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    assert run(["report", "--out", "taken"]) == 2
    assert "cannot be written" in " ".join(capsys.readouterr().err.split())


def test_numbers_that_do_not_add_up_need_a_person(office, capsys):
    with office.writing() as connection:
        finding(connection, "f2", state="resolved")
    assert run(["report"]) == 1
    assert capsys.readouterr().out.startswith("The numbers do not add up")
    assert run(["report", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["reconciles"] is False


def test_history_that_was_tampered_with_needs_a_person_and_the_mail_says_so(
    office, capsys, tmp_path
):
    with office.writing() as connection:
        connection.exec_driver_sql("DELETE FROM finding_events")
    box, week = Postbox(), ["report", "--week", label(LAST_WEEK), "--out", "week", "--send"]
    with served(box) as address:
        configure(tmp_path, address)
        assert run(week) == 1
    assert capsys.readouterr().out.startswith("The numbers do not add up")
    assert {mail["Subject"][:26] for mail in box.mails} == {"THE NUMBERS DO NOT ADD UP:"}
    page = Path("week/report.html").read_text("utf-8")
    assert page.index("The numbers do not add up") < page.index('class="verdict"')
    assert "disagree for: f1." in page


@pytest.fixture
def browsers(monkeypatch, tmp_path):
    """A machine on which no browser was looked for yet, and which has none."""
    monkeypatch.setattr(webbrowser, "_tryorder", None)
    monkeypatch.setattr(webbrowser, "_browsers", {})
    monkeypatch.setenv("PATH", str(tmp_path))
    for name in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    yield monkeypatch
    webbrowser._tryorder = None


def test_the_page_is_shown_in_the_browser(office, capsys, tmp_path, browsers):
    script = tmp_path / "browse"
    script.write_text('#!/bin/sh\necho "$1" > "$0.opened"\n', encoding="utf-8")
    script.chmod(0o700)
    browsers.setenv("BROWSER", f"{script} %s")
    assert run(["report", "--out", "my week", "--open"]) == 0
    assert capsys.readouterr().err == ""
    page = (tmp_path / "my week" / "report.html").resolve()
    assert (tmp_path / "browse.opened").read_text("utf-8").strip() == page.as_uri()


def test_without_a_browser_a_sentence_says_where_the_page_is(office, capsys, tmp_path, browsers):
    assert run(["report", "--out", "week", "--open", "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["paths"]["report.html"] == "week/report.html"
    assert str(tmp_path / "week" / "report.html") in err.replace("\n", "")
    assert err.startswith("No browser was found here")


def test_a_stop_in_force_is_told_before_anything_else(office, capsys, tmp_path):
    places = Places(state_dir=tmp_path / "var")
    journal = Journal(
        "20261124-020000-9f3a", places, clock=lambda: NOW, warn=print, last_resort=print
    )
    told = {"version": 1, "reason": "fire", "operator": "Anna", "scope": scope_to_json(EVERYTHING)}
    journal.add(OPENED, told)
    assert run(["report", "--out", "week"]) == 0
    assert capsys.readouterr().out.startswith("Crisis stop 20261124-020000-9f3a is in force")
    assert "Given by Anna: fire." in Path("week/report.html").read_text("utf-8")


def test_a_report_that_is_sent_is_a_mail_to_each_and_kept(office, capsys, tmp_path):
    box = Postbox()
    with served(box) as address:
        configure(tmp_path, address)
        assert run(["report", "--out", "week", "--send", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["sent"] is True
    assert told["paths"]["report.eml"] == "week/report.eml"
    assert [(one["recipient"], one["fate"]) for one in told["told"]] == [
        ("redaktion@example.org", "sent"),
        ("slk@example.org", "sent"),
    ]
    assert [one.rcpt_tos for one in box.envelopes] == [
        ["redaktion@example.org"],
        ["slk@example.org"],
    ]
    assert len({mail["Message-ID"] for mail in box.mails}) == 2
    assert (tmp_path / "week" / "report.eml").stat().st_size > 1000


def test_a_finished_week_is_sent_once_unless_somebody_asks_for_it_again(office, capsys, tmp_path):
    box, week = Postbox(), ["report", "--week", label(LAST_WEEK), "--send"]
    with served(box) as address:
        configure(tmp_path, address)
        assert [run(week), run([*week, "--json"])] == [0, 0]
        assert len(box.envelopes) == 2
        assert "handed over before" in capsys.readouterr().err
        assert [run([*week, "--again"]) for _ in range(3)] == [0, 0, 0]
    assert len({mail["Message-ID"] for mail in box.mails}) == len(box.envelopes) == 8
    for one in ("redaktion@example.org", "slk@example.org"):
        assert sum(envelope.rcpt_tos == [one] for envelope in box.envelopes) == 4


def test_a_week_that_still_runs_is_sent_each_time(office, capsys, tmp_path):
    box = Postbox()
    with served(box) as address:
        configure(tmp_path, address)
        assert [run(["report", "--send"]), run(["report", "--send"])] == [0, 0]
    assert len(box.envelopes) == 4


def test_a_recipient_that_is_refused_needs_a_person(office, capsys, tmp_path):
    box = Postbox(refuses=("slk@example.org",))
    with served(box) as address:
        configure(tmp_path, address)
        assert run(["report", "--send"]) == 1
    assert "slk@example.org: refused" in capsys.readouterr().err
    assert len(box.envelopes) == 1


def test_sending_again_what_was_refused_tries_it_again(office, capsys, tmp_path):
    box, week = Postbox(refuses=("slk@example.org",)), ["report", "--week", label(LAST_WEEK)]
    with served(box) as address:
        configure(tmp_path, address)
        assert run([*week, "--send"]) == 1
        box.refuses = ()
        assert run([*week, "--send"]) == 0
    assert len(box.envelopes) == 2


def test_a_mail_server_that_is_not_there_needs_a_person_and_the_files_are_written(office, capsys):
    assert run(["report", "--out", "week", "--send", "--json"]) == 1
    out, err = capsys.readouterr()
    assert "cannot be reached" in err
    assert json.loads(out)["sent"] is False
    assert [one["fate"] for one in json.loads(out)["told"]] == ["waiting", "waiting"]
    assert Path("week/report.html").exists()


def test_again_without_sending_is_wrong_use(office, capsys):
    assert run(["report", "--again"]) == 2
    assert "--send" in capsys.readouterr().err


def test_nobody_to_send_to_is_wrong_use(office, capsys, tmp_path):
    path = tmp_path / "annonsvakt.toml"
    path.write_text(path.read_text().replace("report_to", "# report_to"), encoding="utf-8")
    assert run(["report", "--send"]) == 2
    assert "report_to" in capsys.readouterr().err
    assert not (tmp_path / "var").exists()


def test_a_database_that_cannot_be_used_is_unreached(office, capsys, tmp_path):
    run(["report", "--out", "week"])
    (tmp_path / "broken.db").write_bytes(b"no database at all" * 100)
    path = tmp_path / "annonsvakt.toml"
    path.write_text(path.read_text().replace("annonsvakt.db", "broken.db"), encoding="utf-8")
    assert run(["report"]) == 4
    assert "no database of ours" in capsys.readouterr().err
    whole = json.loads((tmp_path / "week" / "report.json").read_text(encoding="utf-8"))
    assert run(["report", "--json"]) == 4
    told = json.loads(capsys.readouterr().out)
    assert list(told) == [*whole, "paths", "sent", "told"]
    assert told["findings"] == dict.fromkeys(whole["findings"])
    assert told["reconciles"] is False
    assert "no database of ours" in told["unread"][0]["because"]
