"""A sweep that somebody stops half-way: nothing is half done, and the next one makes it whole."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import time

import pytest

from tests.journeys.conftest import COMMAND, clean_environment

pytestmark = pytest.mark.timeout(400)
"""Whole commands, on machines that are shared."""

TABLES = ("findings", "finding_events", "threads", "comments", "thread_events")


def rows(folder, table):
    with sqlite3.connect(folder / "var" / "annonsvakt.db") as connection:
        return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def test_ctrl_c_in_a_sweep_leaves_a_sound_database_that_the_next_sweep_completes(serve):
    office = serve("--latency", "50")
    process = subprocess.Popen(
        [COMMAND, "sweep"],
        cwd=office.folder,
        env=clean_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    until = time.monotonic() + 30
    while not (office.folder / "var" / "annonsvakt.db").exists() and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(1.0)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130, (out, err)
    assert "Traceback" not in err
    assert out == ""

    with sqlite3.connect(office.folder / "var" / "annonsvakt.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []

    whole = office.run("sweep", "--json")
    assert whole.code in (0, 4), whole.err
    once = {table: rows(office.folder, table) for table in TABLES}
    assert once["findings"] > 0
    assert once["comments"] > 0

    again = office.run("sweep", "--json").json
    assert again["findings"]["opened"] == 0
    assert {table: rows(office.folder, table) for table in TABLES} == once
