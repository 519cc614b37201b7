"""The findings on rounds: one for each subject and week, in its own place."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from policies.model import Platform
from policies.rounds.weeks import OFFICE, SLKS, judge_rounds, reconcile_rounds
from policies.rule import Breach, Unknown
from policies.rules.rounds import ROUND_MISSED
from tests.policies.rounds.stored import STOCKHOLM, WEEK, as_it_should_be, starts_of

NEXT = datetime(2026, 11, 30, 0, 10, tzinfo=STOCKHOLM)
WHOLE = as_it_should_be(*WEEK)


def judged(*weeks, rules=(ROUND_MISSED,)):
    return [(one, verdict) for one in weeks for verdict in judge_rounds(rules, [one])]


def reconciled(known, *weeks):
    return reconcile_rounds(known, judged(*weeks), as_of=NEXT)


def missing(day, *days, **changed):
    """The week without the first round of a day."""
    return WHOLE.without(starts_of(day)[0]).week(*(days or WEEK), **changed)


def slks(**changed):
    return {"subject": SLKS, "account_id": OFFICE} | changed


def test_a_miss_opens_a_finding_in_the_campaigns_account_and_another_one_does_not():
    outcome = reconciled([], missing(WEEK[0], *WEEK[:1]))
    [turned] = outcome.turned
    assert outcome.opened == 1
    assert (turned.finding.account_id, turned.finding.week) == ("act_1", "2026-W48")
    later = reconciled([turned.finding], missing(WEEK[0], *WEEK[:2]))
    assert (later.opened, later.resolved) == (0, 0)


def test_judged_twice_nothing_changes_more():
    first = reconciled([], missing(WEEK[0]), missing(WEEK[1], **slks()))
    again = reconciled([one.finding for one in first.turned], missing(WEEK[0]))
    assert again.turned == ()


def test_only_a_person_closes_it():
    [turned] = reconciled([], missing(WEEK[0])).turned
    assert reconciled([turned.finding], WHOLE.week(*WEEK)).turned == ()
    closed = replace(turned.finding, state="acknowledged")
    assert reconciled([closed], missing(WEEK[0])).turned == ()


def test_what_was_unknown_is_cleared_or_proved_when_it_can_be_told():
    unknown = WHOLE.undigested(starts_of(WEEK[0])[0]).week(*WEEK[:1])
    [turned] = reconciled([], unknown).turned
    assert turned.finding.outcome == "unknown"
    [cleared] = reconciled([turned.finding], WHOLE.week(*WEEK[:2])).turned
    assert cleared.words == ("cleared",)
    [proved] = reconciled([turned.finding], missing(WEEK[0])).turned
    assert proved.words == ("became-fail",)


def test_a_day_of_which_nobody_can_tell_is_not_cleared_by_the_next_one():
    unknown = WHOLE.undigested(starts_of(WEEK[0])[0])
    [turned] = reconciled([], unknown.week(*WEEK[:1])).turned
    assert reconciled([turned.finding], unknown.week(*WEEK[:3])).turned == ()


def test_another_week_has_a_finding_of_its_own():
    first = reconciled([], missing(WEEK[0])).turned[0].finding
    monday = WEEK[-1].replace(day=30)
    nothing_read = replace(as_it_should_be(), counts=frozenset((monday,)))
    second = reconciled([first], nothing_read.week(monday)).turned[0].finding
    assert (first.week, second.week) == ("2026-W48", "2026-W49")
    assert first.id != second.id


def test_slks_stands_under_its_office_and_stays_where_it_began():
    on_meta = reconciled([], missing(WEEK[0], **slks())).turned[0].finding
    assert (on_meta.platform, on_meta.account_id) == (Platform.META, OFFICE)
    linkedin = missing(WEEK[1], *WEEK, **slks(platform=Platform.LINKEDIN))
    outcome = reconciled([on_meta], linkedin)
    assert outcome.opened == 0
    assert [one.finding.platform for one in outcome.turned] == [Platform.META]


def test_a_rule_of_other_platforms_says_nothing():
    assert judged(missing(WEEK[0], platform=Platform.X)) == []


def test_a_fault_in_a_rule_hides_no_others_word():
    def broken(_facts):
        raise RuntimeError

    rules = (replace(ROUND_MISSED, id="broken", check=broken), ROUND_MISSED)
    said = [verdict.said for _, verdict in judged(missing(WEEK[0]), rules=rules)]
    assert [type(one) for one in said] == [Unknown, Breach]
    nothing = judged(WHOLE.week(), rules=rules[:1])
    assert [verdict.said.on for _, verdict in nothing] == [None]
