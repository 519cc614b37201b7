"""C3: ad accounts that briefs name, from a week before the start, must be ones that we see."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from policies.briefs.accounts import home, is_seen
from policies.briefs.matching import Registered
from policies.finding import LIVE
from policies.findings import reconcile
from policies.model import Platform, Words
from policies.model.briefs import Brief
from policies.named import Named, NamedRule, is_ours, judge, reconcile_named
from policies.register import Register
from policies.rule import Breach, Pass, Severity, Subject, Unknown, Verdict
from policies.rules.access import CANNOT_PAUSE, NAMED
from tests.policies.rules.made import word

META, LINKEDIN = Platform.META, Platform.LINKEDIN
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
SEEN = {META: ("act_1", "act_20"), LINKEDIN: ("5001",)}
GAP = Words("Not today.")


def brief(*accounts, name="sim", revision=1, closed=False, starts=date(2026, 12, 1), **changed):
    said = Brief(accounts=accounts, starts=starts, ends=date(2026, 12, 31), **changed)
    return Registered(id=name, brief=said, revision=revision, closed=closed)


def named(*briefs, platform=META, seen=SEEN, gaps=None, at=NOON, known=()):
    return Named(
        platform=platform,
        register=Register(briefs=briefs),
        seen=seen,
        gaps=gaps or {},
        as_of=at,
        known=frozenset(known),
    )


def said(*briefs, **told):
    return {one.said.subject.id: word(one.said) for one in judge(NAMED, named(*briefs, **told))}


def test_an_account_that_is_seen_is_left_to_its_own_reading():
    assert said(brief("act_1")) == {}
    assert said(brief("1", "20", "5001"), platform=LINKEDIN) == {}


def test_an_account_that_nobody_sees_fails_with_its_briefs_and_its_page():
    [(_, found)] = judge(NAMED, named(brief("act_9"), brief("act_9", name="b")))
    assert isinstance(found, Breach)
    assert found.subject == Subject(kind="account", id="act_9", name="")
    assert (found.evidence, found.message.values) == (
        {"briefs": ["sim", "b"]},
        {"briefs": "sim, b"},
    )
    assert found.link.endswith("?act=9")


def test_a_bare_number_that_nobody_knows_is_linkedins():
    assert said(brief("5009")) == {}
    assert said(brief("5009"), platform=LINKEDIN) == {"5009": "fail"}
    assert said(brief("act_9"), platform=LINKEDIN) == {}
    assert (home("act_9"), home("9")) == (META, LINKEDIN)
    assert is_seen("1", {META: ("act_1",)})
    assert not is_seen("1", {})


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2026, 11, 23), {}), (date(2026, 11, 24), {"act_9": "fail"}),
     (date(2026, 12, 31), {"act_9": "fail"}), (date(2027, 1, 1), {})],
)  # fmt: skip
def test_it_is_asked_from_a_week_before_the_start_to_the_last_day(day, expected):
    at = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
    assert said(brief("act_9"), at=at) == expected


def test_days_are_the_citys():
    midnight = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert said(brief("act_9"), at=midnight) == {}


def test_a_brief_that_is_closed_asks_for_nothing():
    assert said(brief("act_9", closed=True)) == {}
    assert said(brief("act_9", closed=True), brief("act_9", name="b")) == {"act_9": "fail"}


def test_a_brief_without_a_first_day_leaves_it_unknown():
    assert said(brief("act_9", starts=None)) == {"act_9": "unknown"}
    [(_, found)] = judge(NAMED, named(brief("act_9", starts=None), brief("act_9", name="b")))
    assert (word(found), found.evidence) == ("fail", {"briefs": ["b"]})


def test_a_brief_without_a_last_day_goes_on():
    endless = Registered(id="a", brief=Brief(accounts=("act_9",), starts=date(2020, 1, 1)))
    assert said(endless) == {"act_9": "fail"}


def test_where_accounts_could_not_be_listed_it_is_unknown():
    [(_, found)] = judge(NAMED, named(brief("act_9"), seen={}, gaps={META: GAP}))
    assert (word(found), found.because) == ("unknown", GAP)
    assert said(brief("act_9"), gaps={LINKEDIN: GAP}) == {"act_9": "fail"}
    assert said(brief("act_1"), gaps={META: GAP}) == {}


@pytest.mark.parametrize("platform", [META, LINKEDIN])
def test_a_bare_number_may_belong_to_either_platform(platform):
    told = said(brief("5009"), platform=LINKEDIN, gaps={platform: GAP})
    assert told == {"5009": "unknown"}


def test_another_platforms_rule_says_nothing():
    other = NamedRule(
        id="x", clause="C3", severity=Severity.STOP, about="account", platforms=(LINKEDIN,),
        check=NAMED.check,
    )  # fmt: skip
    assert list(judge(other, named(brief("act_9")))) == []


def found(*briefs, known=(), platform=META, **told):
    """The findings after a judgement of these."""
    live = [one.account_id for one in known if one.state in LIVE and is_ours(one)]
    facts = named(*briefs, platform=platform, known=live, **told)
    after = {one.id: one for one in known}
    for verdict in judge(NAMED, facts):
        turned = reconcile_named(known, verdict, platform=platform, as_of=NOON).turned
        after |= {one.finding.id: one.finding for one in turned}
    return list(after.values())


def test_once_it_is_seen_it_is_put_right():
    known = found(brief("act_9"))
    assert [one.state for one in known] == ["open"]
    [after] = found(brief("act_9"), known=known, seen={META: ("act_9",)})
    assert after.state == "resolved"


def test_the_number_that_turns_out_to_be_metas_is_put_right_where_it_was_found():
    known = found(brief("5009"), platform=LINKEDIN)
    [after] = found(brief("5009"), known=known, platform=LINKEDIN, seen={META: ("act_5009",)})
    assert (after.state, after.account_id) == ("resolved", "5009")


@pytest.mark.parametrize(
    ("later", "state"),
    [
        (brief("act_9", closed=True), "resolved"),
        (brief("act_20", revision=2), "resolved"),
        (brief(), "open"),
        (brief("act_9", starts=None), "open"),
    ],
    ids=["closed", "changed", "left out", "no first day"],
)
def test_what_people_change_puts_it_right_and_what_is_left_out_does_not(later, state):
    [after] = found(later, known=found(brief("act_9")))
    assert (after.outcome, after.state) == ("fail", state)


def test_a_list_that_fails_leaves_what_was_found():
    known = found(brief("act_9"))
    [after] = found(brief("act_9"), known=known, seen={}, gaps={META: GAP})
    assert (after.outcome, after.state, after.because) == ("fail", "open", GAP)


def of_its_own(said):
    """A finding of an account that was read."""
    verdict = Verdict(CANNOT_PAUSE, said)
    return [t.finding for t in reconcile((), [verdict], account=(META, "act_9"), as_of=NOON).turned]


ABOUT = Subject(kind="account", id="act_9", name="Stadens")


def test_what_was_found_in_an_account_that_is_read_is_left_alone():
    own = of_its_own(Breach(subject=ABOUT, message=Words("No right."), evidence={"campaigns": 1}))
    assert found(brief("act_9"), known=own, seen={META: ("act_9",)}) == own
    assert found(known=own) == own


def test_an_account_that_goes_out_of_sight_keeps_its_finding_under_the_same_id():
    own = of_its_own(Breach(subject=ABOUT, message=Words("No right."), evidence={"campaigns": 1}))
    [after] = found(brief("act_9"), known=own)
    assert (after.id, after.state, after.subject.name) == (own[0].id, "open", "Stadens")
    assert is_ours(after)


def test_a_reading_of_the_account_takes_it_over():
    known = found(brief("act_9"))
    for said_of_it, outcome in (
        (Pass(subject=ABOUT), ("fail", "resolved")),
        (Breach(subject=ABOUT, message=Words("No right."), evidence={}), ("fail", "open")),
        (Unknown(subject=ABOUT, because=GAP), ("fail", "open")),
    ):
        verdicts = [Verdict(CANNOT_PAUSE, said_of_it)]
        turned = reconcile(known, verdicts, account=(META, "act_9"), as_of=NOON).turned
        [one] = [each.finding for each in turned]
        assert (one.outcome, one.state) == outcome
        if isinstance(said_of_it, Breach):
            assert not is_ours(one)


def test_the_two_halves_of_the_rule_are_one_to_people():
    assert (NAMED.id, NAMED.clause, NAMED.severity, NAMED.about, NAMED.platforms) == (
        CANNOT_PAUSE.id,
        CANNOT_PAUSE.clause,
        CANNOT_PAUSE.severity,
        CANNOT_PAUSE.about,
        CANNOT_PAUSE.platforms,
    )


def test_the_week_before_is_seven_days():
    start = brief("act_9").brief.starts
    assert start - NOON.date() == timedelta(days=7)
    later = replace(brief("act_9"), brief=replace(brief("act_9").brief, starts=date(2026, 12, 2)))
    assert said(later) == {}
