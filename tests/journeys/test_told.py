"""A stop at night, as the installed command gives it, and the mails that come of it."""

from __future__ import annotations

import re
import signal
import socket
import subprocess

from tests.journeys.conftest import COMMAND, clean_environment, free_port
from tests.worker.postbox import Postbox, served

WHO = ["--reason", "olycka", "--operator", "Anna Berg"]
MAIL = """
[mail]
url = "smtp://{place}"
sender = "vakt@example.org"
report_to = ["redaktion@example.org"]
[contacts]
first = "first@example.org"
slk = "slk@example.org"
"""
PEOPLE = ["first@example.org", "slk@example.org", "redaktion@example.org"]


def mailing(office, place):
    """The city's configuration, with these people to tell."""
    file = office.folder / "annonsvakt.toml"
    text = file.read_text(encoding="utf-8")
    kept = re.sub(r"(?ms)^\[(mail|contacts)\]\n.*?(?=^\[|\Z)", "", text)
    file.write_text(kept + MAIL.format(place=place), encoding="utf-8")


def stopped(office, *arguments):
    plan = office.run("pause-all", *WHO, *arguments, "--json")
    assert plan.code == 3, plan.err
    assert plan.json["told"] == []
    return office.run("pause-all", *WHO, *arguments, "--confirm", plan.json["phrase"], "--json")


def test_a_stop_is_told_reviewed_and_undone_and_the_report_tells_of_it(city):
    box = Postbox()
    with served(box) as place:
        mailing(city, place)
        done = stopped(city, "--account", "act_2")
        assert done.code == 0, done.err
        assert [(one["recipient"], one["fate"]) for one in done.json["told"]] == [
            (one, "sent") for one in PEOPLE
        ]
        text = box.mails[0].get_body(("plain",)).get_content()
        stop_id = done.json["stop_id"]
        verify = re.search(r"annonsvakt (stops verify .*)", text).group(1).split()
        assert verify[-1] == done.json["head"]
        assert city.run(*verify).code == 0
        signs = re.search(r"annonsvakt (stops countersign .*) --by", text).group(1).split()
        assert city.run(*signs, "--by", "Bo Ek").code == 0
        report = city.run("report", "--out", "out", "--json")
        assert [one["stop_id"] for one in report.json["stops"]["in_force"]] == [stop_id]
        assert report.json["stops"]["in_force"][0]["reviewed_by"] == "Bo Ek"
        assert stop_id in report.json["banner"]
        plan = city.run("resume", stop_id, *WHO, "--json")
        back = city.run("resume", stop_id, *WHO, "--confirm", plan.json["phrase"], "--json")
        assert len(back.json["told"]) == len(PEOPLE)
        assert city.run(*verify).code == 0
    assert len(box.envelopes) == 2 * len(PEOPLE)
    assert city.run("queue").err.count("gäller") == 0


def test_an_unreachable_database_and_a_dead_mail_server_change_nothing(city):
    mailing(city, f"127.0.0.1:{free_port()}")
    nowhere = f"postgresql+psycopg://u:p@127.0.0.1:{free_port()}/annonsvakt"
    plan = city.run("pause-all", *WHO, "--account", "act_2", "--json")
    done = city.run(
        "pause-all", *WHO, "--account", "act_2", "--confirm", plan.json["phrase"], "--json",
        ANNONSVAKT_DATABASE__URL=nowhere,
    )  # fmt: skip
    assert (done.code, done.json["verified"]) == (0, True)
    assert [one["fate"] for one in done.json["told"]] == ["failed"] * len(PEOPLE)


def test_ctrl_c_while_mails_go_ends_as_the_stop_ended(city):
    """The mail server takes the connection and says nothing; the outcome is on the screen."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        mailing(city, f"127.0.0.1:{silent.getsockname()[1]}")
        plan = city.run("pause-all", *WHO, "--account", "act_2", "--json")
        running = subprocess.Popen(
            [COMMAND, "pause-all", *WHO, "--account", "act_2", "--confirm", plan.json["phrase"]],
            cwd=city.folder, env=clean_environment(), text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        connection, _ = silent.accept()  # the mails are being sent
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=30)
        connection.close()
    assert "Traceback" not in err
    assert running.returncode == 0
    lines = out.splitlines()
    assert lines[0].startswith("Allt i detta urval")
    assert lines[-1].startswith(f"INTE UNDERRÄTTADE: {', '.join(PEOPLE)}. ")
