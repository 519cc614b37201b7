"""From every schema that there was to today's, with rows in every table: nothing is lost."""

from __future__ import annotations

from contextlib import closing, contextmanager

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, create_engine, select, text

from tests.worker.conftest import new_database
from tests.worker.made import NOON
from tests.worker.store.filling import ROWS, everything, fill, reflected, tables_of
from worker.store import upgrading
from worker.store.errors import StoreError, TooNew, TooOld
from worker.store.opening import open_store
from worker.store.schema import metadata
from worker.store.upgrading import HEAD

REVISIONS = sorted(
    one.revision for one in ScriptDirectory.from_config(upgrading._config()).walk_revisions()
)
OLD = [one for one in REVISIONS if one != HEAD]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """The address of a database without tables, of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'annonsvakt.db'}"
    return new_database(request.getfixturevalue("postgres"))


@contextmanager
def engine_of(url):
    engine = create_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def made(url, revision):
    """A database as the program of that revision left it, with rows in every table."""
    config = upgrading._config()
    with engine_of(url) as engine, engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        tables = tables_of(connection)
        fill(connection, tables, NOON)
        before = everything(connection, tables)
    return tables, before


def test_no_schema_that_was_released_is_left_out():
    assert REVISIONS[0] == "0001"
    assert [f"{number:04}" for number in range(1, len(REVISIONS) + 1)] == REVISIONS


@pytest.mark.parametrize("revision", ["0001", OLD[-1]])
def test_every_row_of_every_table_is_there_after_an_upgrade(url, revision):
    tables, before = made(url, revision)
    assert {len(rows) for rows in before.values()} == {ROWS}
    with pytest.raises(TooOld):
        open_store(url)
    with closing(open_store(url, upgrade=True)) as store, store.reading() as connection:
        assert everything(connection, tables) == before
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, metadata) == []
        for table in metadata.sorted_tables:  # each value can be read as what it is today
            connection.execute(select(table)).all()
        assert sound(connection)


def test_every_step_keeps_the_rows_of_all_that_were_before_it(url):
    """A row in every table at each revision, and all of them after each step that follows."""
    config = upgrading._config()
    seen = []
    with engine_of(url) as engine:
        for number, revision in enumerate(REVISIONS):
            with engine.begin() as connection:
                config.attributes["connection"] = connection
                command.upgrade(config, revision)
                if seen:
                    assert everything(connection, seen[0]) == seen[1], revision
                tables = tables_of(connection)
                fill(connection, tables, NOON, [number])
                seen = [tables, everything(connection, tables)]
    assert {name: len(rows) for name, rows in seen[1].items()}["threads"] == len(REVISIONS)


def sound(connection):
    """Whether every foreign key leads somewhere; PostgreSQL lets no other stand."""
    if connection.dialect.name != "sqlite":
        return True
    return not connection.execute(text("PRAGMA foreign_key_check")).all()


def test_what_was_hidden_before_that_was_noted_counts_as_hidden_since_it_was_seen(url):
    made(url, "0017")
    with engine_of(url) as engine, engine.begin() as connection:
        connection.execute(text("UPDATE comments SET hidden = (platform = 'meta')"))
    with closing(open_store(url, upgrade=True)) as store, store.reading() as connection:
        rows = connection.execute(select(metadata.tables["comments"])).all()
    assert {row.hidden for row in rows} == {True, False}
    for row in rows:
        assert row.hidden_at == (row.first_seen if row.hidden else None)


def test_an_upgrade_that_is_cut_off_leaves_what_was_there(url):
    revision = "0001"
    made(url, revision)
    with engine_of(url) as engine:
        with engine.begin() as connection:
            # The last step of all finds its place taken.
            connection.execute(text("ALTER TABLE comments ADD COLUMN reworded_at INTEGER"))
        with engine.connect() as connection:
            tables = reflected(connection)
            before = everything(connection, tables)
        with pytest.raises(StoreError):
            open_store(url, upgrade=True)
        with engine.begin() as connection:
            assert upgrading.revision_of(connection) == revision
            assert {one.name for one in reflected(connection)} == {one.name for one in tables}
            assert everything(connection, tables) == before
            connection.execute(text("ALTER TABLE comments DROP COLUMN reworded_at"))
    open_store(url, upgrade=True).close()


def test_a_newer_database_is_refused_and_not_a_value_of_it_is_changed(url):
    made(url, HEAD)
    with engine_of(url) as engine, engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.execute(text("ALTER TABLE threads ADD COLUMN mood VARCHAR"))
        tables = reflected(connection)
        before = everything(connection, tables)
    for upgrade in (False, True):
        with pytest.raises(TooNew, match="newer version of the program"):
            open_store(url, upgrade=upgrade)
    with engine_of(url) as engine, engine.begin() as connection:
        assert everything(connection, tables) == before
        known = MetaData()
        known.reflect(connection)
        assert "mood" in known.tables["threads"].c
