"""A mail server and an office for each test."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from sqlalchemy import delete

from tests.worker.conftest import new_database
from tests.worker.postbox import served
from tests.worker.posting.breaking import Breaking, BreakingDoor
from tests.worker.posting.letters import Office
from worker.store.opening import open_store
from worker.store.tables_service import outbox


@pytest.fixture(scope="session")
def large(postgres):
    """A database of PostgreSQL for all of these tests: making one for each takes long."""
    store = open_store(new_database(postgres))
    yield store
    store.close()


@pytest.fixture(scope="session")
def file(tmp_path_factory):
    """The same of SQLite."""
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('posting') / 'annonsvakt.db'}")
    yield store
    store.close()


@pytest.fixture(params=["file", "large"], ids=["sqlite", "postgresql"])
def store(request):
    """A database of either kind with an empty outbox."""
    return emptied(request.getfixturevalue(request.param))


@pytest.fixture
def small(file):
    """A database of SQLite with an empty outbox."""
    return emptied(file)


def emptied(store):
    with store.writing() as connection:
        connection.execute(delete(outbox))
    return store


@pytest.fixture
def opened(tmp_path):
    """Makes an office at a database with a mail server of its own, for as long as the test runs."""
    with ExitStack() as stack:

        def make(store, box, *, scheme="smtp", **options):
            address = stack.enter_context(served(box, by=BreakingDoor, **options))
            box.armed = True
            return Office(store, f"{scheme}://{address}", tmp_path / "state")

        yield make


@pytest.fixture
def box():
    return Breaking()


@pytest.fixture
def office(opened, store, box):
    """An office at a database of either kind."""
    return opened(store, box)
