"""What was delivered, as reports tell it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.connectors.sandbox.linkedin_wire import creative

DAYS = "dateRange=(start:(year:2026,month:9,day:1),end:(year:2026,month:9,day:3))"
FIELDS = "fields=impressions,clicks,costInLocalCurrency,dateRange,pivotValues"
FACET = "accounts=List(urn%3Ali%3AsponsoredAccount%3A501)"
ASK = f"adAnalytics?q=analytics&timeGranularity=DAILY&{DAYS}"
DELIVERY = {
    "from": "2026-09-02",
    "to": "2026-09-09",
    "impressions": 100,
    "clicks": 3,
    "cost": "12.50",
}


@pytest.fixture
def delivered(linkedin):
    """Three creatives of two campaigns have delivered, and one of a stranger's."""
    for number, campaign, account in (
        (301, 11, 501),
        (302, 11, 501),
        (303, 13, 501),
        (304, 41, 504),
    ):
        creative(linkedin.tables, number, campaign, account=account, _delivery=DELIVERY)
    return linkedin


def test_rows_stand_where_something_happened(delivered):
    body = delivered.find(f"{ASK}&pivot=CAMPAIGN&{FACET}&{FIELDS}")
    assert [
        (row["pivotValues"], row["dateRange"]["start"]["day"], row["impressions"], row["clicks"])
        for row in body["elements"]
    ] == [
        (["urn:li:sponsoredCampaign:11"], 2, 200, 6),
        (["urn:li:sponsoredCampaign:13"], 2, 100, 3),
        (["urn:li:sponsoredCampaign:11"], 3, 200, 6),
        (["urn:li:sponsoredCampaign:13"], 3, 100, 3),
    ]
    cost = body["elements"][0]["costInLocalCurrency"]
    assert round(Decimal(cost), 2) == 25
    assert len(cost.partition(".")[2]) == 18


@pytest.mark.parametrize(
    ("granularity", "first", "last"), [("ALL", 2, 3), ("MONTHLY", 2, 3), ("YEARLY", 2, 3)]
)
def test_days_are_added_up(delivered, granularity, first, last):
    path = ASK.replace("DAILY", granularity)
    [row] = delivered.find(f"{path}&pivot=ACCOUNT&{FACET}&{FIELDS}")["elements"]
    assert row["impressions"] == 600
    days = (row["dateRange"]["start"]["day"], row["dateRange"]["end"]["day"])
    assert days == (first, last)


@pytest.mark.parametrize(
    ("facet", "rows"),
    [
        (FACET, 6),
        ("campaigns=List(urn%3Ali%3AsponsoredCampaign%3A13)", 2),
        ("campaignGroups=List(urn%3Ali%3AsponsoredCampaignGroup%3A1)", 4),
        ("shares=List(urn%3Ali%3Ashare%3A7301)", 2),
        ("accounts=List(urn%3Ali%3AsponsoredAccount%3A504)", 0),
        ("accounts=List(urn%3Ali%3AsponsoredAccount%3A999)", 0),
    ],
)
def test_facets_narrow_a_report_and_what_one_may_not_see_is_an_empty_list(delivered, facet, rows):
    assert len(delivered.find(f"{ASK}&pivot=CREATIVE&{facet}")["elements"]) == rows


def test_statistics_take_several_pivots(delivered):
    path = ASK.replace("q=analytics", "q=statistics")
    body = delivered.find(f"{path}&pivots=List(CAMPAIGN_GROUP,SHARE)&{FACET}&{FIELDS}")
    assert body["elements"][0]["pivotValues"] == [
        "urn:li:sponsoredCampaignGroup:1",
        "urn:li:share:7301",
    ]


