"""Accounts that are throttled for long, and the others that are read meanwhile."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from connectors.errors import RateLimited
from connectors.http import Patience
from connectors.meta import MetaReader
from connectors.sandbox import Sandbox
from connectors.sandbox.city_meta_crowd import crowd
from tests.connectors.meta.city_ads import NOON, AdCity
from worker.sweeping.fan import fan_out, lending

BLOCKED = [f"act_{number}" for number in range(100, 105)]
FREE = "act_105"


class Waiting:
    """A sleep that ends for all at once, when it is told to; the clock goes on then."""

    def __init__(self):
        self.now = NOON
        self.waited = []
        self._over = threading.Event()
        self._lock = threading.Lock()

    def sleep(self, seconds):
        with self._lock:
            self.waited.append(seconds)
        assert self._over.wait(timeout=20)

    def end(self):
        self.now += timedelta(seconds=300)
        self._over.set()


@pytest.fixture
def waiting():
    return Waiting()


@pytest.fixture
def city(waiting):
    """Six accounts, five of which have spent their points just now."""
    toggles = {"meta.limited_tier": True}
    with Sandbox(clock=lambda: waiting.now, city=False, toggles=toggles) as sandbox:
        city = AdCity(sandbox)
        crowd(city.world, accounts=6)
        for one in BLOCKED:
            city.world.meta[one].hidden["blocked_until"] = NOON.timestamp() + 300
        yield city


def reader(city, waiting, seconds):
    patience = Patience(seconds, sleep=lending(waiting.sleep))
    return MetaReader(city.access(), patience=patience, clock=lambda: waiting.now)


def calls(city, account_id):
    return city.world.used[account_id, "ads_management"].of(NOON.timestamp())


def test_an_account_is_read_while_five_others_wait_and_nothing_is_fetched_twice(city, waiting):
    # Their waits are the same five minutes, and there is no patience for any more.
    read = reader(city, waiting, 310)
    results = fan_out(read.snapshot, [*BLOCKED, FREE])
    first = next(results)
    assert first.account.id == FREE
    waiting.end()
    rest = {one.account.id: one for one in results}
    assert sorted(rest) == BLOCKED
    assert not any(one.unread for one in rest.values())
    assert set(waiting.waited) == {300}
    # Of the throttled ones only what was refused, in the first request, was asked for once more.
    refused = {calls(city, one) - calls(city, FREE) for one in BLOCKED}
    assert len(refused) == 1
    assert 0 < refused.pop() <= calls(city, FREE)


def test_where_patience_is_too_short_they_are_unread_and_the_other_is_read(city, waiting):
    read = reader(city, waiting, 299)

    def attempt(account_id):
        try:
            return read.snapshot(account_id).account.id
        except RateLimited as error:
            return str(error)

    told = list(fan_out(attempt, [*BLOCKED, FREE]))
    assert FREE in told
    reasons = [one for one in told if one != FREE]
    assert len(reasons) == 5
    assert all(one.endswith("It lets us ask again from 2026-11-24 12:05 UTC.") for one in reasons)
    assert waiting.waited == []
