"""LinkedIn's day limit over the polls of a service: met once, and believed until 00:00 UTC."""

from __future__ import annotations

from datetime import timedelta

import pytest

from connectors.sandbox import Sandbox
from tests.worker.made import some_settings
from tests.worker.service.conftest import every, ticked
from worker.service.office import Office
from worker.service.polling import poll
from worker.service.running import Service
from worker.store.beating import Heart
from worker.sweeping.means import Topic

MINUTE = timedelta(minutes=1)


@pytest.fixture
def linkedin(clock):
    """A city on LinkedIn whose quota of the day is spent."""
    with Sandbox(clock=clock, toggles={"linkedin.day_limit": True}) as sandbox:
        sandbox.base_url = sandbox.start()
        yield sandbox


def polling(lite, clock, linkedin, folder):
    """The service's own job, every ten minutes; the city on LinkedIn is all that there is."""
    told = some_settings().linkedin.model_dump()
    settings = some_settings(
        state_dir=folder,
        meta=None,
        linkedin={
            **told,
            "base_url": linkedin.base_url,
            "ads_token": "sandbox-ads",
            "community_token": "sandbox-community",
        },
    )
    heart = Heart(lite, clock, lease=MINUTE)
    office = Office(settings=settings, store=lite, clock=clock, heart=heart, holder="one")
    return Service(office, (every(10, poll(Topic.ADS), "ads"),))


def test_the_polls_after_the_one_that_met_it_do_not_ask_until_midnight(
    lite, clock, linkedin, tmp_path
):
    service = polling(lite, clock, linkedin, tmp_path)

    def asked(**span):
        """How many requests the next poll sends."""
        clock.turn(**span)
        before = len(linkedin.requests)
        ticked(service)
        return len(linkedin.requests) - before

    try:
        assert asked(minutes=10)
        assert [asked(minutes=10) for _ in range(3)] == [0, 0, 0]
        linkedin.world.faults.set_toggles({"linkedin.day_limit": None}, {"linkedin.day_limit"})
        assert asked(minutes=10) == 0
        assert asked(days=1)
    finally:
        service.end(grace=5)
