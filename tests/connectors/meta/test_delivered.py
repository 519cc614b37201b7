"""Where ads were shown: two whole weeks by Meta's figures, and every row that is lost is told."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import PermissionMissing, RequestRefused
from connectors.meta import MetaReader
from connectors.meta.delivered import WEEKS, days
from connectors.meta.read_delivered import Figures
from policies.model import Delivered, Money, Platform, Showing, Total
from policies.publishers import NETWORK
from policies.rule import Approved, Breach, Facts, Pass, evaluate
from policies.rules.delivered import AUDIENCE_NETWORK_DELIVERED
from tests.connectors.meta.city_ads import NOON
from tests.connectors.meta.scripted import error, page

PATH = "act_1/insights"
ROW = {
    "campaign_id": "1",
    "adset_id": "2",
    "adset_name": "Föräldrar",
    "account_currency": "SEK",
    "impressions": "1574",
    "spend": "277.698927",
    "date_start": "2026-11-15",
    "date_stop": "2026-11-15",
    "publisher_platform": "audience_network",
    "platform_position": "an_classic",
}
SHOWING = Showing(
    ad_set_id="2",
    campaign_id="1",
    name="Föräldrar",
    day=date(2026, 11, 15),
    publisher="audience_network",
    position="an_classic",
    impressions=1574,
    spend=Money(amount=Decimal("277.698927"), currency="SEK"),
    link="https://adsmanager.facebook.com/adsmanager/manage/adsets?act=1&selected_adset_ids=2",
)


def read(script, **options):
    reader = MetaReader(
        script.access(), patience=script.patience(**options), clock=lambda: script.now
    )
    return reader.delivered("act_1")


def figures(*rows):
    found = Figures("act_1")
    found.take(rows)
    return found


def whys(told):
    return [one.because.english() for one in told.unread]


def test_rows_of_both_weeks_become_showings_with_one_request(script):
    today = ROW | {"date_start": "2026-11-24", "date_stop": "2026-11-24", "spend": "0"}
    script.on(PATH, page(ROW), page(today))
    told = read(script)
    assert isinstance(told, Delivered)
    assert told.showings[0] == SHOWING
    assert told.showings[1].spend.amount == 0
    assert (told.since, told.until, told.unread) == (date(2026, 11, 16), date(2026, 11, 24), ())
    assert script.http == 1


def test_whole_weeks_are_asked_for_by_day_and_place_at_the_level_of_ad_sets(script):
    script.on(PATH, page())
    assert read(script).showings == ()
    sent = [one.params for one in script.of(PATH)]
    assert tuple(one["date_preset"] for one in sent) == WEEKS * 2
    for one in sent[len(WEEKS) :]:
        assert (one["level"], one["breakdowns"]) == ("account", "publisher_platform")
        assert not {"filtering", "time_range"} & set(one)
    for one in sent[: len(WEEKS)]:
        [by_status] = json.loads(one["filtering"])
        assert (by_status["field"], by_status["operator"]) == ("adset.effective_status", "IN")
        assert {"ACTIVE", "ARCHIVED"} < set(by_status["value"])
        assert "DELETED" not in by_status["value"]
        assert one["level"] == "adset"
        assert one["breakdowns"] == "publisher_platform,platform_position"
        assert (one["time_increment"], one["limit"]) == ("1", "500")
        assert "account_currency" in one["fields"].split(",")
        assert "time_range" not in one


@pytest.mark.parametrize(
    ("at", "since", "until"),
    [
        ("2026-11-24T12:00", "2026-11-16", "2026-11-24"),
        ("2026-11-22T09:59", "2026-11-09", "2026-11-22"),
        ("2026-11-22T10:00", "2026-11-16", "2026-11-22"),
        ("2026-11-23T00:00", "2026-11-16", "2026-11-23"),
        ("2027-01-01T12:00", "2026-12-21", "2027-01-01"),
    ],
)
def test_no_more_is_claimed_than_two_weeks_cover_in_any_zone(at, since, until):
    instant = datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert days(instant) == (date.fromisoformat(since), date.fromisoformat(until))


@given(
    st.integers(0, 10**6).map(
        lambda hours: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
    ),
    st.integers(-12, 14),
)
def test_in_every_zone_metas_two_weeks_hold_what_is_claimed_and_the_last_seven_days(at, offset):
    since, _ = days(at)
    today = (at + timedelta(hours=offset)).date()
    begins = today - timedelta(days=today.weekday() + 7)
    assert begins <= since
    assert begins <= today - timedelta(days=7)


def test_every_page_is_read_and_smaller_ones_where_meta_wants_less(script):
    more = ROW | {"adset_id": "3"}
    heavy = error(1, status=500, message="Please reduce the amount of data you're asking for")
    sums = page(), page(ROW)
    script.on(PATH, heavy, page(), *sums, page(ROW, after="x", more=True), page(more))
    told = read(script)
    assert [one.ad_set_id for one in told.showings] == ["2", "3"]
    assert [one.params["limit"] for one in script.of(PATH)][-1] == "100"


def test_a_week_that_fails_is_unread_and_the_other_is_read(script):
    script.on(PATH, page(ROW), error(100), page(ROW))
    told = read(script)
    assert told.showings == (SHOWING,)
    assert [(one.what, one.account_id) for one in told.unread] == [("delivered", "act_1")]


def test_pages_that_fail_in_the_middle_leave_what_came_before(script):
    script.on(PATH, page(ROW, after="x", more=True), page(), page(ROW), page(), error(100))
    told = read(script)
    assert told.showings == (SHOWING,)
    assert len(told.unread) == 1


@pytest.mark.parametrize(
    ("refused", "raised"),
    [(error(200), PermissionMissing), (error(100), RequestRefused), (error(3018), RequestRefused)],
)
def test_nothing_at_all_raises(script, refused, raised):
    script.on(PATH, refused)
    with pytest.raises(raised):
        read(script)


def test_the_sums_of_the_account_come_with_the_figures_of_its_ad_sets(script):
    script.on(PATH, page(ROW), page(), page(ROW, ROW | {"impressions": "1600"}), page())
    told = read(script)
    assert told.totals == (
        Total(day=SHOWING.day, publisher=NETWORK, impressions=1600, spend=SHOWING.spend),
    )
    assert (told.unread, script.http) == ((), 1)


@pytest.mark.parametrize(
    ("sums", "why"),
    [
        (page(), "nothing of the whole account"),
        (page("text"), "delivered"),
        (page(ROW | {"spend": "-1"}), "spend"),
        (error(100), ""),
    ],
)
def test_sums_that_are_not_told_leave_the_figures_unread(script, sums, why):
    script.on(PATH, page(ROW), page(), sums)
    told = read(script)
    assert told.showings == (SHOWING,)
    assert [one.what for one in told.unread] == ["delivered"]
    assert why in told.unread[0].because.english()


def test_an_account_that_showed_nothing_has_no_sums_either(script):
    script.on(PATH, page(ROW | {"impressions": "0", "spend": "0"}), page())
    assert read(script).unread == ()


# --- what is archived or deleted, against the served city -----------------------------------------


def shown_on(ads, status):
    """An ad set of the city's that was shown on Audience Network, and was then put away."""
    campaign = ads.campaign(placement="automatic")
    ads.campaign(placement="manual")
    [ad_set] = ads.world.meta[campaign].edges["adsets"]
    ads.world.meta[ad_set].fields["status"] = status
    return ad_set, ads.reader().delivered("act_1")


