"""A flood is told once, and again only after an hour that was none."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from policies.rounds.flood import FLOOD, Turn, turn


def test_fewer_than_a_hundred_are_no_flood():
    assert turn(FLOOD - 1, standing=False) is Turn.NONE
    assert turn(FLOOD, standing=False) is Turn.BEGINS


def test_a_flood_lasts_until_an_hour_has_fewer():
    assert turn(FLOOD, standing=True) is Turn.LASTS
    assert turn(FLOOD - 1, standing=True) is Turn.ENDS


def test_how_many_make_a_flood_can_be_told():
    assert turn(3, 3, standing=False) is Turn.BEGINS
    assert turn(2, 3, standing=True) is Turn.ENDS


@given(st.lists(st.integers(0, 10), max_size=60))
def test_a_flood_is_told_once_however_often_it_is_looked_at(hours):
    standing, told, runs = False, 0, 0
    before = 0
    for new in hours:
        now = turn(new, 5, standing=standing)
        told += now is Turn.BEGINS
        standing = now in (Turn.BEGINS, Turn.LASTS)
        runs += new >= 5 > before
        before = new
    assert told == runs
