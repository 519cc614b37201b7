"""An office for each test, its clock at noon of a Tuesday."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.worker.retention.office import Office

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def office(tmp_path):
    """An office with a database of its own in a file."""
    made = Office(tmp_path, NOON)
    yield made
    made.close()


@pytest.fixture
def either(tmp_path, url):
    """The same with a database of either kind."""
    made = Office(tmp_path, NOON, url=url)
    yield made
    made.close()
