"""One invented city on Meta a test."""

from __future__ import annotations

import pytest

from tests.connectors.meta.city_talk import City


@pytest.fixture
def city():
    """A city of one's own, in which nobody has said anything yet."""
    city = City()
    yield city
    city.sandbox.stop()
