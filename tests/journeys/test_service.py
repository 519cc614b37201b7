"""The service as operators run it: it polls, reads its configuration again, and ends in order."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import time
from contextlib import closing

import pytest

from tests.journeys.conftest import COMMAND, clean_environment
from tests.worker.postbox import Postbox, served

pytestmark = pytest.mark.timeout(400)
"""Whole commands, on machines that are shared."""


class Running:
    """A service under way, with what it logged so far."""

    def __init__(self, office):
        self.folder = office.folder
        self.log = (office.folder / "log").open("w+", encoding="utf-8")
        self.process = subprocess.Popen(
            [COMMAND, "run"], cwd=office.folder, env=clean_environment(), stderr=self.log,
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def lines(self):
        text = (self.folder / "log").read_text(encoding="utf-8")
        return [json.loads(line) for line in text.splitlines() if line.endswith("}")]

    def wait_for(self, action, **facts):
        until = time.monotonic() + 90
        while time.monotonic() < until:
            for line in self.lines():
                if line["action"] == action and facts.items() <= line.items():
                    return line
            assert self.process.poll() is None, self.lines()
            time.sleep(0.1)
        raise AssertionError((action, facts, self.lines()))

    def end(self, how):
        begun = time.monotonic()
        self.process.send_signal(how)
        out, _ = self.process.communicate(timeout=60)
        return out, time.monotonic() - begun


@pytest.fixture
def run():
    begun = []

    def start(office):
        begun.append(Running(office))
        return begun[-1]

    yield start
    for one in begun:
        if one.process.poll() is None:
            one.process.kill()
            one.process.wait()
        one.process.stdout.close()
        one.log.close()


def slots(folder):
    with sqlite3.connect(folder / "var" / "annonsvakt.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return dict(connection.execute("SELECT job, state FROM slots").fetchall())


def test_it_says_what_it_will_do_polls_reads_its_configuration_again_and_ends(city, run):
    service = run(city)
    started = service.wait_for("service.started")
    assert {*started["upcoming"]} == {
        "ads", "alarms", "backup", "calendar", "comments", "delivered", "digest", "drill-reminder",
        "messages", "outbox", "purge", "report", "rounds", "stops", "tokens",
    }  # fmt: skip
    assert service.wait_for("job.done", job="ads")["campaigns"] > 0
    assert service.wait_for("job.done", job="comments")["comments"] > 0

    file = city.folder / "annonsvakt.toml"
    good = file.read_text(encoding="utf-8")
    file.write_text(good + "\n[nonsense]\n", encoding="utf-8")
    service.process.send_signal(signal.SIGHUP)
    assert "nonsense" in service.wait_for("configuration.fault")["said"]
    service.wait_for("configuration.kept")
    file.write_text(good + "\n[retention]\nlinkedin_comment_hours = 24\n", encoding="utf-8")
    service.process.send_signal(signal.SIGHUP)
    service.wait_for("service.reloaded")

    out, seconds = service.end(signal.SIGTERM)
    assert (service.process.returncode, out) == (0, "")
    assert seconds < 10
    assert slots(city.folder)["ads"] == "done"


def test_in_the_middle_of_a_poll_it_ends_within_ten_seconds_and_gives_its_slots_back(serve, run):
    office = serve("--latency", "3000")
    service = run(office)
    service.wait_for("service.started")
    time.sleep(2.5)
    _, seconds = service.end(signal.SIGINT)
    assert service.process.returncode == 0
    assert seconds < 10
    assert slots(office.folder)["ads"] == "waiting"
    assert "Traceback" not in (office.folder / "log").read_text(encoding="utf-8")


def test_once_does_what_is_due_and_says_so(city):
    box = Postbox()
    with served(box) as place:
        mail = {"ANNONSVAKT_MAIL__URL": f"smtp://{place}"}
        ran = city.run("run", "--once", "--json", **mail)
        again = city.run("run", "--once", "--json", **mail)
    assert ran.code == 0, ran.err
    assert {"ads", "comments"} <= {one["job"] for one in ran.json}
    assert all(one["done"] for one in ran.json)
    assert {one["to"] for one in box.mails} >= {"first@example.org"}
    both = [(one["job"], one["scheduled_at"]) for one in (*ran.json, *again.json)]
    assert len(both) == len({*both})


def test_once_after_a_rest_says_that_what_goes_by_the_date_waits(city):
    with served(Postbox()) as place:
        mail = {"ANNONSVAKT_MAIL__URL": f"smtp://{place}"}
        assert city.run("run", "--once", **mail).code == 0
        with closing(sqlite3.connect(city.folder / "var" / "annonsvakt.db")) as database, database:
            database.execute("UPDATE sweeps SET started_at = datetime(started_at, '-20 days')")
        ran = city.run("run", "--once", **mail)
    assert ran.code == 1
    assert "klockan kan ha hoppat" in " ".join(ran.err.split())


def test_json_goes_with_once_alone_and_a_database_that_is_none_is_told(city):
    ran = city.run("run", "--json")
    assert (ran.code, ran.out) == (2, "")
    wrong = city.run(
        "run", "--once", ANNONSVAKT_DATABASE__URL="postgresql+psycopg://nobody@127.0.0.1:9/none"
    )
    assert wrong.code == 4
    assert "databas" in wrong.err
