"""`[retention]`: strict values are the defaults, and no platform's terms can be stretched."""

from __future__ import annotations

from datetime import timedelta

import pytest

from policies.retention import TERMS, strict
from worker.config.faults import Faults
from worker.config.load import load
from worker.config.retention import Retention

BOUND = [one for one in TERMS if one.limit is not None]


def loaded(tmp_path, text):
    file = tmp_path / "annonsvakt.toml"
    file.write_text(f"[retention]\n{text}\n", encoding="utf-8")
    return load(file).retention


def test_the_defaults_are_the_strict_ones():
    assert Retention().kept() == strict()
    assert {one.key: one.default for one in TERMS} == Retention().model_dump()


def test_a_shorter_time_is_taken(tmp_path):
    kept = loaded(tmp_path, "linkedin_comment_hours = 24\nmeta_comment_days = 7").kept()
    assert kept["linkedin_comments"] == timedelta(hours=24)
    assert kept["meta_comments"] == timedelta(days=7)


@pytest.mark.parametrize("one", BOUND, ids=lambda one: one.name)
def test_longer_than_a_platforms_terms_is_a_fault_with_its_remedy(tmp_path, one):
    assert loaded(tmp_path, f"{one.key} = {one.limit}")
    with pytest.raises(Faults) as wrong:
        loaded(tmp_path, f"{one.key} = {one.limit + 1}")
    (fault,) = wrong.value.faults
    assert fault.name == f"retention.{one.key}"
    assert f"{one.source}): write at most {one.limit}" in str(fault)
    assert "line 2" in str(fault)


def test_where_the_city_decides_a_longer_time_is_taken(tmp_path):
    assert loaded(tmp_path, "report_days = 3650").kept()["reports"] == timedelta(days=3650)
