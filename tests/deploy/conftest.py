"""What docker-compose.yml says once Compose itself has read it."""

from __future__ import annotations

import json

import pytest

from tests.deploy.tools import run, tool


@pytest.fixture(scope="session")
def composed():
    """The whole of it, every profile, as Compose understands it."""
    told = run(tool("docker-compose"), "--profile", "*", "config", "--format", "json")
    assert told.returncode == 0, told.stderr
    return json.loads(told.stdout)
