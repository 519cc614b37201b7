"""Where ads were shown: whole weeks by LinkedIn's figures, and nothing lost in silence."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import ConnectorError, NotFound, RateLimited, Unreadable
from connectors.linkedin.delivered import MOST_ROWS, days
from connectors.linkedin.errors import ScopeMissing
from connectors.linkedin.read_delivered import Figures, read_showing
from policies.model import Money, Platform, Showing
from tests.connectors.linkedin.scripted import (
    ACCOUNT,
    NO_SCOPE,
    a_campaign,
    a_role,
    an_account,
    listed,
    page,
    refusal,
    the_account,
)

REPORT = "adAnalytics"
DAY = date(2026, 11, 15)
SHOWING = Showing(
    ad_set_id="901",
    campaign_id="601",
    name="",
    day=DAY,
    publisher="linkedin",
    position="ONSITE",
    impressions=120,
    spend=Money(amount=Decimal("539.70"), currency="SEK"),
    link="https://www.linkedin.com/campaignmanager/accounts/5001/campaigns/901",
)
VOLUME = (
    "The data request limit has been exceeded. More than 45 million metric values were requested "
    "in a 5-minute window."
)


def parts(day):
    return {"year": day.year, "month": day.month, "day": day.day}


def a_row(day=DAY, *, group=601, campaign=901, place="ONSITE", **more):
    told = {
        "pivotValues": [
            f"urn:li:sponsoredCampaignGroup:{group}",
            f"urn:li:sponsoredCampaign:{campaign}",
            place,
        ],
        "dateRange": {"start": parts(day), "end": parts(day)},
        "impressions": 120,
        "costInLocalCurrency": "539.700000000000192784",
    }
    return told | more


def report(*rows, **paging):
    return {"elements": list(rows), "paging": {"start": 0, "count": 10, "links": []} | paging}


def read(script, **options):
    return script.reader(**options).delivered(ACCOUNT)


def whys(told):
    return [one.because.english() for one in told.unread]


def asked(script):
    """The queries of all reports, in order."""
    return [one.query for one in script.asked if one.path == REPORT]


def on_report(script, *answers, ever=None):
    """Answer what is asked by day, and what is asked of all the years."""
    script.on(REPORT, *answers, having="q=statistics")
    script.on(REPORT, ever or report(), having="q=analytics")


def test_rows_become_showings_with_two_requests(script):
    the_account(script)
    on_report(script, report(a_row(), a_row(place="OFFSITE", impressions=0)))
    told = read(script)
    assert told.showings[0] == SHOWING
    assert [one.position for one in told.showings] == ["ONSITE", "OFFSITE"]
    assert (told.platform, told.account_id, told.unread) == (Platform.LINKEDIN, ACCOUNT, ())
    assert (told.since, told.until) == (date(2026, 11, 9), date(2026, 11, 22))
    assert script.paths() == [f"adAccounts/{ACCOUNT}", REPORT]


def test_days_and_places_are_asked_for_as_they_must_be_written(script):
    the_account(script)
    on_report(script, report(a_row()))
    read(script)
    [query] = asked(script)
    assert query.split("&") == [
        "q=statistics",
        "pivots=List(CAMPAIGN_GROUP,CAMPAIGN,SERVING_LOCATION)",
        "timeGranularity=DAILY",
        "dateRange=(start:(year:2026,month:11,day:9),end:(year:2026,month:11,day:22))",
        "accounts=List(urn%3Ali%3AsponsoredAccount%3A5001)",
        "fields=impressions,costInLocalCurrency,dateRange,pivotValues",
    ]
    [sent] = [one for one in script.asked if one.path == REPORT]
    assert sent.headers["X-Restli-Method"] == "FINDER"


@pytest.mark.parametrize(
    ("at", "since", "until"),
    [
        ("2026-11-24T12:00+00:00", "2026-11-16", "2026-11-24"),
        ("2026-11-22T23:59+00:00", "2026-11-09", "2026-11-22"),
        ("2026-11-23T00:30+01:00", "2026-11-09", "2026-11-22"),
        ("2026-11-23T01:30+01:00", "2026-11-16", "2026-11-23"),
    ],
)
def test_weeks_are_whole_and_days_those_of_utc(at, since, until):
    told = days(datetime.fromisoformat(at))
    assert told == (date.fromisoformat(since), date.fromisoformat(until))


def test_what_the_account_pays_in_is_what_its_figures_are_in(script):
    the_account(script, account=an_account(currency="JPY"))
    on_report(script, report(a_row(costInLocalCurrency="1200.000000000000192784")))
    assert read(script).showings[0].spend == Money(amount=Decimal(1200), currency="JPY")


@pytest.mark.parametrize("currency", [None, ""])
def test_figures_in_no_currency_are_not_read(script, currency):
    the_account(script, account=an_account(currency=currency))
    with pytest.raises(Unreadable, match="currency"):
        read(script)


@pytest.mark.parametrize(
    ("status", "told", "kind"),
    [(403, NO_SCOPE, ScopeMissing), (404, {"code": "NOT_FOUND"}, NotFound)],
)
def test_where_nothing_can_be_read_the_error_is_told(script, status, told, kind):
    the_account(script)
    on_report(script, refusal(status, **told))
    with pytest.raises(kind):
        read(script)


def test_an_answer_without_a_list_is_no_empty_one(script):
    the_account(script)
    on_report(script, {"paging": {}})
    with pytest.raises(Unreadable, match="elements"):
        read(script)


def test_too_many_values_in_five_minutes_are_waited_out_once(script):
    the_account(script)
    on_report(script, refusal(429, message=VOLUME), report(a_row()))
    assert read(script).unread == ()
    assert script.waited == [330.0]


def test_a_run_without_so_much_patience_says_that_it_was_told_to_wait(script):
    the_account(script)
    on_report(script, refusal(429, message=VOLUME))
    with pytest.raises(RateLimited) as refused:
        read(script, seconds=100)
    assert (refused.value.retry_after, script.waited) == (330.0, [])


class TestCut:
    """A report of 15,000 rows may have lost others."""

    FULL = report(*(a_row(campaign=number) for number in range(1, MOST_ROWS + 1)))

    def test_it_is_asked_for_again_by_halves_of_its_days(self, script):
        the_account(script)
        halves = (report(a_row()), report(a_row(DAY + timedelta(days=3))))
        on_report(script, self.FULL, *halves)
        told = read(script)
        assert [one.day.day for one in told.showings] == [15, 18]
        assert told.unread == ()
        assert [query.split("&")[3] for query in asked(script)[1:]] == [
            "dateRange=(start:(year:2026,month:11,day:9),end:(year:2026,month:11,day:15))",
            "dateRange=(start:(year:2026,month:11,day:16),end:(year:2026,month:11,day:22))",
        ]

    def test_a_single_day_that_is_full_is_unread_and_what_came_of_it_is_kept(self, script):
        script.now = datetime(2026, 11, 16, 12, tzinfo=UTC)
        the_account(script)
        on_report(script, report())
        first = "start:(year:2026,month:11,day:9)"
        for last in (16, 12, 10, 9):
            span = f"({first},end:(year:2026,month:11,day:{last}))"
            script.on(REPORT, report(a_row(date(2026, 11, 9)), total=2), having=span)
        told = read(script)
        assert [one.day.day for one in told.showings] == [9]
        assert whys(told) == [
            "LinkedIn gave 1 rows of figures for 2026-11-09, which is all that fits one answer. "
            "What is beyond them could not be read."
        ]

    def test_a_half_that_fails_is_unread_and_the_other_is_kept(self, script):
        the_account(script)
        on_report(script, report(total=1), report(a_row()), refusal(404, code="NOT_FOUND"))
        told = read(script)
        assert told.showings == (SHOWING,)
        assert [one.what for one in told.unread] == ["delivered"]


class TestEmpty:
    """No rows may mean that nothing was shown, or that the token may not know."""

    def test_figures_of_another_day_prove_the_right_to_those_of_these(self, script):
        the_account(script)
        on_report(script, report(), ever=report({"impressions": 5}))
        told = read(script)
        assert (told.showings, told.unread) == ((), ())
        assert asked(script)[1].split("&") == [
            "q=analytics",
            "pivot=ACCOUNT",
            "timeGranularity=ALL",
            "dateRange=(start:(year:2016,month:11,day:24),end:(year:2026,month:11,day:22))",
            "accounts=List(urn%3Ali%3AsponsoredAccount%3A5001)",
            "fields=impressions",
        ]

    @pytest.mark.parametrize("campaign", [a_campaign(status="DRAFT"), a_campaign(test=True)])
    def test_an_account_with_nothing_to_show_has_shown_nothing(self, script, campaign):
        the_account(script, campaigns=[campaign])
        on_report(script, report())
        assert read(script).unread == ()

    @pytest.mark.parametrize("status", ["ACTIVE", "PAUSED", "COMPLETED", None, "NEW"])
    def test_with_campaigns_it_is_unread_though_the_member_has_a_role(self, script, status):
        the_account(script, campaigns=[a_campaign(status=status)])
        on_report(script, report())
        [unread] = read(script).unread
        assert (unread.what, unread.account_id) == ("delivered", ACCOUNT)
        assert "r_ads_reporting" in unread.because.english()

    def test_a_missing_role_is_named(self, script):
        the_account(script)
        script.on("adAccountUsers", listed(a_role(9), total=1))
        on_report(script, report())
        [why] = whys(read(script))
        assert "has no role" in why

    def test_a_role_that_could_not_be_read_is_the_reason(self, script):
        the_account(script)
        script.on("adAccountUsers", refusal(403, **NO_SCOPE))
        on_report(script, report())
        [why] = whys(read(script))
        assert "adAccountUsers.FINDER" in why

    @pytest.mark.parametrize("where", [REPORT, f"adAccounts/{ACCOUNT}/adCampaigns"])
    def test_where_the_proof_cannot_be_had_it_is_unread(self, script, where):
        the_account(script, campaigns=[a_campaign(status="DRAFT")])
        on_report(script, report())
        having = "q=analytics" if where == REPORT else ""
        script.on(where, refusal(404, code="NOT_FOUND"), having=having)
        [unread] = read(script).unread
        assert unread.what == "delivered"

    def test_campaigns_that_came_before_their_list_broke_off_are_enough(self, script):
        the_account(script)
        script.on(f"adAccounts/{ACCOUNT}/adCampaigns", page(a_campaign(), token="t"))
        script.on(
            f"adAccounts/{ACCOUNT}/adCampaigns", refusal(404, code="NOT_FOUND"), having="pageToken"
        )
        on_report(script, report())
        assert "r_ads_reporting" in whys(read(script))[0]


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"pivotValues": None}, "pivotValues"),
        ({"pivotValues": ["urn:li:sponsoredCampaign:1"]}, "pivotValues"),
        ({"pivotValues": ["urn:li:sponsoredCampaign:1", "urn:li:sponsoredCampaign:1", "ONSITE"]},
         "pivotValues"),
        ({"pivotValues": ["urn:li:sponsoredCampaignGroup:1", "901", "ONSITE"]}, "pivotValues"),
        ({"pivotValues": ["urn:li:sponsoredCampaignGroup:1", "urn:li:sponsoredCampaign:1", 3]},
         r"pivotValues\[2\]"),
        ({"impressions": None}, "impressions"),
        ({"impressions": "12"}, "impressions"),
        ({"impressions": -1}, "impressions"),
        ({"costInLocalCurrency": None}, "costInLocalCurrency"),
        ({"costInLocalCurrency": "-1.00"}, "costInLocalCurrency"),
        ({"costInLocalCurrency": "NaN"}, "costInLocalCurrency"),
        ({"costInLocalCurrency": "1E+90"}, "costInLocalCurrency"),
        ({"dateRange": None}, "dateRange"),
        ({"dateRange": {"start": parts(DAY)}}, "dateRange"),
        ({"dateRange": {"start": parts(DAY), "end": parts(DAY + timedelta(days=1))}}, "dateRange"),
        ({"dateRange": {"start": {"year": 10**30}, "end": {"year": 10**30}}}, "dateRange"),
    ],
)  # fmt: skip
def test_a_row_that_is_no_figure_is_refused_where_it_fails(changed, path):
    with pytest.raises(Unreadable, match=path):
        read_showing(a_row(**changed), ACCOUNT, "SEK")


def test_a_row_met_twice_is_refused_and_the_first_stays(script):
    the_account(script)
    on_report(script, report(a_row(), a_row(impressions=7)))
    told = read(script)
    assert (told.showings, len(told.unread)) == ((SHOWING,), 1)


def test_rows_that_fail_in_one_place_are_told_once(script):
    the_account(script)
    broken = [a_row(campaign=number, impressions=None) for number in range(1, 9)]
    on_report(script, report(a_row(), *broken))
    told = read(script)
    assert (told.showings, len(told.unread)) == ((SHOWING,), 1)


@given(
    st.decimals(min_value=0, max_value=10**12, places=2),
    st.sampled_from(["", "000000000192784", "0000000000000001"]),
)
def test_amounts_are_exact_whatever_digits_stand_behind_them(amount, noise):
    told = read_showing(a_row(costInLocalCurrency=f"{amount:f}{noise}"), ACCOUNT, "SEK")
    assert told.spend.amount == amount
    assert told.spend.amount.as_tuple().exponent == -2


@pytest.mark.parametrize(
    ("cost", "currency", "amount"),
    [("0E-18", "SEK", "0.00"), ("12", "KWD", "12.000"), (12, "EUR", "12.00"), ("7.6", "JPY", "8")],
)
def test_an_amount_has_the_decimals_of_its_currency(cost, currency, amount):
    told = read_showing(a_row(costInLocalCurrency=cost), ACCOUNT, currency)
    assert str(told.spend.amount) == amount


NOTHING = st.sampled_from([None, True, -1, "", "x", "-1", {}, []])
ROWS = st.lists(
    st.tuples(
        st.integers(1, 3),
        st.integers(0, 2),
        st.sampled_from(["", "impressions", "pivotValues", "dateRange", "costInLocalCurrency"]),
        NOTHING,
    ),
    max_size=8,
)


@given(ROWS)
def test_every_row_is_a_showing_or_makes_the_figures_unread(drawn):
    rows = []
    for campaign, later, name, value in drawn:
        row = a_row(DAY + timedelta(days=later), campaign=campaign)
        rows.append(row | {name: value} if name else row)
    figures = Figures(ACCOUNT, "SEK")
    figures.take(rows)
    assert len(figures.showings()) == len(rows) or figures.unread
    for one in figures.showings():
        assert replace(one, day=DAY, ad_set_id="901", link=SHOWING.link) == SHOWING
    assert figures.empty is (not rows)


def test_what_is_no_row_at_all_makes_the_figures_unread():
    figures = Figures(ACCOUNT, "SEK")
    figures.take([None, 3, "row"])
    assert (figures.showings(), len(figures.unread)) == ((), 1)
    with pytest.raises(ConnectorError):
        read_showing({}, ACCOUNT, "SEK")
