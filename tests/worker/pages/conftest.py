"""One browser for the whole run; without Chromium its tests are skipped, and say so.

Not in CI: there a missing browser is a failure, for nobody reads why tests were skipped.
"""

from __future__ import annotations

import os

import pytest

from tests.worker.pages.browser import Browser, chromium


@pytest.fixture(scope="session")
def browser():
    program = chromium()
    if program is None:
        missing = pytest.fail if os.environ.get("CI") else pytest.skip
        missing("no Chromium on this machine: apt-get install chromium")
    opened = Browser(program)
    yield opened
    opened.close()
