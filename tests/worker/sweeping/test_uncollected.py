"""The collector of cycles rests while somebody is within, and works again after the last."""

from __future__ import annotations

import gc

import pytest

from worker.sweeping.uncollected import uncollected


@pytest.fixture(autouse=True)
def collecting():
    assert gc.isenabled()
    yield
    gc.enable()


def test_it_rests_until_the_last_has_left():
    with uncollected():
        assert not gc.isenabled()
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_works_again_after_a_fault():
    with pytest.raises(RuntimeError), uncollected():
        raise RuntimeError
    assert gc.isenabled()