@pytest.mark.parametrize(
    ("pivot", "on", "off"),
    [
        ("SERVING_LOCATION", "ONSITE", "OFFSITE"),
        ("PLACEMENT_NAME", "LINKEDIN_FEED", "LINKEDIN_AUDIENCE_NETWORK"),
    ],
)
def test_a_campaign_that_may_be_shown_outside_linkedin_is_and_the_sums_stay(
    delivered, pivot, on, off
):
    delivered.tables["adCampaigns"]["13"]["offsiteDeliveryEnabled"] = True
    path = ASK.replace("q=analytics", "q=statistics").replace("DAILY", "ALL")
    body = delivered.find(f"{path}&pivots=List(CAMPAIGN,{pivot})&{FACET}&{FIELDS}")
    assert [
        (row["pivotValues"][0][-2:], row["pivotValues"][1], row["impressions"], row["clicks"])
        for row in body["elements"]
    ] == [("11", on, 400, 12), ("13", off, 50, 0), ("13", on, 150, 6)]
    costs = [Decimal(row["costInLocalCurrency"]) for row in body["elements"]]
    assert [round(cost, 2) for cost in costs] == [50, Decimal("6.24"), Decimal("18.76")]


def test_only_impressions_and_clicks_come_unasked_and_unknown_fields_are_absent(delivered):
    path = f"{ASK}&pivot=ACCOUNT&{FACET}"
    assert delivered.find(path)["elements"][0] == {"impressions": 300, "clicks": 9}
    assert delivered.find(f"{path}&fields=pivot,clicks")["elements"][0] == {"clicks": 9}


def test_a_report_without_an_end_goes_on_until_today(delivered):
    days = DAYS.replace(",end:(year:2026,month:9,day:3)", "")
    path = ASK.replace(DAYS, days)
    assert len(delivered.find(f"{path}&pivot=ACCOUNT&{FACET}")["elements"]) == 8


def test_more_than_fifteen_thousand_rows_are_cut_off_in_silence(linkedin):
    long = DELIVERY | {"from": "1980-01-01", "to": "2026-11-01"}
    creative(linkedin.tables, 301, 11, _delivery=long)
    assert (date(2026, 11, 1) - date(1980, 1, 1)) > timedelta(days=15_000)
    days = "dateRange=(start:(year:1980,month:1,day:1))"
    path = ASK.replace(DAYS, days)
    assert len(linkedin.find(f"{path}&pivot=CREATIVE&{FACET}")["elements"]) == 15_000


STATISTICS = f"adAnalytics?q=statistics&timeGranularity=ALL&{DAYS}&{FACET}"


@pytest.mark.parametrize(
    "path",
    [
        f"{ASK}&pivot=CAMPAIGN",
        f"{ASK}&{FACET}",
        f"{ASK}&pivot=MEMBER_COUNTRY&{FACET}",
        f"{ASK}&pivots=List(CAMPAIGN)&{FACET}",
        f"{ASK}&pivot=CAMPAIGN&accounts=List(501)",
        f"{ASK}&pivot=CAMPAIGN&{FACET}&start=10",
        f"{ASK}&pivot=CAMPAIGN&{FACET}&fields={','.join(f'f{n}' for n in range(21))}",
        f"{ASK.replace('DAILY', 'HOURLY')}&pivot=CAMPAIGN&{FACET}",
        f"{ASK.replace('month:9', 'month:09')}&pivot=CAMPAIGN&{FACET}",
        f"{ASK.replace('month:9', 'month:13')}&pivot=CAMPAIGN&{FACET}",
        f"{ASK.replace('month:9,', '')}&pivot=CAMPAIGN&{FACET}",
        f"{ASK.replace('start', 'begin')}&pivot=CAMPAIGN&{FACET}",
        f"{ASK.replace('&' + DAYS, '')}&pivot=CAMPAIGN&{FACET}",
        f"{STATISTICS}&pivot=CAMPAIGN",
        f"{STATISTICS}&pivots=List()",
        f"{STATISTICS}&pivots=List(MEMBER_COUNTRY)",
        f"{STATISTICS}&pivots=List(ACCOUNT,CAMPAIGN,CREATIVE,SHARE)",
    ],
)
def test_a_report_that_cannot_be_made_is_refused(shared_linkedin, path):
    assert shared_linkedin.refused(path, method="FINDER")[0] == 400


def test_the_community_apps_token_reads_no_reports(shared_linkedin):
    path = f"{ASK}&pivot=CAMPAIGN&{FACET}"
    assert shared_linkedin.community.refused(path) == (403, "ACCESS_DENIED")
