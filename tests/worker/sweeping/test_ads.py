"""One account swept: what was read is kept, findings follow, nothing closes by being missing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from connectors import Standing
from connectors.errors import ConnectorError
from policies.model import Platform
from policies.rule import Approved
from policies.rules import ON_ACCOUNTS
from tests.worker.made import (
    AUTOMATIC,
    DAY,
    NOON,
    City,
    a_showing,
    a_snapshot,
    an_account,
    an_ad,
    an_ad_set,
    not_read,
    some_figures,
    some_means,
    unreachable,
)
from worker.store import findings, judged, snapshots
from worker.sweeping.ads import lost_account, read_account

RULE = "placement.audience-network"
ON_NETWORK = a_snapshot(ad_sets=(an_ad_set(placement=AUTOMATIC),), ads=())
NOTHING = a_snapshot(ad_sets=(), ads=())


class Office:
    """Sweeps of one account at one instant after the other."""

    def __init__(self, store):
        self.store = store
        self.at = NOON
        self.city = City()
        self.means = some_means(store, clock=lambda: self.at)

    def sweep(self, snapshot, *, days=0, **means):
        self.at += days * DAY
        if not isinstance(snapshot, Exception):
            snapshot = replace(snapshot, read_at=self.at)
        self.city.snapshots = {"act_1": snapshot}
        return read_account(replace(self.means, **means), self.city, "act_1")

    def findings(self):
        with self.store.reading() as connection:
            return findings.of_account(connection, Platform.META, "act_1")

    def finding(self):
        [only] = self.findings()
        return only

    def asked(self):
        return [one for one in self.city.asked if one[0] == "standings"]


@pytest.fixture
def office(lite):
    return Office(lite)


def test_an_account_in_order_has_no_findings_and_its_snapshot_is_kept(office):
    read = office.sweep(a_snapshot())
    assert (read.campaigns, read.ad_sets, read.ads) == (1, 1, 1)
    assert (read.opened, read.resolved, read.read, read.unread) == (0, 0, True, ())
    assert office.findings() == []
    assert office.asked() == []
    with office.store.reading() as connection:
        assert snapshots.latest(connection, Platform.META, "act_1") == a_snapshot()


def test_what_is_against_a_rule_is_a_finding_until_it_is_put_right(office):
    assert office.sweep(ON_NETWORK).opened == 1
    assert (office.finding().rule, office.finding().state) == (RULE, "open")
    assert office.sweep(ON_NETWORK, days=1).opened == 0
    assert office.finding().last_seen == NOON + DAY
    assert office.sweep(a_snapshot(ads=()), days=1).resolved == 1
    assert office.finding().state == "resolved"
    assert office.sweep(ON_NETWORK, days=1).opened == 1
    assert office.finding().state == "open"


def test_what_is_paused_can_no_longer_deliver_and_is_resolved(office):
    office.sweep(ON_NETWORK)
    paused = replace(ON_NETWORK, ad_sets=(an_ad_set(placement=AUTOMATIC, intent="PAUSED"),))
    assert office.sweep(paused).resolved == 1


def test_what_is_missing_is_asked_for_by_itself_and_stays_while_it_is_on(office):
    office.sweep(ON_NETWORK)
    read = office.sweep(NOTHING, days=1)
    assert office.asked() == [("standings", "ad_set", ("s1",))]
    assert (read.resolved, read.unread) == (0, ())
    assert office.finding().state == "open"
    assert "no longer holds it" in office.finding().because.english()
    assert office.finding().last_seen == NOON


def test_what_is_missing_is_resolved_when_its_own_read_says_that_it_is_off(office):
    office.sweep(ON_NETWORK)
    office.city.off["s1"] = Standing(kind="ad_set", id="s1", on=False)
    assert office.sweep(NOTHING, days=1).resolved == 1
    assert office.finding().state == "resolved"
    assert office.sweep(NOTHING, days=1).resolved == 0
    assert len(office.asked()) == 1


def test_that_nothing_can_deliver_any_more_is_confirmed_by_own_reads(office):
    mute = a_snapshot(account=an_account(rights=("ANALYZE",)))
    assert office.sweep(mute).opened == 1
    empty = replace(mute, ad_sets=(), ads=())
    assert office.sweep(empty, days=1).resolved == 0
    assert office.asked() == [("standings", "ad_set", ("s1",))]
    assert "s1" in office.finding().because.english()
    office.city.off["s1"] = Standing(kind="ad_set", id="s1", on=False)
    assert office.sweep(empty, days=1).resolved == 1


def test_where_the_right_is_there_again_nothing_else_matters(office):
    office.sweep(a_snapshot(account=an_account(rights=("ANALYZE",))))
    assert office.sweep(replace(a_snapshot(), ad_sets=(), ads=()), days=1).resolved == 1


def test_what_is_missing_and_cannot_be_told_stays_and_the_sweep_says_so(office):
    office.sweep(ON_NETWORK)
    unread = not_read("ad_sets:s1")
    office.city.off["s1"] = Standing(kind="ad_set", id="s1", on=None, unread=unread)
    read = office.sweep(NOTHING, days=1)
    assert read.unread == (unread,)
    assert office.finding().because == unread.because


def test_an_own_read_without_any_answer_resolves_nothing(office):
    office.sweep(ON_NETWORK)
    office.city.standings = lambda *_asked: iter(())
    assert office.sweep(NOTHING, days=1).resolved == 0
    assert office.finding().because.english() == "It was missing from what was read."


def test_own_reads_that_fail_resolve_nothing_and_say_why(office):
    office.sweep(ON_NETWORK)

    def refused(*_asked):
        yield from ()
        raise unreachable()

    office.city.standings = refused
    read = office.sweep(NOTHING, days=1)
    assert [one.what for one in read.unread] == ["ad_sets"]
    assert office.finding().because.english() == "It is not there."


def test_a_list_that_was_not_read_is_no_reason_to_ask_for_each(office):
    office.sweep(ON_NETWORK)
    lost = replace(NOTHING, unread=(not_read("ad_sets"),))
    read = office.sweep(lost, days=1)
    assert office.asked() == []
    assert [one.what for one in read.unread] == ["ad_sets"]
    by_kind = {one.subject.kind: one for one in office.findings()}
    assert (by_kind["ad_set"].state, by_kind["ad_set"].outcome) == ("open", "fail")
    assert by_kind["account"].outcome == "unknown"
    assert office.sweep(ON_NETWORK, days=1).opened == 0
    assert {one.state for one in office.findings() if one.subject.kind == "account"} == {"resolved"}


def test_nothing_is_asked_for_a_rule_that_is_switched_off_and_its_finding_stays(office):
    office.sweep(ON_NETWORK)
    others = tuple(rule for rule in ON_ACCOUNTS if rule.id != RULE)
    office.sweep(NOTHING, days=1, rules=others)
    assert office.asked() == []
    assert office.finding().state == "open"
    assert "switched off" in office.finding().because.english()


def test_a_mute_outlives_sweeps_and_a_new_breach_of_another_kind_is_told(office):
    office.sweep(ON_NETWORK)
    turn = judged.Turn(by="Anna", at=NOON)
    with office.store.writing() as connection:
        judged.mute(connection, office.finding().id, turn, until=NOON + 9 * DAY)
    stranger = an_ad(page="1002")
    office.sweep(replace(ON_NETWORK, ads=(stranger,)), days=1)
    assert {(one.rule, one.state) for one in office.findings()} == {
        (RULE, "muted"), ("sender.page", "open"), ("sender.instagram", "open")
    }  # fmt: skip


def test_senders_are_those_that_the_configuration_approves(office):
    assert office.sweep(a_snapshot(), approved=Approved()).opened == 1
    assert {one.rule for one in office.findings()} == {"sender.page"}


def test_no_transaction_is_open_while_a_platform_is_asked(office):
    office.sweep(ON_NETWORK)
    ask = office.city.standings

    def standings(*asked):
        with office.store.writing():
            yield from ask(*asked)

    office.city.standings = standings
    assert office.sweep(NOTHING, days=1).read


def test_an_account_that_is_lost_keeps_its_findings_and_says_since_when(office):
    office.sweep(ON_NETWORK)
    office.at += DAY
    unread = replace(not_read("account"), account_id="act_1")
    read = lost_account(office.means, unread, "act_1")
    assert (read.read, read.name, read.unread) == (False, an_account().name, (unread,))
    assert (office.finding().state, office.finding().because) == ("open", unread.because)
    assert office.finding().unread_since == NOON + DAY


def test_an_account_that_was_lost_from_the_first_is_named_by_its_id(office):
    read = lost_account(office.means, not_read("account"), "act_1")
    assert (read.name, office.findings()) == ("act_1", [])


def test_what_the_reader_raises_is_the_callers_to_catch(office):
    with pytest.raises(ConnectorError):
        office.sweep(unreachable())


DELIVERED = "placement.audience-network-delivered"


def test_what_was_shown_on_the_network_is_a_finding_of_its_week_that_a_person_closes(office):
    office.city.figures["act_1"] = some_figures(a_showing())
    assert office.sweep(a_snapshot()).opened == 1
    found = office.finding()
    assert (found.rule, found.week, found.subject.name) == (DELIVERED, "2026-W48", "Föräldrar")
    assert found.evidence["days"][0]["spend"] == "277.698927"
    office.city.figures["act_1"] = some_figures()
    assert office.sweep(NOTHING, days=1).resolved == 0
    assert office.asked() == []
    with office.store.writing() as connection:
        judged.acknowledge(connection, found.id, judged.Turn(by="Anna", at=office.at))
    office.city.figures["act_1"] = some_figures(a_showing(impressions=9000))
    assert office.sweep(a_snapshot(), days=1).opened == 0
    assert office.finding().state == "acknowledged"


def test_figures_that_cannot_be_read_are_unread_and_the_rest_goes_on(office):
    office.city.figures["act_1"] = unreachable()
    read = office.sweep(ON_NETWORK)
    assert [(one.what, one.account_id) for one in read.unread] == [("delivered", "act_1")]
    assert (read.opened, read.read) == (1, True)
    outcomes = {one.rule: (one.outcome, one.subject.kind) for one in office.findings()}
    assert outcomes == {RULE: ("fail", "ad_set"), DELIVERED: ("unknown", "account")}
    office.city.figures.clear()
    assert office.sweep(ON_NETWORK).unread == ()
    assert [one.state for one in office.findings() if one.rule == DELIVERED] == ["resolved"]


def test_rows_that_are_missing_are_unread_beside_what_was_found(office):
    missing = not_read("delivered", account="act_1")
    office.city.figures["act_1"] = some_figures(a_showing(), unread=(missing,))
    read = office.sweep(a_snapshot())
    assert (read.opened, read.unread) == (1, (missing,))


@pytest.mark.parametrize(("status", "asked"), [("1", 1), ("8", 1), (None, 1), ("77", 1), ("2", 0)])
def test_only_accounts_that_may_show_ads_are_asked_for_figures(office, status, asked):
    office.sweep(a_snapshot(an_account(status=status)))
    assert office.city.asked_for_figures == ["act_1"] * asked
    assert office.findings() == []


def test_figures_are_not_asked_for_where_their_rule_is_switched_off(office):
    others = tuple(rule for rule in ON_ACCOUNTS if rule.id != DELIVERED)
    office.sweep(a_snapshot(), rules=others)
    assert office.city.asked_for_figures == []


def test_no_figures_are_asked_for_on_a_platform_whose_rules_do_without(office):
    account = an_account(platform=Platform.LINKEDIN, id="5001")
    linkedin = City(Platform.LINKEDIN, a_snapshot(account, campaigns=(), ad_sets=(), ads=()))
    assert read_account(office.means, linkedin, "5001").unread == ()
    assert linkedin.asked_for_figures == []
    again = City(Platform.META, a_snapshot())
    read_account(office.means, again, "act_1")
    assert again.asked_for_figures == ["act_1"]
