"""Evidence that is put together when somebody looks at it."""

from __future__ import annotations

import pytest

from policies.later import Later

EVIDENCE = {"proof": "p1", "contacts": {"first": None}}


@pytest.fixture
def asked():
    return []


@pytest.fixture
def later(asked):
    def tell():
        asked.append("told")
        return EVIDENCE

    return Later(tell)


def test_nobody_is_asked_before_somebody_looks(later, asked):
    assert not asked
    assert later["proof"] == "p1"
    assert asked == ["told"]


def test_it_is_asked_once_however_often_somebody_looks(later, asked):
    assert (dict(later), len(later), repr(later)) == (EVIDENCE, 2, repr(EVIDENCE))
    assert asked == ["told"]


def test_it_is_the_same_as_what_it_stands_for(later):
    assert later == EVIDENCE
    assert later != {"proof": "p1"}
    assert {**later, "more": 1} == {**EVIDENCE, "more": 1}


def test_it_tells_what_is_not_in_it(later):
    assert "attested" not in later
    assert later.get("attested") is None
    with pytest.raises(KeyError, match="attested"):
        later["attested"]


def test_of_nothing_it_is_empty():
    assert not Later(dict)
