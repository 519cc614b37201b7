"""Work over a few threads."""

from __future__ import annotations

import threading

import pytest

from worker.sweeping.fan import fan_out


def test_nothing_to_do_gives_nothing():
    assert list(fan_out(str, [])) == []


def test_every_item_is_worked_on_once():
    assert sorted(fan_out(lambda n: n * n, range(50))) == [n * n for n in range(50)]


def test_no_more_than_the_allowed_number_run_at_once():
    running, most, lock = set(), [0], threading.Lock()
    together = threading.Barrier(3)

    def work(_):
        with lock:
            running.add(threading.get_ident())
            most[0] = max(most[0], len(running))
        together.wait(timeout=10)
        with lock:
            running.discard(threading.get_ident())

    list(fan_out(work, range(9), threads=3))
    assert most[0] == 3


def test_what_a_piece_raises_reaches_the_caller_and_no_further_piece_begins():
    begun = []

    def work(n):
        begun.append(n)
        raise ValueError(n)

    with pytest.raises(ValueError, match="0"):
        list(fan_out(work, range(1000), threads=1))
    assert begun == [0]


def test_an_interrupt_in_a_piece_is_not_swallowed():
    def work(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(fan_out(work, [1]))
