"""When a proof reached the two contacts."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from policies.model.proofs import Contact
from policies.proofs import reaching
from tests.policies.proofs.made import SEEN_AT, a_proof

HOUR = timedelta(hours=1)


def states(reached, begins=SEEN_AT + 24 * HOUR):
    return [str(one.state) for one in reaching(a_proof(reached=reached), begins)]


def test_both_were_reached_before_it_was_seen_and_before_the_ad_began():
    both = {Contact.FIRST: SEEN_AT - HOUR, Contact.EDITORIAL: SEEN_AT}
    assert states(both) == ["in-time", "in-time"]
    assert states(both, begins=None) == ["in-time", "in-time"]
    assert states(both, begins=SEEN_AT) == ["in-time", "in-time"]


def test_a_contact_that_nobody_told_of_is_missing():
    first, editorial = reaching(a_proof(reached={Contact.FIRST: SEEN_AT}), None)
    assert (first.at, editorial.at, str(editorial.state)) == (SEEN_AT, None, "missing")
    assert "nobody told" in editorial.because.english()
    assert first.because is None


def test_late_is_after_it_was_seen_or_after_the_ad_set_began():
    late = {Contact.FIRST: SEEN_AT + HOUR, Contact.EDITORIAL: SEEN_AT - HOUR}
    first, editorial = reaching(a_proof(reached=late), SEEN_AT - 2 * HOUR)
    assert [str(one.state) for one in (first, editorial)] == ["late", "late"]
    assert "began" in editorial.because.english()
    [first, _] = reaching(a_proof(reached=late), None)
    assert "seen" in first.because.english()


def test_instants_without_offset_are_refused():
    with pytest.raises(ValueError, match="first"):
        a_proof(reached={Contact.FIRST: datetime(2026, 11, 20)})  # noqa: DTZ001
