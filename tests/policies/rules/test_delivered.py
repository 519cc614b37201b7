"""C4 by the figures: what was shown on Audience Network, whatever the settings say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.findings import reconcile
from policies.model import Platform
from policies.publishers import NETWORK, SHOWN
from policies.rule import Breach, Pass, Unknown, evaluate
from policies.rules.delivered import AUDIENCE_NETWORK_DELIVERED
from tests.policies.rules.made import (
    DAY,
    GUARD,
    NO_FIGURES,
    NOON,
    TODAY,
    a_campaign,
    a_showing,
    a_snapshot,
    an_account,
    an_ad_set,
    facts,
    figures,
    unread,
    word,
)

ACCOUNT = (Platform.META, "act_1")
SUNDAY, MONDAY = date(2026, 11, 22), date(2026, 11, 23)


def said_of(delivered=NO_FIGURES, snapshot=None, *, kind="ad_set"):
    """What is said of the subjects of one kind."""
    told = facts(snapshot, delivered=delivered)
    everything = [said for _, said in evaluate((AUDIENCE_NETWORK_DELIVERED,), told)]
    return [said for said in everything if said.subject.kind == kind]


def only(delivered, snapshot=None, *, kind="ad_set"):
    [said] = said_of(delivered, snapshot, kind=kind)
    return said


def sweep(known, delivered, *, days=0, snapshot=None):
    """What a sweep of these figures makes of the findings known; the new ones in their place."""
    as_of = NOON + days * DAY
    verdicts = evaluate((AUDIENCE_NETWORK_DELIVERED,), facts(snapshot, delivered=delivered))
    outcome = reconcile(known, verdicts, account=ACCOUNT, as_of=as_of)
    left = {one.id: one for one in known}
    return [*(left | {one.finding.id: one.finding for one in outcome.turned}).values()]


@pytest.mark.parametrize("publisher", sorted(SHOWN - {NETWORK}))
def test_what_was_shown_elsewhere_passes(publisher):
    assert word(only(figures(a_showing(publisher=publisher)))) == "pass"


@pytest.mark.parametrize("publisher", [NETWORK, "unknown", "newgram"])
def test_a_row_without_impressions_and_without_cost_shows_nothing(publisher):
    row = a_showing(publisher=publisher, impressions=0, spend="0.00")
    assert word(only(figures(row))) == "pass"


def test_no_row_is_no_delivery_and_the_account_passes_for_both_weeks():
    assert said_of() == []
    passes = said_of(kind="account")
    assert [(word(one), one.on) for one in passes] == [
        ("pass", date(2026, 11, 16)), ("pass", MONDAY)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "row",
    [
        a_showing(),
        a_showing(impressions=1, spend="0"),
        a_showing(impressions=0, spend="0.000001"),
        a_showing(position=""),
    ],
)
def test_a_single_impression_or_the_smallest_cost_on_the_network_fails(row):
    assert word(only(figures(row))) == "fail"


@pytest.mark.parametrize(
    "snapshot",
    [
        a_snapshot(account=an_account(controls=GUARD)),
        a_snapshot(ad_sets=(an_ad_set(intent="PAUSED"),)),
        a_snapshot(ad_sets=(an_ad_set(end=NOON - DAY),)),
        a_snapshot(campaigns=(a_campaign(intent="ARCHIVED"),)),
        a_snapshot(campaigns=(), ad_sets=(), ads=()),
        a_snapshot(ad_sets=(), unread=(unread("ad_sets"),)),
        a_snapshot(account=an_account(status="2")),
        a_snapshot(account=an_account(status=None)),
    ],
)
def test_it_fails_whatever_the_settings_say_and_when_all_is_over(snapshot):
    assert word(only(figures(a_showing()), snapshot)) == "fail"
    assert {word(one) for one in said_of(figures(a_showing()), snapshot, kind="account")} == {
        "pass"
    }


def test_a_fail_tells_the_sums_and_the_figures_of_each_day():
    said = only(
        figures(
            a_showing(impressions=26, spend="1.1", position="rewarded_video"),
            a_showing(impressions=1574),
            a_showing(day=MONDAY, impressions=5, spend="0.2"),
            a_showing(publisher="facebook"),
        )
    )
    assert said.message.english() == (
        "Shown on Audience Network in week 2026-W48: 1605 impressions for 279.00 SEK."
    )
    assert said.evidence == {
        "week": "2026-W48",
        "impressions": 1605,
        "days": [
            {
                "day": "2026-11-23",
                "impressions": 5,
                "spend": "0.2",
                "currency": "SEK",
                "positions": ["audience_network/an_classic"],
            },
            {
                "day": "2026-11-24",
                "impressions": 1600,
                "spend": "278.798927",
                "currency": "SEK",
                "positions": ["audience_network/an_classic", "audience_network/rewarded_video"],
            },
        ],
    }
    assert said.on == MONDAY


def test_amounts_in_two_currencies_are_never_added():
    said = only(figures(a_showing(spend="1"), a_showing(spend="2", currency="EUR", position="x")))
    assert said.message.values["spend"] == "1.00 SEK + 2.00 EUR"
    assert [(day["spend"], day["currency"]) for day in said.evidence["days"]] == [
        ("1", "SEK"), ("2", "EUR")
    ]  # fmt: skip


def test_names_and_links_are_the_snapshots_and_else_those_of_the_row():
    held = only(figures(a_showing()))
    assert (held.subject.name, held.link) == ("Föräldrar", "https://example.org/s1")
    gone = only(figures(a_showing(ad_set_id="s9")))
    assert (gone.subject.name, gone.link) == ("Föräldrar 2026", "https://example.org/of-the-row")


def test_sunday_and_monday_are_two_weeks_and_each_ad_set_has_its_own():
    told = figures(
        a_showing(day=MONDAY), a_showing(day=SUNDAY), a_showing(ad_set_id="s2", day=MONDAY)
    )
    assert [(one.subject.id, one.on, word(one)) for one in said_of(told)] == [
        ("s1", SUNDAY, "fail"), ("s1", MONDAY, "fail"), ("s2", MONDAY, "fail")
    ]  # fmt: skip
    weeks = {one.week for one in sweep([], told)}
    assert weeks == {"2026-W47", "2026-W48"}


@pytest.mark.parametrize("publisher", ["unknown", "newgram", ""])
def test_a_place_that_the_rule_does_not_know_is_unknown_and_never_a_pass(publisher):
    said = only(figures(a_showing(publisher=publisher), a_showing(publisher="facebook")))
    assert word(said) == "unknown"
    assert publisher in said.because.english()
    assert said.evidence["impressions"] == 1574
    assert said.link == "https://example.org/s1"


def test_the_network_beside_a_place_that_is_not_known_fails():
    assert word(only(figures(a_showing(publisher="newgram"), a_showing()))) == "fail"


@pytest.mark.parametrize("delivered", [None, unread("delivered")])
def test_figures_that_nobody_could_read_are_unknown_for_the_account(delivered):
    said = only(delivered, kind="account")
    assert word(said) == "unknown"
    assert said_of(delivered) == []
    assert said.because.english() == (
        "Not today." if delivered else "Nobody asked where the ads of this account were shown."
    )


def test_an_account_that_shows_no_ads_is_not_asked_and_nothing_is_said():
    off = a_snapshot(account=an_account(status="101"))
    assert said_of(None, off, kind="account") == []
    assert word(only(unread("delivered"), off, kind="account")) == "unknown"


def test_where_some_figures_are_missing_what_was_read_fails_and_nothing_passes():
    missing = unread("delivered")
    told = figures(
        a_showing(), a_showing(ad_set_id="s2", publisher="facebook"), unread=(missing, missing)
    )
    assert word(only(told)) == "fail"
    account = only(told, kind="account")
    assert (word(account), account.on) == ("unknown", TODAY)
    assert account.evidence == {"unread": ["Not today.", "Not today."]}


def test_a_week_of_which_the_first_days_are_missing_passes_nothing():
    told = figures(a_showing(day=SUNDAY, publisher="facebook"), since=date(2026, 11, 17))
    assert said_of(told) == []
    assert [one.on for one in said_of(told, kind="account")] == [MONDAY]


def test_linkedin_is_not_asked():
    snapshot = a_snapshot(Platform.LINKEDIN)
    assert said_of(None, snapshot) == said_of(None, snapshot, kind="account") == []


def test_rising_figures_bring_the_same_finding_up_to_date():
    first = sweep([], figures(a_showing(impressions=10)))
    second = sweep(first, figures(a_showing(impressions=30)), days=1)
    assert [one.evidence["impressions"] for one in second] == [30]
    assert (second[0].first_seen, second[0].last_seen) == (NOON, NOON + DAY)


def test_figures_that_are_lost_or_gone_resolve_nothing_and_hide_nothing():
    known = sweep([], figures(a_showing()))
    for delivered in (unread("delivered"), figures(unread=(unread("delivered"),)), NO_FIGURES):
        after = sweep(known, delivered, days=1)
        assert after[0] == known[0]
        assert (after[0].outcome, after[0].state) == ("fail", "open")


def test_a_finding_that_was_acknowledged_stays_so_when_more_is_shown_that_week():
    known = [replace(one, state="acknowledged") for one in sweep([], figures(a_showing()))]
    more = figures(a_showing(impressions=9000))
    assert sweep(known, more, days=1) == known
    opened = sweep(known, figures(a_showing(), a_showing(day=TODAY + 7 * DAY)), days=7)
    assert [(one.week, one.state) for one in opened] == [
        ("2026-W48", "acknowledged"), ("2026-W49", "open")
    ]  # fmt: skip


def test_what_could_not_be_read_on_sunday_is_cleared_by_mondays_sweep():
    sunday = figures(unread=(unread("delivered"),), since=date(2026, 11, 9), until=SUNDAY)
    known = sweep([], sunday, days=-2)
    assert [(one.week, one.outcome) for one in known] == [("2026-W47", "unknown")]
    [after] = sweep(known, figures(until=MONDAY), days=-1)
    assert after.state == "resolved"


def test_an_unknown_place_is_cleared_when_it_is_named_and_not_when_it_is_gone():
    known = sweep([], figures(a_showing(day=SUNDAY, publisher="newgram")))
    assert sweep(known, NO_FIGURES) == known
    [named] = sweep(known, figures(a_showing(day=SUNDAY, publisher="facebook")))
    assert named.state == "resolved"
    [proved] = sweep(known, figures(a_showing(day=SUNDAY)))
    assert (proved.outcome, proved.state) == ("fail", "open")


ROWS = st.builds(
    a_showing,
    ad_set_id=st.sampled_from(["s1", "s2"]),
    day=st.dates(date(2026, 11, 16), TODAY),
    publisher=st.sampled_from([NETWORK, "facebook", "instagram", "unknown", "newgram"]),
    impressions=st.integers(0, 3),
    spend=st.decimals(0, 3, places=6, allow_nan=False).map(str),
)
TABLES = st.lists(ROWS, max_size=6)


@given(TABLES, st.data())
def test_a_row_that_is_lost_never_makes_a_pass_and_resolves_no_finding(rows, data):
    known = sweep([], figures(*rows))
    lost = data.draw(st.sets(st.sampled_from(range(len(rows))))) if rows else set()
    left = [row for place, row in enumerate(rows) if place not in lost]
    less = figures(*left, unread=(unread("delivered"),))
    assert not any(isinstance(one, Pass) for kind in ("ad_set", "account") for one in said_of(
        less, kind=kind
    ))  # fmt: skip
    after = {one.id: one for one in sweep(known, less)}
    for one in known:
        assert (after[one.id].outcome, after[one.id].state) == (one.outcome, one.state)


@given(TABLES)
def test_sums_are_exact_and_every_row_of_the_network_is_in_one_finding(rows):
    said = [one for one in said_of(figures(*rows)) if isinstance(one, Breach)]
    days = [day for one in said for day in one.evidence["days"]]
    network = [one for one in rows if one.publisher == NETWORK]
    assert sum(day["impressions"] for day in days) == sum(one.impressions for one in network)
    spend = sum((one.spend.amount for one in network), Decimal(0))
    assert sum((Decimal(day["spend"]) for day in days), Decimal(0)) == spend


@given(TABLES)
def test_nothing_passes_that_was_shown_on_the_network_or_nobody_knows_where(rows):
    for one in said_of(figures(*rows)):
        some = [row for row in rows if row.ad_set_id == one.subject.id]
        if isinstance(one, Pass):
            week = [row for row in some if row.day.isocalendar().week == one.on.isocalendar().week]
            shown = [row for row in week if row.impressions or row.spend.amount]
            assert {row.publisher for row in shown} <= SHOWN - {NETWORK}
        else:
            assert isinstance(one, Breach | Unknown)
            assert any(row.publisher not in SHOWN - {NETWORK} for row in some)
