"""The short form of `bench/service_kills.py`: the service killed at ten random moments."""

from __future__ import annotations

import pytest

from bench.service_kills import prove

pytestmark = pytest.mark.timeout(400)
"""Whole processes, on machines that are shared."""


def test_a_killed_service_loses_nothing_and_does_nothing_twice():
    told = prove(seed=3, kills=10)
    assert told["passed"], told
