"""A backup put back: into either kind of database, all of it or nothing, undone by another."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from policies.model import Platform
from tests.worker.made import NOON, a_comment, a_post, a_snapshot
from tests.worker.queued import put
from tests.worker.reporting.kept import DAY, finding, swept, thread
from worker.store import outbox, snapshots, weeks
from worker.store.backing_up import back_up
from worker.store.copying import content_of, rows_in
from worker.store.errors import TooNew, Unreachable
from worker.store.opening import open_as_it_is, open_store
from worker.store.outbox import Item, State
from worker.store.restoring import NotEmpty, restore
from worker.store.schema import metadata
from worker.store.tables import finding_events, findings
from worker.store.tables_service import outbox as mails


def fill(connection):
    """Rows with every kind of value: instants, JSON, bytes, numbers of their own."""
    snapshots.keep(connection, a_snapshot())
    swept(connection)
    finding(connection, "f1")
    thread(connection, "t1", text="Är det öppet?\x00 \ud83d")
    weeks.keep(connection, "2026-W47", {"sv": {"report.txt": b"\x00\xff"}}, NOON)
    for number, state in enumerate((State.WAITING, State.SENDING, State.SENT)):
        item = Item(
            kind="digest",
            period=str(number),
            recipient="a@example.org",
            message_id=f"<{number}@example.org>",
            subject="Ämne",
            content=b"Subject: x\r\n\r\n",
        )
        outbox.lay(connection, item, NOON, until=NOON + DAY)
        connection.execute(update(mails).where(mails.c.period == str(number)).values(state=state))


def contents(url):
    store = open_store(url)
    try:
        with store.reading() as connection:
            return {one.name: content_of(connection, one) for one in metadata.sorted_tables}
    finally:
        store.close()


@pytest.fixture
def backup(url, tmp_path):
    """A backup of a database of either kind."""
    store = open_store(url)
    try:
        with store.writing() as connection:
            fill(connection)
    finally:
        store.close()
    out = tmp_path / "backup.db"
    back_up(url, out, at=NOON)
    return out


def test_the_folder_for_temporary_files_is_not_used(backup, tmp_path, monkeypatch):
    """In a container it is memory, where no large backup has room."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    other = f"sqlite:///{tmp_path}/other.db"
    assert restore(backup, other, replace=False, folder=tmp_path / "own", at=NOON).rows
    assert list((tmp_path / "own").iterdir()) == []


def test_it_is_put_back_whole_into_an_empty_database_of_the_other_kind(
    backup, url, tmp_path, request
):
    from tests.worker.conftest import new_database

    lite = f"sqlite:///{tmp_path / 'other.db'}"
    other = new_database(request.getfixturevalue("postgres")) if "sqlite" in url else lite
    was = contents(url)
    done = restore(backup, other, replace=False, folder=tmp_path, at=NOON)
    now = contents(other)
    assert done.held == 2
    assert done.before is None
    assert {name for name in was if was[name] != now[name]} == {"outbox"}
    assert sum(done.rows.values()) == sum(number for number, _ in was.values())


def test_new_rows_go_on_with_numbers_of_their_own(backup, url, tmp_path):
    restore(backup, url, replace=True, folder=tmp_path / "kept", at=NOON)
    store = open_store(url)
    try:
        with store.writing() as connection:
            row = insert(finding_events).values(finding_id="f1", at=NOON, what="unmuted")
            number = connection.execute(row.returning(finding_events.c.id)).scalar_one()
            ids = connection.execute(select(finding_events.c.id)).scalars().all()
        assert ids.count(number) == 1
    finally:
        store.close()


def test_what_is_there_gives_way_only_if_somebody_says_so_and_comes_back(backup, url, tmp_path):
    store = open_store(url)
    try:
        with store.writing() as connection:
            connection.execute(update(findings).values(state="resolved"))
            finding(connection, "f2")
    finally:
        store.close()
    later = contents(url)
    with pytest.raises(NotEmpty):
        restore(backup, url, replace=False, folder=tmp_path / "kept", at=NOON)
    assert contents(url) == later
    done = restore(backup, url, replace=True, folder=tmp_path / "kept", at=NOON)
    assert contents(url)["findings"] != later["findings"]
    restore(done.before, url, replace=True, folder=tmp_path / "kept", at=NOON)
    back = contents(url)
    assert {name for name in back if back[name] != later[name]} <= {"outbox"}


