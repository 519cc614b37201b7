"""Workers whose tables another version of the program changes: they take nothing more, and end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from queue import SimpleQueue

import pytest
from sqlalchemy import text

from tests.worker.service.crew import (
    actions,
    at_work,
    configured,
    done,
    holder_of,
    until,
    wanted,
)
from worker.service.attending import attend
from worker.store.errors import TooNew, TooOld

pytest.importorskip("procrastinate")
FIRST = "ads meta act_100"
ANOTHERS = {"9999": TooNew, "0019": TooOld}
"""Revisions of the tables, and what they are to this program."""
CONFIG = """
language = "en"
engine = "procrastinate"
state_dir = "{folder}"
[database]
url = "{url}"
[health]
listen = ""
[meta]
base_url = "{meta}"
app_id = "1"
app_secret = "sandbox-secret"
access_token = "sandbox-meta"
"""


def bring_to(store, revision):
    """As another version of the program does."""
    with store.writing() as connection:
        connection.execute(text(f"UPDATE alembic_version SET version_num = '{revision}'"))


def snapshots(store):
    with store.reading() as connection:
        return connection.exec_driver_sql("SELECT count(*) FROM snapshots").scalar_one()


@pytest.mark.parametrize("revision", ANOTHERS)
def test_a_worker_takes_no_piece_from_tables_that_another_version_changed(
    queued, queued_url, sandbox, log, revision
):
    settings = configured(queued_url, sandbox.base_url)
    with at_work(settings) as one:
        bring_to(queued, revision)
        wanted(queued, settings, FIRST)
        assert until(lambda: isinstance(one.outdated, ANOTHERS[revision]))
    assert not done(queued, FIRST)
    assert snapshots(queued) == 0
    assert actions(log).count("database.of-another-version") == 1


def test_what_it_has_in_hand_by_then_is_not_written_and_it_ends_with_the_reason(
    queued, queued_url, sandbox, log
):
    settings = configured(queued_url, sandbox.base_url, health={"listen": ""})
    toggles = sandbox.world.faults.toggles
    toggles["meta.hang"] = ["act_100"]
    try:
        with at_work(settings) as one:
            wanted(queued, settings, FIRST)
            assert until(lambda: holder_of(queued, FIRST))
            bring_to(queued, "9999")
            with pytest.raises(TooNew):
                attend(one, lambda: settings, SimpleQueue())
            toggles["meta.hang"] = []
            assert until(lambda: not holder_of(queued, FIRST))
    finally:
        toggles["meta.hang"] = []
    assert not done(queued, FIRST)
    assert snapshots(queued) == 0
    assert actions(log).count("database.of-another-version") == 1


def test_the_command_ends_with_code_4(queued, queued_url, sandbox, tmp_path):
    file = tmp_path / "annonsvakt.toml"
    file.write_text(CONFIG.format(folder=tmp_path, url=queued_url, meta=sandbox.base_url))
    command = [sys.executable, "-m", "worker", "--config", str(file), "worker"]
    kept = {n: v for n, v in os.environ.items() if not n.startswith("ANNONSVAKT_")}
    log = tmp_path / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(command, stderr=out, env=kept)
    try:
        assert until(lambda: "worker.started" in log.read_text(), seconds=60)
        bring_to(queued, "9999")
        assert process.wait(timeout=60) == 4
    finally:
        process.kill()
        process.wait()
    *lines, reason = log.read_text().splitlines()
    assert "database.of-another-version" in [json.loads(line)["action"] for line in lines]
    assert "newer version of the program" in reason
