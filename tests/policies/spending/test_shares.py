"""The share of one campaign in a brief: whose it is, since when, and in which currency."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from policies.briefs.matching import Registered
from policies.model import Money, Platform
from policies.model.briefs import Brief
from policies.model.spent import Spent
from policies.register import Register
from policies.spending.shares import entries, matched, without
from tests.policies.rules.made import (
    DAY,
    TODAY,
    a_campaign,
    a_snapshot,
    an_account,
    an_ad_set,
    facts,
)

EVENING = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
"""Half past midnight in Stockholm, where it is Tuesday already."""
HOUR = timedelta(hours=1)


def kr(amount, currency="SEK"):
    return Money(amount=Decimal(amount), currency=currency)


def a_register(*names, **told):
    content = {"patterns": ("Sim*",), "starts": TODAY, "ends": TODAY + 9 * DAY, "budget": kr(900)}
    briefs = [Registered(id=name, brief=Brief(**(content | told))) for name in names or ("b1",)]
    return Register(briefs=tuple(briefs))


def costs(since=TODAY - 90 * DAY, until=TODAY - DAY, **sums):
    return Spent(
        platform=Platform.META, account_id="act_1", since=since, until=until,
        sums={one: kr(amount) for one, amount in sums.items()},
    )  # fmt: skip


def given(*ad_sets, register=None, spent=None, account=None, as_of=None, **campaign):
    register = register or a_register()
    snapshot = a_snapshot(
        account=account or an_account(), campaigns=(a_campaign(**campaign),), ad_sets=ad_sets,
        ads=(),
    )  # fmt: skip
    more = {"as_of": as_of} if as_of else {}
    return facts(snapshot, register=register, spent=costs() if spent is None else spent, **more)


def found(*ad_sets, **told):
    told = given(*ad_sets, **told)
    return list(entries(told, told.register, matched(told, told.register)))


def share(*ad_sets, **told):
    [one] = found(*ad_sets, **told)
    return one.share


def nobodys(*ad_sets, **told):
    told = given(*ad_sets, **told)
    return list(without(told, told.register, matched(told, told.register)))


@pytest.mark.parametrize(("end", "older"), [(EVENING - HOUR, True), (EVENING, False)])
def test_what_was_over_before_the_briefs_first_day_is_none_of_it_by_the_accounts_days(end, older):
    assert bool(nobodys(an_ad_set(), end=end)) is older
    assert bool(found(an_ad_set(), end=end)) is not older
    assert bool(nobodys(an_ad_set(end=end))) is older


def test_an_account_without_a_zone_goes_by_the_citys():
    nowhere = an_account(time_zone=None)
    assert not nobodys(an_ad_set(), end=EVENING, account=nowhere)
    assert nobodys(an_ad_set(), end=EVENING - HOUR, account=nowhere)


def test_what_has_no_end_or_may_still_run_is_the_briefs():
    assert not nobodys(an_ad_set(intent="PAUSED", end=None))
    assert not nobodys(an_ad_set(intent=None), end=None)


def test_a_campaign_without_a_name_may_be_anybodys():
    assert nobodys(an_ad_set(), name="Något annat") == ["c1"]
    for name in ("", " ", "c1"):
        assert nobodys(an_ad_set(), name=name) == []


def test_one_that_is_over_says_so():
    assert share(an_ad_set(intent="PAUSED", end=None)).over is True
    assert share(an_ad_set(), total_budget=kr(400)).over is False
    assert share(an_ad_set(intent=None), total_budget=kr(400)).over is False


def test_a_campaign_that_fits_several_briefs_counts_nowhere_and_says_whose_it_is():
    one, other = found(an_ad_set(), register=a_register("b1", "b2"))
    assert (one.brief_id, other.brief_id) == ("b1", "b2")
    told = one.share
    assert (told.platform, told.account_id, told.campaign_id, told.name) == (
        Platform.META, "act_1", "c1", "Simskola",
    )  # fmt: skip
    assert (told.spent, told.least, told.most) == (None, None, None)
    assert told.because.values == {"campaign": "Simskola"}


def test_what_is_not_among_the_figures_has_spent_nothing_in_the_accounts_currency():
    told = share(an_ad_set(), total_budget=kr(400), start=EVENING)
    assert told.spent == kr(0)
    assert (told.least, told.most) == (kr(400), kr(400))


def test_an_account_that_names_no_currency_has_none_for_what_is_not_among_the_figures():
    told = share(an_ad_set(), account=an_account(currency=None))
    assert (told.spent, told.least) == (None, None)
    told = share(an_ad_set(), total_budget=kr(400), account=an_account(currency=None))
    assert (told.spent, told.least) == (None, kr(400))


def test_nothing_spent_mixes_with_no_other_currency():
    told = share(an_ad_set(), total_budget=kr(40, "EUR"))
    assert told.least == kr(40, "EUR")
    mixed = share(an_ad_set(), total_budget=kr(40, "EUR"), spent=costs(c1=5), start=EVENING)
    assert (mixed.least, mixed.most) == (kr(5), None)


@pytest.mark.parametrize(
    ("start", "whole"), [(EVENING, True), (EVENING - HOUR, False), (None, True)]
)
def test_cost_from_before_the_figures_is_missing_by_the_accounts_days(start, whole):
    told = share(
        an_ad_set(), total_budget=kr(400), start=start, spent=costs(since=TODAY),
        register=a_register(starts=TODAY - DAY),
    )  # fmt: skip
    assert (told.most is not None) is whole


def test_cost_from_before_the_brief_is_none_of_it():
    began = {"start": EVENING - 30 * DAY, "total_budget": kr(400), "spent": costs(since=TODAY)}
    assert share(an_ad_set(), **began).most == kr(400)
    assert share(an_ad_set(), register=a_register(starts=None), **began).most is None


def test_the_days_that_are_left_begin_with_the_first_that_has_no_figures():
    last = datetime(2026, 11, 26, 12, tzinfo=UTC)
    daily = {"daily_budget": kr(10), "start": last - 9 * DAY, "end": last}
    assert share(an_ad_set(), **daily).least == kr(30)
    assert share(an_ad_set(), spent=costs(until=TODAY), **daily).least == kr(30)
    assert share(an_ad_set(), spent=costs(until=TODAY - 3 * DAY), **daily).least == kr(50)
    assert share(an_ad_set(), as_of=EVENING, **daily).least == kr(30)
    assert share(an_ad_set(), as_of=EVENING - HOUR, **daily).least == kr(40)
