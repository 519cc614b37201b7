"""Whether a campaign still matters: what is over for long does not, and doubt always does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from connectors.meta.history import over_since, still_matters
from policies.model import AccountId, Campaign, CampaignId, Platform

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def days(number):
    return NOON + timedelta(days=number)


def campaign(intent="ACTIVE", delivery=("ACTIVE",), *, start=-800, end=None, updated=-700):
    return Campaign(
        platform=Platform.META,
        id=CampaignId("1"),
        account_id=AccountId("act_1"),
        name="Kampanj",
        intent=intent,
        delivery=delivery,
        start=None if start is None else days(start),
        end=None if end is None else days(end),
        daily_budget=None,
        total_budget=None,
        updated=days(updated).isoformat() if isinstance(updated, int) else updated,
        link=None,
    )


def matters(one):
    return still_matters(one, at=NOON, days=90)


@pytest.mark.parametrize(
    "one",
    [
        campaign(),
        campaign(end=12),
        campaign(start=3, end=24),
        campaign("PAUSED", ("PAUSED",), start=3),
        campaign(delivery=("IN_PROCESS",)),
        campaign(delivery=("WITH_ISSUES",)),
        campaign("PAUSED", ("IN_PROCESS",)),
        campaign("PAUSED", ("ACTIVE",)),
        campaign("NEW_WORD", ("PAUSED",)),
        campaign("PAUSED", ("NEW_WORD",), end=-700),
        campaign(None, (), end=-700),
        campaign("PAUSED", ("PAUSED",), updated=None),
        campaign("PAUSED", ("PAUSED",), updated="yesterday"),
        campaign("PAUSED", ("PAUSED",), updated="2024-01-01T00:00:00"),
    ],
)
def test_what_is_live_to_come_or_unclear_matters_however_old_it_is(one):
    assert over_since(one, NOON) is None
    assert matters(one)


@pytest.mark.parametrize("delivery", [("PAUSED",), ()])
def test_what_is_paused_matters_until_so_many_days_after_its_last_change(delivery):
    assert matters(campaign("PAUSED", delivery, updated=-90))
    assert not matters(campaign("PAUSED", delivery, updated=-91))
    assert not matters(campaign("PAUSED", delivery, updated=-91, end=12))
    assert matters(campaign("PAUSED", delivery, updated="2026-11-01T10:00:00+0100"))


def test_what_ended_matters_until_so_many_days_after_its_end():
    assert matters(campaign(end=-90))
    assert not matters(campaign(end=-91))
    assert not matters(campaign(end=-91, updated=-1))
    assert not matters(campaign("PAUSED", ("PAUSED",), end=-91, updated=-1))
    assert over_since(campaign(end=0), NOON) == NOON


def test_without_days_to_watch_only_what_is_over_is_left():
    assert still_matters(campaign(), at=NOON, days=0)
    assert not still_matters(campaign(end=-1), at=NOON, days=0)
