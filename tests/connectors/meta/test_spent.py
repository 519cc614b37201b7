"""What campaigns have spent: one report on three years, and every row that is lost is told."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from connectors.errors import PermissionMissing, RequestRefused
from connectors.meta import MetaReader
from connectors.meta.read_ads import read_ad_set, read_campaign
from connectors.meta.spent import Sums
from policies.model import Money
from tests.connectors.meta.scripted import error, page
from tests.policies.rules.made import an_account

PATH = "act_1/insights"
SINCE, UNTIL = date(2023, 11, 24), date(2026, 11, 23)
ROW = {
    "campaign_id": "1",
    "account_currency": "SEK",
    "spend": "27769.892700",
    "date_start": "2023-11-24",
    "date_stop": "2026-11-23",
}


def read(script):
    reader = MetaReader(script.access(), patience=script.patience(), clock=lambda: script.now)
    return reader.spent(an_account(), UNTIL)


def sums(*rows):
    found = Sums("act_1", SINCE, UNTIL)
    found.take(rows)
    return found


def test_each_campaign_has_its_sum_with_one_request(script):
    script.on(PATH, page(ROW, ROW | {"campaign_id": "2", "spend": "0"}))
    told = read(script)
    assert told.sums == {
        "1": Money(amount=Decimal("27769.892700"), currency="SEK"),
        "2": Money(amount=Decimal(0), currency="SEK"),
    }
    assert (told.since, told.until, told.unread, told.account_id) == (SINCE, UNTIL, (), "act_1")
    assert script.http == 1


def test_it_is_asked_for_by_campaign_and_in_one_piece(script):
    script.on(PATH, page())
    assert read(script).sums == {}
    [sent] = [one.params for one in script.of(PATH)]
    assert (sent["level"], sent["limit"]) == ("campaign", "500")
    assert json.loads(sent["time_range"]) == {"since": "2023-11-24", "until": "2026-11-23"}
    assert sent["fields"].split(",") == ["campaign_id", "account_currency", "spend"]
    [by_status] = json.loads(sent["filtering"])
    assert (by_status["field"], by_status["operator"]) == ("campaign.effective_status", "IN")
    assert {"ACTIVE", "ARCHIVED"} < set(by_status["value"])
    assert "DELETED" not in by_status["value"]
    assert not {"date_preset", "time_increment", "breakdowns"} & set(sent)


def test_every_page_is_read_and_one_that_fails_is_told(script):
    script.on(PATH, page(ROW, after="x", more=True), page(ROW | {"campaign_id": "2"}))
    assert set(read(script).sums) == {"1", "2"}
    script.on(PATH, page(ROW, after="x", more=True), error(100))
    told = read(script)
    assert set(told.sums) == {"1"}
    assert [(one.what, one.account_id) for one in told.unread] == [("spent", "act_1")]


@pytest.mark.parametrize(
    ("refused", "raised"), [(error(200), PermissionMissing), (error(3018), RequestRefused)]
)
def test_where_nothing_can_be_read_the_error_is_told(script, refused, raised):
    script.on(PATH, refused)
    with pytest.raises(raised):
        read(script)


def test_amounts_are_in_major_units_whatever_the_currency():
    yen = sums(ROW | {"account_currency": "JPY", "spend": "1200"})
    assert yen.found["1"] == Money(amount=Decimal(1200), currency="JPY")


@pytest.mark.parametrize(
    ("currency", "minor", "major"), [("SEK", "12345", "123.45"), ("JPY", "12345", "12345")]
)
def test_budgets_are_in_the_unit_that_costs_are_in(currency, minor, major):
    told = {"id": "1", "campaign_id": "2", "daily_budget": minor, "lifetime_budget": minor}
    money = Money(amount=Decimal(major), currency=currency)
    for one in (
        read_campaign(told, "act_1", currency=currency),
        read_ad_set(told, "act_1", currency=currency),
    ):
        assert (one.daily_budget, one.total_budget) == (money, money)


def test_the_days_that_stand_in_for_a_range_that_was_ignored_are_refused():
    last_30_days = sums(ROW | {"date_start": "2026-10-25"})
    assert (last_30_days.found, len(last_30_days.unread)) == ({}, 1)
    young = sums(ROW | {"date_start": "2026-11-02"})
    assert set(young.found) == {"1"}


@pytest.mark.parametrize(
    "change",
    [
        {"date_stop": "2026-11-24"},
        {"date_stop": None},
        {"spend": "-1"},
        {"spend": 12},
        {"spend": None},
        {"spend": "NaN"},
        {"account_currency": None},
        {"campaign_id": ""},
    ],
)
def test_a_row_that_is_not_understood_is_told_once_and_takes_no_other_with_it(change):
    found = sums(ROW | change, ROW | {"campaign_id": "2"}, ROW | change)
    assert set(found.found) == {"2"}
    assert len(found.unread) == 1


def test_a_row_that_is_no_record_is_told():
    assert len(sums("x").unread) == 1


@pytest.mark.parametrize(("status", "listed"), [("PAUSED", 1), ("ARCHIVED", 1), ("DELETED", 0)])
def test_what_an_archived_campaign_spent_is_told_and_what_a_deleted_one_did_is_not(
    ads, status, listed
):
    number = ads.campaign()
    ads.world.meta[number].fields["status"] = status
    told = ads.reader().spent(an_account(), UNTIL)
    assert [one for one in told.sums if one == number] == [number] * listed
    assert told.unread == ()
