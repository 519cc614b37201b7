"""One scripted LinkedIn a test, or one of the sandbox's."""

from __future__ import annotations

import re

import pytest

from tests.connectors.linkedin.scripted import Script
from tests.connectors.sandbox.linkedin_wire import serving


@pytest.fixture
def script(httpserver):
    script = Script(base_url=httpserver.url_for("").rstrip("/"))
    httpserver.expect_request(re.compile("/rest/.*")).respond_with_handler(script)
    return script


@pytest.fixture
def city():
    linkedin = serving(city=True)
    yield linkedin
    linkedin.sandbox.stop()


@pytest.fixture
def small():
    """A place with few ads and no talk."""
    linkedin = serving()
    yield linkedin
    linkedin.sandbox.stop()
