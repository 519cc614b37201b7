"""The short form of `bench/digest_kills.py`: in each of six windows a service is killed."""

from __future__ import annotations

from bench.digest_kills import OWNERS, proved
from tests.worker.conftest import new_database


def test_no_digest_is_lost_or_doubled_while_people_decide(postgres, tmp_path):
    told = list(proved(range(6), new_database(postgres), tmp_path, ()))
    assert [one["seed"] for one in told if not one["passed"]] == []
    assert sum(one["lost"] for one in told) == 0
    assert sum(one["mails"] for one in told) >= 6 * len(OWNERS)
    assert any(one["killed"] for one in told)
