"""Threads move from the department to SLK when the brief's last day is past, and only then."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.owning import SLK, Claim, owner

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
KNOWN = ("trafikkontoret", "kulturforvaltningen")


def claim(department="trafikkontoret", ends=TODAY):
    return Claim(department=department, ends=ends)


@pytest.mark.parametrize(
    ("claims", "whose"),
    [
        ([], SLK),
        ([claim()], "trafikkontoret"),
        ([claim(ends=TODAY + DAY)], "trafikkontoret"),
        ([claim(ends=TODAY - DAY)], SLK),
        ([claim(ends=None)], "trafikkontoret"),
        ([claim(None)], SLK),
        ([claim("SLK")], SLK),
        ([claim("en annan")], SLK),
        ([claim(), claim(ends=TODAY + DAY)], "trafikkontoret"),
        ([claim(), claim("kulturforvaltningen")], SLK),
        ([claim(), claim(None)], SLK),
        ([claim(), claim("kulturforvaltningen", TODAY - DAY)], "trafikkontoret"),
    ],
)
def test_whose_a_thread_is(claims, whose):
    assert owner(claims, KNOWN, TODAY) == whose


CLAIMS = st.lists(
    st.builds(
        Claim,
        department=st.sampled_from([*KNOWN, "en annan", None]),
        ends=st.none() | st.dates(TODAY - 3 * DAY, TODAY + 3 * DAY),
    ),
    max_size=4,
)


@given(CLAIMS, st.randoms())
def test_the_order_of_the_claims_plays_no_part(claims, chance):
    shuffled = chance.sample(claims, len(claims))
    assert owner(claims, KNOWN, TODAY) == owner(shuffled, KNOWN, TODAY)


@given(CLAIMS)
def test_when_all_have_ended_it_is_slk_s_and_stays_so(claims):
    ended = [one for one in claims if one.ends is not None]
    for days in range(4, 7):
        assert owner(ended, KNOWN, TODAY + days * DAY) == SLK
