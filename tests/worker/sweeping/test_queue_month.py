"""The queue of simulated months, short ones; `bench/queue_month.py` runs whole ones."""

from __future__ import annotations

import pytest

from tests.worker.sweeping.month import prove


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("months")


@pytest.mark.parametrize("seed", range(20))
def test_the_queue_is_as_the_book_says_at_every_step(folder, seed):
    told = prove(seed, folder, steps=5, walls=1)
    assert told["faults"] == []
    assert told["compared"]
