"""Findings on what is over for long, over HTTP: settled by own reads, never by not being read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policies.model import Platform
from policies.rules import CATALOGUE
from tests.connectors.meta.city_ads import NOON, ad_city
from tests.worker.made import some_means
from worker.store import findings
from worker.sweeping.ads import read_account

RULE = "placement.audience-network"
LONG_AGO = {"updated_time": "2024-11-01T10:00:00+0100"}
PAUSED = {**LONG_AGO, "status": "PAUSED"}
ENDED = {**LONG_AGO, "stop_time": "2024-11-01T10:00:00+0100"}


class Office:
    """One account with one campaign that shows where it must not."""

    def __init__(self, store, ads):
        self.store = store
        self.ads = ads
        rules = tuple(rule for rule in CATALOGUE if rule.id == RULE)
        self.means = replace(some_means(store, clock=lambda: NOON), rules=rules)
        self.campaign = ads.campaign(placement="automatic")

    def sweep(self):
        return read_account(self.means, self.ads.reader(), "act_1")

    def change(self, **fields):
        self.ads.world.meta[self.campaign].fields |= fields

    def states(self):
        with self.store.reading() as connection:
            return [
                (one.state, one.unread_since)
                for one in findings.of_account(connection, Platform.META, "act_1")
            ]


@pytest.fixture
def office(lite):
    with ad_city() as ads:
        yield Office(lite, ads)


@pytest.mark.parametrize("over", [PAUSED, ENDED])
def test_a_finding_on_an_ad_set_that_is_no_longer_read_is_resolved_by_its_own_read(office, over):
    assert office.sweep().opened == 1
    office.change(**over)
    read = office.sweep()
    assert (read.campaigns, read.ad_sets, read.ads) == (1, 0, 0)
    assert (read.resolved, read.unread) == (1, ())
    assert [state for state, _ in office.states()] == ["resolved"]


def test_a_campaign_taken_up_again_is_read_and_judged_again(office):
    office.change(**PAUSED)
    assert office.sweep().opened == 0
    office.change(status="ACTIVE")
    read = office.sweep()
    assert (read.ad_sets, read.opened) == (1, 1)
