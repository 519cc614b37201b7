"""Who goes by another configuration works from another queue; secrets and places do not count."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from tests.worker.made import some_settings
from worker.config.sections import Meta, Rules
from worker.engine.likeness import queue_name
from worker.engine.needed import missing


def meta(**more):
    return {"meta": Meta(access_token=SecretStr("one"), **more)}


def named(version="1", **changed):
    return queue_name(some_settings().model_copy(update={**meta(), **changed}), version)


@pytest.mark.parametrize(
    "changed",
    [
        {"meta": Meta(access_token=SecretStr("two"), app_secret=SecretStr("three"))},
        {"language": "en"},
        {"engine": "procrastinate"},
    ],
)
def test_hosts_that_differ_in_secrets_and_places_share_a_queue(changed):
    assert named(**changed) == named()


@pytest.mark.parametrize(
    "changed",
    [
        meta(approved_pages=("1001",)),
        meta(stop_token=SecretStr("stops")),
        {"rules": Rules(off=("brief.missing",))},
        {"watch_after_days": 30},
        {"version": "2"},
        {"meta": None},
    ],
)
def test_hosts_that_would_read_or_judge_otherwise_do_not(changed):
    assert named(**changed) != named()


def test_a_missing_package_is_told_with_its_remedy():
    assert missing() is None
    assert "extras [postgres,procrastinate]" in missing("no_such_package").english()
