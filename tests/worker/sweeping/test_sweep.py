"""A whole sweep: every account by itself, findings counted, and what was asked for."""

from __future__ import annotations

import pytest

from connectors.errors import TokenRejected
from policies.model import Platform, Words
from tests.worker.made import (
    AUTOMATIC,
    NOON,
    City,
    a_comment,
    a_discussion,
    a_post,
    a_snapshot,
    an_account,
    an_ad,
    an_ad_set,
    not_read,
    some_means,
    some_settings,
    unreachable,
)
from worker.store import findings
from worker.store.errors import StoreError, Unreachable
from worker.store.sweeps import last_reading
from worker.sweeping.means import Scope, approved, leaves_a_gap, means
from worker.sweeping.sweep import UnknownAccount, sweep


def an_account_with_a_finding(number):
    account = an_account(number)
    return a_snapshot(
        account,
        campaigns=a_snapshot(account).campaigns,
        ad_sets=(an_ad_set(placement=AUTOMATIC, account=number),),
        ads=(an_ad(account=number, posts=[a_post(int(number[-1]))]),),
    )


def meta(*numbers):
    return City(Platform.META, *(an_account_with_a_finding(one) for one in numbers))


def run(store, *cities, scope=None, **means):
    readers = {city.platform: city for city in cities}
    return sweep(some_means(store, **means), readers, scope or Scope())


def by_id(swept):
    return {account.id: account for account in swept.accounts}


def test_a_sweep_reads_every_account_and_counts_what_it_found(lite):
    swept = run(lite, meta("act_1", "act_2"))
    assert sorted(by_id(swept)) == ["act_1", "act_2"]
    assert swept.read == {"campaigns": 2, "ad_sets": 2, "ads": 2, "comments": 0, "messages": 0}
    assert swept.findings == {"opened": 2, "open": 2, "resolved": 0, "unknown": 2}
    assert (swept.unread, swept.seconds) == ((), 0.0)
    assert swept.requests[Platform.META].http == 1 + 2 * 4


def test_the_same_sweep_again_opens_nothing(lite):
    city = meta("act_1")
    run(lite, city)
    assert run(lite, city).findings == {"opened": 0, "open": 1, "resolved": 0, "unknown": 1}


def test_comments_of_the_posts_of_ads_are_read(lite):
    city = meta("act_1")
    city.talk[a_post().id] = a_discussion(a_comment())
    assert run(lite, city).read["comments"] == 1


def test_one_account_that_cannot_be_read_leaves_the_others(lite):
    city = meta("act_1", "act_2")
    run(lite, city)
    city.snapshots["act_1"] = unreachable()
    swept = run(lite, city)
    assert (by_id(swept)["act_1"].read, by_id(swept)["act_2"].read) == (False, True)
    assert [(one.what, one.account_id) for one in swept.unread] == [("account", "act_1")]
    assert swept.findings["open"] == 2


def test_a_fault_of_ours_in_one_account_is_told_without_its_message(lite):
    city = meta("act_1", "act_2")
    city.snapshots["act_1"] = RuntimeError("token=hemlig")
    [unread] = run(lite, city).unread
    assert "RuntimeError" in unread.because.english()
    assert "hemlig" not in unread.because.english()


def test_a_platform_that_lists_no_accounts_leaves_the_other(lite):
    city = meta("act_1")
    linkedin = City(Platform.LINKEDIN)
    linkedin.snapshots = TokenRejected(Words("No."), platform=Platform.LINKEDIN)
    swept = run(lite, city, linkedin)
    assert [(one.platform, one.what) for one in swept.unread] == [(Platform.LINKEDIN, "accounts")]
    assert by_id(swept)["act_1"].read


def test_accounts_that_a_token_does_not_see_are_unread(lite):
    city = meta("act_1")
    city.hidden_accounts = (not_read("account", account="act_9"),)
    assert [one.account_id for one in run(lite, city).unread] == ["act_9"]


@pytest.mark.parametrize("wanted", ["act_2", "2"])
def test_one_account_can_be_asked_for_with_or_without_its_prefix(lite, wanted):
    city = meta("act_1", "act_2")
    run(lite, city)
    city.asked.clear()
    swept = run(lite, city, City(Platform.LINKEDIN), scope=Scope(account_id=wanted))
    assert list(by_id(swept)) == ["act_2"]
    assert city.asked == [("discussions", (a_post(2).id,))]


def test_an_account_that_no_token_sees_is_refused_if_every_list_was_read(lite):
    with pytest.raises(UnknownAccount) as refused:
        run(lite, meta("act_1"), scope=Scope(account_id="act_7"))
    assert refused.value.known == ("act_1",)
    city = meta("act_1")
    city.hidden_accounts = (not_read("account", account="act_7"),)
    assert run(lite, city, scope=Scope(account_id="act_7")).accounts == ()


