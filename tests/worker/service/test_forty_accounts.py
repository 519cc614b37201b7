"""A poll of forty accounts over HTTP, one of which hangs and one is throttled."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from connectors.sandbox.scenario import Crowd, Scenario, stage
from tests.worker.made import some_settings
from tests.worker.service.conftest import every
from worker.clock import now
from worker.service.office import Office
from worker.service.polling import poll
from worker.service.working import claimed, work
from worker.store import leases, slots
from worker.store.beating import Heart
from worker.sweeping.means import Topic

HANGS, THROTTLED = "act_105", "act_110"


@pytest.fixture
def sandbox():
    scenario = Scenario(city=False, crowd=Crowd(accounts=40, campaigns=2, ad_sets=1, ads=1))
    with stage(scenario, now) as sandbox:
        yield sandbox
        sandbox.world.faults.toggles = {}


def test_the_others_are_read_and_their_leases_ended(sandbox, lite):
    toggles = {"meta.hang": [HANGS], "meta.throttled": [THROTTLED]}
    meta = {
        "base_url": sandbox.start(),
        "app_id": "1",
        "app_secret": "sandbox-secret",
        "access_token": "sandbox-meta",
        "ad_accounts": [f"act_{number}" for number in range(100, 140)],
    }
    sandbox.world.faults.set_toggles(toggles, toggles)
    settings = some_settings(meta=meta, linkedin=None)
    # The limit of a real service is minutes; here seconds, and enough for a machine that is busy.
    quick = settings.poll.model_copy(update={"account_minutes": 8 / 60})
    settings = settings.model_copy(update={"poll": quick})
    heart = Heart(lite, now)
    office = Office(settings=settings, store=lite, clock=now, heart=heart, holder="one")
    job = every(30, poll(Topic.ADS), "ads")
    with lite.writing() as connection:
        at = now() - timedelta(minutes=1)
        slots.make(connection, [slots.Made(job="ads", scheduled_at=at)], at)
    did = work(office, job, claimed(office, job))
    assert did.facts["campaigns"] == 38 * 2
    assert did.gaps == 2
    with lite.reading() as connection:
        unread = connection.exec_driver_sql("SELECT unread FROM sweeps").scalar()
        late = leases.wanted(connection, "ads", at, now() + timedelta(minutes=2))
    told = {one["account_id"]: one["because"]["template"] for one in json.loads(unread)}
    assert told.keys() == {HANGS, THROTTLED}
    assert told[HANGS].startswith("It took longer")
    assert told[THROTTLED].startswith("Meta asks us to wait")
    assert late == [f"ads meta {HANGS}"]
