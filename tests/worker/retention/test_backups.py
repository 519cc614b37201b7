"""A copy of the database holds nothing that LinkedIn members wrote, whenever it was made."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from policies.model import Platform
from tests.worker.made import DAY, NOON, a_comment, a_post, some_settings
from tests.worker.queued import put
from tests.worker.reporting.kept import finding
from tests.worker.retention.traces import our_own, traces_in, written_by_members
from tests.worker.store.filling import fill, tables_of
from worker.cli.run import run
from worker.health.copies import ours
from worker.store.backing_up import Unwritten, back_up
from worker.store.errors import TooOld, Unreachable
from worker.store.opening import open_store
from worker.store.tables_holds import holds
from worker.store.verifying import verify
from worker.upkeep.retention import erase


def copied(office, name="copy"):
    out = office.folder / name / "annonsvakt.db"
    back_up(f"sqlite:///{office.folder}/annonsvakt.db", out, at=office.at)
    return out


def test_a_copy_made_while_the_text_may_still_be_kept_has_none_of_it(office):
    office.sweep()
    wanted = written_by_members(office.world)
    out = copied(office)
    assert [one.name for one in out.parent.iterdir()] == ["annonsvakt.db"]
    assert out.stat().st_mode & 0o777 == 0o600
    assert traces_in(office.folder, wanted) & {"annonsvakt.db", "annonsvakt.db-wal"}
    assert traces_in(out.parent, wanted) == set()


@pytest.mark.parametrize("days", [1, 3, 4000])
def test_a_copy_has_none_of_what_was_read_by_a_clock_that_was_ahead(store, url, tmp_path, days):
    post = a_post(1, Platform.LINKEDIN)
    read = a_comment("1", post=post, text="När öppnar det?")
    put(store, read, post=post, at=NOON + days * DAY + timedelta(hours=1))
    back_up(url, tmp_path / "copy.db", at=NOON)
    assert "När öppnar".encode() not in (tmp_path / "copy.db").read_bytes()
    assert verify(tmp_path / "copy.db").rows > 1


def test_what_is_the_citys_own_is_whole_in_it(office):
    office.sweep()
    before = our_own(office.store)
    again = open_store(f"sqlite:///{copied(office)}")
    try:
        assert our_own(again) == before
    finally:
        again.close()


def test_a_copy_has_nothing_that_would_be_a_year_old_of_linkedins_while_it_is_kept(lite, tmp_path):
    with lite.writing() as connection:
        fill(connection, tables_of(connection), NOON)
        connection.execute(holds.update().values(ended_at=NOON))
    url = f"sqlite:///{tmp_path}/annonsvakt.db"
    for days, there in ((300, True), (340, False)):
        out = tmp_path / f"{days}.db"
        back_up(url, out, at=NOON + days * DAY)
        with closing(sqlite3.connect(out)) as copy:
            for table in ("snapshots", "costs", "evaluations"):
                query = f"SELECT platform, COUNT(*) FROM {table} GROUP BY platform"
                told = dict(copy.execute(query).fetchall())
                assert ("linkedin" in told, "meta" in told) == (there, True), (table, days)
    with lite.reading() as connection:
        assert len(connection.execute(tables_of(connection)[0].select()).all()) == 4


def test_no_file_that_is_there_is_lost(office):
    office.sweep()
    out = copied(office)
    first = out.read_bytes()
    with pytest.raises(FileExistsError):
        copied(office)
    assert out.read_bytes() == first
    assert [one.name for one in out.parent.iterdir()] == ["annonsvakt.db"]


def test_one_moment_is_copied_while_others_write(tmp_path):
    """A writer puts pairs in place: no copy ever holds half a pair."""
    url, done = f"sqlite:///{tmp_path}/annonsvakt.db", threading.Event()
    open_store(url).close()

    def write():
        with closing(sqlite3.connect(tmp_path / "annonsvakt.db", timeout=30)) as raw:
            number = 0
            while not done.is_set():
                number += 1
                with raw:
                    for half in "ab":
                        row = ("meta", "t", f"{number}{half}", "v", "2026-11-24 12:00:00")
                        raw.execute("INSERT INTO recalled VALUES (?, ?, ?, ?, ?)", row)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            out = tmp_path / f"{number}.db"
            back_up(url, out, at=NOON)
            with closing(sqlite3.connect(out)) as copy:
                [(rows,)] = copy.execute("SELECT COUNT(*) FROM recalled")
            assert rows % 2 == 0
    finally:
        done.set()
        writer.join()


def test_what_cannot_be_copied_is_told_with_the_remedy(tmp_path):
    out = tmp_path / "out" / "a.db"
    with pytest.raises(Unreachable, match="no database yet"):
        back_up(f"sqlite:///{tmp_path}/none.db", out, at=NOON)
    assert not (tmp_path / "none.db").exists()
    (tmp_path / "text.db").write_text("this is no database, whatever its name says " * 50)
    with pytest.raises(Unreachable, match="no database of ours"):
        back_up(f"sqlite:///{tmp_path}/text.db", out, at=NOON)
    with closing(sqlite3.connect(tmp_path / "old.db")) as raw, raw:
        raw.execute("CREATE TABLE alembic_version (version_num TEXT)")
        raw.execute("INSERT INTO alembic_version VALUES ('0001')")
    with pytest.raises(TooOld):
        back_up(f"sqlite:///{tmp_path}/old.db", out, at=NOON)
    assert not out.exists()


@pytest.fixture
def elsewhere(tmp_path):
    """A folder on another file system."""
    with tempfile.TemporaryDirectory(dir="/dev/shm") as made:
        if Path(made).stat().st_dev == tmp_path.stat().st_dev:
            pytest.skip("there is one file system")
        yield Path(made)


def test_a_copy_goes_to_another_disk_clean_whole_and_never_over_a_file(office, elsewhere):
    office.sweep()
    wanted = written_by_members(office.world)
    out, among = elsewhere / "kept" / "a.db", office.folder / "backups"
    url = f"sqlite:///{office.folder}/annonsvakt.db"
    back_up(url, out, at=office.at, workshop=among)
    assert [one.name for one in out.parent.iterdir()] == ["a.db"]
    assert out.stat().st_mode & 0o777 == 0o600
    assert traces_in(elsewhere, wanted) == set()
    open_store(f"sqlite:///{out}").close()
    first = out.read_bytes()
    with pytest.raises(FileExistsError):
        back_up(url, out, at=office.at, workshop=among)
    assert out.read_bytes() == first
    assert ([one.name for one in out.parent.iterdir()], [*among.iterdir()]) == (["a.db"], [])


KILLED = """
import os, signal, sys
from worker.cli.run import run

