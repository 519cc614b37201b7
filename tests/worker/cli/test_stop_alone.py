"""A stop needs the platforms and nothing else: all the rest may be down, full, locked or faulty."""

from __future__ import annotations

import json
import os
import resource
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from connectors.sandbox.scenario import Crowd, Scenario, stage
from tests.unmeasured import environment
from tests.worker.stopping.foul import CONFIG, on
from worker.clock import now

WHO = ["--reason", "olycka", "--operator", "Anna Berg"]
CROWD = Crowd(accounts=1, linkedin_accounts=1, campaigns=2)


@pytest.fixture(autouse=True)
def _nothing_from_outside(tmp_path, monkeypatch):
    for name in [one for one in os.environ if one.startswith("ANNONSVAKT_")]:
        monkeypatch.delenv(name)
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))


@pytest.fixture
def town():
    with stage(Scenario(city=False, crowd=CROWD), now) as sandbox:
        yield sandbox


def closed():
    """A port where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def stop(folder, text, **how):
    """The stop as a program: planned, then confirmed. Its code, its answer, what it said beside."""
    config = folder / "annonsvakt.toml"
    config.write_text(text, "utf-8")
    command = [sys.executable, "-m", "worker", "--config", str(config), "pause-all", *WHO, "--json"]
    where = {"cwd": Path(__file__).parents[3], "capture_output": True, "text": True, "timeout": 120}
    plan = subprocess.run(command, check=False, **where)
    assert plan.returncode == 3, plan.stderr
    confirm = ["--confirm", json.loads(plan.stdout)["phrase"]]
    done = subprocess.run([*command, *confirm], check=False, **where, **how)
    assert "Traceback" not in done.stderr
    return done.returncode, json.loads(done.stdout), done.stderr


def test_with_no_database_no_mail_server_and_faults_in_other_sections(tmp_path, town):
    text = CONFIG.format(url=town.start()) + (
        f'[database]\nurl = "postgresql+psycopg://nobody@127.0.0.1:{closed()}/none"\n'
        f'[mail]\nurl = "smtp://127.0.0.1:{closed()}"\nreport_to = ["redaktion@example.org"]\n'
        '[sla]\noffice_closes = "late"\n[poll]\nads_minutes = -1\n[nonsense]\na = 1\n'
    )
    code, done, _ = stop(tmp_path, text)
    assert (code, done["verified"], on(town)) == (0, True, set())


def test_with_a_database_that_somebody_has_locked(tmp_path, town):
    path = tmp_path / "annonsvakt.db"
    held = sqlite3.connect(path, isolation_level=None)
    held.execute("create table a (b)")
    held.execute("begin exclusive")
    text = CONFIG.format(url=town.start()) + f'[database]\nurl = "sqlite:///{path}"\n'
    code, done, _ = stop(tmp_path, text)
    held.close()
    assert (code, done["verified"], on(town)) == (0, True, set())


def test_with_a_full_disk_the_journal_goes_to_standard_error_and_the_stop_goes_on(tmp_path, town):
    def full():
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    code, done, said = stop(
        tmp_path, CONFIG.format(url=town.start()), preexec_fn=full, env=environment()
    )
    assert (code, done["verified"], on(town)) == (0, True, set())
    assert '"event":"intent"' in said


def test_with_a_state_dir_that_cannot_be_written(tmp_path, town):
    (tmp_path / "var").write_text("no folder", "utf-8")
    code, done, said = stop(tmp_path, CONFIG.format(url=town.start()))
    assert (code, done["verified"], on(town)) == (0, True, set())
    assert str(tmp_path / "tmp") in said


def test_a_dead_platform_holds_up_nothing_of_the_other(tmp_path, town):
    before, url = on(town), town.start()
    head, tail = CONFIG.format(url=url).split("[linkedin]")
    nobody = f"http://127.0.0.1:{closed()}"
    dead = tail.replace(f'base_url = "{url}"', f'base_url = "{nobody}"')
    code, done, _ = stop(tmp_path, f"{head}[linkedin]{dead}")
    assert (code, done["verified"]) == (1, False)
    assert {(one["platform"], one["account_id"]) for one in done["residue"]} == {("linkedin", None)}
    assert len(on(town)) == len(before) / 2
    assert {one["platform"] for one in done["targets"] if one["outcome"] == "stopped"} == {"meta"}


@pytest.mark.parametrize(
    ("variable", "dead"),
    [
        ("LINKEDIN__ADS_CLIENT_SECRET_FILE", None),
        ("LINKEDIN__ADS_TOKEN_FILE", "linkedin"),
        ("META__ACCESS_TOKEN_FILE", "meta"),
    ],
)
def test_a_secret_that_cannot_be_read_holds_up_nothing_of_the_other(
    tmp_path, town, monkeypatch, variable, dead
):
    before = on(town)
    monkeypatch.setenv(f"ANNONSVAKT_{variable}", "/nowhere/secret")
    code, done, said = stop(tmp_path, CONFIG.format(url=town.start()))
    assert "/nowhere/secret" in said
    residue = {(one["platform"], one["account_id"]) for one in done["residue"]}
    assert (code, done["verified"]) == ((1, False) if dead else (0, True))
    assert residue == ({(dead, None)} if dead else set())
    assert len(on(town)) == (len(before) / 2 if dead else 0)
