"""The short form of `bench/slots_proof.py`: two processes, some hundred slots, some SIGKILLs."""

from __future__ import annotations

import pytest

from bench.slots_proof import prove

pytestmark = pytest.mark.timeout(300)
"""Whole processes, on machines that are shared."""


def test_no_slot_is_lost_or_done_twice_while_processes_are_killed(url):
    told = prove(url, number=300, processes=2, kills=4, seed=7)
    assert told["passed"], told
    assert told["kills"] >= 1
