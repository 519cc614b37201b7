"""Fields that Meta leaves out or refuses, one by one, over HTTP: that resolves nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pydantic import SecretStr

from connectors.http import Patience
from connectors.sandbox import Sandbox
from policies.model import Platform
from tests.worker.made import some_means, some_settings
from worker.platforms import reader
from worker.store import findings
from worker.sweeping.ads import read_account

NOW = datetime.now(UTC)
TOGGLES = ("meta.omit_fields", "meta.removed_fields")
ACCOUNTS = ("act_1", "act_3")
"""Accounts in which most is wrong that can be."""
LEFT_OUT = (
    "campaign_id", "creative", "effective_publisher_platforms", "facebook_branded_content",
    "instagram_user_id", "object_story_spec", "owner", "placement_soft_opt_out",
    "publisher_platforms", "status", "targeting", "username",
)  # fmt: skip
"""What rules look at, or need to."""
REFUSED = ("effective_publisher_platforms", "placement_soft_opt_out", "publisher_platforms")
CASES = [
    *(("meta.omit_fields", field) for field in LEFT_OUT),
    *(("meta.removed_fields", field) for field in REFUSED),
]


@pytest.fixture
def sandbox():
    served = Sandbox(clock=lambda: NOW)
    yield served
    served.stop()


def sweep(means, settings):
    """Every account read anew by a reader that has learnt nothing; what was resolved."""
    meta = reader(Platform.META, settings, patience=Patience(0), clock=lambda: NOW)
    return sum(read_account(means, meta, one).resolved for one in ACCOUNTS)


def standing(store):
    """Each finding that is open: outcome by id."""
    with store.reading() as connection:
        found = [
            one
            for account in ACCOUNTS
            for one in findings.of_account(connection, Platform.META, account)
        ]
    return {one.id: one.outcome for one in found if one.state == "open"}


def test_whatever_field_is_missing_every_finding_stays(lite, sandbox):
    url = sandbox.start()
    meta = some_settings().meta.model_copy(
        update={"base_url": url, "app_id": "1", "app_secret": SecretStr("sandbox-secret"),
                "access_token": SecretStr("sandbox-meta")}
    )  # fmt: skip
    settings = some_settings().model_copy(update={"meta": meta})
    means = some_means(lite, clock=lambda: NOW)
    sweep(means, settings)
    first = standing(lite)
    assert set(first.values()) == {"fail", "unknown"}
    for toggle, field in CASES:
        sandbox.world.faults.set_toggles({toggle: [field]}, TOGGLES)
        assert sweep(means, settings) == 0, (toggle, field)
        assert set(first) <= set(standing(lite)), (toggle, field)
        sandbox.world.faults.set_toggles({toggle: []}, TOGGLES)
