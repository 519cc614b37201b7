"""Opening the database: what it does by itself, and what it tells when it cannot."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import insert, inspect, make_url, select, text
from sqlalchemy.exc import IntegrityError, StatementError

from tests.worker.conftest import new_database
from worker.store import upgrading
from worker.store.driver import arguments
from worker.store.errors import TooNew, TooOld, Unreachable
from worker.store.opening import ALIVE, open_store
from worker.store.schema import metadata
from worker.store.tables import accounts, snapshots
from worker.sweeping.fan import fan_out

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def sqlite_url(tmp_path):
    """Of a file that is not there yet: here the tables are made anew each time."""
    return f"sqlite:///{tmp_path / 'annonsvakt.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request):
    """The address of an empty database, of either kind."""
    if request.param == "sqlite":
        return request.getfixturevalue("sqlite_url")
    return new_database(request.getfixturevalue("postgres"))


def an_account(number="act_1", name="Stadens annonser"):
    return {
        "platform": "meta",
        "id": number,
        "name": name,
        "first_seen": NOON,
        "read_at": NOON,
    }


def test_a_current_database_is_opened_as_it_is(url):
    first = open_store(url)
    with first.writing() as connection:
        connection.execute(insert(accounts).values(an_account()))
    first.close()
    again = open_store(url)
    with again.reading() as connection:
        assert connection.execute(select(accounts.c.name)).scalar() == "Stadens annonser"
    again.close()


def test_a_reading_sees_one_state_whatever_is_committed_meanwhile(store):
    def names(connection):
        return connection.execute(select(accounts.c.name).order_by(accounts.c.id)).scalars().all()

    with store.writing() as connection:
        connection.execute(insert(accounts).values(an_account()))
    with store.reading() as connection:
        before = names(connection)
        with store.writing() as other:
            other.execute(insert(accounts).values(an_account("act_2", "Andra")))
            other.execute(accounts.update().values(name="Bytt"))
        assert names(connection) == before
    with store.reading() as connection:
        assert names(connection) == ["Bytt", "Bytt"]


def test_a_server_that_dies_without_a_word_is_not_waited_for_by_the_hour(postgres):
    store = open_store(new_database(postgres))
    with store.reading() as connection:
        told = connection.connection.dbapi_connection.info.get_parameters()
    assert {name: int(told[name]) for name in ALIVE} == ALIVE
    store.close()


def test_a_reading_writes_nothing_and_leaves_its_connection_as_it_was(postgres):
    """On PostgreSQL, where several commands would notice if it did not."""

    def terms(connection):
        names = ("transaction_isolation", "transaction_read_only", "default_transaction_isolation")
        return [connection.execute(text(f"SHOW {name}")).scalar() for name in names]

    store = open_store(new_database(postgres))
    with store.writing() as connection:
        at_first, who = terms(connection), connection.execute(text(WHO)).scalar()
    with pytest.raises(Unreachable), store.reading() as connection:
        connection.execute(insert(accounts).values(an_account()))
    with store.reading() as connection:
        assert terms(connection)[:2] == ["repeatable read", "on"]
        assert connection.execute(select(accounts)).all() == []
    with store.writing() as connection:
        assert terms(connection) == at_first == ["read committed", "off", "read committed"]
        assert connection.execute(text(WHO)).scalar() == who  # the same connection, given back
    store.close()


WHO = "SELECT pg_backend_pid()"


def test_the_migrations_make_the_tables_that_the_code_uses(store):
    with store.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, metadata) == []


def test_the_last_migration_is_the_one_that_the_code_expects():
    scripts = ScriptDirectory.from_config(upgrading._config())
    assert scripts.get_current_head() == upgrading.HEAD


def test_migrations_can_be_undone(store):
    from alembic import command

    config = upgrading._config()
    with store.writing() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}


def test_a_transaction_that_fails_leaves_nothing(store):
    def write_and_fail():
        with store.writing() as connection:
            connection.execute(insert(accounts).values(an_account()))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()
    with store.reading() as connection:
        assert connection.execute(select(accounts)).all() == []


def test_foreign_keys_hold(store):
    orphan = {
        "platform": "meta",
        "account_id": "act_9",
        "read_at": NOON,
        "confirmed_at": NOON,
        "revision": 1,
        "digest": "",
        "body": "",
    }
    with pytest.raises(IntegrityError), store.writing() as connection:
        connection.execute(insert(snapshots).values(orphan))


def test_an_instant_without_offset_is_refused(store):
    naive = an_account() | {"read_at": NOON.replace(tzinfo=None)}
    with pytest.raises(StatementError, match="without offset"), store.writing() as connection:
        connection.execute(insert(accounts).values(naive))


def test_an_instant_comes_back_as_the_same_instant_in_utc(store):
    local = datetime.fromisoformat("2026-11-24T13:00:00.123456+01:00")
    with store.writing() as connection:
        connection.execute(insert(accounts).values(an_account() | {"read_at": local}))
    with store.reading() as connection:
        found = connection.execute(select(accounts.c.read_at)).scalar()
    assert found == local
    assert found.utcoffset().total_seconds() == 0


@pytest.mark.parametrize("name", ["a\0b", "a\ud83db"])
def test_text_that_no_database_takes_is_made_storable(store, name):
    with store.writing() as connection:
        connection.execute(insert(accounts).values(an_account(name=name)))
    with store.reading() as connection:
        assert connection.execute(select(accounts.c.name)).scalar() == "a�b"


def test_hostile_text_is_kept_as_it_is(store):
    name = "'; DROP TABLE accounts; -- \x1b[31m <script> =1+1 \u202e 👨‍👩‍👧‍👦"
    with store.writing() as connection:
        connection.execute(insert(accounts).values(an_account(name=name)))
    with store.reading() as connection:
        assert connection.execute(select(accounts.c.name)).scalar() == name


def test_two_writers_take_turns_and_neither_fails(store):
    def write(number):
        with store.writing() as connection:
            seen = len(connection.execute(select(accounts)).all())
            connection.execute(insert(accounts).values(an_account(f"act_{number}", str(seen))))

    list(fan_out(write, range(8)))
    with store.reading() as connection:
        assert len(connection.execute(select(accounts)).all()) == 8


def test_one_writer_waits_for_another_of_the_same_program_however_long(sqlite_url):
    open_store(sqlite_url).close()
    begun = threading.Event()

    def write(store, seconds):
        with store.writing():
            begun.set()
            threading.Event().wait(seconds)

    with closing(open_store(sqlite_url, patience=0.05)) as store:
        first = threading.Thread(target=write, args=(store, 0.5))
        first.start()
        begun.wait(5)
        write(store, 0)
        first.join()


def test_two_programs_may_make_the_tables_at_once(url):
    for store in fan_out(lambda _: open_store(url, upgrade=True), range(3)):
        store.close()
    with closing(open_store(url)) as store, store.reading() as connection:
        assert inspect(connection).has_table("snapshots")


def test_a_new_file_that_another_program_is_writing_to_is_waited_for(tmp_path):
    file = tmp_path / "annonsvakt.db"
    with closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as another:
        another.execute("BEGIN IMMEDIATE")
        another.execute("CREATE TABLE theirs (id)")
        soon = threading.Timer(0.3, lambda: another.execute("COMMIT"))
        soon.start()
        open_store(f"sqlite:///{file}", upgrade=True).close()
        soon.join()


def test_a_new_file_that_another_program_keeps_writing_to_is_given_up_with_a_word(tmp_path):
    file = tmp_path / "annonsvakt.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as another:
        another.execute("BEGIN IMMEDIATE")
        another.execute("CREATE TABLE theirs (id)")
        with pytest.raises(Unreachable, match="locked by another program"):
            open_store(f"sqlite:///{file}", upgrade=True, patience=0.2)


def set_revision(url, revision):
    store = open_store(url)
    with store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :r"), {"r": revision})
    store.close()


@pytest.mark.parametrize("upgrade", [True, False])
def test_a_newer_database_is_refused_and_left_alone(url, upgrade):
    set_revision(url, "9999")
    with pytest.raises(TooNew, match="newer version"):
        open_store(url, upgrade=upgrade)


def test_an_older_database_is_told_apart_from_a_newer_one():
    assert isinstance(upgrading._older_or_newer(upgrading.HEAD), TooOld)
    assert isinstance(upgrading._older_or_newer("9999"), TooNew)


def test_the_file_is_for_its_owner_alone_and_its_folder_is_made(tmp_path):
    file = tmp_path / "var" / "annonsvakt.db"
    open_store(f"sqlite:///{file}").close()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("sqlite:////nowhere/at/all/annonsvakt.db", "cannot be opened"),
        ("mysql://root@localhost/x", "address cannot be used"),
        ("not an address", "address cannot be used"),
        ("postgresql+psycopg://nobody@127.0.0.1:9/none", "does not answer"),
        ("postgresql+psycopg://nobody@127.0.0.1:nine/none", "address cannot be used"),
        ("postgresql+psycopg://nobody@127.0.0.1/none?port=nine", "address cannot be used"),
    ],
)
def test_a_database_that_cannot_be_reached_is_one_sentence_with_the_remedy(address, says):
    with pytest.raises(Unreachable, match=says):
        open_store(address)


def test_the_password_of_the_address_is_never_told():
    with pytest.raises(Unreachable) as failed:
        open_store("postgresql+psycopg://city:s3cret@127.0.0.1:9/none")
    assert "s3cret" not in str(failed.value)


def test_a_file_that_is_no_database_is_told(tmp_path):
    file = tmp_path / "annonsvakt.db"
    file.write_text("not a database at all, " * 100)
    with pytest.raises(Unreachable, match="no database of ours"):
        open_store(f"sqlite:///{file}")


def test_a_folder_in_the_files_place_is_told(tmp_path):
    with pytest.raises(Unreachable, match="cannot be opened"):
        open_store(f"sqlite:///{tmp_path}")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_file_that_may_not_be_written_is_told(sqlite_url):
    open_store(sqlite_url).close()
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    file.chmod(0o400)
    with pytest.raises(Unreachable, match="right to write"):
        open_store(sqlite_url)


def test_a_lock_that_is_not_let_go_is_told(sqlite_url):
    open_store(sqlite_url).close()
    file = sqlite_url.removeprefix("sqlite:///")
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    store = open_store(sqlite_url, patience=0.05)
    with pytest.raises(Unreachable, match="locked"), store.writing():
        pass
    other.close()
    store.close()


def test_readers_do_not_wait_for_a_writer(lite):
    with lite.writing() as writer:
        writer.execute(insert(accounts).values(an_account()))
        with lite.reading() as reader:
            assert reader.execute(select(accounts)).all() == []


def test_what_the_address_tells_the_server_is_told_to_it(postgres):
    """A schema of the program's own, where another program has the database too."""
    address = make_url(new_database(postgres))
    plain = address.render_as_string(hide_password=False)
    with closing(open_store(plain)) as store, store.writing() as connection:
        connection.exec_driver_sql("CREATE SCHEMA city")
    own = address.update_query_dict({"options": "-csearch_path=city"})
    url = own.render_as_string(hide_password=False)
    with closing(open_store(url, patience=7)) as store, store.reading() as connection:
        assert inspect(connection).get_table_names() == inspect(connection).get_table_names("city")
        told = "SELECT current_schema(), current_setting('lock_timeout')"
        assert tuple(connection.execute(text(told)).one()) == ("city", "7s")
    assert arguments(url)["options"] == "-csearch_path=city"
