"""Rules as rows: one verdict a subject, real passes, and a rule that fails and hides no other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from policies.model import Platform, Words
from policies.rule import (
    Breach,
    Facts,
    Pass,
    Rule,
    Severity,
    Subject,
    Unknown,
    about_ad_set,
    evaluate,
    if_it_runs,
    subjects,
)
from tests.policies.rules.made import (
    APPROVED,
    NOON,
    a_campaign,
    a_snapshot,
    an_account,
    an_ad,
    an_ad_set,
    facts,
    unread,
    verdicts,
    word,
)

AD_SET = Subject(kind="ad_set", id="s1", name="Föräldrar")
WRONG, UNSURE = Words("Wrong."), Words("Unsure.")
BREACH = Breach(subject=AD_SET, message=WRONG)
UNKNOWN = Unknown(subject=AD_SET, because=UNSURE)
TWO = a_snapshot(ad_sets=(an_ad_set(), an_ad_set("s2")))


def a_rule(*said, about="ad_set", check=None, **changed):
    """A rule that always says this."""

    def says(_facts):
        """It says what the test wants.

        And a second
        paragraph.
        """
        yield from said

    rule = Rule(
        id="test.rule",
        clause="C4",
        severity=Severity.WARN,
        about=about,
        platforms=(Platform.META,),
        check=check or says,
    )
    return replace(rule, **changed)


def told(rule, snapshot=TWO):
    """Subject's key → pass, fail or unknown."""
    return {key: word(said) for (_, key), said in verdicts(snapshot, rules=(rule,)).items()}


def test_silence_about_a_subject_is_a_real_pass_and_the_account_passes_for_its_lists():
    assert told(a_rule()) == {
        ("ad_set", "s1"): "pass", ("ad_set", "s2"): "pass", ("account", "act_1"): "pass"
    }  # fmt: skip


def test_what_is_said_of_one_subject_leaves_the_others():
    assert told(a_rule(BREACH))["ad_set", "s1"] == "fail"
    assert told(a_rule(BREACH))["ad_set", "s2"] == "pass"
    assert told(a_rule(UNKNOWN))["ad_set", "s1"] == "unknown"


@pytest.mark.parametrize(
    "said", [(BREACH, UNKNOWN), (UNKNOWN, BREACH), (Pass(subject=AD_SET), BREACH)]
)
def test_of_two_things_said_of_one_subject_the_graver_stands(said):
    found = [one for _, one in evaluate([a_rule(*said)], facts(TWO)) if one.subject == AD_SET]
    assert found == [BREACH]


def test_an_event_has_a_verdict_for_each_of_its_days_and_no_pass_beside_them():
    monday = replace(BREACH, on=date(2026, 11, 23))
    tuesday = replace(UNKNOWN, on=date(2026, 11, 24))
    rule = a_rule(monday, tuesday, event=True)
    found = [one for _, one in evaluate([rule], facts(TWO)) if one.subject == AD_SET]
    assert found == [monday, tuesday]


def test_of_an_event_silence_says_nothing_and_no_list_is_needed():
    missing = replace(TWO, unread=(unread("ad_sets"),))
    assert told(a_rule(event=True), missing) == {}
    monday = Pass(subject=AD_SET, on=date(2026, 11, 23))
    tuesday = replace(BREACH, on=date(2026, 11, 24))
    found = [one for _, one in evaluate([a_rule(monday, tuesday, event=True)], facts(TWO))]
    assert found == [monday, tuesday]


def test_a_pass_may_carry_a_word_of_evidence():
    said = Pass(subject=AD_SET, evidence={"guard": "holds"})
    assert verdicts(TWO, rules=(a_rule(said),))["test.rule", ("ad_set", "s1")] == said


def test_a_rule_of_another_platform_says_nothing():
    assert told(a_rule(BREACH, platforms=(Platform.LINKEDIN,))) == {}


