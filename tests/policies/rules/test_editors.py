"""C3: editors' roles, which no platform tells: what is asked of a person, and for how long."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.briefs.matching import Registered
from policies.editors import REGISTER, Edited, Phase, judge_editors, phase_of, reconcile_editors
from policies.model import Platform
from policies.model.attested import Attestation
from policies.model.briefs import Brief, Editor
from policies.register import Register
from policies.rule import Pass, Unknown
from policies.rules.editors import EDITOR

META, LINKEDIN = Platform.META, Platform.LINKEDIN
FIRST, LAST = date(2026, 11, 20), date(2026, 12, 10)
DAY = timedelta(days=1)
TUVA = Editor(first_name="Tuva", mail="tuva@example.org")
BO = Editor(first_name="Bo")
BRIEF = Brief(topic="Simskola", starts=FIRST, ends=LAST, editors=(TUVA, BO), accounts=("act_1",))
START, END = "start Bo tuva@example.org", "end Bo tuva@example.org"


def registered(**changed):
    return Registered(id="b1", brief=replace(BRIEF, **changed))


def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def facts(*briefs, on=FIRST, attested=(), since=None, **changed):
    register = Register(briefs=briefs or (registered(),), attested=attested, since=since)
    return Edited(**{"platform": META, "register": register, "as_of": noon(on)} | changed)


def word(*briefs, **changed):
    found = [said for _, said in judge_editors([EDITOR], facts(*briefs, **changed))]
    assert len(found) <= 1
    return found[0] if found else None


@pytest.mark.parametrize(
    ("day", "phase"),
    [
        (FIRST - DAY, Phase.BEFORE),
        (FIRST, Phase.START),
        (LAST, Phase.START),
        (LAST + DAY, Phase.END),
        (LAST + 30 * DAY, Phase.END),
        (LAST + 31 * DAY, Phase.OVER),
    ],
)
def test_the_phases_of_a_brief(day, phase):
    assert phase_of(registered(), day) is phase
    assert phase_of(registered(starts=None), day) is Phase.UNTOLD
    assert phase_of(registered(ends=None), day) is Phase.UNTOLD


@pytest.mark.parametrize("day", [FIRST - DAY, LAST + 31 * DAY])
def test_before_and_long_after_nothing_is_asked(day):
    assert word(on=day) is None


@pytest.mark.parametrize(("day", "tied"), [(FIRST, START), (LAST, START), (LAST + DAY, END)])
def test_at_the_start_and_after_the_end_a_person_is_asked(day, tied):
    told = word(on=day)
    assert isinstance(told, Unknown)
    assert (told.subject.key, told.attest) == (("brief", "b1"), tied)
    assert told.because.values == {"who": "Tuva, Bo"}


def an_attestation(tied_to, **changed):
    word = Attestation(
        id="w1",
        rule=EDITOR.id,
        subject=("brief", "b1"),
        tied_to=tied_to,
        by="Anna",
        evidence="sedd i Business Suite",
        at=noon(FIRST) - DAY,
        until=noon(LAST) + 20 * DAY,
    )
    return replace(word, **changed)


def test_a_persons_word_stands_for_its_phase_and_its_people():
    start, end = an_attestation(START), an_attestation(END)
    assert isinstance(word(attested=(start,)), Pass)
    assert isinstance(word(attested=(end,)), Unknown)
    assert isinstance(word(on=LAST + DAY, attested=(start,)), Unknown)
    assert isinstance(word(on=LAST + DAY, attested=(start, end)), Pass)
    assert isinstance(word(registered(editors=(TUVA,)), attested=(start,)), Unknown)


def test_a_closed_brief_begins_no_more_and_its_editors_lose_their_role_all_the_same():
    closed = replace(registered(), closed=True)
    assert word(closed) is None
    assert isinstance(word(closed, known=frozenset(("b1",))), Pass)
    assert isinstance(word(closed, on=LAST + DAY), Unknown)


def test_a_brief_stands_with_the_platforms_of_its_accounts_and_without_any_with_one():
    both = registered(accounts=("act_1", "5001"))
    nowhere = registered(accounts=())
    for platform, takes_all in ((META, True), (LINKEDIN, False)):
        here = {"platform": platform, "takes_all": takes_all}
        assert isinstance(word(both, **here), Unknown)
        assert (word(nowhere, **here) is None) is not takes_all
    assert word(platform=LINKEDIN, takes_all=True) is None


def test_it_is_asked_from_the_day_that_the_city_has_chosen():
    assert word(since=FIRST + DAY) is None
    assert isinstance(word(since=FIRST), Unknown)
    assert word(platform=Platform.X, takes_all=True) is None


def test_what_was_asked_is_over_when_the_dates_say_so():
    known = frozenset(("b1",))
    for day in (FIRST - DAY, LAST + 31 * DAY):
        assert isinstance(word(on=day, known=known), Pass)


@given(st.integers(0, 50), st.sampled_from((META, LINKEDIN)))
def test_nothing_that_a_brief_no_longer_tells_puts_it_right(days, platform):
    day = FIRST + days * DAY
    here = {"on": day, "platform": platform}
    told = registered(accounts=("act_1", "5001"))
    before = word(told, **here)
    poorer = [
        replace(told, brief=replace(told.brief, **nothing))
        for nothing in (
            {"topic": None},
            {"starts": None},
            {"ends": None},
            {"editors": ()},
            {"editors": (BO,)},
            {"accounts": ()},
            {"accounts": ("act_1",)},
            {"accounts": ("5001",)},
        )
    ]
    if isinstance(before, Unknown):
        for less in poorer:
            for known in (frozenset(), frozenset(("b1",))):
                after = word(less, known=known, **here)
                assert not isinstance(after, Pass), less
                assert known == frozenset() or after is not None


def test_its_one_finding_goes_from_the_start_to_the_end_and_is_cleared_by_words():
    known = {}
    start, end = an_attestation(START), an_attestation(END)
    states = []
    for day, words in (
        (FIRST, ()),
        (FIRST + DAY, (start,)),
        (LAST + DAY, (start,)),
        (LAST + 2 * DAY, (start, end)),
    ):
        live = frozenset(one.subject.id for one in known.values() if one.state == "open")
        verdicts = judge_editors([EDITOR], facts(on=day, attested=words, known=live))
        outcome = reconcile_editors(known.values(), verdicts, platform=META, as_of=noon(day))
        known |= {one.finding.id: one.finding for one in outcome.turned}
        [finding] = known.values()
        states.append((finding.outcome, finding.state))
        assert finding.account_id == REGISTER
        assert (outcome.opened, outcome.resolved) == (0, 0)
    assert states == [("unknown", "open"), ("unknown", "resolved")] * 2


def test_what_was_not_spoken_of_stays_as_it_is():
    verdicts = tuple(judge_editors([EDITOR], facts()))
    first = reconcile_editors((), verdicts, platform=META, as_of=noon(FIRST))
    [turned] = first.turned
    later = reconcile_editors([turned.finding], (), platform=META, as_of=noon(LAST))
    assert later.turned == ()


def test_a_person_is_told_what_to_look_up_and_it_is_another_thing_after_the_end():
    start, end = word(), word(on=LAST + DAY)
    assert start.subject.name == "Simskola"
    assert (start.evidence, end.evidence) == ({"phase": "start"}, {"phase": "end"})
    assert "take the role away" not in start.because.english()
    assert "take the role away" in end.because.english()


def test_a_brief_without_a_topic_has_no_name():
    assert word(registered(topic=None)).subject.name == ""


@pytest.mark.parametrize("less", [{"starts": None}, {"ends": None}, {"editors": ()}])
def test_of_a_brief_that_no_longer_tells_it_is_unknown_as_long_as_something_was_found(less):
    told = registered(**less)
    assert word(told) is None
    found = word(told, known=frozenset(("b1",)))
    assert isinstance(found, Unknown)
    assert found.subject.key == ("brief", "b1")
    assert found.attest is None
    assert "no longer tells" in found.because.english()
    assert found.evidence == {"phase": "start" if less == {"editors": ()} else "untold"}


def test_a_pass_tells_by_what_it_is_over():
    known = frozenset(("b1",))
    over = word(on=LAST + 31 * DAY, known=known)
    assert over.subject.key == ("brief", "b1")
    assert over.evidence == {"phase": "over", "closed": False}
    closed = word(replace(registered(), closed=True), known=known)
    assert closed.evidence == {"phase": "start", "closed": True}
