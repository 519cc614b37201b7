"""A backup a night: whole, looked through, never the last one let go, and never half a one."""

from __future__ import annotations

import os
import resource
import sqlite3
import stat
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from policies.model import Platform
from tests.worker.made import a_comment, a_post, a_snapshot, some_settings
from tests.worker.queued import put
from worker.health.copies import found
from worker.store import snapshots, sweeps
from worker.store.errors import StoreError
from worker.store.opening import open_store
from worker.store.restoring import restore
from worker.store.verifying import verify
from worker.upkeep.backups import BackupFailed, make_nightly, rotate

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def configured(url, folder, **backup):
    return some_settings(
        state_dir=folder / "var", database={"url": url}, backup={"dir": folder / "kept"} | backup
    )


def filled(store):
    with store.writing() as connection:
        snapshots.keep(connection, a_snapshot())
    post = a_post(1, Platform.LINKEDIN)
    put(store, a_comment("1", post=post, text="När öppnar det?"), post=post, at=NOON)


def night(store, mine, number=0):
    at = NOON + number * DAY
    made = make_nightly(store, mine, due=at, at=at)
    os.utime(made.file, (at.timestamp(), at.timestamp()))
    return made


def test_it_is_whole_closed_to_others_and_can_be_restored_without_what_members_wrote(
    store, url, tmp_path
):
    filled(store)
    made = night(store, configured(url, tmp_path))
    assert made.file == tmp_path / "kept" / "nightly-20261124-120000.db"
    assert stat.S_IMODE(made.file.stat().st_mode) == 0o600
    assert "När öppnar".encode() not in made.file.read_bytes()
    again = restore(
        made.file, f"sqlite:///{tmp_path}/b.db", replace=False, folder=tmp_path, at=NOON
    )
    assert sum(again.rows.values()) == made.verified.rows > 1
    assert [one.name for one in (tmp_path / "kept").iterdir()] == [made.file.name]


def test_a_night_that_is_begun_anew_is_the_same_backup(lite, sqlite_url, tmp_path):
    filled(lite)
    mine = configured(sqlite_url, tmp_path)
    assert night(lite, mine).file == night(lite, mine).file
    assert len(found(tmp_path / "kept")) == 1


def test_the_newest_are_kept_and_those_that_people_made_stay(lite, sqlite_url, tmp_path):
    filled(lite)
    mine = configured(sqlite_url, tmp_path, keep=2)
    (tmp_path / "kept").mkdir()
    by_hand = tmp_path / "kept" / "annonsvakt-20261123-000000.db"
    by_hand.write_bytes(b"")
    gone = [night(lite, mine, number).gone for number in range(4)]
    assert [len(one) for one in gone] == [0, 0, 1, 1]
    names = [one.name for one in found(tmp_path / "kept")]
    assert names == ["nightly-20261127-120000.db", "nightly-20261126-120000.db", by_hand.name]


def test_what_is_over_a_month_old_goes_whoever_made_it_but_what_is_not_named_as_ours(
    lite, sqlite_url, tmp_path
):
    filled(lite)
    (tmp_path / "kept").mkdir()
    names = ("before-restore-20261023-115959.db", "before-upgrade-20261024-120000.db", "other.db")
    old, young, other = (tmp_path / "kept" / one for one in names)
    for one in (old, young, other):
        one.write_bytes(b"")
        os.utime(one, ((NOON - 366 * DAY).timestamp(),) * 2)
    assert night(lite, configured(sqlite_url, tmp_path)).gone == (old,)
    assert young.exists()
    assert other.exists()


@pytest.mark.parametrize("name", ["gitea.db", "gitea-20261124-115900.db", "nightly.db"])
def test_another_programs_newest_is_not_taken_for_ours_and_never_costs_our_last_one(tmp_path, name):
    ours, others = tmp_path / "nightly-20261023-120000.db", tmp_path / name
    for one in (ours, others):
        one.write_bytes(b"")
    later = NOON + 365 * DAY
    os.utime(others, (NOON.timestamp(),) * 2)
    assert found(tmp_path) == [ours]
    assert rotate(tmp_path, keep=1, before=later, at=later) == ((), ())
    newer = tmp_path / "annonsvakt-20261123-120000-2.db"
    newer.write_bytes(b"")
    assert rotate(tmp_path, keep=1, before=later, at=later) == ((ours,), ())
    assert others.exists()


