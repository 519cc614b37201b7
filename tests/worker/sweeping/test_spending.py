"""One brief over two accounts and both platforms: costs are asked for rarely, and never lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from connectors import Standing
from connectors.linkedin import LinkedInAccess, LinkedInReader
from connectors.sandbox import Sandbox
from policies.model import Money, Platform
from policies.model.briefs import Brief
from policies.rules.budget import BUDGET
from tests.connectors.test_conformance import meta, waiting
from tests.worker.made import (
    DAY,
    NOON,
    TODAY,
    City,
    a_campaign,
    a_snapshot,
    an_account,
    an_ad_set,
    some_means,
    unreachable,
)
from worker.store import briefs, findings, spending
from worker.sweeping.means import Scope, Topic
from worker.sweeping.sweep import sweep

META, LINKEDIN = Platform.META, Platform.LINKEDIN
ADS, BOTH = frozenset({Topic.ADS}), frozenset({Topic.ADS, Topic.DELIVERED})
FIGURES = frozenset({Topic.DELIVERED})


def kr(amount):
    return Money(amount=Decimal(amount), currency="SEK")


def an_order(budget="1000", **told):
    content = {
        "patterns": ("Sim*",),
        "starts": TODAY - 10 * DAY,
        "ends": TODAY + 20 * DAY,
        "budget": None if budget is None else kr(budget),
    }
    return Brief(**(content | told))


class Office:
    """Two accounts, one on each platform, each with one campaign of the same brief."""

    def __init__(self, store):
        self.store = store
        self.at = NOON
        self.cities = {META: City(META), LINKEDIN: City(LINKEDIN)}
        self.accounts = {META: "act_1", LINKEDIN: "5001"}
        self.means = some_means(store, clock=lambda: self.at, rules=(BUDGET,), since=None)
        self.plans(META, "600")
        self.plans(LINKEDIN, "300")

    def order(self, budget="1000", **told):
        with self.store.writing() as connection:
            brief = an_order(budget, **told)
            briefs.save(connection, "b1", brief, source="x", by=None, at=self.at)

    def plans(self, platform, budget, *, campaigns=("c1",), **changed):
        """The account's campaigns, each with this total budget."""
        account = an_account(self.accounts[platform], platform)
        listed = tuple(
            a_campaign(
                number,
                account.id,
                platform=platform,
                daily_budget=None,
                total_budget=kr(budget),
                **changed,
            )
            for number in campaigns
        )
        ad_sets = tuple(
            an_ad_set(f"s{number}", number, account.id, platform=platform) for number in campaigns
        )
        snapshot = a_snapshot(account, campaigns=listed, ad_sets=ad_sets, ads=())
        self.cities[platform].snapshots = {account.id: snapshot}

    def costs(self, platform, costs):
        self.cities[platform].costs = {self.accounts[platform]: costs}

    def poll(self, topics=BOTH, *, days=0, platform=None):
        self.at += days * DAY
        for city in self.cities.values():
            city.snapshots = {
                number: replace(one, read_at=self.at) for number, one in city.snapshots.items()
            }
        readers = {one: city for one, city in self.cities.items() if platform in (None, one)}
        return sweep(self.means, readers, Scope(topics=topics))

    def asked(self):
        found = [one for city in self.cities.values() for one in city.asked_for_costs]
        for city in self.cities.values():
            city.asked_for_costs = []
        return found

    def finding(self, platform):
        with self.store.reading() as connection:
            found = findings.of_account(connection, platform, self.accounts[platform])
        return next((one for one in found if one.rule == BUDGET.id), None)

    def words(self):
        found = {one: self.finding(one) for one in self.cities}
        return {
            str(one): (told.outcome, told.state) for one, told in found.items() if told is not None
        }

    def shares(self):
        with self.store.reading() as connection:
            return spending.of_all(connection).get("b1", ())


@pytest.fixture
def office(store):
    return Office(store)


def test_without_a_brief_that_names_a_budget_nobody_asks_for_costs(office):
    office.poll()
    office.order(budget=None)
    office.poll()
    office.order(patterns=("Något annat",))
    office.poll()
    assert office.asked() == []


def test_before_the_day_of_the_register_nobody_asks_either(office):
    office.order()
    office.means = replace(office.means, since=date(2027, 1, 1))
    office.poll()
    assert (office.asked(), office.words()) == ([], {})


def test_nobody_asks_where_the_rule_is_off(office):
    office.order()
    office.means = replace(office.means, rules=())
    office.poll()
    office.poll(FIGURES)
    assert office.asked() == []


def test_costs_are_asked_for_once_an_account_and_until_yesterday(office):
    office.order()
    office.poll()
    assert office.asked() == [("act_1", TODAY - DAY), ("5001", TODAY - DAY)]
    assert office.words() == {}
    office.poll(ADS)
    assert office.asked() == []
    office.poll(FIGURES)
    assert len(office.asked()) == 2


