"""What campaign groups have spent: one report on ten years, and nothing lost in silence."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from connectors.errors import NotFound, Unreadable
from connectors.linkedin import spent as costs
from connectors.linkedin.errors import ScopeMissing
from connectors.linkedin.read_ads import read_campaign, read_group
from connectors.linkedin.spent import Sums
from policies.model import Money, Platform
from tests.connectors.linkedin.scripted import (
    ACCOUNT,
    NO_SCOPE,
    a_campaign,
    a_group,
    a_role,
    listed,
    refusal,
    the_account,
)
from tests.policies.rules.made import an_account

REPORT = "adAnalytics"
UNTIL = date(2026, 11, 21)


def account(**changed):
    return an_account(Platform.LINKEDIN, id=ACCOUNT, **changed)


def a_row(group=601, cost="539.700000000000192784", **more):
    told = {
        "pivotValues": [f"urn:li:sponsoredCampaignGroup:{group}"],
        "costInLocalCurrency": cost,
    }
    return told | more


def report(*rows):
    return {"elements": list(rows), "paging": {"start": 0, "count": 10, "links": []}}


def read(script, **changed):
    return script.reader().spent(account(**changed), UNTIL)


def whys(told):
    return [one.because.english() for one in told.unread]


def test_each_group_has_its_sum_with_one_request(script):
    script.on(REPORT, report(a_row(), a_row(602, "0")))
    told = read(script)
    assert told.sums == {
        "601": Money(amount=Decimal("539.70"), currency="SEK"),
        "602": Money(amount=Decimal("0.00"), currency="SEK"),
    }
    assert (told.platform, told.account_id, told.unread) == (Platform.LINKEDIN, ACCOUNT, ())
    assert (told.since, told.until) == (date(2016, 11, 23), UNTIL)
    assert script.paths() == [REPORT]


def test_it_is_asked_for_as_it_must_be_written(script):
    script.on(REPORT, report(a_row()))
    read(script)
    assert script.asked[0].query.split("&") == [
        "q=analytics",
        "pivot=CAMPAIGN_GROUP",
        "timeGranularity=ALL",
        "dateRange=(start:(year:2016,month:11,day:23),end:(year:2026,month:11,day:21))",
        "accounts=List(urn%3Ali%3AsponsoredAccount%3A5001)",
        "fields=costInLocalCurrency,pivotValues",
    ]


def test_a_currency_without_minor_units_has_none(script):
    script.on(REPORT, report(a_row(cost="1200.000000000000192784")))
    [money] = read(script, currency="JPY").sums.values()
    assert (str(money.amount), money.currency) == ("1200", "JPY")


def test_budgets_are_in_the_unit_that_costs_are_in():
    told = {"dailyBudget": {"amount": "50.5", "currencyCode": "SEK"}}
    told["totalBudget"] = {"amount": "1800", "currencyCode": "SEK"}
    for one in (read_group(a_group() | told, ACCOUNT), read_campaign(a_campaign() | told, ACCOUNT)):
        assert one.daily_budget == Money(amount=Decimal("50.5"), currency="SEK")
        assert one.total_budget == Money(amount=Decimal(1800), currency="SEK")


@pytest.mark.parametrize("currency", [None, ""])
def test_costs_in_no_currency_are_not_read(script, currency):
    with pytest.raises(Unreadable, match="currency"):
        read(script, currency=currency)
    assert script.asked == []


@pytest.mark.parametrize(
    ("status", "told", "kind"),
    [(403, NO_SCOPE, ScopeMissing), (404, {"code": "NOT_FOUND"}, NotFound)],
)
def test_where_nothing_can_be_read_the_error_is_told(script, status, told, kind):
    script.on(REPORT, refusal(status, **told))
    with pytest.raises(kind):
        read(script)


def test_an_empty_report_of_an_account_with_campaigns_proves_nothing(script):
    the_account(script)
    script.on(REPORT, report())
    [why] = whys(read(script))
    assert "r_ads_reporting" in why
    script.on("adAccountUsers", listed(a_role(77), total=1))
    [why] = whys(read(script))
    assert "has no role" in why


def test_an_empty_report_of_an_account_that_never_showed_anything_is_nothing_spent(script):
    the_account(script, campaigns=[a_campaign(status="DRAFT")])
    script.on(REPORT, report())
    told = read(script)
    assert (told.sums, told.unread) == ({}, ())


def test_where_that_cannot_be_told_either_it_is_unread(script):
    script.on(REPORT, report())
    [one] = read(script).unread
    assert (one.what, one.account_id) == ("spent", ACCOUNT)


def test_a_report_that_is_full_may_not_be_all(script):
    script.on(REPORT, report(a_row(), a_row(602)))
    told = costs.spent(script.reader()._ads, account(), UNTIL, most=2)
    assert len(told.sums) == 2
    assert "2 rows" in whys(told)[0]


@pytest.mark.parametrize(
    "change",
    [
        {"pivotValues": []},
        {"pivotValues": ["urn:li:sponsoredCampaignGroup:601", "ONSITE"]},
        {"pivotValues": ["urn:li:sponsoredCampaign:601"]},
        {"costInLocalCurrency": None},
        {"costInLocalCurrency": "-1"},
        {"costInLocalCurrency": "NaN"},
        {"costInLocalCurrency": 1.5},
    ],
)
def test_a_row_that_is_not_understood_is_told_once_and_takes_no_other_with_it(change):
    found = Sums(ACCOUNT, "SEK")
    found.take([a_row() | change, a_row(602), a_row() | change])
    assert set(found.found) == {"602"}
    assert len(found.unread) == 1


def test_the_same_group_twice_is_not_believed():
    found = Sums(ACCOUNT, "SEK")
    found.take([a_row(), a_row(cost="1")])
    assert (found.found["601"].amount, len(found.unread)) == (Decimal("539.70"), 1)
