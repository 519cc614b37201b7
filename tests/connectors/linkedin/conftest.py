"""One scripted LinkedIn a test."""

from __future__ import annotations

import re

import pytest

from tests.connectors.linkedin.scripted import Script


@pytest.fixture
def script(httpserver):
    script = Script(base_url=httpserver.url_for("").rstrip("/"))
    httpserver.expect_request(re.compile("/rest/.*")).respond_with_handler(script)
    return script
