"""A stop that is killed. `bench/stop_kills.py` kills it everywhere."""

from __future__ import annotations

import pytest

from tests.worker.stopping.killed import survive

SAMPLE = [
    ("stop", "asked", 12), ("stop", "done", 14), ("stop", "before", 3), ("stop", "after", 2),
    ("stop", "before", 8), ("stop", "after", 6),
    ("resume", "asked", 12), ("resume", "done", 13), ("resume", "after", 2),
]  # fmt: skip


@pytest.mark.parametrize(("doing", "where", "nth"), SAMPLE)
def test_whoever_goes_on_after_a_kill_finishes_and_repeats_nothing(doing, where, nth):
    assert survive(doing, where, nth, by_going_on=bool(nth % 2)) == []
