"""Who is told by mail of a stop, its going on, its hold, its undoing and its end."""

from __future__ import annotations

import json
import os
import re
import socket
import threading
import time
from contextlib import contextmanager

import pytest

from connectors.sandbox import Sandbox
from tests.worker.cli.test_stopping import WHO, Office
from tests.worker.postbox import Postbox, free_port, served
from worker.clock import now
from worker.store.opening import open_store

PEOPLE = ["first@example.org", "redaktion@example.org", "slk@example.org", "chef@example.org"]
MORE = """
[mail]
url = "smtp://{place}"
sender = "vakt@example.org"
report_to = ["chef@example.org", "REDAKTION@example.org"]
[contacts]
first = "first@example.org"
editorial = "redaktion@example.org"
slk = "slk@example.org"
[database]
url = "{database}"
"""
PART = ["--account", "act_2"]


@pytest.fixture
def sandbox():
    with Sandbox(clock=now) as served_here:
        yield served_here


@pytest.fixture
def office(sandbox, tmp_path, tmp_path_factory, capsys, monkeypatch):
    for name in [one for one in os.environ if one.startswith("ANNONSVAKT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path_factory.mktemp("temporary")))
    return Office(tmp_path, sandbox.start(), capsys)


def mailing(office, place, *, database="sqlite:///none.db", **changed):
    """The office with people to tell; without a database unless one is given."""
    office.write(more=MORE.format(place=place, database=database), **changed)


def recipients(box):
    return [address for one in box.envelopes for address in one.rcpt_tos]


def text_of(mail):
    return mail.get_body(("plain",)).get_content().replace("\r\n", "\n")


def last_record(office, stop_id):
    lines = (office.folder / "var" / "stops" / f"{stop_id}.jsonl").read_text().splitlines()
    return json.loads(lines[-1])


# --- the whole way -----------------------------------------------------------------------------


def test_all_are_told_once_the_object_says_so_and_the_head_in_the_mail_is_in_the_chain(office):
    box = Postbox()
    with served(box) as place:
        mailing(office, place)
        code, done, _ = office.stop(*PART)
    assert (code, done["verified"]) == (0, True)
    assert done["told"] == [{"recipient": one, "fate": "sent", "because": None} for one in PEOPLE]
    assert recipients(box) == PEOPLE
    mail = box.mails[0]
    assert mail["Subject"].startswith("ANNONSSTOPP")
    text = text_of(mail)
    head = re.search(r"--head ([0-9a-f]{64})", text).group(1)
    assert head == done["head"]
    assert office.run("stops", "verify", done["stop_id"], "--head", head)[0] == 0
    record = last_record(office, done["stop_id"])
    assert (record["event"], record["told"]["kind"]) == ("told", "stop")
    assert [one["recipient"] for one in record["told"]["to"]] == PEOPLE


def test_of_a_plan_nobody_is_told(office):
    box = Postbox()
    with served(box) as place:
        mailing(office, place)
        code, plan, _ = office.json("pause-all", *WHO, *PART)
    assert (code, plan["told"], box.envelopes) == (3, [], [])


def test_in_words_the_outcome_comes_before_who_was_told(office):
    box = Postbox(refuses=("slk@example.org",))
    with served(box) as place:
        mailing(office, place, language="en")
        _, plan, _ = office.json("pause-all", *WHO, *PART)
        code, out, _ = office.run("pause-all", *WHO, *PART, "--confirm", plan["phrase"])
    assert code == 0
    lines = out.splitlines()
    assert lines[0].startswith("Everything in this scope")
    assert lines[-2] == (
        "Told by mail: first@example.org, redaktion@example.org, chef@example.org."
    )
    assert lines[-1].startswith("NOT TOLD: slk@example.org. ")
    assert "550" in lines[-1]
    assert box.mails[0]["Subject"].startswith("AD STOP of a part: ")
    assert box.mails[0].get_body(("html",)).get_content().count('<html lang="en"') == 1


def test_the_rest_of_a_stops_life_is_told_too(office, sandbox):
    box = Postbox()
    with served(box) as place:
        mailing(office, place)
        _, done, _ = office.stop(*PART)
        stop_id = done["stop_id"]
        code, gone_on, _ = office.json("stops", "continue", stop_id)
        assert (code, len(gone_on["told"])) == (0, 4)
        assert office.json("stops", "hold", stop_id)[1]["told"] == []
        number = next(one["campaign_id"] for one in done["targets"] if one["outcome"] == "stopped")
        sandbox.world.meta[number].fields["status"] = "ACTIVE"
        code, held, _ = office.json("stops", "hold", stop_id)
        assert (code, len(held["told"])) == (0, 4)
        code, ended, _ = office.json("stops", "end", stop_id, "--by", "Anna", "--reason", "slut")
        assert (code, len(ended["told"])) == (0, 4)
        assert (
            office.json("stops", "end", stop_id, "--by", "Anna", "--reason", "x")[1]["told"] == []
        )
    subjects = [one["Subject"].split(":")[0] for one in box.mails][::4]
    assert subjects == [
        "ANNONSSTOPP för en del", "ANNONSSTOPP för en del", "ANNONSSTOPP UPPRÄTTHÅLLET",
        "ANNONSSTOPP AVSLUTAT",
    ]  # fmt: skip
    assert len({one["Message-ID"] for one in box.mails}) == len(box.mails) == 16
    assert "UPPRÄTTHÅLLET: 1 avstängda på nytt" in box.mails[8]["Subject"]
    assert "Begärt av Anna" in text_of(box.mails[-1])
    assert office.run("stops", "verify", stop_id, "--head", done["head"])[0] == 0


def test_a_resume_is_told(office):
    box = Postbox()
    with served(box) as place:
        mailing(office, place)
        _, done, _ = office.stop(*PART)
        _, plan, _ = office.json("resume", done["stop_id"], *WHO)
        assert plan["told"] == []
        _, back, _ = office.json("resume", done["stop_id"], *WHO, "--confirm", plan["phrase"])
    assert len(back["told"]) == 4
    assert box.mails[-1]["Subject"].startswith("ANNONSER PÅ IGEN: ")


def test_who_is_not_listed_is_said_plainly_in_the_mail(office):
    box = Postbox()
    with served(box) as place:
        mailing(office, place, operators='["Bo"]')
        office.stop(*PART, "--not-listed")
    assert "--not-listed: Anna Berg" in text_of(box.mails[0]).split("\n\n")[1]


def test_a_stop_with_residue_lists_it_with_links(office):
    box = Postbox()
    with served(box) as place:
        mailing(office, place)
        code, done, _ = office.stop()
    assert (code, done["verified"]) == (1, False)
    text = text_of(box.mails[0])
    assert box.mails[0]["Subject"].startswith("ANNONSSTOPP, ALLT ÄR INTE AV: ")
    for one in done["residue"]:
        assert one["link"] in text


# --- nobody, and nothing that works ------------------------------------------------------------


def test_with_nobody_configured_that_is_said_and_changes_nothing(office):
    office.write(language="en")
    _, plan, _ = office.json("pause-all", *WHO, *PART)
    code, out, _ = office.run("pause-all", *WHO, *PART, "--confirm", plan["phrase"])
    assert code == 0
    assert out.splitlines()[-1].startswith("NOBODY IS TOLD BY MAIL: ")
    code, done, _ = office.json("stops", "continue", plan["stop_id"])
    assert (code, done["told"]) == (0, [])


def dead(folder):
    """Databases that cannot be used: none was made, one is no database, one is not answered."""
    (folder / "broken.db").write_text("this is no database")
    return {
        "none": "sqlite:///none.db",
        "broken": "sqlite:///broken.db",
        "unreachable": f"postgresql+psycopg://u:p@127.0.0.1:{free_port()}/x",
    }


@pytest.mark.parametrize("database", ["none", "broken", "unreachable"])
def test_a_dead_mail_server_and_a_dead_database_change_neither_verdict_nor_code(office, database):
    mailing(office, f"127.0.0.1:{free_port()}", database=dead(office.folder)[database])
    began = time.monotonic()
    code, done, _ = office.stop(*PART)
    assert time.monotonic() - began < 20
    assert (code, done["verified"]) == (0, True)
    assert [one["fate"] for one in done["told"]] == ["failed"] * 4
    assert {one["because"] for one in done["told"]} != {None}
    assert last_record(office, done["stop_id"])["event"] == "told"
    assert office.run("stops", "verify", done["stop_id"], "--head", done["head"])[0] == 0


def test_with_a_database_a_dead_mail_server_leaves_the_mails_waiting(office):
    url = f"sqlite:///{office.folder / 'kept.db'}"
    open_store(url).close()
    mailing(office, f"127.0.0.1:{free_port()}", database=url, language="en")
    _, plan, _ = office.json("pause-all", *WHO, *PART)
    code, out, _ = office.run("pause-all", *WHO, *PART, "--confirm", plan["phrase"])
    assert code == 0
    assert out.splitlines()[-1].startswith(f"NOT TOLD YET: {', '.join(PEOPLE)}. The mail server")


@contextmanager
def silent():
    """A mail server that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        taken = []

        def serve():
            try:
                while True:
                    taken.append(server.accept()[0])
            except OSError:
                return

        threading.Thread(target=serve, daemon=True).start()
        yield f"127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
        for one in taken:
            one.close()


def test_a_silent_mail_server_costs_ten_seconds_and_the_outcome_is_there_before(office):
    """The only test here that waits: the time is the promise."""
    with silent() as place:
        mailing(office, place)
        began = time.monotonic()
        code, done, _ = office.stop(*PART)
        assert 5 < time.monotonic() - began < 18
    assert code == 0
    assert [one["fate"] for one in done["told"]] == ["failed"] * 4
