"""A PostgreSQL database with our tables and the queue's."""

from __future__ import annotations

import pytest
from sqlalchemy import make_url

from tests.worker.conftest import new_database
from worker.engine.tables import bring_up
from worker.store.opening import open_store


def made(postgres, *, queue):
    """The name of a database with our tables in it, and the queue's."""
    address = new_database(postgres)
    opened = open_store(address)
    if queue:
        bring_up(opened)
    opened.close()
    return make_url(address).database


@pytest.fixture(scope="session")
def without_queue(postgres):
    return made(postgres, queue=False)


@pytest.fixture(scope="session")
def with_queue(postgres):
    return made(postgres, queue=True)


@pytest.fixture
def bare(postgres, without_queue):
    """A database with our tables, and no queue."""
    opened = open_store(new_database(postgres, without_queue))
    yield opened
    opened.close()


@pytest.fixture
def queued_url(postgres, with_queue):
    """The address of a new database with our tables and the queue's."""
    return new_database(postgres, with_queue)


@pytest.fixture
def queued(queued_url):
    """A database with our tables and the queue's."""
    opened = open_store(queued_url)
    yield opened
    opened.close()


def rows(store, query, *values):
    """What a query gives."""
    with store.reading() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(query, values)]
