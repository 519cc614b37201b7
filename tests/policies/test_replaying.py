"""Which verdict a finding holds, and the same one made again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from policies.findings import lost, reconcile
from policies.model import Platform, Words
from policies.replaying import said_again
from policies.rule import Breach, Pass, Rule, Severity, Subject, Unknown, Verdict

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
ACCOUNT = (Platform.META, "act_1")
AD_SET = Subject(kind="ad_set", id="s1", name="Föräldrar")
FAIL = Breach(subject=AD_SET, message=Words("Wrong."))
UNSURE = Unknown(subject=AD_SET, because=Words("Unsure."))
PASSES = Pass(subject=AD_SET)
RULE = Rule(
    id="test.rule",
    clause="C4",
    severity=Severity.STOP,
    about="ad_set",
    platforms=(Platform.META,),
    check=lambda _facts: iter(()),
)
EVENT = replace(RULE, id="test.event", event=True)


def again(verdicts, finding):
    return said_again(verdicts, (finding.rule, finding.subject.key, finding.week), NOON)


def read(known, *said, at=NOON, rule=RULE):
    verdicts = [Verdict(rule, one) for one in said]
    return reconcile(known, verdicts, account=ACCOUNT, as_of=at)


def found(said=FAIL, rule=RULE, **changed):
    [(finding, _)] = read([], said, at=NOON - timedelta(days=1), rule=rule).turned
    return replace(finding, **changed)


@pytest.mark.parametrize("said", [FAIL, UNSURE])
def test_a_new_finding_holds_the_verdict_that_made_it(said):
    outcome = read([], said)
    assert outcome.judged == {outcome.turned[0].finding.id: said}


@pytest.mark.parametrize("said", [FAIL, UNSURE])
@pytest.mark.parametrize("state", ["open", "muted", "resolved"])
def test_one_that_is_still_there_or_back_holds_the_newest(said, state):
    before = found(said, state=state)
    assert read([before], said).judged == {before.id: said}


def test_one_that_is_put_right_holds_the_pass():
    before = found()
    assert read([before], PASSES).judged == {before.id: PASSES}
    assert read([replace(before, state="resolved")], PASSES).judged == {}


def test_one_that_can_no_longer_be_read_holds_what_it_held():
    before = found()
    assert read([before], UNSURE).turned
    assert read([before], UNSURE).judged == {}
    assert lost([before], Words("Gone."), NOON).judged == {}


def test_what_a_person_closed_holds_what_it_held():
    before = found(rule=EVENT, state="acknowledged")
    assert read([before], FAIL, rule=EVENT).judged == {}


def test_reading_the_same_instant_again_is_no_new_verdict():
    [(before, _)] = read([], FAIL).turned
    assert read([before], FAIL).judged == {}


def test_the_same_verdict_is_found_among_all_the_others():
    others = [
        Verdict(replace(RULE, id="test.other"), UNSURE),
        Verdict(RULE, replace(UNSURE, subject=replace(AD_SET, id="s2"))),
    ]
    assert again([*others, Verdict(RULE, FAIL)], found()) == FAIL
    assert again(others, found()) is None
    assert again([Verdict(RULE, UNSURE), Verdict(RULE, FAIL)], found()) == FAIL


def test_an_event_is_looked_for_in_its_own_week():
    last_week = replace(FAIL, on=date(2026, 11, 18))
    finding = found(last_week, rule=EVENT)
    this_week = replace(FAIL, on=date(2026, 11, 24))
    assert again([Verdict(EVENT, this_week)], finding) is None
    assert again([Verdict(EVENT, FAIL)], finding) is None
    assert again([Verdict(EVENT, last_week)], finding) == last_week
