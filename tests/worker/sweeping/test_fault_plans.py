"""A sweep whose answers break in every way gives what the whole one gives, or names what it lacks.

Twenty plans here; `bench/meta_faults.py` runs as many as wanted.
"""

from __future__ import annotations

import pytest

from tests.worker.sweeping.fault_plans import FOR_EVER, SPARSE, Proof, small_city

AT_ONCE = 0
"""Seconds that may be waited: nothing is asked twice."""
pytestmark = pytest.mark.xdist_group("fault plans")


@pytest.fixture(scope="module")
def proof(tmp_path_factory):
    with small_city() as sandbox:
        yield Proof(sandbox, tmp_path_factory.mktemp("plans"))


def test_the_whole_sweep_has_something_to_lose(proof):
    truth = proof.truth
    assert len(truth.snapshots) == 6
    assert len(truth.comments) > 50
    outcomes = {finding["outcome"] for finding in truth.findings.values()}
    assert outcomes == {"fail", "unknown"}
    assert {one.what for one in truth.unread} <= {"identities:17841400000000666"}


@pytest.mark.parametrize(
    ("seed", "patience"), [(seed, (FOR_EVER, AT_ONCE)[seed % 2]) for seed in range(10)]
)
def test_a_first_sweep_gives_the_whole_or_names_what_is_unread(proof, seed, patience):
    assert proof.cold(seed, patience=patience).wrong == ()


@pytest.mark.parametrize(
    ("seed", "patience"), [(seed, (FOR_EVER, AT_ONCE)[seed % 2]) for seed in range(10, 20)]
)
def test_a_later_sweep_takes_nothing_away_that_was_known(proof, seed, patience):
    assert proof.warm(seed, patience=patience).wrong == ()


@pytest.mark.parametrize("seed", [43, 89, 105])
def test_a_single_fault_is_named_by_nothing_else_and_still_named(proof, seed):
    outcome = proof.cold(seed, patience=AT_ONCE, rates=SPARSE)
    assert outcome.wrong == ()
    assert outcome.different


def test_what_nobody_could_read_is_named(proof):
    outcome = proof.cold(1, patience=AT_ONCE)
    assert outcome.unread
    assert outcome.different
