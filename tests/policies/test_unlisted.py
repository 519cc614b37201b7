"""What an account's sums hold beyond its ad sets', and what is said of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from policies.model import Money, Total
from policies.publishers import NETWORK
from policies.rule import Breach, Pass, Unknown, evaluate
from policies.rules.delivered import AUDIENCE_NETWORK_DELIVERED
from policies.unlisted import by_week
from tests.policies.rules.made import NOON, TODAY, a_showing, facts, figures, unread

YESTERDAY = TODAY - timedelta(days=1)
LAST_WEEK = TODAY - timedelta(days=7)


def a_total(*, publisher=NETWORK, day=YESTERDAY, impressions=1574, spend="277.70"):
    money = Money(amount=Decimal(spend), currency="SEK")
    return Total(day=day, publisher=publisher, impressions=impressions, spend=money)


def told(*totals, showings=(), **more):
    return replace(figures(*showings, **more), totals=totals)


def of_account(delivered):
    verdicts = evaluate((AUDIENCE_NETWORK_DELIVERED,), facts(delivered=delivered, as_of=NOON))
    return [said for _, said in verdicts if said.subject.kind == "account"]


def test_what_no_ad_set_accounts_for_fails_in_its_week_and_the_other_passes():
    first, second = of_account(told(a_total(), a_total(day=LAST_WEEK, publisher="facebook")))
    assert (type(first), first.on) == (Breach, YESTERDAY)
    assert first.message.english() == (
        "Shown on Audience Network in week 2026-W48 by ad sets that Meta no longer lists: "
        "1574 impressions for 277.70 SEK."
    )
    assert first.evidence["days"] == [
        {
            "day": "2026-11-23",
            "impressions": 1574,
            "spend": "277.70",
            "currency": "SEK",
            "positions": [NETWORK],
        }
    ]
    assert (type(second), second.on) == (Pass, date(2026, 11, 16))


def test_a_place_that_nobody_knows_is_unknown():
    (first, _) = of_account(told(a_total(publisher="newgram")))
    assert type(first) is Unknown
    assert "«newgram»" in first.because.english()


def test_what_is_known_to_be_wrong_goes_before_what_is_not_known():
    (first, _) = of_account(told(a_total(publisher="newgram"), a_total()))
    assert type(first) is Breach


@pytest.mark.parametrize(
    "totals",
    [
        (),
        (a_total(day=TODAY),),
        (a_total(publisher="facebook"),),
        (a_total(impressions=0, spend="0"),),
    ],
    ids=["none", "a day that grows", "allowed", "nothing shown"],
)
def test_other_sums_leave_every_week_passed(totals):
    assert {type(one) for one in of_account(told(*totals))} == {Pass}


@pytest.mark.parametrize(
    ("impressions", "spend", "found"),
    [
        (1000, "100.00", False),
        (1009, "100.90", False),
        (1020, "100.00", True),
        (1000, "102.00", True),
        (900, "90.00", False),
    ],
)
def test_sums_are_compared_with_what_ad_sets_had_and_estimates_differ_a_little(
    impressions, spend, found
):
    halves = [
        a_showing(day=YESTERDAY, impressions=500, spend="50", ad_set_id=one) for one in ("1", "2")
    ]
    delivered = told(a_total(impressions=impressions, spend=spend), showings=halves)
    assert bool(by_week(delivered)) is found


def test_a_cost_alone_tells_no_impressions_below_none():
    half = a_showing(day=YESTERDAY, impressions=1000, spend="50")
    (one,) = by_week(told(a_total(impressions=900, spend="60"), showings=[half]))["2026-W48"]
    assert (one.impressions, one.spend.amount) == (0, Decimal(10))
    half = a_showing(day=YESTERDAY, impressions=900, spend="60")
    (one,) = by_week(told(a_total(impressions=1000, spend="50"), showings=[half]))["2026-W48"]
    assert (one.impressions, one.spend.amount) == (100, Decimal(0))


def test_where_figures_are_missing_nothing_is_made_of_a_difference():
    assert {type(one) for one in of_account(told(a_total(), unread=(unread("delivered"),)))} == {
        Unknown
    }