def test_a_rule_that_fails_is_unknown_says_no_secret_and_hides_no_other():
    def fails(_facts):
        yield BREACH
        yield Pass(subject=Subject(kind="ad_set", id="s2", name=""))
        raise RuntimeError("token=hemlig")

    broken, sound = a_rule(check=fails, id="test.broken"), a_rule(BREACH)
    found = verdicts(TWO, rules=(broken, sound))
    assert found["test.rule", ("ad_set", "s1")] == BREACH
    assert found["test.broken", ("ad_set", "s1")] == BREACH
    lost = found["test.broken", ("account", "act_1")]
    assert lost.because.english() == "The rule failed. Report it to the developers."
    assert ("test.broken", ("ad_set", "s2")) not in found


def test_a_rule_that_fails_at_once_passes_nothing():
    def fails(_facts):
        raise KeyError("token=hemlig")

    assert told(a_rule(check=fails)) == {("account", "act_1"): "unknown"}


def test_a_list_that_was_not_read_is_unknown_for_the_account():
    lost = replace(TWO, unread=(unread("ad_sets"), unread("ads"), unread("ad_sets.targeting")))
    assert told(a_rule(), lost) == {
        ("account", "act_1"): "unknown", ("ad_set", "s1"): "pass", ("ad_set", "s2"): "pass"
    }  # fmt: skip


def test_what_was_not_read_leads_to_its_account():
    account = an_account(link="https://example.org/act_1")
    lost = replace(TWO, account=account, unread=(unread("ad_sets"), unread("ad_sets:s3")))
    said = verdicts(lost, rules=(a_rule(),)).values()
    gaps = [one for one in said if isinstance(one, Unknown)]
    assert [one.link for one in gaps] == ["https://example.org/act_1"] * 2


def test_a_row_that_was_not_read_is_unknown_by_its_id():
    lost = replace(TWO, unread=(unread("ad_sets:s3"), unread("ads:a9")))
    assert told(a_rule(), lost)["ad_set", "s3"] == "unknown"
    assert ("ad", "a9") not in told(a_rule(), lost)


def test_the_subjects_of_a_kind_are_those_that_the_snapshot_holds():
    snapshot = a_snapshot()
    assert [one.id for one in subjects(snapshot, "campaign")] == ["c1"]
    assert [one.id for one in subjects(snapshot, "ad_set")] == ["s1"]
    assert [one.id for one in subjects(snapshot, "ad")] == ["a1"]
    assert list(subjects(snapshot, "post")) == []


def test_a_subject_is_told_from_others_by_kind_and_id_and_not_by_its_name():
    assert about_ad_set(an_ad_set()).key == about_ad_set(an_ad_set(name="Nytt namn")).key
    assert about_ad_set(an_ad_set("1")).key != verdict_key(an_ad(number="1"), a_campaign("1"))


def verdict_key(ad, campaign):
    snapshot = a_snapshot(ads=(ad,), campaigns=(campaign,))
    return next(subjects(snapshot, "ad")).key


@pytest.mark.parametrize(
    ("said", "runs", "left"),
    [
        (BREACH, True, "fail"),
        (BREACH, False, None),
        (BREACH, None, "unknown"),
        (UNKNOWN, None, "unknown"),
        (UNKNOWN, False, None),
        (Pass(subject=AD_SET), None, "pass"),
    ],
)
def test_a_verdict_is_about_what_runs(said, runs, left):
    found = if_it_runs(said, runs)
    assert (found and word(found)) == left


def test_the_published_text_of_a_rule_is_the_description_of_its_check():
    assert a_rule().paragraphs == ("It says what the test wants.", "And a second paragraph.")
    assert a_rule(check=lambda _facts: iter(())).paragraphs == ()


def test_facts_need_an_instant_with_an_offset():
    with pytest.raises(ValueError, match="as_of"):
        Facts(snapshot=a_snapshot(), approved=APPROVED, as_of=NOON.replace(tzinfo=None))
