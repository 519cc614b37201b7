"""Stops in foul weather. `bench/stop_proof.py` gives a thousand of them, larger ones."""

from __future__ import annotations

import pytest

from tests.worker.stopping.foul import prove


@pytest.mark.parametrize("seed", range(20))
def test_what_is_left_on_is_listed_whatever_goes_wrong_meanwhile(seed):
    told = prove(seed, accounts=2, campaigns=8)
    assert told["passed"], told
