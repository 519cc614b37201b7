"""One invented city, or one scripted Meta, a test."""

from __future__ import annotations

import re
from functools import partial

import pytest

from connectors.meta import upgraded
from connectors.meta.budget import budget_of
from connectors.meta.learnt import learnt_of
from tests.connectors.meta.city_ads import ad_city
from tests.connectors.meta.city_talk import City
from tests.connectors.meta.judging import judge
from tests.connectors.meta.scripted import Script


@pytest.fixture(autouse=True)
def _nothing_learnt():
    """What the process learnt about an address in one test is not known in the next."""
    learnt_of.cache_clear()
    budget_of.cache_clear()
    upgraded.forget()


@pytest.fixture
def city():
    """A city of one's own, in which nobody has said anything yet."""
    city = City()
    yield city
    city.sandbox.stop()


@pytest.fixture
def ads():
    """A city in which nobody advertises yet."""
    with ad_city() as city:
        yield city


@pytest.fixture
def judged(ads):
    """Serves an ad with such senders, reads it and judges it."""
    return partial(judge, ads)


@pytest.fixture
def script(httpserver):
    """A Meta that answers as it is told."""
    script = Script(base_url=httpserver.url_for("").rstrip("/"))
    httpserver.expect_request(re.compile("/v26.0.*")).respond_with_handler(script)
    return script
