"""Work over a few threads."""

from __future__ import annotations

import threading
import time

import pytest

from worker.sweeping.fan import THREADS, Limit, fan_out, lending


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


def test_a_piece_that_takes_too_long_is_given_up_and_holds_nobody_up():
    free = threading.Event()

    def work(n):
        if n < 3:
            free.wait(timeout=20)  # more of them hang than there are places
        return n

    limit = Limit(0.5, lambda n: -n - 1)
    given = list(fan_out(work, range(40), places=2, limit=limit))
    assert sorted(given) == [-3, -2, -1, *range(3, 40)]
    free.set()


def test_more_pieces_may_hang_than_there_are_threads():
    free = threading.Event()

    def work(n):
        if n < THREADS + 2:
            wait(60.0)
        return n

    wait = lending(lambda _: free.wait(timeout=20))
    given = list(fan_out(work, range(THREADS + 4), limit=Limit(0.5, lambda _: None)))
    assert sorted(n for n in given if n is not None) == [THREADS + 2, THREADS + 3]
    free.set()


def test_what_a_late_piece_gives_after_all_is_dropped_and_its_place_stays_taken_away():
    late, running, most = threading.Event(), [0], [0]
    lock = threading.Lock()

    def work(n):
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
        if n == 0:
            late.wait(timeout=20)
        elif n == 20:
            late.set()
        time.sleep(0.01)
        with lock:
            running[0] -= 1
        return n

    given = list(fan_out(work, range(60), places=1, limit=Limit(1.0, lambda _: "late")))
    assert given.count("late") == 1
    assert sorted(n for n in given if n != "late") == list(range(1, 60))
    assert most[0] == 2
