"""One browser for the whole run; without Chromium its tests are skipped, and say so."""

from __future__ import annotations

import pytest

from tests.worker.pages.browser import Browser, chromium


@pytest.fixture(scope="session")
def browser():
    program = chromium()
    if program is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    opened = Browser(program)
    yield opened
    opened.close()
