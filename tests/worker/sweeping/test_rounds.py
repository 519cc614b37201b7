"""Rounds as sweeps see them: what was read in each window, what was missed, once for each day."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from connectors import Standing
from policies.model import Platform
from policies.rounds.held import Outcome, outcome
from tests.worker.made import (
    a_campaign,
    a_comment,
    a_discussion,
    a_post,
    an_ad_set,
    not_read,
    unreachable,
)
from tests.worker.sweeping.rounds_city import MINUTE, OTHER, POST, STOCKHOLM, Watch, at
from worker.store import briefs, sweeps
from worker.store.opening import open_store
from worker.sweeping.means import Scope, Topic
from worker.sweeping.round_days import judge_days
from worker.sweeping.sweep import sweep

BOTH, MORNING, AFTERNOON = ["08:30", "14:30"], ["08:30"], ["14:30"]
LINKEDIN = Platform.LINKEDIN


def outcomes(one, day):
    return [str(outcome(each, at(day + 1, "00:00"))) for each in one.days[0].rounds]


@pytest.fixture
def watch(lite):
    return Watch(lite)


def test_a_campaign_whose_rounds_were_held_is_as_it_should_be(store):
    watch = Watch(store)
    watch.sweep(at(23, "12:00"))
    watch.day(24)
    watch.sweep(at(25, "00:30"))
    assert watch.found() == {}
    assert outcomes(watch.rounds(24), 24) == ["held", "held"]
    assert outcomes(watch.rounds(24, "slk"), 24) == ["held", "held"]


def test_a_round_that_nobody_read_is_missed_and_told_once_the_day_is_over(store):
    watch = Watch(store)
    watch.sweep(at(23, "12:00"))
    watch.day(24, clocks=("08:40",))
    watch.sweep(at(25, "00:30"))
    assert watch.missed() == watch.missed("slk") == {"24": (AFTERNOON, [])}
    finding = watch.found()["campaign", "2026-W48"]
    assert (finding.account_id, finding.outcome, finding.event) == ("act_1", "fail", True)
    assert "The last round was held 2026-11-24 08:40." in finding.message.english()
    assert watch.found()["slk", "2026-W48"].account_id == "slk"


def test_the_day_on_which_the_service_began_is_nobodys(watch):
    watch.sweep(at(23, "07:00"))
    watch.sweep(at(24, "00:30"))
    assert watch.missed() == {"23": (BOTH, [])}, "the campaign was met before the first window"
    assert ("slk", "2026-W48") not in watch.found()


def test_three_days_without_a_process_are_each_judged_when_it_is_back(watch):
    watch.sweep(at(23, "12:00"))
    watch.day(24)
    watch.sweep(at(28, "10:00"))
    assert watch.missed() == {"25": (BOTH, []), "26": (BOTH, []), "27": (BOTH, [])}
    assert watch.missed("slk") == watch.missed()
    last = watch.found()["campaign", "2026-W48"].message.english()
    assert "On 2026-11-27" in last
    assert "The last round was held 2026-11-24 14:40." in last


def test_over_two_weeks_each_has_its_finding(watch):
    watch.sweep(at(27, "12:00"))
    watch.sweep(at(30, "12:00") + timedelta(days=1))
    assert sorted(watch.missed()) == ["28", "29"]
    assert sorted(watch.missed(week="2026-W49")) == ["30"]


def test_what_ended_while_nobody_looked_ran_until_then(watch):
    watch.sweep(at(23, "12:00"))
    watch.shows(POST, ad_sets=(an_ad_set(end=at(26, "09:00")),))
    watch.sweep(at(28, "10:00"))
    assert sorted(watch.missed()) == ["24", "25"]


def test_where_nobody_can_tell_whether_it_ran_that_is_told(lite):
    off = {"platform": LINKEDIN, "intent": "PAUSED", "updated": "17"}
    watch = Watch(lite, a_post(1, LINKEDIN), platform=LINKEDIN)
    on = {"platform": LINKEDIN, "updated": "17"}
    watch.shows(
        a_post(1, LINKEDIN), campaigns=(a_campaign(**on),), ad_sets=(an_ad_set(**on, end=None),)
    )
    watch.snapshot = replace(
        watch.snapshot, account=replace(watch.snapshot.account, platform=LINKEDIN)
    )
    watch.sweep(at(23, "12:00"))
    watch.snapshot = replace(watch.snapshot, ad_sets=(an_ad_set(**off, end=None),))
    watch.sweep(at(28, "10:00"))
    finding = watch.found()["campaign", "2026-W48"]
    assert (finding.platform, finding.outcome) == (LINKEDIN, "unknown")
    assert "whether the campaign ran all that day could not be told" in finding.because.english()
    assert sorted(finding.evidence["days"]) == [
        "2026-11-24",
        "2026-11-25",
        "2026-11-26",
        "2026-11-27",
    ]


def test_an_account_that_cannot_be_read_ends_nothing_and_is_judged_when_it_can(watch):
    watch.sweep(at(23, "12:00"))
    kept = watch.snapshot
    watch.snapshot = None
    for day in (24, 25):
        watch.at = at(day, "00:30")
        watch.city.snapshots = {"act_1": unreachable()}
        sweep(watch.means, {watch.city.platform: watch.city}, Scope())
    assert watch.found()["campaign", "2026-W48"].outcome == "unknown"
    watch.snapshot = kept
    watch.sweep(at(26, "00:30"))
    assert watch.found()["campaign", "2026-W48"].outcome == "fail"
    assert sorted(watch.missed()) == ["24", "25"]


def test_what_could_not_be_told_of_a_sunday_is_judged_again_in_the_week_after(watch):
    watch.sweep(at(27, "12:00"))
    watch.sweep(at(29, "20:00"))
    watch.at = at(30, "00:30")
    watch.city.snapshots = {"act_1": unreachable()}
    sweep(watch.means, {watch.city.platform: watch.city}, Scope())
    first = watch.found()["campaign", "2026-W48"]
    assert (first.outcome, first.evidence["not_known"]) == ("fail", ["2026-11-29"])
    assert sorted(watch.missed()) == ["28"]
    watch.sweep(at(30, "23:00") + timedelta(hours=2))
    told = watch.found()["campaign", "2026-W48"]
    assert sorted(watch.missed()) == ["28", "29"]
    assert (told.first_seen, told.evidence["not_known"]) == (first.first_seen, [])


def test_a_campaign_that_is_no_longer_listed_goes_on_until_its_own_read_says_that_it_is_off(watch):
    watch.sweep(at(23, "12:00"))
    watch.shows(campaigns=(), ad_sets=())
    watch.sweep(at(24, "12:00"))
    assert ("standings", "campaign", ("c1",)) in watch.city.asked
    assert watch.rounds(24) is not None, "it may be running still"
    watch.city.off = {"c1": Standing(kind="campaign", id="c1", on=False)}
    watch.sweep(at(25, "12:00"))
    assert watch.rounds(26) is None


def test_one_post_that_cannot_be_read_leaves_its_campaign_unread_with_the_reason(lite):
    watch = Watch(lite, POST, OTHER)
    watch.city.talk[OTHER.id] = a_discussion(
        post=OTHER, complete=False, unread=[not_read(f"comments:{OTHER.id}")]
    )
    watch.sweep(at(24, "08:40"))
    first, _ = watch.rounds(24).days[0].rounds
    assert (first.read_at, first.because.english()) == (None, "Not today.")
    assert watch.rounds(24, "slk").days[0].rounds[0].read_at is None, "it is SLK's as well"
    del watch.city.talk[OTHER.id]
    watch.sweep(at(24, "10:00"))
    watch.sweep(at(24, "11:00"))
    first, _ = watch.rounds(24).days[0].rounds
    assert (first.read_at, first.because) == (at(24, "10:00"), None), "the first time counts"


def test_a_departments_campaign_is_its_own_and_no_leftover(lite):
    watch = Watch(lite, POST, OTHER)
    watch.order()
    watch.city.talk[OTHER.id] = a_discussion(post=OTHER, complete=False, unread=[not_read()])
    watch.sweep(at(24, "08:40"))
    mine, slks = watch.rounds(24).days[0].rounds[0], watch.rounds(24, "slk").days[0].rounds[0]
    assert (mine.owner, mine.read_at) == ("trafikkontoret", None)
    assert slks.read_at == at(24, "08:40")


def test_a_round_is_slks_from_the_day_after_an_endless_brief_was_closed(watch):
    watch.order()
    with watch.store.writing() as connection:
        briefs.close(connection, "b1", by="Anna", reason="klar", at=at(24, "08:00"))
    watch.sweep(at(24, "08:40"))
    watch.sweep(at(25, "08:40"))
    owners = [watch.rounds(day).days[0].rounds[0].owner for day in (24, 25)]
    assert owners == ["trafikkontoret", "slk"]


def test_a_leftover_that_cannot_be_read_is_slks_miss_alone(watch):
    watch.order()
    watch.city.own = (OTHER,)
    watch.city.talk[OTHER.id] = a_discussion(post=OTHER, complete=False, unread=[not_read()])
    watch.sweep(at(24, "08:40"))
    assert watch.rounds(24).days[0].rounds[0].read_at == at(24, "08:40")
    slks = watch.rounds(24, "slk").days[0].rounds[0]
    assert (slks.read_at, slks.because.english()) == (None, "Not today.")


def test_messages_that_cannot_be_read_are_slks_miss(watch):
    inbox = replace(a_discussion(unread=[not_read("messages")], complete=False), post_id=None)
    watch.city.messages = (inbox,)
    watch.sweep(at(24, "08:40"))
    assert watch.rounds(24, "slk").days[0].rounds[0].because.english() == "Not today."
    watch.city.messages = (replace(inbox, unread=()),)
    watch.sweep(at(24, "09:40"))
    because = watch.rounds(24, "slk").days[0].rounds[0].because
    assert because.english() == "Not all of the messages have been read in this round yet."
    watch.city.messages = ()
    watch.sweep(at(24, "09:50"))
    assert watch.rounds(24, "slk").days[0].rounds[0].read_at == at(24, "09:50")


def test_own_posts_that_cannot_be_listed_are_slks_miss(watch):
    watch.city.own_posts = lambda: ((), [not_read("own_posts")])
    watch.sweep(at(24, "08:40"))
    assert watch.rounds(24, "slk").days[0].rounds[0].because.english() == "Not today."
    assert watch.rounds(24).days[0].rounds[0].read_at == at(24, "08:40")


def test_a_mail_server_that_is_down_all_day_makes_no_round_held(watch):
    watch.sweep(at(23, "12:00"))
    watch.day(24, threads=3)
    watch.sweep(at(25, "00:30"))
    assert watch.missed() == {"24": ([], BOTH)}
    said = watch.found()["campaign", "2026-W48"].message.english()
    assert "everything was read in the rounds of 08:30, 14:30" in said
    assert "digest was not handed over" in said


def test_without_any_digest_nobody_can_tell(watch):
    watch.sweep(at(23, "12:00"))
    watch.sweep(at(24, "08:40"))
    watch.sweep(at(24, "14:40"))
    watch.sweep(at(25, "00:30"))
    assert {one.outcome for one in watch.found().values()} == {"unknown"}


def test_outside_of_the_rounds_time_nothing_is_noted(watch):
    watch.sweep(at(24, "08:29"))
    assert [one.read_at for one in watch.rounds(24).days[0].rounds] == [None, None]


def test_a_sweep_of_one_account_notes_its_campaigns_and_judges_no_day(watch):
    watch.sweep(at(23, "12:00"))
    one = Scope(account_id="act_1")
    watch.sweep(at(24, "08:40"), one)
    assert watch.rounds(24).days[0].rounds[0].read_at == at(24, "08:40")
    assert watch.rounds(24, "slk").days[0].rounds[0].read_at is None
    watch.sweep(at(25, "00:30"), one)
    watch.sweep(at(25, "00:40"), Scope(topics=frozenset({Topic.COMMENTS})))
    assert watch.found() == {}
    watch.sweep(at(25, "00:50"), Scope(platform=Platform.META))
    assert "24" in watch.missed()


def test_until_every_platform_was_read_no_day_is_judged(watch):
    both = replace(watch.means.rounds, platforms=(Platform.META, LINKEDIN))
    watch.means = replace(watch.means, rounds=both)
    watch.sweep(at(23, "12:00"), Scope(platform=Platform.META))
    watch.sweep(at(25, "00:30"), Scope(platform=Platform.META))
    assert watch.found() == {}
    watch.sweep(at(25, "00:40"))
    assert "24" in watch.missed()


def test_a_reading_that_never_ends_holds_up_no_judging_for_longer_than_an_hour(watch):
    watch.sweep(at(23, "12:00"))
    with watch.store.writing() as connection:
        sweeps.begin(connection, {"platform": None, "account": None}, at(25, "00:30"))
    watch.at = at(25, "01:29")
    assert judge_days(watch.means).days == 0
    watch.at = at(25, "01:30")
    assert judge_days(watch.means).days == 2
    assert watch.found()["campaign", "2026-W48"].outcome == "unknown"


def test_working_days_alone_may_be_asked_for(lite):
    watch = Watch(lite, working_days=True)
    watch.sweep(at(27, "12:00"))
    watch.sweep(at(30, "00:30"))
    assert watch.found() == {}, "a Saturday and a Sunday"
    watch.sweep(at(30, "23:00") + timedelta(hours=2))
    assert sorted(watch.missed(week="2026-W49")) == ["30"]


def test_a_rule_that_is_off_finds_nothing_and_the_days_are_judged_all_the_same(lite):
    watch = Watch(lite, rules=())
    watch.sweep(at(23, "12:00"))
    watch.sweep(at(25, "00:30"))
    watch.means = replace(watch.means, rounds=Watch(lite).means.rounds)
    watch.sweep(at(25, "00:40"))
    assert watch.found() == {}


def test_times_that_are_changed_leave_the_days_before_as_they_were(watch):
    watch.sweep(at(23, "12:00"))
    watch.day(24)
    watch.sweep(at(25, "00:30"))
    watch.day(25, clocks=("08:40",))
    later = replace(watch.means.rounds, times=(time(9), time(15)))
    watch.means = replace(watch.means, rounds=later)
    watch.sweep(at(26, "00:30"))
    finding = watch.found()["campaign", "2026-W48"]
    assert (finding.outcome, finding.evidence["days"]) == ("unknown", ["2026-11-25"])


def test_judged_twice_or_by_two_at_once_it_is_done_once(url):
    stores = [open_store(url), open_store(url)]
    watch = Watch(stores[0])
    watch.sweep(at(23, "12:00"))
    watch.at = at(25, "02:00")
    with stores[0].writing() as connection:
        sweeps.begin(connection, {"platform": None, "account": None}, at(25, "00:30"))
    told = []
    both = threading.Barrier(2)

    def judge(store):
        both.wait()
        told.append(judge_days(replace(watch.means, store=store)).days)

    workers = [threading.Thread(target=judge, args=(store,)) for store in stores]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert sorted(told) == [0, 2]
    assert judge_days(watch.means).days == 0
    assert len(watch.found()) == 2
    for store in stores:
        store.close()


def test_over_the_night_on_which_the_clock_is_changed(lite):
    """The 25th of October 2026 has 25 hours."""
    watch = Watch(lite)
    watch.shows(POST, campaigns=(a_campaign(start=None),), ad_sets=(an_ad_set(start=None),))
    for day, clock in ((23, 12), (24, 9), (24, 15), (25, 9), (25, 15)):
        when = datetime(2026, 10, day, clock, tzinfo=STOCKHOLM)
        watch.sweep(when)
        watch.digest(when)
    watch.sweep(datetime(2026, 10, 26, 0, 30, tzinfo=STOCKHOLM))
    assert watch.found() == {}


def test_a_campaign_with_an_ad_that_tells_no_post_is_not_read(watch):
    ads = watch.snapshot.ads
    untold = replace(ads[0].creative, posts=(), unread=(not_read("posts"),))
    watch.snapshot = replace(watch.snapshot, ads=(replace(ads[0], creative=untold),))
    watch.sweep(at(24, "08:40"))
    first, _ = watch.rounds(24).days[0].rounds
    assert (first.read_at, first.because.english()) == (None, "Not today.")
    assert outcome(first, at(24, "09:00")) is Outcome.OPEN


def test_an_older_reading_that_comes_late_changes_nothing(watch):
    watch.sweep(at(24, "12:00"))
    watch.shows(POST, ad_sets=(an_ad_set(intent="PAUSED"),))
    watch.at = at(24, "12:10")
    watch.city.snapshots = {"act_1": replace(watch.snapshot, read_at=at(24, "11:00"))}
    sweep(watch.means, {watch.city.platform: watch.city}, Scope())
    assert watch.rounds(24).days[0].ran is False
    watch.shows(POST)
    watch.sweep(at(25, "12:00") - MINUTE)
    assert watch.rounds(24) is not None


def test_a_comment_changes_nothing_of_what_counts_as_read(watch):
    watch.city.talk[POST.id] = a_discussion(a_comment("1", at=at(24, "08:00")))
    watch.sweep(at(24, "08:40"))
    assert watch.rounds(24).days[0].rounds[0].read_at == at(24, "08:40")
