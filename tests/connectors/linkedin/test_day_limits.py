"""Day limits outlive the reader that met them, and hold up neither a stop nor who asks by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from connectors.errors import RateLimited
from connectors.linkedin import LinkedInReader
from connectors.linkedin.checkup import LinkedInCheckup
from connectors.linkedin.day_limits import TOPIC, DayLimits
from connectors.recall import Recall
from tests.connectors.linkedin.scripted import (
    ADS,
    COMMUNITY,
    DAY_LIMIT,
    NOW,
    page,
    refusal,
    the_account,
)

HERE, PLACE, POINT = "https://api.linkedin.com", "[linkedin] ads_token", "adAccounts.FINDER"
MIDNIGHT = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture
def recall():
    return Recall()


@pytest.fixture
def spent(script):
    """A LinkedIn that lists no accounts today."""
    the_account(script)
    script.on("adAccounts", refusal(429, **DAY_LIMIT))
    return script


def reader(script, recall, **changed):
    """As each poll makes one for itself."""
    access = script.access(**changed)
    return LinkedInReader(access, patience=script.patience(), clock=script.clock, recall=recall)


def refused(ears):
    with pytest.raises(RateLimited) as caught:
        ears.accounts()
    assert caught.value.until_midnight
    assert f"day limit for {POINT} is used up" in str(caught.value)
    return caught.value


@pytest.mark.parametrize("token", [ADS, "AQX-renewed"])
def test_the_next_reader_does_not_ask_again_that_day_whatever_the_token(spent, recall, token):
    refused(reader(spent, recall))
    spent.now = MIDNIGHT - timedelta(seconds=1)
    for _ in range(2):
        assert refused(reader(spent, recall, ads_token=token)).account_id is None
    assert spent.times("adAccounts") == 1


def test_another_endpoint_is_asked_all_the_same(spent, recall):
    refused(reader(spent, recall))
    assert reader(spent, recall).snapshot("5001").ads


def test_after_midnight_utc_the_next_reader_asks(spent, recall):
    refused(reader(spent, recall))
    spent.now = MIDNIGHT
    spent.on("adAccounts", page())
    assert reader(spent, recall).accounts().accounts == ()
    assert spent.times("adAccounts") == 2


def test_who_keeps_nothing_asks_for_himself(spent):
    for _ in range(2):
        refused(spent.reader())
    assert spent.times("adAccounts") == 2


def test_a_stop_and_a_checkup_ask_whatever_readers_were_told(spent, recall):
    refused(reader(spent, recall))
    refused(spent.stopper())
    checkup = LinkedInCheckup(
        spent.access(), patience=spent.patience(), clock=spent.clock, place=PLACE
    )
    with pytest.raises(RateLimited):
        checkup.rights()
    assert spent.times("adAccounts") == 3


def test_a_refusal_that_is_no_day_limit_is_not_kept(script, recall):
    script.on("adAccounts", refusal(429, message="too fast"))
    for _ in range(2):
        with pytest.raises(RateLimited):
            reader(script, recall).accounts()
    assert recall.changed() == ()
    assert script.times("adAccounts") == 4


def test_nothing_secret_is_kept(spent, recall):
    refused(reader(spent, recall))
    told = repr(recall.changed())
    assert POINT in told
    assert ADS not in told
    assert COMMUNITY not in told


@pytest.mark.parametrize(
    "other",
    [
        ("https://api.linkedin.com:8443", PLACE, POINT),
        (HERE, "[linkedin] community_token", POINT),
        (HERE, PLACE, "adAccounts.GET"),
    ],
    ids=["address", "token", "endpoint"],
)
def test_it_belongs_to_one_address_one_token_and_one_endpoint(recall, other):
    DayLimits(recall, HERE, PLACE).keep(POINT, NOW)
    address, place, endpoint = other
    assert DayLimits(recall, HERE, PLACE).is_spent(POINT, NOW)
    assert not DayLimits(recall, address, place).is_spent(endpoint, NOW)


def test_what_is_met_just_after_midnight_may_be_yesterdays_and_is_asked_again_soon(recall):
    """Their counters need not begin anew at once, nor do our clocks agree."""
    limits = DayLimits(recall, HERE, PLACE)
    limits.keep(POINT, MIDNIGHT + timedelta(minutes=14))
    assert limits.is_spent(POINT, MIDNIGHT + timedelta(minutes=14, seconds=59))
    assert not limits.is_spent(POINT, MIDNIGHT + timedelta(minutes=15))
    limits.keep(POINT, MIDNIGHT + timedelta(minutes=15))
    assert limits.is_spent(POINT, MIDNIGHT + timedelta(hours=23))


def test_what_a_clock_that_was_ahead_wrote_down_is_not_believed(recall):
    limits = DayLimits(recall, HERE, PLACE)
    limits.keep(POINT, NOW + timedelta(hours=20))
    assert not limits.is_spent(POINT, NOW)


@pytest.mark.parametrize("value", ["", "soon", 7, [], {}, "2026-11-23T00:00:00", True])
def test_what_cannot_be_read_is_not_believed(recall, value):
    limits = DayLimits(recall, HERE, PLACE)
    limits.keep(POINT, NOW)
    [entry] = recall.changed()
    recall.put(TOPIC, entry.key, value, NOW)
    assert not limits.is_spent(POINT, NOW)
