"""Whom ad sets reach, in snapshots that are kept: there and back, and where nobody asked yet."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from policies.model import AccountControls, Area, Reach
from tests.worker.made import NOON, a_snapshot, an_account, an_ad_set, not_read
from worker.store.nouns import body_to_snapshot, snapshot_bytes

TOWN = Area(kind="city", id="2448", name="Malmö", region="Skåne County", country="SE", radius_km=40)
REACH = Reach(
    youngest=18,
    oldest=None,
    areas=(TOWN, Area(kind="zips", id="SE:11151")),
    languages=("sv", "18"),
    expanded=True,
    unknown_ages=True,
)


@pytest.mark.parametrize(
    "reach",
    [None, REACH, Reach(youngest=None, oldest=45, every_age=True), not_read("ad_sets.targeting")],
)
def test_a_reach_comes_back_as_it_was(reach):
    controls = AccountControls(
        placement_exclusions=(), status="ACTIVE", campaigns_with_error=(), youngest=18
    )
    account = replace(an_account(), controls=controls)
    snapshot = a_snapshot(account=account, ad_sets=(an_ad_set(reach=reach),))
    assert body_to_snapshot(snapshot_bytes(snapshot).decode(), NOON) == snapshot


def test_a_snapshot_from_before_anybody_asked_still_reads():
    snapshot = a_snapshot(ad_sets=(an_ad_set(reach=REACH),))
    body = json.loads(snapshot_bytes(snapshot).decode())
    del body["ad_sets"][0]["reach"]
    del body["account"]["controls"]["youngest"]
    read = body_to_snapshot(json.dumps(body), NOON)
    assert read.ad_sets[0].reach is None
    assert read.account.controls.youngest is None