opened = []

def hear(event, told):
    if event == "sqlite3.connect" and str(told[0]).endswith("copy.db"):
        opened.append(event)
        if len(opened) == 2:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(hear)
run(sys.argv[1:])
"""
"""Dies as the whole copy is opened to be cleaned."""


def test_what_a_kill_leaves_lies_where_the_purge_finds_it_wherever_the_copy_was_to_go(office):
    office.sweep()
    wanted = written_by_members(office.world)
    settings = some_settings(state_dir=office.folder / "var")
    out, file = office.folder / "srv" / "a.db", office.folder / "annonsvakt.toml"
    file.write_text(
        f'state_dir = "var"\n[database]\nurl = "sqlite:///{office.folder}/annonsvakt.db"\n'
    )
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, "--config", str(file), "db", "backup", "--out", str(out)],
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL
    assert [*out.parent.iterdir()] == []
    (left,) = settings.backups.iterdir()
    assert traces_in(left, wanted)
    erase(office.store, settings, at=datetime.now(UTC) + timedelta(minutes=59))
    assert left.exists()  # it may be one that is being made
    erase(office.store, settings, at=datetime.now(UTC) + timedelta(minutes=61))
    assert [*settings.backups.iterdir()] == []


@pytest.mark.parametrize(
    ("lang", "says"),
    [("en", "cannot be written in {folder}: No such file or directory. Make room"),
     ("sv", "kan inte skrivas i {folder}: filen eller mappen finns inte. ")],
)  # fmt: skip
def test_a_folder_that_takes_no_copy_is_told_with_the_remedy(
    tmp_path, monkeypatch, capsys, lang, says
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "annonsvakt.toml").write_text("")
    assert run(["db", "upgrade"]) == 0
    capsys.readouterr()
    assert run(["--lang", lang, "db", "backup", "--json", "--out", "/proc/nope/x.db"]) == 4
    out, err = capsys.readouterr()
    told = json.loads(out)
    assert told["file"] is None
    assert says.format(folder="/proc/nope") in told["because"]
    assert " ".join(err.split()) == told["because"]
    (tmp_path / "annonsvakt.toml").write_text('[backup]\ndir = "/proc/backups"\n')
    assert run(["--lang", lang, "db", "backup", "--json", "--out", "here/x.db"]) == 4
    told = json.loads(capsys.readouterr().out)
    assert says.format(folder="/proc/backups") in told["because"]
    assert [*(tmp_path / "here").iterdir()] == []


def test_a_file_in_the_place_of_the_folder_is_not_taken_for_the_copy(tmp_path):
    open_store(f"sqlite:///{tmp_path}/annonsvakt.db").close()
    with pytest.raises(Unwritten, match=r"cannot be written in .*annonsvakt\.db: "):
        back_up(f"sqlite:///{tmp_path}/annonsvakt.db", tmp_path / "annonsvakt.db" / "x.db", at=NOON)


def test_the_command(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "annonsvakt.toml").write_text("")
    assert run(["--lang", "en", "db", "backup", "--json"]) == 4
    assert "no database yet" in json.loads(capsys.readouterr().out)["because"]
    assert run(["db", "upgrade"]) == 0
    assert run(["--lang", "en", "db", "backup"]) == 0
    assert "Written: " in capsys.readouterr().out
    [made] = (tmp_path / "var" / "backups").iterdir()
    assert made.name.startswith("annonsvakt-")
    assert ours(made)
    assert run(["db", "backup", "--out", str(made)]) == 2
    assert run(["db", "backup", "--out", "b.db", "--json"]) == 0
    assert (tmp_path / "b.db").exists()


def test_what_was_backed_up_can_be_put_back_by_command(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "annonsvakt.toml").write_text("")
    assert run(["db", "upgrade"]) == 0
    store = open_store(f"sqlite:///{tmp_path}/var/annonsvakt.db")
    with store.writing() as connection:
        finding(connection)
    store.close()
    assert run(["db", "backup", "--out", "b.db"]) == 0
    capsys.readouterr()
    assert run(["--lang", "en", "db", "restore", "b.db"]) == 2
    assert "holds 2 rows; with --replace" in capsys.readouterr().err
    assert run(["--lang", "en", "db", "restore", "b.db", "--replace", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["rows"]["findings"], told["held_mails"], told["because"]) == (1, 0, None)
    assert ours(Path(told["before"]))
    assert run(["--lang", "en", "db", "restore", told["before"], "--replace"]) == 0
    said = capsys.readouterr().out
    assert "Restored: 2 rows, compared." in said
    assert "What was there before: " in said
    assert run(["--lang", "en", "db", "restore", "none.db"]) == 2
    assert "none.db cannot be read" in capsys.readouterr().err
    (tmp_path / "text.db").write_text("no database " * 100)
    assert run(["--lang", "en", "db", "restore", "text.db", "--json"]) == 4
    assert "no backup of ours" in json.loads(capsys.readouterr().out)["because"]
