"""A backup put back: into either kind of database, all of it or nothing, undone by another."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import insert, select, update

from tests.worker.made import NOON, a_snapshot
from tests.worker.reporting.kept import DAY, finding, swept, thread
from worker.store import outbox, snapshots, weeks
from worker.store.backing_up import back_up
from worker.store.copying import content_of, rows_in
from worker.store.errors import TooNew, Unreachable
from worker.store.opening import open_store
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


def test_the_backup_itself_is_not_touched(backup, url, tmp_path):
    was = backup.read_bytes()
    restore(backup, url, replace=True, folder=tmp_path / "kept", at=NOON)
    assert backup.read_bytes() == was


def test_rows_are_counted_in_all_tables(lite):
    with lite.writing() as connection:
        assert rows_in(connection) == 0
        finding(connection, "f1")
        assert rows_in(connection) == 2
