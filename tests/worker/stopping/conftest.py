"""Stops of other programs on this machine have no part in these tests."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _nobody_elses_temporary_folder(tmp_path_factory, monkeypatch):
    """The last folder that a journal may go to is the test's own."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path_factory.mktemp("temporary")))
