"""What is known of LinkedIn's versions, and nothing of those of which nothing is known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from connectors.linkedin.versions import ENDS, NEAR, Fate, fate
from connectors.sandbox.linkedin.front import ACTIVE

CHECKED = date(2026, 11, 22)


def test_the_configured_default_is_fine():
    assert fate("202608", CHECKED)[0] is Fate.FINE
    assert fate("202608.01", CHECKED)[0] is Fate.FINE


def test_of_a_version_that_nobody_has_read_of_nothing_is_said():
    assert fate("202611", CHECKED)[0] is Fate.FINE


@pytest.mark.parametrize("version", ["202401", "202510", "202511", "202511.02"])
def test_what_had_ended_by_the_day_of_the_check_is_gone(version):
    found, words = fate(version, CHECKED)
    assert found is Fate.GONE
    assert version[:6] in words.english()


@pytest.mark.parametrize("version", ["202512", "202612", "203012"])
def test_no_december_was_ever_published(version):
    found, words = fate(version, CHECKED)
    assert found is Fate.NEVER_WAS
    assert "December" in words.english()


@pytest.mark.parametrize(("version", "end"), ENDS.items())
def test_an_end_is_told_ahead_and_is_over_on_its_day(version, end):
    assert fate(version, end - NEAR - timedelta(days=1))[0] is Fate.FINE
    found, words = fate(version, end - NEAR)
    assert found is Fate.ENDS_SOON
    assert end.isoformat() in words.english()
    assert fate(version, end - timedelta(days=1))[0] is Fate.ENDS_SOON
    assert fate(version, end)[0] is Fate.GONE


def test_what_the_sandbox_serves_is_not_gone():
    gone = (Fate.GONE, Fate.NEVER_WAS)
    assert not [one for one in ACTIVE if fate(one, CHECKED)[0] in gone]
