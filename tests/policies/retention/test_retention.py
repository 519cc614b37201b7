"""The terms, and when a clock may be believed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.model import Platform
from policies.retention import TERMS, strict, term
from policies.retention.clock import LEAP, PROVEN, SETTLED, SILENCE, believed, leapt

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def test_by_default_nothing_is_kept_longer_than_a_platform_allows():
    for one in TERMS:
        assert one.limit is None or one.default <= one.limit, one.name
    assert term("linkedin_comments").unit * 48 == timedelta(hours=48)
    assert [one.limit for one in TERMS if one.platform is Platform.X] == [90, 90, 90]


def test_each_class_has_a_name_of_its_own_and_tells_where_it_stands_and_by_whose_terms():
    assert len({one.name for one in TERMS}) == len(TERMS)
    assert all(one.where and one.source and one.since and one.what.template for one in TERMS)
    assert all(one.why for one in TERMS if one.limit is None)
    with pytest.raises(KeyError):
        term("nothing")


def test_a_number_goes_for_every_class_of_its_key():
    kept = strict(linkedin_ads_days=90)
    assert {kept["linkedin_ads"], kept["linkedin_findings"]} == {90 * DAY}
    assert kept["meta_ads"] == 365 * DAY


def test_only_what_is_read_anew_goes_whatever_the_clock():
    assert [one.name for one in TERMS if one.soon] == ["linkedin_comments"]


def test_a_clock_is_believed_where_readings_went_on():
    assert believed(None, NOON)
    assert believed(NOON - SETTLED, NOON)
    assert believed(NOON - SETTLED - SILENCE, NOON)
    assert not believed(NOON - SETTLED - SILENCE - timedelta(seconds=1), NOON)


@given(jump=st.integers(9, 4000), minutes=st.lists(st.integers(0, 3 * 24 * 60), max_size=50))
def test_after_a_jump_nothing_is_believed_before_a_day_of_readings(jump, minutes):
    """Readings before the jump end at noon; after it they stand where the clock has jumped to."""
    after = sorted(NOON + jump * DAY + timedelta(minutes=one) for one in minutes)
    for at in after:
        before = [one for one in (NOON, *after) if one <= at - SETTLED]
        if believed(max(before), at):
            assert at - after[0] >= DAY


def test_a_clock_may_have_leapt_after_days_without_a_trace_until_a_platform_has_answered_a_while():
    long = LEAP + timedelta(seconds=1)
    assert not leapt(LEAP, None, NOON)
    assert leapt(long, None, NOON)
    assert leapt(long, NOON - PROVEN + timedelta(seconds=1), NOON)
    assert not leapt(long, NOON - PROVEN, NOON)
