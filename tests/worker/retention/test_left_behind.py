"""What killed backups and restores leave is removed; what anybody else keeps there never is."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.worker.made import some_settings
from worker.store.backing_up import UNFINISHED, back_up, clear_away
from worker.store.opening import open_store
from worker.upkeep.retention import erase

LONG = timedelta(hours=2)


@pytest.fixture
def now():
    return datetime.now(UTC)


@pytest.mark.parametrize("name", [".backup-2024", ".backup-ab12cd34", f"{UNFINISHED}ours"])
def test_a_folder_of_somebody_elses_stays_wherever_the_copy_goes(lite, sqlite_url, tmp_path, name):
    settings = some_settings(state_dir=tmp_path / "var", database={"url": sqlite_url})
    home, beside = tmp_path / "home", Path(sqlite_url.removeprefix("sqlite:///")).parent
    for folder in (home, settings.backups, beside):
        for within in (folder / name, folder / name / "copy.db"):
            within.mkdir(parents=True)
        (folder / name / "precious.txt").write_text("mine")
        os.utime(folder / name, (1, 1))
    at = datetime.now(UTC)
    back_up(sqlite_url, home / "a.db", at=at, workshop=settings.backups)
    back_up(sqlite_url, home / "b.db", at=at)
    erase(lite, settings, at=at)
    for folder in (home, settings.backups, beside):
        assert (folder / name / "precious.txt").read_text() == "mine"
        assert (folder / name / "copy.db").is_dir()


def test_not_even_what_looks_like_ours_goes_where_only_the_copy_is_put(lite, sqlite_url, tmp_path):
    left = tmp_path / "home" / f"{UNFINISHED}x"
    left.mkdir(parents=True)
    os.utime(left, (1, 1))
    at = datetime.now(UTC)
    back_up(sqlite_url, left.with_name("a.db"), at=at, workshop=tmp_path / "kept")
    assert left.is_dir()


KILLED = """
import os, signal, sys
from worker.cli.run import run

what, file, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
heard = []

def hear(event, told):
    if event == what and str(told[0]).endswith(file):
        heard.append(event)
        if len(heard) == times:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(hear)
run(sys.argv[4:])
"""
"""Dies as this is done for the so-manieth time with a file of this name."""


@pytest.mark.parametrize(
    ("at", "left"),
    [
        (("sqlite3.connect", "backup.db", "2"), {"backup.db"}),
        (("sqlite3.connect", "fresh.db", "1"), {"backup.db", "backup.db-wal", "fresh.db"}),
        (("os.link", "annonsvakt.db", "1"), {"backup.db", "backup.db-wal", "fresh.db"}),
    ],
)
def test_what_a_killed_restore_leaves_goes_with_its_journals(tmp_path, now, at, left):
    database, backup = tmp_path / "annonsvakt.db", tmp_path / "kept" / "a.db"
    open_store(f"sqlite:///{database}").close()
    back_up(f"sqlite:///{database}", backup, at=now)
    with closing(sqlite3.connect(database)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    (tmp_path / "annonsvakt.toml").write_text(
        f'state_dir = "var"\n[database]\nurl = "sqlite:///{database}"\n'
    )
    told = ("--config", str(tmp_path / "annonsvakt.toml"), "db", "restore", str(backup))
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, *at, *told, "--replace"],
        check=False, capture_output=True,
    )  # fmt: skip
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    folders = (tmp_path, tmp_path / "var" / "backups")
    there = {one.name for folder in folders for one in folder.glob(f"{UNFINISHED}*/*")}
    assert there >= left
    for folder in folders:
        clear_away(folder, datetime.now(UTC) + LONG)
        assert not list(folder.glob(f"{UNFINISHED}*"))
    assert database.exists()
