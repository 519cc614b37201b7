"""Nothing is waited for in vain."""

from __future__ import annotations

import threading

from worker.stopping.side_by_side import in_time


def test_results_come_in_the_order_of_the_items_whatever_they_are():
    assert in_time(lambda one: one["n"], [{"n": 1}, {"n": 2}], threads=2, late=5) == [1, 2]
    assert in_time(str, [], threads=2, late=5) == []


def test_what_is_late_is_left_behind():
    never = threading.Event()
    assert in_time(lambda one: one or never.wait(9), [1, 0, 2], threads=3, late=0.2) == [1, None, 2]
    never.set()


def test_what_raises_holds_up_nothing():
    assert in_time(lambda one: 1 // one, [1, 0], threads=1, late=5) == [1, None]
