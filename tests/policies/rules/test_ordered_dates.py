"""C1: the days on which a campaign runs, and those that its brief agrees on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.briefs.matching import Registered
from policies.findings import Absent, reconcile
from policies.model import Platform
from policies.model.briefs import Brief
from policies.register import Register
from policies.rule import Breach, Pass, evaluate
from policies.rules.ordered_dates import DATES, keeps_to_its_dates
from tests.policies.rules.made import (
    DAY,
    NOON,
    a_campaign,
    a_snapshot,
    an_account,
    an_ad_set,
    facts,
    unread,
    verdict,
    word,
)

STOCKHOLM, LOS_ANGELES = ZoneInfo("Europe/Stockholm"), ZoneInfo("America/Los_Angeles")
STARTS, ENDS = date(2026, 11, 20), date(2026, 11, 30)


def brief(**changed):
    dates = {"starts": STARTS, "ends": ENDS, "campaigns": ("c1",)} | changed
    return Registered(id="sim", brief=Brief(**dates))


def at(day, hour=0, minute=0, zone=STOCKHOLM):
    return datetime(2026, 11, day, hour, minute, tzinfo=zone)


def snapshot(*flights, platform=Platform.META, start=None, end=None, **changed):
    """A campaign with an ad set for each (start, end)."""
    ad_sets = (
        an_ad_set(f"s{n}", platform=platform, name=f"Nr {n}", start=first, end=last)
        for n, (first, last) in enumerate(flights)
    )
    campaign = a_campaign(platform=platform, start=start or at(1), end=end)
    return a_snapshot(platform, campaigns=(campaign,), ad_sets=tuple(ad_sets), **changed)


def said(told, one=None):
    return verdict(DATES, "campaign", told, register=Register(briefs=(one or brief(),)))


def test_a_flight_within_the_dates_is_as_agreed():
    assert isinstance(said(snapshot((at(20), at(30, 23, 59)))), Pass)


def test_an_end_at_midnight_belongs_to_the_day_before():
    midnight = datetime(2026, 12, 1, tzinfo=STOCKHOLM)
    assert word(said(snapshot((at(20), midnight)))) == "pass"
    found = said(snapshot((at(20), midnight + timedelta(minutes=1))))
    assert (word(found), found.evidence["ad_sets"][0]["outside"]) == ("fail", ["after"])


def test_too_early_and_too_late_are_told_with_the_ad_sets_and_their_days():
    late = datetime(2026, 12, 2, 12, tzinfo=UTC)
    found = said(snapshot((at(19), late), (at(20), at(30))))
    assert found.message.values == {
        "brief": "sim",
        "dates": "2026-11-20 – 2026-11-30",
        "ad_sets": "Nr 0 (2026-11-19 – 2026-12-02)",
    }
    assert found.evidence == {
        "brief": "sim",
        "starts": "2026-11-20",
        "ends": "2026-11-30",
        "ad_sets": [
            {
                "id": "s0",
                "name": "Nr 0",
                "first": "2026-11-19",
                "last": "2026-12-02",
                "outside": ["before", "after"],
            }
        ],
    }


def test_without_any_end_it_goes_on_beyond_the_last_day():
    found = said(snapshot((at(20), None)))
    assert (word(found), found.evidence["ad_sets"][0]["last"]) == ("fail", None)
    assert found.message.values["ad_sets"] == "Nr 0 (2026-11-20 –)"
    assert word(said(snapshot((at(20), None), end=at(30)))) == "pass"


def test_the_later_start_and_the_earlier_end_count():
    wide = (at(2), datetime(2026, 12, 24, tzinfo=UTC))
    assert word(said(snapshot(wide, start=at(20), end=at(30)))) == "pass"
    assert word(said(snapshot(wide, start=at(20)))) == "fail"


def test_an_ad_set_that_starts_after_its_campaign_ends_never_runs():
    never = (datetime(2026, 12, 5, tzinfo=UTC), None)
    assert word(said(snapshot((at(20), at(30)), never, end=at(30)))) == "pass"


def test_what_is_scheduled_beyond_the_dates_counts_already():
    later = (datetime(2026, 12, 5, tzinfo=UTC), datetime(2026, 12, 6, tzinfo=UTC))
    assert word(said(snapshot(later))) == "fail"


def test_what_runs_today_outside_the_dates_fails():
    over = brief(ends=date(2026, 11, 23))
    assert word(said(snapshot((at(20), at(30))), over)) == "fail"
    not_yet = brief(starts=date(2026, 11, 25))
    assert word(said(snapshot((at(20), at(30))), not_yet)) == "fail"


def test_ad_sets_that_cannot_run_are_left_out_of_it():
    told = snapshot((at(20), at(30)), (at(1), None))
    paused = replace(told.ad_sets[1], intent="PAUSED")
    assert word(said(replace(told, ad_sets=(told.ad_sets[0], paused)))) == "pass"


@pytest.mark.parametrize(
    ("zone", "expected"),
    [("America/Los_Angeles", "fail"), ("Europe/Stockholm", "pass"), ("Nowhere/At_All", "pass"),
     ("", "pass"), (None, "pass")],
)  # fmt: skip
def test_days_are_those_of_the_account_or_else_the_citys(zone, expected):
    told = snapshot((at(20), at(30)), account=an_account(time_zone=zone))
    found = said(told)
    assert word(found) == expected


def test_on_linkedin_days_are_in_utc():
    early = snapshot((at(20), at(30)), platform=Platform.LINKEDIN)
    found = said(early)
    assert (word(found), found.evidence["ad_sets"][0]["first"]) == ("fail", "2026-11-19")
    utc = snapshot((at(20, zone=UTC), at(30, zone=UTC)), platform=Platform.LINKEDIN)
    assert word(said(utc)) == "pass"


def test_a_start_that_was_not_told_leaves_it_unknown():
    found = said(snapshot((None, at(30))))
    assert (word(found), found.because.values) == ("unknown", {})
    assert word(said(snapshot((None, at(30)), start=at(20)))) == "pass"
    told = snapshot((at(2), at(30)))
    no_start = replace(told, campaigns=(replace(told.campaigns[0], start=None),))
    assert word(said(no_start)) == "unknown"
    neither = replace(no_start, ad_sets=(replace(told.ad_sets[0], start=None),))
    assert word(said(neither)) == "unknown"


def test_a_breach_is_proved_whatever_else_was_not_told():
    assert word(said(snapshot((None, at(30)), (at(20), None)))) == "fail"
    missing = snapshot((at(20), None), unread=(unread("ad_sets:s9"),))
    assert word(said(missing)) == "fail"


def test_one_that_ends_before_the_first_day_is_early_whenever_it_starts():
    found = said(snapshot((None, at(25))), brief(starts=date(2026, 11, 26)))
    assert (word(found), found.evidence["ad_sets"][0]["outside"]) == ("fail", ["before"])
    assert found.message.values["ad_sets"] == "Nr 0 (? – 2026-11-24)"


@pytest.mark.parametrize("what", ["ad_sets", "ad_sets:s9"])
def test_ad_sets_that_were_not_read_leave_it_unknown(what):
    assert word(said(snapshot((at(20), at(30)), unread=(unread(what),)))) == "unknown"


def test_an_ad_set_of_no_campaign_that_was_read_may_be_of_this_one():
    told = snapshot((at(20), at(30)))
    stray = an_ad_set("s9", campaign_id="c9")
    assert word(said(replace(told, ad_sets=(*told.ad_sets, stray)))) == "unknown"


def test_what_perhaps_cannot_run_proves_nothing():
    told = snapshot((at(20), at(30)), (at(20), None))
    perhaps = replace(told.ad_sets[1], intent="A_NEW_WORD")
    found = said(replace(told, ad_sets=(told.ad_sets[0], perhaps)))
    assert (word(found), found.evidence["ad_sets"][0]["id"]) == ("unknown", "s1")


@pytest.mark.parametrize(
    "changed", [{"starts": None}, {"ends": None}, {"starts": None, "ends": None}]
)
def test_a_brief_that_does_not_name_both_dates_leaves_it_unknown(changed):
    assert word(said(snapshot((at(20), at(30))), brief(**changed))) == "unknown"


def test_one_date_is_enough_to_prove_a_breach():
    assert word(said(snapshot((at(19), at(30))), brief(ends=None))) == "fail"
    found = said(snapshot((at(20), None)), brief(starts=None))
    assert (word(found), found.message.values["dates"]) == ("fail", "? – 2026-11-30")


def test_a_long_list_of_ad_sets_is_cut_in_the_sentence_and_whole_in_the_evidence():
    found = said(snapshot(*((at(20), None) for _ in range(7))))
    assert found.message.values["ad_sets"].endswith("Nr 4 (2026-11-20 –), …")
    assert len(found.evidence["ad_sets"]) == 7


def test_without_a_register_no_campaign_has_dates():
    told = facts(snapshot((at(20), None)))
    assert [word(one) for one in keeps_to_its_dates(told)] == ["pass"]


ACCOUNT = (Platform.META, "act_1")


def after(known, told, absent=None):
    verdicts = evaluate((DATES,), facts(told, register=Register(briefs=(brief(),))))
    turned = reconcile(known, verdicts, account=ACCOUNT, as_of=NOON, absent=absent).turned
    return list(
        ({one.id: one for one in known} | {t.finding.id: t.finding for t in turned}).values()
    )


def test_an_ad_set_that_a_list_leaves_out_is_over_once_its_own_read_tells_so():
    known = after((), snapshot((at(20), at(30)), (at(20), None)))
    less = snapshot((at(20), at(30)))
    [kept] = after(known, less)
    assert (kept.state, kept.unread_since) == ("open", NOON)
    [gone] = after(known, less, Absent(off=frozenset({("ad_set", "s1")})))
    assert gone.state == "resolved"


def test_an_ad_set_that_is_given_an_end_puts_it_right():
    [one] = after(after((), snapshot((at(20), None))), snapshot((at(20), at(30))))
    assert one.state == "resolved"


def test_a_time_zone_that_is_left_out_puts_nothing_right():
    there = an_account(time_zone="America/Los_Angeles")
    known = after((), snapshot((at(20), at(30)), account=there))
    [one] = after(known, snapshot((at(20), at(30)), account=an_account(time_zone=None)))
    assert (one.state, one.unread_since) == ("open", NOON)
    [moved] = after(known, snapshot((at(20), at(30)), account=an_account()))
    assert moved.state == "resolved"


DAYS = st.integers(1, 30).map(at)
LATER = st.timedeltas(timedelta(0), 90 * DAY)


@given(DAYS, st.none() | DAYS, st.none() | DAYS, st.none() | LATER)
def test_a_later_end_never_turns_a_fail_into_a_pass(start, end, campaign_end, later):
    before = said(snapshot((start, end), end=campaign_end))
    longer = None if later is None or end is None else end + later
    if isinstance(before, Breach):
        assert isinstance(said(snapshot((start, longer), end=campaign_end)), Breach)


@given(
    st.lists(st.tuples(st.none() | DAYS, st.none() | DAYS), min_size=1, max_size=4),
    st.randoms(use_true_random=False),
)
def test_neither_order_nor_one_told_twice_makes_a_difference(flights, random):
    told = snapshot(*flights)
    before, ad_sets = said(told), list(told.ad_sets)
    random.shuffle(ad_sets)
    mixed = said(replace(told, ad_sets=tuple(ad_sets)))
    assert replace(mixed, told=before.told) == before
    assert set(mixed.told.facts) == set(before.told.facts)
    twice = said(snapshot(*flights, flights[0]))
    assert word(twice) == word(before)
