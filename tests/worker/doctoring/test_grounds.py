"""What the program stands on for a year: disk, backups, calendar, addresses, files, listener."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.worker.doctoring.made import NOON, states, told
from tests.worker.made import some_settings
from tests.worker.postbox import free_port
from worker.doctoring import encrypted, foreseen, guarded, hosts, listening, room
from worker.store.backing_up import back_up


@pytest.mark.parametrize(
    ("left", "copies", "state"),
    [
        (10**10, 0, "ok"), (10**10, 2 * 10**10, "warn"), (10**9 - 1, 0, "warn"),
        (2 * 10**8 - 1, 0, "fail"),
    ],
)  # fmt: skip
def test_a_disk_is_told_of_while_there_still_is_room_for_a_backup(left, copies, state):
    assert room.of_disk(left, "/x", copies=copies).state == state


def test_each_disk_is_one_line_that_names_the_folders_on_it(tmp_path):
    settings = some_settings(
        state_dir=tmp_path / "var", database={"url": f"sqlite:///{tmp_path}/a.db"}
    )
    (line,) = room.room(settings)
    assert str(tmp_path / "var") in line.subject
    assert str(tmp_path) in line.subject


@pytest.mark.parametrize(
    ("url", "away"),
    [
        ("sqlite:////srv/a.db", None),
        ("postgresql+psycopg:///city", None),
        ("postgresql+psycopg://city@localhost/city", None),
        ("postgresql+psycopg://city@[::1]:5432/city", None),
        ("postgresql+psycopg:///city?host=/run/postgresql", None),
        ("postgresql+psycopg://city@h.example.org/city?sslmode=verify-full", None),
        ("postgresql+psycopg://city:ord@h.example.org/city", "h.example.org"),
        ("postgresql+psycopg://city@h.example.org/city?sslmode=require", "h.example.org"),
        ("postgresql+psycopg:///city?host=localhost,h.example.org", "h.example.org"),
        ("postgresql+psycopg://localhost/city?hostaddr=192.0.2.7", "192.0.2.7"),
        ("postgresql+psycopg:///city?host=localhost&host=h.example.org", "h.example.org"),
    ],
)
def test_a_way_to_the_database_that_others_may_read_is_warned_of(url, away):
    lines = [*encrypted.database(some_settings(database={"url": url}))]
    assert [(one.state, one.subject) for one in lines] == ([("warn", away)] if away else [])
    assert "ord" not in [word for one in lines for word in str(one).split("'")]


@pytest.fixture
def kept(sqlite_url, tmp_path):
    """A configuration, and a backup of its database made at noon."""
    settings = some_settings(state_dir=tmp_path / "var", database={"url": sqlite_url})
    file = settings.backups / f"annonsvakt-{NOON:%Y%m%d-%H%M%S}.db"
    back_up(sqlite_url, file, at=NOON)
    return settings


@pytest.mark.parametrize(("hours", "state"), [(0, "ok"), (36, "ok"), (37, "warn")])
def test_a_backup_is_good_for_a_day_and_a_half(kept, hours, state):
    (line,) = room.backup(kept, lambda: NOON + timedelta(hours=hours))
    assert (line.state, line.words.values["hours"]) == (state, str(hours))


def test_a_newest_backup_that_cannot_be_used_is_a_fault(kept):
    newest = kept.backups / f"annonsvakt-{NOON + timedelta(minutes=1):%Y%m%d-%H%M%S}.db"
    newest.write_bytes(b"half a backup")
    (line,) = room.backup(kept, lambda: NOON)
    assert (line.state, line.subject) == ("fail", str(newest))


def test_a_backup_of_a_time_to_come_says_nothing_of_how_old_it_is(kept):
    (file,) = kept.backups.glob("*.db")
    (line,) = room.backup(kept, lambda: NOON - timedelta(days=20))
    assert (line.state, line.subject) == ("unknown", str(file))
    file.with_name("nightly-20991124-120000.db").write_bytes(b"any")
    (line,) = room.backup(kept, lambda: NOON)
    assert (line.state, line.subject) == ("ok", str(file))


def test_a_copy_that_nothing_erases_is_named_once_it_is_too_old_and_no_other_file(
    kept, sqlite_url, tmp_path
):
    """Its name does not tell that it is ours: its tables do."""
    database = Path(sqlite_url.removeprefix("sqlite:///"))
    back_up(sqlite_url, kept.backups / "today.db", at=NOON)
    back_up(sqlite_url, tmp_path / "srv" / "my-20261124-120000.db", at=NOON)
    (kept.backups / "half.db").write_bytes(b"no database " * 500)
    with closing(sqlite3.connect(kept.backups / "gitea.db")) as raw:
        raw.executescript("CREATE TABLE comments (a); CREATE TABLE alembic_version (b)")
    (tmp_path / "srv" / "annonsvakt.db").symlink_to(database)
    for folder in (kept.backups, tmp_path / "srv"):
        for one in folder.iterdir():
            os.utime(one, (NOON.timestamp(),) * 2)
    kept = kept.model_copy(
        update={"backup": kept.backup.model_copy(update={"dir": tmp_path / "srv"})}
    )
    for days, named in ((31, []), (32, ["my-20261124-120000.db", "today.db"])):
        first, *rest = room.backup(kept, lambda days=days: NOON + timedelta(days=days))
        assert first.words.english() == "There is no backup."
        assert [(str(one.state), Path(one.subject).name) for one in rest] == [
            ("warn", name) for name in named
        ]


@pytest.mark.parametrize("keep", [0, 14])
def test_no_backup_at_all_is_warned_of_by_what_is_to_make_one(tmp_path, keep):
    settings = some_settings(state_dir=tmp_path / "var", backup={"keep": keep})
    (line,) = room.backup(settings, lambda: NOON)
    assert line.state == "warn"
    assert ("Set [backup] keep" in line.remedy.english()) is (keep == 0)


def test_holidays_and_clock_changes_of_next_year_are_known():
    found = list(foreseen.calendar(some_settings(), lambda: NOON))
    assert told(found)[1] == (
        "calendar.clock", "ok", "In 2027 the clock changes on 2027-03-28, 2027-10-31."
    )  # fmt: skip
    assert states(found)["calendar.holidays"] == "ok"


def test_a_year_beyond_the_library_is_a_fault_and_a_zone_may_have_no_changes():
    assert foreseen.holidays(2101, range(1900, 2101)).state == "fail"
    assert "does not change" in foreseen.changes(2027, ZoneInfo("UTC")).words.english()


def test_a_stand_in_another_host_and_a_sender_of_nobodys_are_warned_of():
    mine = {
        "meta": {"base_url": "http://127.0.0.1:1"},
        "linkedin": {"base_url": "https://proxy.example.org", "allow_other_host": True,
                     "oauth_url": "https://proxy.example.org"},
        "mail": {"url": "smtp://mail.example.org:25", "sender": "annonsvakt@localhost"},
    }  # fmt: skip
    found = list(hosts.hosts(some_settings(**mine)))
    assert [(line.subject, str(line.state)) for line in found] == [
        ("[meta] base_url", "warn"),
        ("[linkedin] base_url", "warn"),
        ("[linkedin] oauth_url", "warn"),
        ("annonsvakt@localhost", "warn"),
    ]
    assert list(hosts.hosts(some_settings())) == []


def test_files_that_others_may_read_are_named_wherever_they_are(tmp_path, sqlite_url):
    settings = some_settings(
        state_dir=tmp_path / "var",
        database={"url": sqlite_url},
        backup={"dir": tmp_path / "kept"},
    )
    (tmp_path / "kept").mkdir(mode=0o755)
    token = settings.state_dir / "tokens" / "linkedin-ads.json"
    token.parent.mkdir(mode=0o700, parents=True)
    settings.state_dir.chmod(0o700)
    token.write_text("{}", "utf-8")
    token.chmod(0o640)
    Path(sqlite_url.removeprefix("sqlite:///")).chmod(0o600)
    (line,) = guarded.folders(settings)
    assert line.words.values["folders"] == f"{token}, {tmp_path / 'kept'}"
    assert f"chmod go= {token}" in line.remedy.english()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can look at another's folder")
def test_root_is_told_that_what_it_makes_is_not_the_service_s(tmp_path):
    settings = some_settings(state_dir=tmp_path / "var")
    settings.state_dir.mkdir(mode=0o700)
    assert states(guarded.folders(settings)) == {"state_dir": "ok"}
    os.chown(settings.state_dir, 54321, 54321)
    assert states(guarded.folders(settings)) == {"state_dir": "ok", "state_dir.user": "warn"}


@pytest.mark.parametrize(
    ("status", "state"), [(200, "ok"), (503, "fail"), (404, "warn"), (302, "warn")]
)
def test_who_answers_where_health_is_asked_for_is_told(httpserver, status, state):
    httpserver.expect_request("/healthz").respond_with_data("", status=status)
    listen = f"127.0.0.1:{httpserver.port}"
    (line,) = listening.health(some_settings(health={"listen": listen}))
    assert (line.subject, line.state) == (listen, state)


def test_nobody_there_may_be_as_it_should_and_nowhere_is_no_line():
    nowhere = {"listen": f"127.0.0.1:{free_port()}"}
    assert [str(one.state) for one in listening.health(some_settings(health=nowhere))] == ["warn"]
    assert list(listening.health(some_settings(health={"listen": ""}))) == []
    everywhere = {"listen": f"0.0.0.0:{free_port()}"}
    assert states(listening.health(some_settings(health=everywhere))) == {"health": "warn"}


def test_a_year_is_looked_ahead_from_the_city_s_own_new_year():
    eve = NOON.replace(month=12, day=31, hour=23)
    found = list(foreseen.calendar(some_settings(), lambda: eve))
    assert found[1].words.values["year"] == "2028"
