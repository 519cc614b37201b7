"""Work over a few threads."""

from __future__ import annotations

import threading
import time

import pytest

from worker.sweeping.fan import THREADS, fan_out, lending


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

    list(fan_out(work, range(9), places=3))
    assert most[0] == 3


def test_what_a_piece_raises_reaches_the_caller_and_no_further_piece_begins():
    begun = []

    def work(n):
        begun.append(n)
        raise ValueError(n)

    with pytest.raises(ValueError, match="0"):
        list(fan_out(work, range(1000), places=1))
    assert begun == [0]


def test_an_interrupt_in_a_piece_is_not_swallowed():
    def work(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(fan_out(work, [1]))


def test_a_piece_that_waits_lends_its_place_to_others():
    free = threading.Event()
    wait = lending(lambda _: free.wait(timeout=10))

    def work(n):
        if n == 8:
            free.set()
        else:
            wait(60.0)
        return n

    assert sorted(fan_out(work, range(9), places=4)) == list(range(9))
    assert free.is_set()


def test_only_so_many_are_begun_however_long_they_wait():
    begun, free = [], threading.Event()
    wait = lending(lambda _: free.wait(timeout=10))

    def work(n):
        begun.append(n)
        if len(begun) == THREADS:
            time.sleep(0.05)  # a thread too many would begin now
            seen.append(len(begun))
            free.set()
        wait(60.0)

    seen = []
    list(fan_out(work, range(3 * THREADS), places=2))
    assert (seen, len(begun)) == ([THREADS], 3 * THREADS)


def test_who_wakes_goes_on_at_once_even_where_all_places_wait_for_it():
    lock, asleep, held = threading.Lock(), threading.Event(), threading.Semaphore(0)

    def sleep(_):
        asleep.set()
        for _ in range(2):
            assert held.acquire(timeout=10)

    wait = lending(sleep)

    def work(n):
        if n == 0:
            with lock:
                wait(60.0)
            return n
        assert asleep.wait(timeout=10)
        held.release()
        with lock:
            return n

    assert sorted(fan_out(work, range(3), places=2)) == [0, 1, 2]


def test_outside_of_a_fan_there_is_only_the_sleep():
    slept = []
    lending(slept.append)(3.0)
    assert slept == [3.0]
