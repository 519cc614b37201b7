"""The real connector reads what was delivered, through every limit that LinkedIn keeps silent."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.errors import ConnectorError, RateLimited
from connectors.http import Meter, Patience
from connectors.linkedin import LinkedInAccess, LinkedInReader
from connectors.linkedin.delivered import delivered
from connectors.linkedin.transport import Token, Wire
from policies.model import Picture, Unread
from tests.connectors.sandbox.linkedin_wire import NOON, creative, serving

SINCE, UNTIL = date(2026, 11, 16), date(2026, 11, 24)


def access(linkedin):
    return LinkedInAccess(
        base_url=linkedin.base_url,
        version="202608",
        ads_token="sandbox-ads",
        community_token="sandbox-community",
        ad_accounts=(),
        organizations=(),
        tier="standard",
        community_tier="standard",
        editable_accounts=(),
        watch_after_days=7,
    )


def reader(linkedin):
    patience = Patience(5, sleep=lambda seconds: None)
    return LinkedInReader(access(linkedin), patience=patience, clock=lambda: NOON)


def figures(linkedin, most, account="501"):
    """As the reader asks, with another idea of when a report is full."""
    wire = Wire(
        access(linkedin),
        Token(place="[linkedin] ads_token", value="sandbox-ads"),
        patience=Patience(5, sleep=lambda seconds: None),
        clock=lambda: NOON,
        meter=Meter(),
    )
    return delivered(wire, account, NOON, most=most)


def a_delivery(first=SINCE, last=UNTIL, **more):
    told = {"from": first.isoformat(), "to": last.isoformat()}
    return told | {"impressions": 101, "clicks": 3, "cost": "12.53", **more}


def sums(told):
    """Impressions and cost by campaign and day."""
    found = {}
    for one in told.showings:
        key = (one.ad_set_id, one.day)
        impressions, cost = found.get(key, (0, Decimal(0)))
        found[key] = (impressions + one.impressions, cost + one.spend.amount)
    return found


@pytest.fixture(scope="module")
def city():
    linkedin = serving(city=True)
    yield linkedin
    linkedin.sandbox.stop()


def delivering(city, account):
    """What the city's creatives delivered in these days, by campaign and day."""
    found = {}
    for one in city.tables["creatives"].values():
        told = one.get("_delivery")
        if told is None or one["account"] != f"urn:li:sponsoredAccount:{account}":
            continue
        campaign = one["campaign"].rpartition(":")[2]
        day = max(SINCE, date.fromisoformat(told["from"]))
        while day <= min(UNTIL, date.fromisoformat(told["to"])):
            impressions, cost = found.get((campaign, day), (0, Decimal(0)))
            found[campaign, day] = (impressions + told["impressions"], cost + Decimal(told["cost"]))
            day += timedelta(days=1)
    return found


@pytest.mark.parametrize("account", ["5001", "5002"])
def test_what_the_citys_ads_delivered_is_read_to_the_ore(city, account):
    told = reader(city).delivered(account)
    assert (told.since, told.until, told.unread) == (SINCE, UNTIL, ())
    assert sums(told) == delivering(city, account) != {}
    campaigns = city.tables["adCampaigns"]
    for one in told.showings:
        above = campaigns[one.ad_set_id]
        assert above["campaignGroup"] == f"urn:li:sponsoredCampaignGroup:{one.campaign_id}"
        assert one.position == "ONSITE" or above["offsiteDeliveryEnabled"]
        assert one.spend.currency == "SEK"


def test_the_citys_pictures_are_read_with_and_without_their_texts(city):
    found = [ad.creative.pictures for ad in reader(city).snapshot("5001").ads]
    pictures = [one for some in found if isinstance(some, tuple) for one in some]
    assert all(isinstance(one, Picture) for one in pictures)
    assert {one.alt_text is None for one in pictures} == {True, False}
    assert any(isinstance(one, Unread) for one in found)


def test_an_empty_report_is_no_proof_that_nothing_was_shown(linkedin):
    creative(linkedin.tables, 301, 11, _delivery=a_delivery())
    assert reader(linkedin).delivered("501").unread == ()
    linkedin.toggle(analytics_empty=["501"])
    told = reader(linkedin).delivered("501")
    assert told.showings == ()
    assert [one.what for one in told.unread] == ["delivered"]
    assert "r_ads_reporting" in told.unread[0].because.english()


def test_what_was_shown_long_ago_proves_that_nothing_was_shown_of_late(linkedin):
    old = a_delivery(date(2024, 1, 1), date(2024, 1, 2))
    creative(linkedin.tables, 301, 11, _delivery=old)
    told = reader(linkedin).delivered("501")
    assert (told.showings, told.unread) == ((), ())


def test_an_account_out_of_sight_has_no_figures_and_no_empty_ones(linkedin):
    linkedin.toggle(no_permission=["501"])
    with pytest.raises(ConnectorError):
        reader(linkedin).delivered("501")


def test_too_many_values_in_five_minutes_are_told_as_a_throttle(linkedin):
    creative(linkedin.tables, 301, 11, _delivery=a_delivery())
    linkedin.toggle(analytics_values=True)
    with pytest.raises(RateLimited) as refused:
        reader(linkedin).delivered("501")
    assert not refused.value.until_midnight


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    most=st.integers(1, 9),
    spans=st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=1, max_size=5),
)
def test_a_row_is_read_exactly_or_its_day_is_unread(linkedin, most, spans):
    creatives = linkedin.tables["creatives"]
    for urn in [urn for urn in creatives if urn.endswith(("301", "302", "303", "304", "305"))]:
        del creatives[urn]
    whole = {}
    for place, (begins, ends) in enumerate(spans):
        first, last = (SINCE + timedelta(days=one) for one in sorted((begins, ends)))
        campaign = (11, 12, 13, 17, 18)[place]
        creative(linkedin.tables, 301 + place, campaign, _delivery=a_delivery(first, last))
        for later in range((last - first).days + 1):
            whole[str(campaign), first + timedelta(days=later)] = (101, Decimal("12.53"))
    linkedin.toggle(analytics_max_rows=most)
    told = figures(linkedin, most)
    read = sums(told)
    lost = {date.fromisoformat(one.because.values["day"]) for one in told.unread}
    assert read.items() <= whole.items()
    assert {day for _, day in whole.keys() - read.keys()} <= lost
    full = {day for _, day in whole if sum(on == day for _, on in whole) >= most}
    assert lost == full