def test_mails_that_may_have_gone_out_since_are_held(backup, url, tmp_path):
    restore(backup, url, replace=True, folder=tmp_path / "kept", at=NOON)
    store = open_store(url)
    try:
        with store.reading() as connection:
            rows = connection.execute(select(mails).order_by(mails.c.period)).all()
    finally:
        store.close()
    assert [row.state for row in rows] == ["given-up", "given-up", "sent"]
    assert "mail retry" in rows[0].because["template"]


def test_a_damaged_file_changes_nothing(url, tmp_path):
    was = contents(url)
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"SQLite format 3\x00" + b"\x07" * 5000)
    for file in (broken, _foreign(tmp_path)):
        with pytest.raises(Unreachable, match="no backup of ours"):
            restore(file, url, replace=True, folder=tmp_path, at=NOON)
    with pytest.raises(FileNotFoundError):
        restore(tmp_path / "none.db", url, replace=True, folder=tmp_path, at=NOON)
    assert contents(url) == was


def _foreign(folder):
    """A sound database of somebody else's."""
    with closing(sqlite3.connect(folder / "foreign.db")) as raw, raw:
        raw.execute("CREATE TABLE alembic (x)")
    return folder / "foreign.db"


def test_a_backup_of_a_newer_version_is_refused(backup, url, tmp_path):
    with closing(sqlite3.connect(backup)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(TooNew):
        restore(backup, url, replace=True, folder=tmp_path, at=NOON)


def of_a_newer_version(url, *, comments=True):
    """A later program has been here: a table, a column and a kind of its own."""
    store = open_store(url)
    try:
        with store.writing() as connection:
            for statement in (
                "CREATE TABLE later (id integer, what varchar REFERENCES findings (id))",
                "INSERT INTO later VALUES (1, 'f1')",
                "ALTER TABLE findings ADD COLUMN later varchar DEFAULT 'new' NOT NULL",
                "UPDATE alembic_version SET version_num = '9999_new'",
                *(() if comments else ("ALTER TABLE comments RENAME COLUMN text TO said",)),
            ):
                connection.exec_driver_sql(statement)
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("CREATE TYPE kind AS ENUM ('one')")
                connection.exec_driver_sql("CREATE SEQUENCE numbers")
    finally:
        store.close()


def asked_aside(url, aside, query):
    """What the database that was set aside says."""
    lite = url.startswith("sqlite")
    store = open_as_it_is(f"sqlite:///{aside.place}" if lite else url)
    try:
        with store.reading() as connection:
            if not lite:
                connection.exec_driver_sql(f"SET LOCAL search_path = {aside.place}")
            return [tuple(row) for row in connection.exec_driver_sql(query)]
    finally:
        store.close()


def test_a_newer_versions_database_gives_way_only_if_somebody_says_so(backup, url, tmp_path):
    was = contents(url)
    of_a_newer_version(url)
    with pytest.raises(TooNew, match="With --replace it is set aside"):
        restore(backup, url, replace=False, folder=tmp_path, at=NOON)
    with pytest.raises(TooNew, match="written by a newer version"):
        open_store(url)
    done = restore(backup, url, replace=True, folder=tmp_path, at=NOON)
    now = contents(url)
    assert {name for name in was if was[name] != now[name]} == {"outbox"}
    assert (done.before, done.held, done.aside.clean) == (None, 2, True)
    assert asked_aside(url, done.aside, "SELECT version_num FROM alembic_version") == [
        ("9999_new",)
    ]
    assert asked_aside(url, done.aside, "SELECT * FROM later") == [(1, "f1")]
    assert asked_aside(url, done.aside, "SELECT id, later FROM findings") == [("f1", "new")]
    assert [asked_aside(url, done.aside, "SELECT count(*) FROM threads")] == [[(1,)]]
    again = restore(backup, url, replace=True, folder=tmp_path / "kept", at=NOON)
    assert again.aside is None


def test_it_has_none_of_what_was_read_by_a_clock_that_was_ahead(backup, url, tmp_path):
    post, store = a_post(1, Platform.LINKEDIN), open_store(url)
    put(store, a_comment("9", post=post), post=post, at=NOON + 3 * DAY)
    store.close()
    of_a_newer_version(url)
    done = restore(backup, url, replace=True, folder=tmp_path, at=NOON)
    asked = "SELECT count(text), count(created_at) FROM comments WHERE platform = 'linkedin'"
    assert asked_aside(url, done.aside, asked) == [(0, 0)]


def test_where_members_words_cannot_be_taken_out_of_it_that_is_told(backup, url, tmp_path):
    of_a_newer_version(url, comments=False)
    done = restore(backup, url, replace=True, folder=tmp_path, at=NOON)
    assert not done.aside.clean
    assert asked_aside(url, done.aside, "SELECT count(said) FROM comments") == [(1,)]


def test_two_that_are_set_aside_at_the_same_instant_both_stay(backup, url, tmp_path):
    places = []
    for _ in range(3):
        of_a_newer_version(url)
        done = restore(backup, url, replace=True, folder=tmp_path, at=NOON)
        assert asked_aside(url, done.aside, "SELECT * FROM later") == [(1, "f1")]
        places.append(done.aside.place)
    assert len({*places}) == 3


def test_a_newer_versions_database_stays_where_the_backup_cannot_be_put(backup, url, tmp_path):
    of_a_newer_version(url)
    with closing(sqlite3.connect(backup)) as raw, raw:
        raw.execute("INSERT INTO finding_events (id, finding_id, at, what) VALUES "
                    "(99, 'nobody', '2026-11-24 12:00:00', 'x')")  # fmt: skip
    with pytest.raises(IntegrityError):
        restore(backup, url, replace=True, folder=tmp_path, at=NOON)
    with pytest.raises(TooNew):
        open_store(url)
    assert not list(tmp_path.glob("*newer*"))
    assert not list(tmp_path.glob(".restore*"))


def test_a_newer_versions_file_that_somebody_uses_stays(backup, sqlite_url, tmp_path):
    of_a_newer_version_empty(sqlite_url)
    user = open_as_it_is(sqlite_url)
    try:
        with user.reading() as connection:
            connection.exec_driver_sql("SELECT * FROM alembic_version").all()
        with pytest.raises(Unreachable, match="locked"):
            restore(backup, sqlite_url, replace=True, folder=tmp_path, at=NOON)
    finally:
        user.close()
    with pytest.raises(TooNew):
        open_store(sqlite_url)
    done = restore(backup, sqlite_url, replace=True, folder=tmp_path, at=NOON)
    assert done.aside.clean


def of_a_newer_version_empty(url):
    store = open_store(url)
    try:
        with store.writing() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999_new'")
    finally:
        store.close()


def test_the_queue_s_own_tables_stay_where_they_are(backup, postgres, tmp_path):
    from tests.worker.conftest import new_database
    from worker.engine.tables import bring_up

    url = new_database(postgres)
    store = open_store(url)
    bring_up(store)
    store.close()
    of_a_newer_version_empty(url)
    restore(backup, url, replace=True, folder=tmp_path, at=NOON)
    store = open_store(url)
    try:
        bring_up(store)  # it knows them again
        with store.reading() as connection:
            where = connection.exec_driver_sql(
                "SELECT schemaname FROM pg_tables WHERE tablename = 'procrastinate_jobs'"
            )
            assert where.scalars().all() == ["public"]
    finally:
        store.close()


def test_the_backup_itself_is_not_touched(backup, url, tmp_path):
    was = backup.read_bytes()
    restore(backup, url, replace=True, folder=tmp_path / "kept", at=NOON)
    assert backup.read_bytes() == was


def test_rows_are_counted_in_all_tables(lite):
    with lite.writing() as connection:
        assert rows_in(connection) == 0
        finding(connection, "f1")
        assert rows_in(connection) == 2
