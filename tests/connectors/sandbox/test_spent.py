"""The real connectors read what campaigns spent: the same that the city's days add up to."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from connectors.errors import ConnectorError
from connectors.sandbox import Sandbox
from tests.connectors.test_conformance import linkedin, meta

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
UNTIL = date(2026, 11, 23)
ACCOUNTS = {meta: "act_1", linkedin: "5001"}


@pytest.fixture(scope="module")
def city():
    with Sandbox(clock=lambda: NOON) as sandbox:
        yield sandbox, sandbox.start()


@pytest.fixture
def toggled(city):
    faults, known = city[0].world.faults, {}

    def toggle(**toggles):
        known.update({name.replace("__", "."): value for name, value in toggles.items()})
        faults.set_toggles(known, known)

    yield toggle
    faults.set_toggles(dict.fromkeys(known), known)


def the(city, make):
    reader = make(city[1])
    return reader, reader.snapshot(ACCOUNTS[make]).account


def by_the_week(reader, account, until):
    """What the figures by ad set and day add up to, from the Monday of last week."""
    found = defaultdict(Decimal)
    for one in reader.delivered(account.id).showings:
        if one.day <= until:
            found[one.campaign_id] += one.spend.amount
    return found


@pytest.mark.parametrize("make", [meta, linkedin])
def test_no_campaign_spent_less_than_its_last_days_say(city, make):
    reader, account = the(city, make)
    told = reader.spent(account, UNTIL)
    week = by_the_week(reader, account, UNTIL)
    assert (told.unread, told.until) == ((), UNTIL)
    assert {one for one, amount in week.items() if amount} <= set(told.sums)
    assert all(told.sums[one].amount >= week[one] for one in told.sums)
    assert {money.currency for money in told.sums.values()} == {"SEK"}


@pytest.mark.parametrize("make", [meta, linkedin])
def test_a_day_more_adds_that_day_s_cost_and_nothing_else(city, make):
    reader, account = the(city, make)
    before, after = (reader.spent(account, UNTIL - back * timedelta(days=1)) for back in (1, 0))
    showings = reader.delivered(account.id).showings
    for campaign in after.sums:
        that_day = sum(
            (
                one.spend.amount
                for one in showings
                if one.campaign_id == campaign and one.day == UNTIL
            ),
            Decimal(0),
        )
        was = before.sums[campaign].amount if campaign in before.sums else Decimal(0)
        assert after.sums[campaign].amount - was == that_day


@pytest.mark.parametrize("make", [meta, linkedin])
def test_it_takes_one_request(city, make):
    reader, account = the(city, make)
    before = reader.meter.http
    reader.spent(account, UNTIL)
    assert reader.meter.http == before + 1


def test_meta_refuses_figures_without_the_right_to_them(city, toggled):
    reader, account = the(city, meta)
    toggled(meta__no_insights=["act_1"])
    with pytest.raises(ConnectorError):
        reader.spent(account, UNTIL)


def test_linkedin_s_empty_report_is_not_believed(city, toggled):
    reader, account = the(city, linkedin)
    toggled(linkedin__analytics_empty=["5001"])
    told = reader.spent(account, UNTIL)
    assert (told.sums, [one.what for one in told.unread]) == ({}, ["spent"])