def judged_by_figures(ads, told):
    snapshot = ads.snapshot()
    facts = Facts(snapshot=snapshot, approved=Approved(), as_of=NOON, delivered=told)
    return [said for _, said in evaluate((AUDIENCE_NETWORK_DELIVERED,), facts)]


@pytest.mark.parametrize("status", ["ACTIVE", "PAUSED", "ARCHIVED"])
def test_figures_of_an_ad_set_stay_after_it_was_archived(ads, status):
    ad_set, told = shown_on(ads, status)
    assert NETWORK in {one.publisher for one in told.showings if one.ad_set_id == ad_set}
    failed = {said.subject.id for said in judged_by_figures(ads, told) if type(said) is Breach}
    assert failed == {ad_set}


def test_what_a_deleted_ad_set_showed_is_a_finding_of_the_account(ads):
    ad_set, told = shown_on(ads, "DELETED")
    assert ad_set not in {one.ad_set_id for one in told.showings}
    said = judged_by_figures(ads, told)
    found = [one for one in said if type(one) is Breach]
    assert {one.subject.key for one in found} == {("account", "act_1")}
    assert "by ad sets that Meta no longer lists" in found[0].message.english()
    weeks = {one.on.isocalendar()[:2] for one in found}
    passed = [one for one in said if type(one) is Pass and one.subject.kind == "account"]
    assert not weeks & {one.on.isocalendar()[:2] for one in passed}


def test_an_account_of_which_nothing_is_gone_passes(ads):
    ads.campaign(placement="manual")
    said = judged_by_figures(ads, ads.reader().delivered("act_1"))
    assert {type(one) for one in said} == {Pass}


def test_a_row_met_twice_counts_once_as_it_was_told_last():
    again = ROW | {"impressions": "1600"}
    found = figures(ROW, again, ROW | {"platform_position": "rewarded_video"})
    assert [one.impressions for one in found.showings()] == [1600, 1574]