def test_both_accounts_together_are_more_than_agreed_and_one_sweep_tells_it_of_both(office):
    office.order("899")
    swept = office.poll()
    assert office.words() == {"meta": ("fail", "open"), "linkedin": ("fail", "open")}
    assert swept.findings["opened"] == 2
    told = office.finding(META)
    assert told.message.english() == (
        "900 SEK is planned under brief b1, for which 899 SEK was agreed."
    )
    assert told.evidence["campaigns"][1]["planned"] == "300 SEK"
    office.plans(LINKEDIN, "299")
    assert office.poll().findings["resolved"] == 2


def test_what_another_account_spent_counts_here(office):
    office.order()
    office.costs(LINKEDIN, {"c1": "950"})
    office.costs(META, {"c1": "60"})
    office.poll()
    assert "1010 SEK has been spent" in office.finding(META).message.english()
    assert office.words() == {"meta": ("fail", "open"), "linkedin": ("fail", "open")}


def test_a_poll_of_ads_alone_goes_by_the_last_costs(office):
    office.order()
    office.costs(META, {"c1": "1001"})
    office.poll()
    office.costs(META, {})
    assert office.poll(ADS, days=1).findings["resolved"] == 0
    told = office.finding(META)
    assert (told.outcome, told.state, told.unread_since) == ("fail", "open", None)
    assert told.evidence["spent"] == "1001 SEK"
    assert office.asked()[-1] == ("5001", TODAY - DAY)


def test_before_any_costs_were_read_a_poll_of_ads_opens_no_fail_and_says_why(office):
    office.order()
    office.poll(ADS)
    told = office.finding(META)
    assert (told.outcome, told.because.english()) == (
        "unknown",
        "What was spent has not been read yet.",
    )
    office.poll(FIGURES)
    assert office.words() == {"meta": ("unknown", "resolved"), "linkedin": ("unknown", "resolved")}


def test_costs_alone_open_what_they_prove(office):
    office.order()
    office.poll()
    office.costs(META, {"c1": "1001"})
    assert office.poll(FIGURES, days=1).findings["opened"] == 2
    assert office.words() == {"meta": ("fail", "open"), "linkedin": ("fail", "open")}


def test_costs_that_cannot_be_read_resolve_nothing_and_are_told(office):
    office.order()
    office.costs(META, {"c1": "1001"})
    office.poll()
    office.cities[META].costs["act_1"] = unreachable()
    swept = office.poll(days=1)
    assert [(one.what, one.account_id) for one in swept.unread] == [("spent", "act_1")]
    assert office.words()["meta"] == ("fail", "open")
    office.plans(META, "100")
    assert office.poll(FIGURES, days=1).findings["resolved"] == 0
    assert office.finding(META).outcome == "fail"


def test_polls_of_ads_after_costs_were_refused_resolve_nothing_until_they_are_read(office):
    office.order()
    office.plans(META, "1001")
    office.poll()
    assert office.words() == {"meta": ("fail", "open"), "linkedin": ("fail", "open")}
    office.cities[META].costs["act_1"] = unreachable()
    office.plans(META, "100")
    office.poll(FIGURES, days=1)
    swept = office.poll(ADS)
    assert (swept.findings["resolved"], swept.unread) == (0, ())
    assert office.words() == {"meta": ("fail", "open"), "linkedin": ("fail", "open")}
    assert office.finding(META).unread_since is not None
    office.costs(META, {"c1": "90"})
    assert office.poll(FIGURES).findings["resolved"] == 2


def test_what_is_over_is_no_pass_before_the_costs_of_its_last_day_are_told(office):
    """On LinkedIn nothing but our own readings tells when it was switched off."""
    office.order()
    office.plans(LINKEDIN, "950", updated="7")
    office.costs(LINKEDIN, {"c1": "350"})
    office.poll()
    assert office.words()["meta"] == ("fail", "open")
    office.plans(LINKEDIN, "950", intent="PAUSED", updated="8")
    for resolved in (1, 0):  # what is over breaks nothing by itself
        assert office.poll(ADS, days=1 / 48).findings["resolved"] == resolved
        assert office.words()["meta"] == ("fail", "open")
    [over] = [one for one in office.shares() if one.over]
    assert (over.spent, over.least, over.most) == (kr("350"), kr("350"), kr("950"))
    office.costs(LINKEDIN, {"c1": "390"})
    office.poll(days=1)
    assert office.words()["meta"] == ("fail", "resolved")
    [over] = [one for one in office.shares() if one.over]
    assert (over.least, over.most) == (kr("390"), kr("390"))


def test_costs_that_never_could_be_read_are_unknown_here_and_there(office):
    office.order()
    office.cities[META].costs["act_1"] = unreachable()
    office.poll()
    assert office.words() == {"meta": ("unknown", "open"), "linkedin": ("unknown", "open")}


