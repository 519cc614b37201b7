"""A backup in the place of a damaged file: that is set aside as it is, with its journals."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import URL, select
from sqlalchemy.exc import IntegrityError

from tests.worker.made import NOON
from tests.worker.store.test_restoring import contents, fill
from worker.store.backing_up import UNFINISHED, back_up
from worker.store.damaged import is_damaged
from worker.store.errors import Damaged, StoreError, Unreachable
from worker.store.opening import open_store
from worker.store.restoring import NotEmpty, restore
from worker.store.setting_aside import Why
from worker.store.tables import threads
from worker.store.upgraded import open_upgraded
from worker.store.verifying import is_of_ours, verify

PAGE = 4096
NOISE = b"\x07" * PAGE


@pytest.fixture
def file(sqlite_url):
    """The file of a database with rows of every kind."""
    with closing(open_store(sqlite_url)) as store, store.writing() as connection:
        fill(connection)
    return Path(sqlite_url.removeprefix("sqlite:///"))


@pytest.fixture
def backup(file, sqlite_url, tmp_path):
    back_up(sqlite_url, tmp_path / "kept" / "backup.db", at=NOON)
    return tmp_path / "kept" / "backup.db"


def page_of(file, name):
    """How many pages stand before the root of this table or index; no journal is looked at."""
    query = "SELECT rootpage - 1 FROM sqlite_master WHERE name = ?"
    with closing(sqlite3.connect(f"{file.as_uri()}?immutable=1", uri=True)) as raw:
        [(before,)] = raw.execute(query, (name,))
    return before


def overwrite(file, name=None):
    """Noise in the place of the first page, or of the root of this table or index."""
    before = page_of(file, name) if name else 0
    with file.open("r+b") as opened:
        opened.seek(before * PAGE)
        opened.write(NOISE)


def put_back(backup, url, *, replace=True):
    return restore(backup, url, replace=replace, folder=backup.parent / "copies", at=NOON)


def beside(file):
    return {one.name: one.read_bytes() for one in file.parent.iterdir() if one.is_file()}


@pytest.mark.parametrize("broken", [None, "comments", "ix_holds_platform_campaign_id"])
def test_it_gives_way_whole_and_only_if_somebody_says_so(backup, file, sqlite_url, broken):
    was = contents(sqlite_url)
    overwrite(file, broken)
    left = file.read_bytes()
    with pytest.raises(Damaged, match="With --replace it is set aside whole"):
        put_back(backup, sqlite_url, replace=False)
    assert beside(file) == {file.name: left}
    done = put_back(backup, sqlite_url)
    now = contents(sqlite_url)
    assert {name for name in was if was[name] != now[name]} == {"outbox"}
    aside = Path(done.aside.place)
    assert (aside.name, aside.read_bytes()) == ("annonsvakt-damaged-20261124-120000.db", left)
    assert (done.aside.why, done.aside.clean) == (Why.DAMAGED, False)
    assert (done.before, done.carried, done.held) == (None, None, 2)
    assert file.stat().st_mode & 0o777 == 0o600
    assert put_back(backup, sqlite_url).aside is None


WRITES = """
import os, signal, sqlite3, sys
raw = sqlite3.connect(sys.argv[1])
raw.execute("UPDATE threads SET owner = 'somebody'")
raw.commit()
print("ready", flush=True)
sys.stdin.readline()
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def other(file):
    """Another program that has it open, and is killed: its journals stay."""
    order = [sys.executable, "-c", WRITES, str(file)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(order, **pipes) as program:
        assert program.stdout.readline() == "ready\n"
        yield program
        program.kill()


def test_its_journals_go_with_it_and_are_not_played_back_into_the_new_one(
    backup, file, sqlite_url, other
):
    other.communicate("\n")
    with file.open("r+b") as opened:  # of other pages than its journal is SQLite does not take it
        opened.seek(16)
        opened.write((2 * PAGE).to_bytes(2))
    file.with_name("annonsvakt.db-journal").write_bytes(bytes(512))
    left = beside(file)
    assert {*left} == {f"annonsvakt.db{one}" for one in ("", "-wal", "-shm", "-journal")}
    aside = Path(put_back(backup, sqlite_url).aside.place).name
    found = beside(file)
    assert {*found} == {file.name, *(one.replace(file.name, aside) for one in left)}
    for ending in ("", "-wal", "-journal"):
        assert found[aside + ending] == left[file.name + ending]
    with closing(open_store(sqlite_url)) as store, store.reading() as connection:
        assert connection.execute(select(threads.c.owner)).scalars().all() == ["trafik"]


def test_looking_at_it_plays_nothing_back(backup, file, sqlite_url, other):
    """Of what a killed program wrote, part may be all that is left whole."""
    overwrite(file, "comments")
    other.communicate("\n")
    left = beside(file)
    assert len(left["annonsvakt.db-wal"]) > PAGE
    with pytest.raises(Damaged, match="With --replace it is set aside whole"):
        put_back(backup, sqlite_url, replace=False)
    found = beside(file)
    del left["annonsvakt.db-shm"], found["annonsvakt.db-shm"]
    assert found == left
    aside = Path(put_back(backup, sqlite_url).aside.place).name
    found = beside(file)
    assert {ending: found[aside + ending] for ending in ("", "-wal")} == {
        ending: left[file.name + ending] for ending in ("", "-wal")
    }


def test_what_the_journal_of_a_killed_program_mends_is_not_damaged(backup, file, sqlite_url, other):
    other.communicate("\n")
    overwrite(file, "threads")
    with pytest.raises(NotEmpty):
        put_back(backup, sqlite_url, replace=False)


def test_an_emptied_file_gives_way_with_the_journal_that_is_left(backup, file, sqlite_url, other):
    other.communicate("\n")
    file.write_bytes(b"")
    left = beside(file)
    with pytest.raises(Damaged):
        put_back(backup, sqlite_url, replace=False)
    assert beside(file) == left
    aside = Path(put_back(backup, sqlite_url).aside.place).name
    assert beside(file)[f"{aside}-wal"] == left["annonsvakt.db-wal"]


CUT_OFF = """
import os, signal, sqlite3, sys
raw = sqlite3.connect(sys.argv[1])
raw.execute("PRAGMA journal_mode = DELETE")
raw.execute("PRAGMA cache_size = 1")
raw.execute("UPDATE threads SET owner = 'somebody'")
raw.execute("CREATE TABLE more (a)")
raw.executemany("INSERT INTO more VALUES (randomblob(?))", [(900,)] * 200)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("broken", [None, "comments"])
def test_a_change_that_was_cut_off_is_rolled_back_only_where_all_is_whole(
    backup, file, sqlite_url, broken
):
    if broken:
        overwrite(file, broken)
    subprocess.run([sys.executable, "-c", CUT_OFF, str(file)], check=False)
    left = beside(file)
    assert {*left} == {file.name, "annonsvakt.db-journal"}
    with pytest.raises(Damaged if broken else NotEmpty):
        put_back(backup, sqlite_url, replace=False)
    assert (beside(file) == left) is (broken is not None)
    assert [one for one in file.parent.iterdir() if one.name.startswith(UNFINISHED)] == []
    done = put_back(backup, sqlite_url)
    if broken:
        aside, found = Path(done.aside.place).name, beside(file)
        assert {one.replace(aside, file.name) for one in found} == {file.name, *left}
        assert [found[aside], found[f"{aside}-journal"]] == [*map(left.get, sorted(left))]
    else:
        assert done.aside is None


@pytest.mark.parametrize("name", ["å ?mode=rwc#%41.db", "a&b.db"])
def test_it_is_found_under_any_name(backup, file, tmp_path, name):
    strange = tmp_path / "kept" / name
    strange.write_bytes(file.read_bytes())
    assert not is_damaged(URL.create("sqlite", database=str(strange)).render_as_string())
    overwrite(strange, "comments")
    assert is_damaged(URL.create("sqlite", database=str(strange)).render_as_string())
    assert not (tmp_path / "kept" / f"{name}-wal").exists()


def test_it_is_found_where_sqlite_names_what_is_no_text(backup, file, sqlite_url):
    file.write_bytes(
        file.read_bytes().replace(b"TABLE comments", b"TABLE \xff" + b" \xff" * 3 + b"(")
    )
    with closing(sqlite3.connect(file)) as raw, pytest.raises(UnicodeDecodeError):
        raw.execute("PRAGMA integrity_check(1)")
    with pytest.raises(Damaged, match="put a backup in its place"):
        open_store(sqlite_url)
    with pytest.raises(Damaged, match="put a backup in its place"):
        open_upgraded(sqlite_url, file.parent, at=NOON, tell=pytest.fail)
    assert not is_of_ours(file)
    with pytest.raises(StoreError, match="names what is no text"):
        verify(file)
    with pytest.raises(Unreachable, match="no backup of ours, or it is damaged"):
        put_back(file, f"{sqlite_url}-other")
    assert put_back(backup, sqlite_url).aside.why is Why.DAMAGED


def test_one_that_another_program_has_open_stays(backup, file, sqlite_url, other):
    overwrite(file, "comments")
    left = beside(file)
    with pytest.raises(Unreachable, match="locked by another program"):
        put_back(backup, sqlite_url)
    assert {*beside(file)} == {*left}
    other.communicate("\n")
    assert put_back(backup, sqlite_url).aside.why is Why.DAMAGED


def test_the_file_itself_gives_way_and_not_a_link_to_it(backup, file, tmp_path):
    overwrite(file)
    link = tmp_path / "kept" / "linked.db"
    link.symlink_to(file)
    done = put_back(backup, f"sqlite:///{link}")
    assert link.readlink() == file
    assert Path(done.aside.place).parent == file.parent
    assert contents(f"sqlite:///{link}")["threads"][0] == 1


def test_two_in_one_second_get_a_name_each(backup, file, sqlite_url):
    for name in (
        "annonsvakt-damaged-20261124-120000.db",
        "annonsvakt-damaged-20261124-120000-2.db",
    ):
        overwrite(file)
        assert Path(put_back(backup, sqlite_url).aside.place).name == name


def test_it_stays_where_the_backup_cannot_be_put(backup, file, sqlite_url):
    with closing(sqlite3.connect(backup)) as raw, raw:
        raw.execute("INSERT INTO finding_events (id, finding_id, at, what) VALUES "
                    "(99, 'nobody', '2026-11-24 12:00:00', 'x')")  # fmt: skip
    overwrite(file)
    left = beside(file)
    with pytest.raises(IntegrityError):
        put_back(backup, sqlite_url)
    assert beside(file) == left


def test_what_is_no_database_at_all_gives_way_too(backup, tmp_path):
    file = tmp_path / "kept" / "text.db"
    file.write_text("this is no database, whatever its name says " * 50)
    left = file.read_bytes()
    assert Path(put_back(backup, f"sqlite:///{file}").aside.place).read_bytes() == left
    assert contents(f"sqlite:///{file}")["threads"][0] == 1


def test_one_of_an_older_version_is_left_as_it_was(backup, file, sqlite_url):
    with closing(sqlite3.connect(file)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '0019'")
    overwrite(file, "comments")
    left = file.read_bytes()
    assert Path(put_back(backup, sqlite_url).aside.place).read_bytes() == left
