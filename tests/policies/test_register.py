"""The register: from which day it is asked, and the city's days."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from policies.briefs.matching import Registered
from policies.model.briefs import Brief
from policies.register import Register
from tests.policies.proofs.made import a_proof
from tests.policies.rules.made import an_ad

JUST_BEFORE = datetime(2026, 12, 31, 22, 59, tzinfo=UTC)
MIDNIGHT = datetime(2026, 12, 31, 23, 0, tzinfo=UTC)
"""In Stockholm."""


def test_without_a_day_it_was_always_asked():
    assert Register().asks(JUST_BEFORE)


def test_it_is_asked_from_the_citys_own_midnight():
    register = Register(since=date(2027, 1, 1))
    assert not register.asks(JUST_BEFORE)
    assert register.asks(MIDNIGHT)


@pytest.mark.parametrize(("zone", "day"), [("Europe/Stockholm", 1), ("UTC", 31)])
def test_days_are_those_of_its_zone(zone, day):
    assert Register(zone=zone).day(MIDNIGHT).day == day


def test_its_index_is_made_of_its_briefs_and_anew_for_others():
    one = Registered(id="sim", brief=Brief(campaigns=("c1",)))
    register = Register(briefs=(one,))
    assert register.index.match("c1", "", "act_1").found == one
    assert replace(register, briefs=()).index.match("c1", "", "act_1").found is None
    assert Register(briefs=(one,)) == register


def test_what_was_seen_is_made_of_its_proofs_and_anew_for_others():
    register = Register(proofs=(a_proof(),))
    assert register.seen.of(an_ad()) == a_proof()
    assert replace(register, proofs=()).seen.of(an_ad()) is None