def test_a_sweep_of_everything_is_remembered_with_its_outcome(lite):
    run(lite, meta("act_1"), scope=Scope(account_id="act_1"))
    with lite.reading() as connection:
        assert last_reading(connection, Platform.META) is None
    run(lite, meta("act_1"))
    with lite.reading() as connection:
        done = last_reading(connection, Platform.META)
    assert (done.started_at, done.finished_at) == (NOON, NOON)
    assert (done.counts["ads"], done.counts["open"]) == (1, 1)
    assert done.requests == {"meta": {"http": 5, "counted": 5, "answered": 5}}


def test_a_sweep_tells_how_far_it_has_come(lite):
    told = []
    run(lite, meta("act_1"), tell=lambda words: told.append(words.english()))
    assert told == [
        "meta: ad accounts: 1",
        "meta Stadens annonser act_1: ads: 1, unread: 0",
        "meta: comments: 0, messages: 0",
    ]


def test_a_database_that_fails_ends_the_sweep(lite):
    city = meta("act_1")

    def fails(_account):
        raise Unreachable(Words("The disk is full."))

    city.snapshot = fails
    with pytest.raises(StoreError):
        run(lite, city)


def test_talk_that_fails_as_a_whole_is_told(lite):
    city = meta("act_1")

    def fails():
        raise RuntimeError("token=hemlig")

    city.inboxes = fails
    assert [one.what for one in run(lite, city).unread] == ["comments"]


@pytest.mark.parametrize(
    ("what", "gap"),
    [
        ("accounts", True),
        ("ad_sets", True),
        ("ads:1", True),
        ("comments:1001_1", True),
        ("identities", True),
        ("identities:178", False),
        ("posts:urn:li:share:1", False),
    ],
)
def test_a_single_identity_or_post_is_told_by_its_verdict_and_all_else_is_a_gap(what, gap):
    assert leaves_a_gap(not_read(what)) is gap


def test_rules_that_the_configuration_switches_off_are_not_asked(lite):
    off = some_settings(rules={"off": ("sender.page", "access.unseen-account")})
    asked = means(off, store=lite, clock=lambda: NOON, tell=lambda words: None)
    assert "sender.page" not in {one.id for one in asked.rules}
    assert asked.post_rules == ()
    assert approved(off).pages == {"1001"}
    nobody = approved(some_settings(meta=None, linkedin=None))
    assert (nobody.pages, nobody.instagram, nobody.organizations) == (frozenset(), {}, frozenset())


def because(store, number):
    with store.reading() as connection:
        found = findings.of_account(connection, Platform.META, number)
    return {one.because.template.split(",")[0] for one in found if one.because}


def test_an_account_that_the_token_no_longer_lists_is_unread_and_its_findings_stay(lite):
    city = meta("act_1", "act_2")
    before = run(lite, city)
    del city.snapshots["act_2"]
    swept = run(lite, city)
    assert by_id(swept)["act_2"].read is False
    assert [(one.what, one.account_id) for one in swept.unread] == [("account", "act_2")]
    assert swept.findings["open"] == before.findings["open"]
    assert swept.findings["resolved"] == 0
    assert "Account {account} was read before" in because(lite, "act_2")


def test_an_account_that_vanished_can_be_asked_for_and_is_not_unknown(lite):
    city = meta("act_1", "act_2")
    run(lite, city)
    del city.snapshots["act_2"]
    assert [one.account_id for one in run(lite, city, scope=Scope(account_id="2")).unread] == [
        "act_2"
    ]
    assert run(lite, city, scope=Scope(account_id="act_1")).unread == ()


def test_an_account_taken_out_of_the_configuration_is_not_missed_but_its_findings_stay(lite):
    city = meta("act_1", "act_2")
    before = run(lite, city)
    del city.snapshots["act_2"]
    city.chosen = True
    swept = run(lite, city)
    assert swept.unread == ()
    assert swept.findings["open"] == before.findings["open"]


def test_a_list_that_cannot_be_read_is_told_once_and_leaves_all_its_accounts_unread(lite):
    city = meta("act_1", "act_2")
    run(lite, city)
    city.snapshots = unreachable()
    swept = run(lite, city)
    assert [one.what for one in swept.unread] == ["accounts"]
    assert {one.id: one.read for one in swept.accounts} == {"act_1": False, "act_2": False}


def test_a_hidden_account_that_was_asked_for_is_told_once(lite):
    city = meta("act_1", "act_2")
    run(lite, city)
    del city.snapshots["act_2"]
    city.hidden_accounts = (not_read("account", account="act_2"),)
    swept = run(lite, city)
    assert [one.account_id for one in swept.unread] == ["act_2"]
    assert "Not today." in because(lite, "act_2")
