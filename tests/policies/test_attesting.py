"""A person's word: what it stands for, for how long, and what it never does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from policies.attesting import ATTEST, ATTESTED, FAILING, disproved
from policies.findings import reconcile
from policies.model import Platform, Words
from policies.model.attested import LONGEST, Attestation
from policies.register import Register
from policies.rule import Breach, Pass, Rule, Severity, Subject, Unknown, evaluate
from policies.told import Told
from tests.policies.rules.made import NOON, facts

FILM = Subject(kind="ad_set", id="s1", name="Föräldrar")
UNSURE, WRONG = Words("Unsure."), Words("Wrong.")
SEEN = Unknown(subject=FILM, because=UNSURE, attest="film 1")
WORD = Attestation(
    id="w1",
    rule="test.rule",
    subject=FILM.key,
    tied_to="film 1",
    by="Anna",
    evidence="Texten är inbränd i filmen, sedd i sin helhet.",
    at=NOON - timedelta(days=1),
    until=NOON + timedelta(days=1),
)


def judged(*said, words=(WORD,), register=True):
    """What is said of the film in the end."""
    rule = Rule(
        id="test.rule",
        clause="C8",
        severity=Severity.WARN,
        about="ad_set",
        platforms=(Platform.META,),
        check=lambda _facts: iter(said),
    )
    given = facts(register=Register(attested=tuple(words)) if register else None)
    return [one for one in evaluate([rule], given) if one.said.subject == FILM]


def test_an_unknown_that_nobody_attests_stays_one():
    [(_, said)] = judged(SEEN, words=())
    assert said == SEEN
    [(_, said)] = judged(SEEN, register=False)
    assert said == SEEN


def test_a_word_that_holds_makes_it_a_pass_that_names_who_attested_what_until_when():
    [(_, said)] = judged(SEEN)
    assert isinstance(said, Pass)
    assert said.evidence == {
        ATTESTED: {
            "id": "w1",
            "by": "Anna",
            "evidence": WORD.evidence,
            "tied_to": "film 1",
            "at": WORD.at.isoformat(),
            "until": WORD.until.isoformat(),
        }
    }


@pytest.mark.parametrize(
    "changed",
    [
        {"rule": "test.other"},
        {"subject": ("ad_set", "s2")},
        {"subject": ("ad", "s1")},
        {"tied_to": "film 2"},
        {"at": NOON + timedelta(seconds=1)},
        {"until": NOON},
        {"ended": NOON},
    ],
)
def test_a_word_of_something_else_or_of_another_time_is_none(changed):
    [(_, said)] = judged(SEEN, words=[replace(WORD, **changed)])
    assert said == SEEN


def test_a_word_that_was_ended_later_held_until_then():
    [(_, said)] = judged(SEEN, words=[replace(WORD, ended=NOON + timedelta(hours=1))])
    assert isinstance(said, Pass)


def test_of_several_the_one_that_holds_longest_is_named():
    longer = replace(WORD, id="w0", until=NOON + LONGEST, by="Bo")
    [(_, said)] = judged(SEEN, words=[WORD, longer, replace(longer, tied_to="film 2")])
    assert said.evidence[ATTESTED]["by"] == "Bo"


def test_no_word_stands_for_what_fails_or_for_what_is_not_to_be_attested():
    breach = Breach(subject=FILM, message=WRONG)
    assert judged(breach)[0].said == breach
    other = Unknown(subject=FILM, because=UNSURE)
    assert judged(other)[0].said == other
    assert judged(SEEN, other)[0].said == other


def reading(known, *said, at=NOON, **more):
    outcome = reconcile(known, judged(*said, **more), account=(Platform.META, "act_1"), as_of=at)
    return outcome.turned


def test_a_finding_carries_what_a_word_must_be_tied_to_and_is_cleared_by_one():
    [(finding, words)] = reading([], SEEN, words=())
    assert (finding.evidence[ATTEST], words) == ("film 1", ("opened",))
    [(finding, words)] = reading([finding], SEEN)
    assert (finding.state, words, finding.evidence[ATTESTED]["by"]) == (
        "resolved", ("cleared",), "Anna"
    )  # fmt: skip
    [(finding, words)] = reading([finding], SEEN, words=[replace(WORD, until=NOON)])
    assert (finding.state, finding.outcome, words) == ("open", "unknown", ("reopened",))


def test_what_was_seen_to_fail_is_not_put_right_by_a_word():
    [(finding, _)] = reading([], Breach(subject=FILM, message=WRONG))
    [(after, words)] = reading([finding], SEEN)
    assert (after.state, after.outcome, words) == ("open", "fail", ())
    assert after.because.english() == "It was seen to fail, which no attestation puts right."
    assert after.unread_since == NOON


def test_a_word_does_not_clear_what_rests_on_something_that_was_not_told_this_time():
    resting = Told(objects=("film 1",), facts=(("film 1", "captions"),))
    [(finding, _)] = reading([], replace(SEEN, told=resting), words=())
    [(after, words)] = reading([finding], replace(SEEN, told=Told(objects=("film 1",))))
    assert (after.state, words) == ("open", ())


def test_what_a_check_shows_to_fail_disproves_the_words_on_it():
    others = (
        replace(WORD, id="w2", subject=("ad_set", "s2")),
        replace(WORD, id="w3", rule="test.other"),
        replace(WORD, id="w4", ended=NOON),
        replace(WORD, id="w5", tied_to="film 12"),
    )
    failing = {("test.rule", FILM.key): ["film 1"]}
    assert list(disproved((WORD, *others), failing)) == [WORD]
    assert list(disproved((WORD,), {})) == []
    assert list(disproved((WORD,), {("test.rule", FILM.key): ()})) == []


def test_a_word_on_several_things_is_wrong_where_one_of_them_fails():
    several = replace(WORD, tied_to="901 902 link 903")
    for one in ("901", "902 link", "903", several.tied_to):
        assert list(disproved((several,), {("test.rule", FILM.key): ["9", one]})) == [several]
    assert list(disproved((several,), {("test.rule", FILM.key): ["90", "903 link"]})) == []


def test_a_word_puts_right_what_failed_with_another_film_than_its_own():
    [(finding, _)] = reading([], Breach(subject=FILM, message=WRONG, failing=("film 2",)))
    assert finding.evidence[FAILING] == ["film 2"]
    [(after, words)] = reading([finding], SEEN)
    assert (after.state, words) == ("resolved", ("resolved",))
    [(same, _)] = reading([], Breach(subject=FILM, message=WRONG, failing=("film 1",)))
    [(after, words)] = reading([same], SEEN)
    assert (after.state, words) == ("open", ())


def test_instants_without_an_offset_are_refused():
    for name in ("at", "until", "ended"):
        with pytest.raises(ValueError, match=name):
            replace(WORD, **{name: datetime(2026, 11, 24)})  # noqa: DTZ001
    assert WORD.at.tzinfo is UTC
