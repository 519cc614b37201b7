"""The briefs of the invented city fit the city that the sandbox serves."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

import pytest

from connectors.http import Patience
from connectors.sandbox import Sandbox
from policies.briefs.matching import Registered, match
from policies.delivery import campaigns_that_can_run
from worker.briefs.in_toml import read_toml
from worker.cli.sandbox import configuration
from worker.demo.city import city_settings
from worker.demo.orders import city_briefs
from worker.platforms import enabled, reader

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """Every campaign of the city that can deliver."""
    with Sandbox(clock=lambda: NOW) as sandbox:
        port = urlsplit(sandbox.start()).port
        settings = city_settings(configuration(port), tmp_path_factory.mktemp("city"), "sv")
        found = []
        for platform in enabled(settings):
            one = reader(platform, settings, patience=Patience(5), clock=lambda: NOW)
            for account_id in one.accounts().accounts:
                found += campaigns_that_can_run(one.snapshot(account_id), NOW)
    return [campaign for campaign, runs in found if runs]


@pytest.fixture(scope="module")
def briefs():
    return read_toml(city_briefs(NOW.date()))


def test_they_are_read_and_one_alone_has_to_be_asked_about(briefs):
    asked = {one.brief.topic: [str(each.part) for each in one.questions] for one in briefs}
    assert {topic: parts for topic, parts in asked.items() if parts} == {
        "Fritidskortet": ["editors"]
    }


def test_every_brief_has_its_campaign_and_two_campaigns_have_none(running, briefs):
    register = tuple(
        Registered(id=str(number), brief=one.brief) for number, one in enumerate(briefs)
    )
    found = {one.name: match(one.id, one.name, one.account_id, register) for one in running}
    assert not [name for name, fit in found.items() if fit.several]
    fitting = {fit.found.id for fit in found.values() if fit.found}
    alone = [one.brief.topic for one in register if one.id not in fitting]
    assert alone == ["Arbete på bron"]  # its ad sets are off
    assert {name for name, fit in found.items() if fit.found is None} == {
        "Ny sporthall",
        "Default Campaign Group",
    }


@pytest.mark.parametrize("today", [date(2026, 12, 31), date(2028, 2, 29)])
def test_their_days_move_with_the_day_on_which_they_are_written(today):
    first = read_toml(city_briefs(today))[0].brief
    assert (first.starts, first.ends) == (
        today - timedelta(days=15),
        today + timedelta(days=16),
    )
