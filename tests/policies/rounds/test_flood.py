"""A flood is told once, and again only after an hour with fewer than half of one."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from policies.rounds.flood import FLOOD, Turn, turn


def test_fewer_than_a_hundred_are_no_flood():
    assert turn(FLOOD - 1, standing=False) is Turn.NONE
    assert turn(FLOOD, standing=False) is Turn.BEGINS


def test_a_flood_lasts_until_an_hour_has_fewer_than_half():
    assert turn(FLOOD // 2, standing=True) is Turn.LASTS
    assert turn(FLOOD // 2 - 1, standing=True) is Turn.ENDS


def test_one_that_wavers_about_the_mark_is_told_once():
    told, standing = 0, False
    for new in (101, 99, 100, 98, 102, 99, 101):
        now = turn(new, standing=standing)
        told += now is Turn.BEGINS
        standing = now in (Turn.BEGINS, Turn.LASTS)
    assert told == 1


def test_how_many_make_a_flood_can_be_told():
    assert turn(3, 3, standing=False) is Turn.BEGINS
    assert turn(2, 3, standing=True) is Turn.LASTS
    assert turn(1, 3, standing=True) is Turn.ENDS


@given(st.lists(st.integers(0, 10), max_size=60))
def test_a_flood_is_told_once_however_often_it_is_looked_at(hours):
    standing, begun = False, []
    for place, new in enumerate(hours):
        now = turn(new, 5, standing=standing)
        if now is Turn.BEGINS:
            begun.append(place)
        standing = now in (Turn.BEGINS, Turn.LASTS)
    assert all(hours[place] >= 5 for place in begun)
    for one, other in pairwise(begun):
        assert any(2 * new < 5 for new in hours[one + 1 : other])
