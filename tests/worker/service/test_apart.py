"""What each process does for itself at a job's instants, whoever takes the slot."""

from __future__ import annotations

import threading

from tests.worker.service.conftest import every, serving, ticked
from worker.service.office import Did


class Counted:
    """Work that counts how often it was done."""

    def __init__(self):
        self.times = 0

    def __call__(self, office, shift):
        self.times += 1
        return Did()


def both(apart):
    """A job every ten minutes, and what each process does for itself."""
    return every(10, Counted(), "ads", apart=apart)


def test_who_leads_each_slot_does_nothing_apart_and_the_other_does_it_once_a_slot(store, clock):
    leads, other = Counted(), Counted()
    with (
        serving(store, clock, both(leads)) as one,
        serving(store, clock, both(other), holder="two") as two,
    ):
        for _ in range(3 * 10):
            for service in (one, two):
                ticked(service)
            clock.turn(minutes=1)
    assert (leads.times, other.times) == (0, 2)


def test_a_start_alone_makes_nothing_due(lite, clock):
    apart = Counted()
    with serving(lite, clock, both(Counted())) as one:
        ticked(one)
    for _ in range(5):
        clock.turn(minutes=1)
        with serving(lite, clock, both(apart), holder="cron") as cron:
            ticked(cron)
    assert apart.times == 0


def test_a_clock_that_was_ahead_puts_it_off_no_longer_than_to_the_next_instant(lite, clock):
    apart = Counted()
    with serving(lite, clock, both(apart)) as mine:
        clock.turn(days=2)
        ticked(mine)
        clock.turn(days=-2)
        for minutes in (0, 10, 1):
            clock.turn(minutes=minutes)
            with serving(lite, clock, both(None), holder="two") as other:
                ticked(other)
            ticked(mine)
    assert apart.times == 1


def test_while_the_slot_that_it_leads_is_at_work_nothing_is_due_apart(lite, clock):
    apart, go_on = Counted(), threading.Event()

    def slow(office, shift):
        assert go_on.wait(20)
        return Did()

    with serving(lite, clock, every(10, slow, "ads", apart=apart)) as service:
        for _ in range(25):
            service.tick(jitter=False)
            clock.turn(minutes=1)
        go_on.set()
    assert apart.times == 0


def test_the_end_waits_for_what_is_done_apart_and_gives_back_no_slot(lite, clock):
    begun, go_on, ended = threading.Event(), threading.Event(), []

    def slow(office, shift):
        begun.set()
        assert go_on.wait(20)
        ended.append(shift.over.is_set())
        return Did()

    with serving(lite, clock, every(10, slow, "ads", apart=slow)) as mine:
        with serving(lite, clock, both(None), holder="two") as other:
            ticked(other)
            mine.tick(jitter=False)
            clock.turn(minutes=10)
            ticked(other)
        clock.turn(minutes=1)
        assert mine.tick(jitter=False) == 1
        assert begun.wait(20)
        threading.Timer(0.2, go_on.set).start()
        mine.end(grace=10)
        assert ended == [True]