def test_links_to_a_copy_are_no_other_copies(lite, sqlite_url, tmp_path):
    filled(lite)
    mine = configured(sqlite_url, tmp_path, keep=2)
    first = night(lite, mine).file
    (link := first.with_name("nightly-20261130-000000.db")).symlink_to(first)
    made = night(lite, mine, 1)
    assert (made.gone, found(tmp_path / "kept", tmp_path / "kept" / ".")) == (
        (),
        [made.file, first],
    )
    assert night(lite, mine, 2).gone == (first,)
    assert link.is_symlink()


def test_a_clock_that_is_years_ahead_costs_no_backup(lite, sqlite_url, tmp_path):
    filled(lite)
    mine = configured(sqlite_url, tmp_path)
    with lite.writing() as connection:
        sweeps.begin(connection, {}, NOON)
    made = [night(lite, mine, number).file for number in (0, 1, 4000)]
    assert found(tmp_path / "kept") == made[::-1]


@pytest.mark.parametrize("name", ["nightly-20271124-120000.db", "nightly-20279999-120000.db"])
def test_one_of_a_time_to_come_never_costs_the_one_just_made(lite, sqlite_url, tmp_path, name):
    filled(lite)
    mine = configured(sqlite_url, tmp_path, keep=1)
    (tmp_path / "kept").mkdir()
    ahead = tmp_path / "kept" / name
    ahead.write_bytes(b"")
    os.utime(ahead, ((NOON + 365 * DAY).timestamp(),) * 2)
    made = night(lite, mine)
    assert made.gone == (ahead,)
    assert found(tmp_path / "kept") == [made.file]
    later = night(lite, mine, 1)
    assert (later.gone, found(tmp_path / "kept")) == ((made.file,), [later.file])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(some.dictionaries(some.integers(0, 800), some.booleans(), max_size=8), some.integers(0, 5))
def test_the_newest_of_all_is_never_let_go(tmp_path, ages, keep):
    for one in tmp_path.glob("*.db"):
        one.unlink()
    for age, nightly in ages.items():
        made = f"{NOON - age * DAY:%Y%m%d-%H%M%S}"
        (tmp_path / f"{'nightly' if nightly else 'annonsvakt'}-{made}.db").write_bytes(b"")
    before = found(tmp_path)
    rotate(tmp_path, keep=keep, before=NOON - 365 * DAY)
    after = found(tmp_path)
    assert after[:1] == before[:1]
    assert sum(one.name.startswith("nightly") for one in after) <= max(1, keep)


def test_a_folder_that_is_a_file_is_told_and_nothing_is_let_go(lite, sqlite_url, tmp_path):
    filled(lite)
    (tmp_path / "kept").write_text("")
    with pytest.raises(BackupFailed) as failed:
        night(lite, configured(sqlite_url, tmp_path))
    assert str(tmp_path / "kept") in failed.value.words.english()


@contextmanager
def no_room(size):
    """No file may grow beyond this, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("size", [0, 100_000])
def test_a_full_disk_leaves_no_half_backup_and_the_earlier_ones(lite, sqlite_url, tmp_path, size):
    filled(lite)
    mine = configured(sqlite_url, tmp_path, keep=1)
    before = night(lite, mine).file
    with no_room(size), pytest.raises(BackupFailed):
        night(lite, mine, 1)
    assert list((tmp_path / "kept").iterdir()) == [before]
    assert night(lite, mine, 1).gone == (before,)


def test_a_database_that_is_damaged_is_no_backup(lite, sqlite_url, tmp_path):
    filled(lite)
    lite.close()
    with pytest.raises(StoreError):
        verify(tmp_path / "nothing.db")
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    content = bytearray(file.read_bytes())
    content[5000:9000] = b"\xff" * 4000
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(content)
    with pytest.raises(StoreError):
        verify(damaged)


def test_what_a_newer_program_or_another_wrote_is_no_backup_of_ours(lite, tmp_path, sqlite_url):
    other = tmp_path / "other.db"
    sqlite3.connect(other).executescript("CREATE TABLE a (b)")
    with pytest.raises(StoreError):
        verify(other)
    lite.close()
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    raw = sqlite3.connect(file)
    raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.commit()
    raw.close()
    with pytest.raises(StoreError, match="newer"):
        verify(file)


def test_a_copy_that_holds_what_members_wrote_is_refused(lite, sqlite_url):
    filled(lite)
    lite.close()
    with pytest.raises(StoreError, match="LinkedIn"):
        verify(Path(sqlite_url.removeprefix("sqlite:///")))


def test_a_database_that_is_away_is_no_failed_backup(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/a.db")
    store.close()
    (tmp_path / "a.db").write_bytes(b"no database " * 1000)
    with pytest.raises(StoreError):
        night(store, configured(f"sqlite:///{tmp_path}/a.db", tmp_path))