def test_costs_that_came_in_part_are_beside_the_last_ones(office, monkeypatch):
    office.order()
    office.costs(META, {"c1": "1001"})
    office.poll()
    whole = office.cities[META].spent
    lost = unreachable().unread("spent", "act_1")
    office.costs(META, {})
    monkeypatch.setattr(
        office.cities[META], "spent", lambda *asked: replace(whole(*asked), unread=(lost,))
    )
    assert office.poll(days=1).unread == (lost,)
    told = office.finding(META)
    assert (told.outcome, told.state, told.evidence["spent"]) == ("fail", "open", "1001 SEK")


def test_an_account_that_is_no_longer_seen_keeps_its_figures_and_their_age_is_told(office):
    office.order()
    office.poll()
    del office.cities[LINKEDIN]
    office.poll(days=1)
    assert office.words() == {}
    office.poll(days=2)
    told = office.finding(META)
    assert (told.outcome, told.because.english()) == (
        "unknown",
        "Account 5001 was last read on 2026-11-24.",
    )
    assert told.evidence["campaigns"][1] == {
        "platform": "linkedin",
        "account": "5001",
        "campaign": "c1",
        "name": "Simskola våren",
        "spent": "0 SEK",
        "planned": "300 SEK",
        "read": "2026-11-24",
    }


def test_a_campaign_that_is_renamed_is_none_of_the_brief_any_more(office):
    office.order("899")
    office.poll()
    office.plans(LINKEDIN, "300", name="Något annat")
    office.poll()
    assert [one.account_id for one in office.shares()] == ["act_1"]
    assert office.words()["meta"] == ("fail", "resolved")


def test_a_campaign_that_is_gone_counts_until_its_own_read_says_that_it_is_over(office):
    office.order("899")
    office.costs(META, {"c2": "250"})
    office.plans(META, "400", campaigns=("c1", "c2"))
    office.poll()
    office.plans(META, "400")
    assert office.poll(days=1).findings["resolved"] == 0
    assert office.finding(META).state == "open"
    assert [one.campaign_id for one in office.shares() if one.platform is META] == ["c1", "c2"]
    office.order("951")
    office.cities[META].off["c2"] = Standing(kind="campaign", id="c2", on=False)
    office.poll(days=1)
    [over] = [one for one in office.shares() if one.over]
    assert (over.campaign_id, over.least, over.most) == ("c2", kr("250"), None)
    office.costs(META, {"c2": "251"})
    assert office.poll().findings["resolved"] == 0
    office.poll(days=1)
    assert office.finding(META).state == "resolved"
    [over] = [one for one in office.shares() if one.over]
    assert (over.least, over.most) == (kr("251"), kr("251"))
    office.costs(META, {"c2": "252"})
    office.poll(days=1)
    told = office.finding(LINKEDIN)
    assert (told.state, told.evidence["planned"]) == ("open", "952 SEK")


def test_what_nobody_can_tell_whose_it_is_keeps_its_share(office):
    office.order()
    office.poll()
    before = {one.account_id: one.least for one in office.shares()}
    office.plans(META, "600", name="c1")
    office.poll()
    assert {one.account_id: one.least for one in office.shares()} == before


def test_an_account_that_was_never_read_is_read_by_its_ads_first(office):
    office.order()
    office.poll(FIGURES)
    assert (office.asked(), office.words()) == ([], {})


def linkedin(base_url):
    access = LinkedInAccess(
        base_url=base_url,
        version="202608",
        ads_token="sandbox-ads",
        community_token="sandbox-community",
        ad_accounts=("5001",),
        organizations=(),
        tier="standard",
        community_tier="standard",
        editable_accounts=(),
        watch_after_days=90,
    )
    return LinkedInReader(access, patience=waiting(0), clock=lambda: NOON)


def test_the_invented_city_s_real_answers_add_up_over_both_platforms(lite):
    """One brief for everything, over real HTTP, and it is far from enough."""
    with lite.writing() as connection:
        brief = an_order("1", patterns=("*",), starts=date(2026, 1, 1))
        briefs.save(connection, "b1", brief, source="x", by=None, at=NOON)
    means = some_means(lite, rules=(BUDGET,), since=None)
    with Sandbox(clock=lambda: NOON) as sandbox:
        base = sandbox.start()
        readers = {META: meta(base), LINKEDIN: linkedin(base)}
        swept = sweep(means, readers, Scope(topics=BOTH))
        reports = [one.path + one.query for one in sandbox.requests]
    assert sum("pivot=CAMPAIGN_GROUP" in one for one in reports) == 1
    with lite.reading() as connection:
        shares = spending.of_all(connection)["b1"]
        found = [
            one
            for platform, account in ((META, "act_1"), (LINKEDIN, "5001"))
            for one in findings.of_account(connection, platform, account)
        ]
    assert {one.platform for one in shares} == {META, LINKEDIN}
    assert {one.outcome for one in found} == {"fail"}
    assert len({one.evidence["spent"] for one in found}) == 1
    assert swept.findings["opened"] >= len(found) > 5
