"""How writes are portioned where points are few, and how long that takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.crisis.timing import (
    Portion,
    is_read_before,
    portion,
    spent,
    takes,
    together,
    until_read,
)
from policies.model import Allowance

MOST, WINDOW = 60, 300.0


def allowance(free=MOST, returns=(), read=2):
    return Allowance(most=MOST, free=free, returns=returns, read=read, write=3, window=WINDOW)


@st.composite
def allowances(draw):
    """Points spent at some moments of the last five minutes, the rest free."""
    parts = draw(st.lists(st.integers(1, 20), max_size=6))
    while sum(parts) > MOST:
        parts.pop()
    returns = tuple((draw(st.floats(0.1, WINDOW)), one) for one in parts)
    return allowance(free=MOST - sum(parts), returns=returns, read=draw(st.integers(1, 28)))


def carried_out(known, writes, *, sure=False):
    """Each portion with the instant at which it goes, and how often the account is read for it."""
    at = 0.0
    while writes > 0:
        part = portion(known, writes, sure=sure)
        at += part.wait
        before = part.wait > 0 and is_read_before(known, sure=sure)
        yield at, part.writes, 2 if before else 1
        writes -= part.writes
        known = spent(known, part, sure=sure)


def test_what_fits_goes_at_once():
    assert takes(allowance(), 19) == 0
    assert portion(allowance(), 60).writes == 19


def test_sixty_campaigns_go_in_four_portions():
    assert list(carried_out(allowance(), 60)) == [
        (0, 19, 1), (300, 18, 2), (600, 18, 2), (900, 5, 2),
    ]  # fmt: skip
    assert takes(allowance(), 60) == 900


def test_a_blocked_account_is_waited_for():
    blocked = allowance(free=0, returns=((200.0, MOST),))
    assert portion(blocked, 5).wait == 200
    assert until_read(blocked) == 200


def test_a_sliver_of_room_is_not_worth_a_reading_back():
    part = portion(allowance(free=8, returns=((40.0, 52),)), 40)
    assert (part.wait, part.writes) == (40, 18)


def test_where_no_limit_is_known_nothing_waits():
    assert takes(None, 10_000) == 0


@given(allowances(), st.integers(1, 200), st.booleans())
def test_no_window_ever_holds_more_than_the_account_may(known, writes, sure):
    spending = [
        (at, known.write * n + known.read * reads)
        for at, n, reads in carried_out(known, writes, sure=sure)
    ]
    spending += [(after - WINDOW, points) for after, points in known.returns]
    for end, _ in spending:
        inside = sum(points for at, points in spending if end - WINDOW + 1e-6 < at <= end)
        assert inside <= MOST


@given(allowances(), st.integers(1, 200), st.booleans())
def test_every_write_goes_and_the_time_stated_is_that_of_the_last(known, writes, sure):
    done = list(carried_out(known, writes, sure=sure))
    assert sum(n for _, n, _ in done) == writes
    assert all(n > 0 for _, n, _ in done)
    assert takes(known, writes, sure=sure) == pytest.approx(done[-1][0])


@given(allowances(), st.integers(1, 200))
def test_it_takes_no_longer_than_half_full_portions_would(known, writes):
    reads = 2 if is_read_before(known) else 1
    half = -(-(MOST - reads * known.read) // known.write // 2) or 1
    assert takes(known, writes) <= WINDOW * (-(-writes // half) + 1)


@given(st.lists(st.floats(0, 5000), max_size=30), st.integers(1, 20))
def test_work_side_by_side_takes_at_least_its_longest_and_at_most_all(seconds, at_once):
    took = together(seconds, at_once)
    assert max(seconds, default=0) <= took <= sum(seconds) + 1e-6
    assert together(seconds, len(seconds) or 1) == max(seconds, default=0)


def test_an_account_whose_points_never_come_back_is_tried_after_a_whole_window():
    """What is free and what returns say less than the platform allows: nobody waits for ever."""
    silent = allowance(free=0)
    assert (portion(silent, 5).wait, portion(silent, 5).writes) == (WINDOW, 5)
    assert until_read(silent) == WINDOW


def test_what_returns_too_late_for_a_reading_is_waited_for_a_whole_window():
    little = allowance(free=0, returns=((10.0, 1),), read=2)
    assert until_read(little) == WINDOW
    assert portion(little, 1).wait == WINDOW


@pytest.mark.parametrize(
    ("free", "writes", "wait"), [(32, 40, 0), (29, 40, 40), (23, 40, 40), (29, 18, 0)]
)
def test_half_of_what_a_full_allowance_holds_is_worth_a_reading_back(free, writes, wait):
    assert portion(allowance(free=free, returns=((40.0, MOST - free),)), writes).wait == wait


def test_points_that_come_back_soon_after_are_awaited():
    soon = allowance(free=0, returns=((10.0, 40), (20.0, 20)))
    assert portion(soon, 40) == Portion(wait=20, writes=18)
    later = allowance(free=0, returns=((10.0, 40), (20.1, 20)))
    assert portion(later, 40) == Portion(wait=10, writes=12)


def test_points_come_back_one_after_the_other_until_enough_are_there():
    assert portion(allowance(free=0, returns=((40.0, 5), (200.0, 55))), 40).wait == 200


def test_where_points_are_never_told_to_come_back_the_window_is_waited_out():
    assert portion(allowance(free=0), 1) == Portion(wait=WINDOW, writes=1)
    assert until_read(allowance(free=1)) == WINDOW


def test_an_account_is_read_as_soon_as_its_last_point_is_there():
    assert until_read(allowance(free=2)) == 0
    assert until_read(allowance(free=1, returns=((7.0, 1),))) == 7


def test_what_is_left_after_a_portion():
    known = allowance(free=0, returns=((40.0, 30), (100.0, 30)))
    left = spent(known, Portion(wait=40.0, writes=5))
    assert (left.free, left.returns) == (11, ((60.0, 30), (WINDOW, 19)))
    assert spent(allowance(free=3), Portion(wait=0.0, writes=5)).free == 0


def test_after_a_wait_there_is_room_for_a_reading_before_the_writes_too():
    assert portion(allowance(), 60, waited=True) == Portion(wait=0, writes=18)
    assert portion(allowance(free=0, returns=((9.0, MOST),)), 60) == Portion(wait=9, writes=18)
    assert portion(allowance(free=0, returns=((9.0, MOST),)), 5) == Portion(wait=9, writes=5)


@pytest.mark.parametrize(
    ("read", "before", "writes"), [(2, True, 18), (18, True, 8), (20, False, 13), (28, False, 10)]
)
def test_an_account_of_many_pages_is_read_before_its_writes_only_where_that_must_be(
    read, before, writes
):
    known = allowance(read=read)
    assert is_read_before(known) is before
    assert is_read_before(known, sure=True)
    assert portion(known, 60, waited=True).writes == writes
    assert portion(known, 60, waited=True, sure=True).writes == max(1, (MOST - 2 * read) // 3)
    assert takes(known, 60, sure=True) >= takes(known, 60)


def test_a_single_write_waits_as_many_do():
    assert takes(allowance(free=0, returns=((200.0, MOST),)), 1) == 200


def test_work_that_is_done_one_after_the_other():
    assert together([1, 2], 1) == together([1, 2], 0) == 3
    assert together([1, 2], 2) == 2


@pytest.mark.parametrize("read", [MOST - 2, MOST, 3 * MOST])
def test_an_account_that_is_never_read_back_in_time_is_written_to_all_the_same(read):
    for free in (0, MOST):
        known = allowance(free=free, read=read, returns=((40.0, MOST - free),))
        assert portion(known, 40) == Portion(wait=WINDOW, writes=1)
        assert takes(known, 3) == 3 * WINDOW
        assert not is_read_before(known)