@pytest.mark.parametrize("name", ["adset_name", "campaign_id", "platform_position"])
def test_what_no_verdict_needs_may_be_missing(name):
    found = figures({key: value for key, value in ROW.items() if key != name})
    assert len(found.showings()) == 1
    assert found.unread == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("impressions", 1574),
        ("impressions", "1 574"),
        ("impressions", "-1"),
        ("impressions", "1.5"),
        ("impressions", "١٢"),
        ("impressions", "1" * 40),
        ("spend", 277.7),
        ("spend", "277,70"),
        ("spend", "1e3"),
        ("spend", "NaN"),
        ("spend", "-0.5"),
        ("spend", ""),
        ("account_currency", ""),
        ("account_currency", 5.0),
        ("publisher_platform", ""),
        ("publisher_platform", ["facebook"]),
        ("adset_id", True),
        ("adset_name", 5),
        ("date_start", "2026-11-14"),
        ("date_start", "20261115"),
        ("date_start", "2026-02-30"),
        ("date_start", 2026),
        ("date_stop", "2026-11-16"),
    ],
)
def test_a_value_of_another_shape_takes_its_row_and_says_so(name, value):
    found = figures(ROW | {name: value}, ROW | {"adset_id": "9"})
    assert [one.ad_set_id for one in found.showings()] == ["9"]
    assert len(found.unread) == 1


def test_a_day_that_is_none_is_refused_however_often_it_is_told():
    wrong = ROW | {"date_start": "2026-02-30", "date_stop": "2026-02-30"}
    assert figures(wrong).showings() == ()


def test_thousands_of_rows_that_fail_in_one_place_are_told_once():
    rows = [ROW | {"impressions": f"{number}.5"} for number in range(1000)]
    found = figures(*rows, "no row", ROW | {"spend": "x"})
    assert found.showings() == ()
    assert [one.what for one in found.unread] == ["delivered"] * 3
    assert "'0.5'" in whys(found)[0]


@given(st.data())
def test_whatever_is_taken_from_a_row_it_counts_or_it_is_told(data):
    lost = data.draw(st.sets(st.sampled_from(sorted(ROW))))
    value = data.draw(st.sampled_from(["gone", None, {}, 5.5, ""]))
    less = {key: value if key in lost else told for key, told in ROW.items()}
    found = figures({key: told for key, told in less.items() if told != "gone"})
    shown = found.showings()
    assert len(shown) + len(found.unread) == 1
    for one in shown:
        kept = (one.publisher, one.impressions, one.spend, one.day, one.ad_set_id)
        assert kept == (
            SHOWING.publisher, SHOWING.impressions, SHOWING.spend, SHOWING.day, SHOWING.ad_set_id
        )  # fmt: skip


@given(st.decimals(0, 10**9, places=6, allow_nan=False), st.integers(0, 10**12))
def test_amounts_are_exact(amount, count):
    [one] = figures(ROW | {"spend": f"{amount:f}", "impressions": str(count)}).showings()
    assert (str(one.spend.amount), one.impressions) == (f"{amount:f}", count)


def test_figures_contradict_settings_and_are_read_as_they_are(ads):
    ads.campaign(placement="chosen_late")
    ads.campaign(placement="automatic", ads=2)
    ads.campaign(placement="manual")
    told = ads.reader().delivered("act_1")
    assert (told.platform, told.account_id, told.unread) == (Platform.META, "act_1", ())
    network = [one for one in told.showings if one.publisher == "audience_network"]
    assert len({one.ad_set_id for one in network}) == 2
    assert {one.position for one in network} == {"an_classic", "rewarded_video"}
    assert {one.day for one in told.showings} == {
        date(2026, 11, 16) + timedelta(days=place) for place in range(9)
    }
    assert all(one.spend.currency == "SEK" and one.spend.amount > 0 for one in told.showings)


def test_the_accounts_own_day_counts_and_not_the_one_in_greenwich(ads):
    ads.world.clock = lambda: datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    ads.campaign()
    told = ads.reader().delivered("act_1")
    assert max(one.day for one in told.showings) == date(2026, 11, 23)
    assert min(one.day for one in told.showings) == date(2026, 11, 16)


def test_an_account_without_rows_was_shown_nowhere(ads):
    ads.campaign(placement="automatic")
    ads.toggle(insights_empty=["act_1"])
    told = ads.reader().delivered("act_1")
    assert (told.showings, told.unread) == ((), ())


def test_an_account_without_the_right_to_figures_says_so(ads):
    ads.campaign(placement="automatic")
    ads.toggle(no_insights=["act_1"])
    with pytest.raises(PermissionMissing):
        ads.reader().delivered("act_1")
    assert ads.snapshot("act_1").unread == ()


def test_answers_with_few_rows_are_read_to_the_end(ads):
    ads.campaign(placement="automatic")
    whole = ads.reader().delivered("act_1")
    ads.toggle(max_rows=10)
    assert ads.reader().delivered("act_1") == whole
