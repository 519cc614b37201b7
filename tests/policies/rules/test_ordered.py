"""C1, C8: campaigns and their briefs, and what a brief has to tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.briefs.matching import Registered
from policies.finding import RESTS_ON
from policies.findings import reconcile
from policies.model import Money, Platform
from policies.model.briefs import Audience, Brief, Editor
from policies.register import Register
from policies.rule import Breach, Pass, Unknown, evaluate
from policies.rules.ordered import ACCESSIBILITY, INCOMPLETE, MISSING
from policies.rules.ordered_dates import DATES
from tests.policies.rules.made import (
    DAY,
    NOON,
    a_campaign,
    a_snapshot,
    an_ad_set,
    facts,
    unread,
    verdict,
    verdicts,
    word,
)

BY_BRIEF = (INCOMPLETE, DATES, ACCESSIBILITY)
ANNA = Editor(first_name="Anna", mail="anna@example.org")
WHOLE = Brief(
    topic="Simskola",
    starts=date(2026, 11, 1),
    ends=date(2026, 11, 30),
    budget=Money(amount=Decimal(5000), currency="SEK"),
    audience=Audience(text="Föräldrar"),
    editors=(ANNA,),
    accessible=True,
    patterns=("simskola*",),
)


def registered(name="sim", revision=1, **changed):
    return Registered(id=name, brief=replace(WHOLE, **changed), revision=revision)


def register(*briefs):
    return Register(briefs=briefs)


def said(rule, *briefs, snapshot=None):
    return verdict(rule, "campaign", snapshot or a_snapshot(), register=register(*briefs))


def called(name, **changed):
    return a_snapshot(campaigns=(a_campaign(name=name, **changed),))


@pytest.mark.parametrize("rule", [MISSING, *BY_BRIEF])
def test_a_campaign_under_a_whole_brief_is_in_order(rule):
    assert isinstance(said(rule, registered()), Pass)


@pytest.mark.parametrize("rule", [MISSING, *BY_BRIEF])
def test_before_anybody_asks_for_briefs_nothing_is_said(rule):
    assert verdicts(a_snapshot(), rules=(rule,)) == {}
    later = Register(since=date(2026, 11, 25))
    assert verdicts(a_snapshot(), rules=(rule,), register=later) == {}


@pytest.mark.parametrize("platform", [Platform.META, Platform.LINKEDIN])
def test_a_campaign_without_a_brief_fails_by_that_rule_alone(platform):
    snapshot = a_snapshot(platform)
    other = registered(topic="Cyklar", patterns=("cykel*",))
    found = said(MISSING, other, snapshot=snapshot)
    assert (word(found), found.message.values) == ("fail", {})
    assert [word(said(rule, other, snapshot=snapshot)) for rule in BY_BRIEF] == ["pass"] * 3


def test_the_brief_most_alike_is_told_as_a_suggestion():
    found = said(MISSING, registered(patterns=("simskolan 2027",)))
    assert (word(found), found.message.values) == ("fail", {"brief": "sim"})
    assert found.evidence == {"likeliest": "sim"}


def test_only_the_rule_that_tells_it_asks_for_a_suggestion():
    told = said(INCOMPLETE, registered(topic=None, patterns=("simskolan 2027",)))
    assert isinstance(told, Pass)


def test_several_briefs_that_fit_equally_leave_it_unknown():
    found = said(MISSING, registered(), registered("b"))
    assert (word(found), found.evidence) == ("unknown", {"several": ["b", "sim"]})
    assert [word(said(rule, registered(), registered("b"))) for rule in BY_BRIEF] == ["pass"] * 3


@pytest.mark.parametrize("name", ["", " ", "c1"])
def test_a_name_that_was_not_told_leaves_it_unknown(name):
    assert word(said(MISSING, registered(), snapshot=called(name))) == "unknown"
    by_id = registered(campaigns=("c1",))
    assert word(said(MISSING, by_id, snapshot=called(name))) == "pass"


def test_a_campaign_that_cannot_deliver_needs_no_brief():
    for snapshot in (
        called("Annat", intent="PAUSED"),
        called("Annat", end=NOON),
        a_snapshot(ad_sets=(an_ad_set(intent="PAUSED"),)),
        a_snapshot(ad_sets=()),
    ):
        assert word(said(MISSING, snapshot=snapshot)) == "pass"


def test_one_that_is_scheduled_needs_its_brief_already():
    later = a_snapshot(ad_sets=(an_ad_set(start=NOON + 3 * DAY, end=NOON + 5 * DAY),))
    assert word(said(MISSING, snapshot=later)) == "fail"


@pytest.mark.parametrize("rule", [MISSING, INCOMPLETE, ACCESSIBILITY])
def test_where_nobody_can_tell_whether_it_runs_it_is_unknown(rule):
    lacking = registered(topic=None, accessible=None, patterns=("simskola*",))
    briefs = () if rule is MISSING else (lacking,)
    perhaps = called("Simskola", intent="A_NEW_WORD")
    assert word(said(rule, *briefs, snapshot=perhaps)) == "unknown"
    no_list = a_snapshot(ad_sets=(), unread=(unread("ad_sets"),))
    assert word(said(rule, *briefs, snapshot=no_list)) == "unknown"


def test_a_closed_brief_still_counts():
    assert word(said(MISSING, replace(registered(), closed=True))) == "pass"


@pytest.mark.parametrize(
    ("lacks", "changed"),
    [
        ("topic", {"topic": None}),
        ("topic", {"topic": " "}),
        ("dates", {"starts": None}),
        ("dates", {"ends": None}),
        ("budget", {"budget": None}),
        ("audience", {"audience": None}),
        ("editors", {"editors": ()}),
        ("editors", {"editors": (ANNA, Editor(first_name="Bo"))}),
        ("editors", {"editors": (Editor(first_name=" ", mail="bo@example.org"),)}),
    ],
)
def test_a_brief_that_lacks_a_part_names_it(lacks, changed):
    found = said(INCOMPLETE, registered(**changed))
    assert (word(found), found.evidence["lacks"]) == ("fail", [lacks])
    assert "," not in found.message.values["kinds"]


def test_all_that_is_lacking_is_named_in_the_order_of_the_routine():
    found = said(INCOMPLETE, Registered(id="a", brief=Brief(campaigns=("c1",))))
    assert found.evidence["lacks"] == ["topic", "dates", "budget", "audience", "editors"]
    assert len(found.message.values["kinds"].split(", ")) == 5


def test_accessibility_has_to_be_part_of_the_order():
    assert word(said(ACCESSIBILITY, registered(accessible=None))) == "fail"
    no = said(ACCESSIBILITY, registered(accessible=False))
    assert word(no) == "fail"
    assert no.message != said(ACCESSIBILITY, registered(accessible=None)).message


ACCOUNT = (Platform.META, "act_1")


def after(known, told, rules):
    turned = reconcile(known, evaluate(rules, told), account=ACCOUNT, as_of=NOON).turned
    return {one.id: one for one in known} | {one.finding.id: one.finding for one in turned}


def states(first, second, rules):
    """The states of what was found first, after the second evaluation."""
    known = after((), first, rules)
    return [one.state for one in after(known.values(), second, rules).values()]


def given_facts(*briefs, snapshot=None):
    return facts(snapshot or a_snapshot(), register=register(*briefs))


LACKING = {"topic": None, "accessible": False, "ends": date(2026, 11, 24)}


def test_a_new_revision_of_the_brief_puts_it_right():
    first, second = given_facts(registered(**LACKING)), given_facts(registered(revision=2))
    assert states(first, second, BY_BRIEF) == ["resolved"] * 3


def test_a_brief_that_is_registered_puts_its_lack_right():
    assert states(given_facts(), given_facts(registered()), (MISSING,)) == ["resolved"]


def test_a_campaign_that_was_renamed_is_judged_by_its_new_name():
    renamed = given_facts(registered(**LACKING), snapshot=called("Cyklar"))
    assert states(given_facts(registered(**LACKING)), renamed, BY_BRIEF) == ["resolved"] * 3


@pytest.mark.parametrize(
    "second",
    [
        given_facts(registered(**LACKING), snapshot=called("c1")),
        given_facts(registered(**LACKING), registered("b")),
        given_facts(registered(**LACKING, patterns=())),
        given_facts(registered(**LACKING), snapshot=a_snapshot(ad_sets=())),
    ],
    ids=["no name", "another brief that fits", "no name in the brief", "no ad sets"],
)
def test_what_is_left_out_puts_nothing_right(second):
    assert states(given_facts(registered(**LACKING)), second, BY_BRIEF) == ["open"] * 3


def test_an_editor_without_mail_who_is_left_out_has_none_still():
    bo = Editor(first_name="Bo")
    first, second = given_facts(registered(editors=(ANNA, bo))), given_facts(registered())
    assert states(first, second, (INCOMPLETE,)) == ["open"]
    changed = given_facts(registered(revision=2))
    assert states(first, changed, (INCOMPLETE,)) == ["resolved"]


def test_an_account_that_a_brief_is_for_and_that_is_left_out_makes_it_fit_no_campaign():
    elsewhere = given_facts(registered(accounts=("act_2",)))
    assert states(elsewhere, given_facts(registered()), (MISSING,)) == ["open"]
    assert states(elsewhere, given_facts(registered(revision=2)), (MISSING,)) == ["resolved"]


def test_one_of_several_that_no_longer_fits_by_what_is_left_out_settles_nothing():
    two = given_facts(registered(), registered("b"))
    less = given_facts(registered(), registered("b", patterns=()))
    assert states(two, less, (MISSING,)) == ["open"]
    exact = given_facts(registered(), registered("b", revision=2, patterns=("cykel*",)))
    assert states(two, exact, (MISSING,)) == ["resolved"]


def test_what_a_finding_rests_on_is_little_and_stands_in_its_evidence():
    known = after((), given_facts(registered(**LACKING)), (ACCESSIBILITY,))
    [one] = known.values()
    assert one.evidence[RESTS_ON] == [
        ["brief sim 1", "name simskola*"],
        ["campaign c1", "brief"],
        ["campaign c1", "name"],
        ["campaign c1 below", "ad_set s1"],
    ]


BRIEFS = st.builds(
    registered,
    st.sampled_from(["a", "b", "c"]),
    topic=st.sampled_from([None, "Simskola"]),
    ends=st.sampled_from([None, date(2026, 11, 24), date(2026, 11, 30)]),
    accessible=st.sampled_from([None, False, True]),
    patterns=st.sampled_from([(), ("simskola*",), ("cykel*", "sim*")]),
    campaigns=st.sampled_from([(), ("c1",), ("c9",)]),
    accounts=st.sampled_from([(), ("1",), ("act_2",)]),
)


@given(
    st.lists(BRIEFS, max_size=3, unique_by=lambda one: one.id),
    st.sampled_from(["Simskola", "Cyklar", ""]),
    st.randoms(use_true_random=False),
)
def test_order_makes_no_difference(briefs, name, random):
    ad_sets = [an_ad_set(), an_ad_set("s2", end=NOON + 9 * DAY), an_ad_set("s3", intent=None)]
    campaigns = [a_campaign(name=name), a_campaign("c2", intent="PAUSED")]
    rules = (MISSING, *BY_BRIEF)

    def told():
        snapshot = a_snapshot(campaigns=tuple(campaigns), ad_sets=tuple(ad_sets))
        found = evaluate(rules, given_facts(*briefs, snapshot=snapshot))
        return {(one.rule.id, one.said.subject.key): type(one.said) for one in found}

    before = told()
    for some in (ad_sets, campaigns, briefs):
        random.shuffle(some)
    assert told() == before


@given(st.lists(BRIEFS, max_size=3, unique_by=lambda one: one.id))
def test_a_brief_is_asked_of_every_campaign_that_runs_or_may(briefs):
    found = said(MISSING, *briefs)
    fits = found.evidence.get("brief")
    assert isinstance(found, Pass) is (fits is not None)
    if isinstance(found, Breach):
        assert not any("c1" in one.brief.campaigns for one in briefs)
    if isinstance(found, Unknown):
        assert len(found.evidence["several"]) > 1


LINK = "https://example.org/c1"
HERE = a_snapshot(campaigns=(a_campaign(link=LINK),))


def test_a_brief_that_lacks_something_is_named_with_the_campaigns_link():
    found = said(INCOMPLETE, registered(topic=None, budget=None), snapshot=HERE)
    assert found.link == LINK
    assert found.evidence == {"brief": "sim", "lacks": ["topic", "budget"]}
    assert found.message.values == {"brief": "sim", "kinds": "what the ads are about, the budget"}


@pytest.mark.parametrize(
    ("accessible", "words"),
    [(None, "does not say that accessibility"), (False, "says that accessibility is not")],
)
def test_accessibility_that_is_not_ordered_is_told_with_the_brief_and_the_link(accessible, words):
    found = said(ACCESSIBILITY, registered(accessible=accessible), snapshot=HERE)
    assert found.link == LINK
    assert found.evidence == {"brief": "sim", "accessible": accessible}
    assert found.message.values == {"brief": "sim"}
    assert words in found.message.english()


def test_a_pass_names_the_brief_that_it_goes_by():
    whole = registered()
    assert said(MISSING, whole).evidence == {"brief": "sim"}
    assert said(INCOMPLETE, whole).evidence == {"brief": "sim"}
    assert said(ACCESSIBILITY, whole).evidence == {"brief": "sim", "accessible": True}


def test_how_many_editors_a_brief_names_is_a_fact_of_it():
    fact = ("brief sim 1", "1 editors")
    assert fact in said(INCOMPLETE, registered()).told.facts
    assert fact in said(INCOMPLETE, registered(editors=(Editor(first_name="Bo"),))).told.facts
    nobody = said(INCOMPLETE, registered(editors=())).told
    assert not any(name.endswith("editors") for _, name in nobody.facts)
