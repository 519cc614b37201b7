"""Readers and a stop in a city on the Limited tier, under a clock that moves as they wait."""

from __future__ import annotations

from datetime import timedelta

import pytest

from connectors.http import Meter, Patience
from connectors.meta import MetaReader, MetaStopper, ask
from connectors.meta.graph import Graph
from connectors.meta.holding import Held
from connectors.sandbox import Sandbox
from connectors.sandbox.city_meta_crowd import crowd
from policies.model import Answer
from tests.connectors.meta.city_ads import NOON, AdCity

ACCOUNTS = [f"act_{number}" for number in range(100, 106)]


class Clock:
    """Goes on while somebody waits."""

    def __init__(self):
        self.now, self.waited = NOON, []

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.waited.append(seconds)
        self.now += timedelta(seconds=seconds)


class LimitedCity(AdCity):
    """Six accounts on the Limited tier."""

    def __init__(self, sandbox, clock):
        super().__init__(sandbox)
        self.clock = clock
        crowd(self.world, accounts=len(ACCOUNTS), campaigns=15)

    def means(self, patience):
        return {"patience": Patience(patience, sleep=self.clock.sleep), "clock": self.clock}

    def graph(self, *, patience=0.0, pressing=False):
        return Graph(self.access(), meter=Meter(), pressing=pressing, **self.means(patience))

    def reader(self, *, patience=0.0):
        return MetaReader(self.access(), **self.means(patience))

    def stopper(self, *, patience=0.0):
        return MetaStopper(self.access(), **self.means(patience))

    def ever_blocked(self):
        return [one for one in ACCOUNTS if "blocked_until" in self.world.meta[one].hidden]


@pytest.fixture
def limited():
    clock = Clock()
    toggles = {"meta.limited_tier": True}
    with Sandbox(clock=clock, city=False, toggles=toggles) as sandbox:
        yield LimitedCity(sandbox, clock)


def read_all(graph, times):
    """Every account read so many times over, four points each; the errors that came."""
    errors = []
    for _ in range(times):
        for one in ACCOUNTS:
            edges = [ask.campaigns(one), ask.ad_sets(one), ask.ads(one)]
            gathered, nodes = graph.survey(edges, [ask.account(one, controls=False)])
            told = [*(each.error for each in gathered), *nodes]
            errors += [each for each in told if isinstance(each, Exception)]
    return errors


def test_readers_that_heed_the_budget_never_meet_a_block(limited):
    assert read_all(limited.graph(patience=10_000), times=20) == []
    assert limited.ever_blocked() == []
    assert limited.clock.waited


def test_without_a_budget_the_same_reading_meets_one(limited):
    assert read_all(limited.graph(pressing=True), times=20)
    assert limited.ever_blocked() == ACCOUNTS


def test_one_reading_of_each_account_is_not_slowed_down(limited):
    read = limited.reader()
    snapshots = [read.snapshot(one) for one in read.accounts().accounts]
    assert [len(one.ads) for one in snapshots] == [15] * 6
    assert limited.clock.waited == []


def test_where_reading_is_held_back_a_stop_pauses_fifteen_campaigns_at_once(limited):
    limited.toggle(limited_tier=False, usage_percent={"act_100": 92})
    limited.graph().read(ask.account("act_100", controls=False))
    with pytest.raises(Held):
        limited.reader().snapshot("act_100")
    stop = limited.stopper()
    panel = stop.panel("act_100")
    receipts = stop.turn_off(panel.switches)
    assert [one.answer for one in receipts] == [Answer.ACCEPTED] * 15
    assert {one.intent for one in stop.read_back(panel.switches)} == {"PAUSED"}
    assert limited.clock.waited == []


def test_on_the_limited_tier_a_stop_has_the_points_that_reading_left(limited):
    graph = limited.graph()
    while not isinstance(graph.batch([ask.account("act_100", controls=False)])[0], Held):
        pass
    stop = limited.stopper(patience=600)
    panel = stop.panel("act_100")
    receipts = stop.turn_off(panel.switches)
    answers = [one.answer for one in receipts]
    assert answers == [Answer.ACCEPTED] * 9 + [Answer.THROTTLED] * 6
    assert {one.retry_after for one in receipts[9:]} == {300}
    limited.clock.sleep(300)
    rest = stop.turn_off(panel.switches[9:])
    assert [one.answer for one in rest] == [Answer.ACCEPTED] * 6
