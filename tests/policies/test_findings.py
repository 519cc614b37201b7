"""A finding's life: opened, still there, muted, unread, resolved, back; and never forgotten."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.finding import Finding, Place, week_of
from policies.findings import Absent, lost, of_note, reconcile
from policies.model import Platform, Words
from policies.rule import Breach, Pass, Rule, Severity, Subject, Unknown, Verdict
from policies.told import Told
from policies.weekly import FindingRow, FindingStep, Span, count_findings

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
"""A Tuesday."""
DAY = timedelta(days=1)
ACCOUNT = (Platform.META, "act_1")
AD_SET = Subject(kind="ad_set", id="s1", name="Föräldrar")
LISTS = Subject(kind="account", id="act_1", name="Stadens annonser")
WRONG, UNSURE, GONE = Words("Wrong."), Words("Unsure."), Words("Gone.")
RULE = Rule(
    id="test.rule",
    clause="C4",
    severity=Severity.STOP,
    about="ad_set",
    platforms=(Platform.META,),
    check=lambda _facts: iter(()),
)
EVENT = replace(RULE, id="test.event", event=True)
SOFT = ("ad_set s1 monday", "placement_soft_opt_out")
RESTING = Told(objects=(SOFT[0],), facts=(SOFT,))
LEFT_OUT = Told(objects=RESTING.objects)
CHANGED = Told(objects=("ad_set s1 tuesday",))


def fail(subject=AD_SET, **more):
    return Breach(subject=subject, message=WRONG, **more)


def unknown(subject=AD_SET, because=UNSURE, **more):
    return Unknown(subject=subject, because=because, **more)


def passes(subject=AD_SET, **more):
    return Pass(subject=subject, **more)


def read(known, *said, at=NOON, rule=RULE, absent=None, lists=None):
    """What a reading makes of the findings known."""
    verdicts = [Verdict(rule, one) for one in (*said, lists or passes(LISTS))]
    return reconcile(known, verdicts, account=ACCOUNT, as_of=at, absent=absent)


def only(outcome):
    """The one finding that changed, and its words."""
    [turned] = outcome.turned
    return turned


def found(*said, at=NOON - DAY, rule=RULE, **changed):
    """A finding that these words made."""
    finding, _ = only(read([], *(said or (fail(),)), at=at, rule=rule))
    return replace(finding, **changed)


def muted(until, **changed):
    return found(state="muted", muted_until=until, **changed)


def test_a_pass_makes_no_finding_and_changes_none_that_is_closed():
    assert read([], passes()).turned == ()
    assert read([found(state="resolved")], passes()).turned == ()


def test_a_fail_opens_a_finding_and_tells_what_was_seen():
    outcome = read([], fail(evidence={"a": 1}, link="https://example.org/s1"))
    finding, words = only(outcome)
    assert words == ("opened",)
    assert (finding.outcome, finding.state, finding.because) == ("fail", "open", None)
    assert (finding.rule, finding.clause, finding.severity) == ("test.rule", "C4", "stop")
    assert (finding.first_seen, finding.last_seen) == (NOON, NOON)
    assert (finding.evidence, finding.link) == ({"a": 1}, "https://example.org/s1")
    assert (outcome.opened, outcome.resolved) == (1, 0)


def test_an_unknown_is_shown_as_its_own_thing_and_opens_no_fail():
    outcome = read([], unknown())
    finding, words = only(outcome)
    assert words == ("opened",)
    assert (finding.outcome, finding.because) == ("unknown", UNSURE)
    assert outcome.opened == 0


def test_the_same_thing_has_the_same_id_in_every_database_and_another_thing_another():
    place = Place(*ACCOUNT, "test.rule", ("ad_set", "s1"))
    others = (
        place._replace(platform=Platform.LINKEDIN),
        place._replace(account_id="act_2"),
        place._replace(rule="test.event"),
        place._replace(subject=("ad", "s1")),
        place._replace(subject=("ad_set", "s2")),
        place._replace(week="2026-W48"),
    )
    assert place.finding_id == found().id
    assert found(fail(replace(AD_SET, name="Nytt namn"))).id == found().id
    assert len({place.finding_id, *(one.finding_id for one in others)}) == 7


def test_a_fail_that_is_still_there_is_seen_again_without_a_word():
    named = replace(AD_SET, name="Nytt namn")
    finding, words = only(read([found()], fail(named)))
    assert words == ()
    assert (finding.first_seen, finding.last_seen) == (NOON - DAY, NOON)
    assert finding.subject.name == "Nytt namn"


def test_a_subject_read_without_its_name_keeps_the_one_it_had():
    finding, _ = only(read([found(unknown())], unknown(replace(AD_SET, name=""))))
    assert finding.subject == AD_SET


def test_a_real_pass_resolves_and_keeps_what_shows_it():
    outcome = read([found(unread_since=NOON, because=UNSURE)], passes(evidence={"guard": "holds"}))
    finding, words = only(outcome)
    assert words == ("resolved",)
    assert (finding.state, finding.because, finding.unread_since) == ("resolved", None, None)
    assert finding.evidence == {"guard": "holds"}
    assert finding.last_seen == NOON - DAY
    assert outcome.resolved == 1
    plain, _ = only(read([found(fail(evidence={"a": 1}))], passes()))
    assert plain.evidence == {"a": 1}


def test_an_unknown_that_can_be_told_after_all_is_cleared_and_counts_as_nothing_resolved():
    outcome = read([found(unknown())], passes())
    assert only(outcome).words == ("cleared",)
    assert outcome.resolved == 0


def test_an_unknown_that_turns_out_wrong_becomes_a_fail():
    outcome = read([found(unknown())], fail())
    finding, words = only(outcome)
    assert words == ("became-fail",)
    assert (finding.outcome, finding.state, finding.message) == ("fail", "open", WRONG)
    assert outcome.opened == 1


def test_a_fail_that_can_no_longer_be_read_stays_one_and_says_since_when():
    finding, words = only(read([found()], unknown()))
    assert words == ()
    assert (finding.outcome, finding.state, finding.message) == ("fail", "open", WRONG)
    assert (finding.because, finding.unread_since) == (UNSURE, NOON)
    assert finding.last_seen == NOON - DAY
    later, _ = only(read([finding], unknown(because=GONE), at=NOON + DAY))
    assert (later.because, later.unread_since) == (GONE, NOON)
    seen, _ = only(read([later], fail(), at=NOON + 2 * DAY))
    assert (seen.because, seen.unread_since, seen.last_seen) == (None, None, NOON + 2 * DAY)


def test_a_resolved_fail_comes_back_and_a_resolved_one_can_become_unknown():
    gone = found(state="resolved")
    assert only(read([gone], fail())).words == ("reopened",)
    outcome = read([gone], unknown())
    assert only(outcome).words == ("reopened",)
    assert only(outcome).finding.outcome == "unknown"
    assert outcome.opened == 0


def test_a_cleared_unknown_that_comes_back_as_a_fail_was_never_one_before():
    cleared = found(unknown(), state="resolved")
    assert only(read([cleared], fail())).words == ("became-fail", "reopened")
    assert only(read([cleared], unknown())).words == ("reopened",)


def test_a_muted_finding_stays_muted_while_it_is_so():
    for said, words in ((fail(), ()), (unknown(), ())):
        finding, spoken = only(read([muted(NOON + DAY)], said))
        assert (finding.state, spoken) == ("muted", words)
    done, spoken = only(read([muted(NOON + DAY)], passes()))
    assert (done.state, done.muted_until, spoken) == ("resolved", None, ("resolved",))


def test_an_unknown_that_turns_out_to_fail_is_muted_no_longer():
    """Whoever muted that nobody could tell did not mute that it is against the routine."""
    unsure = found(unknown(), state="muted", muted_until=NOON + DAY)
    proved, spoken = only(read([unsure], fail()))
    assert (proved.outcome, proved.state, proved.muted_until) == ("fail", "open", None)
    assert spoken == ("became-fail", "mute-ended")
    assert only(read([proved], fail(), at=NOON + DAY)).words == ()


@pytest.mark.parametrize(
    ("before", "now", "ends"),
    [
        (("901",), ("902",), True),
        (("901",), ("901", "902"), False),
        (("901", "902"), ("902",), False),
        ((), ("902",), False),
        (("901",), (), False),
    ],
)
def test_a_mute_ends_where_something_else_fails_in_the_place_of_what_was_muted(before, now, ends):
    """A film whose captions are part of its picture is muted; another one may have none at all."""
    silent = found(fail(failing=before), state="muted", muted_until=NOON + DAY)
    finding, words = only(read([silent], fail(failing=now)))
    assert (finding.state, words) == (("open", ("mute-ended",)) if ends else ("muted", ()))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (fail(), ("mute-ended",)),
        (unknown(), ("mute-ended",)),
        (passes(), ("mute-ended", "resolved")),
    ],
)
def test_a_mute_that_has_run_out_ends_with_a_word(said, words):
    finding, spoken = only(read([muted(NOON)], said))
    assert (spoken, finding.muted_until) == (words, None)
    assert finding.state == ("resolved" if isinstance(said, Pass) else "open")


def test_a_mute_ends_for_what_is_missing_or_lost_too():
    assert only(read([muted(NOON)])).words == ("mute-ended",)
    assert only(lost([muted(NOON)], GONE, NOON)).words == ("mute-ended",)


def test_what_is_missing_stays_and_says_so():
    finding, words = only(read([found()]))
    assert words == ()
    assert (finding.state, finding.unread_since) == ("open", NOON)
    assert finding.because.english() == "It was missing from what was read."


def test_what_is_missing_and_confirmed_off_is_resolved():
    absent = Absent(off=frozenset((AD_SET.key,)))
    outcome = read([found()], absent=absent)
    assert only(outcome).words == ("resolved",)
    assert outcome.resolved == 1
    assert only(read([found(unknown())], absent=absent)).words == ("cleared",)
    assert only(read([muted(NOON)], absent=absent)).words == ("mute-ended", "resolved")
    assert read([found(state="resolved")], absent=absent).turned == ()


def test_a_subject_that_is_off_closes_nothing_of_a_rule_that_was_not_asked():
    absent = Absent(off=frozenset((AD_SET.key,)))
    finding, words = only(read([found()], rule=EVENT, absent=absent))
    assert (finding.state, words) == ("open", ())
    assert "switched off" in finding.because.english()


def test_a_pass_lacks_no_thing_that_its_own_read_told_as_over():
    carrier = "account act_1"
    resting = found(fail(LISTS, told=Told((carrier,), ((carrier, "ad_set s1"),))))
    lacking = passes(LISTS, told=Told((carrier,)))
    finding, words = only(read([resting], lacking))
    assert (finding.state, words) == ("open", ())
    assert "ad_set s1" in finding.because.english()
    over = Absent(off=frozenset((AD_SET.key,)))
    assert only(read([resting], lacking, absent=over)).words == ("resolved",)


def test_what_is_missing_and_could_not_be_confirmed_says_why():
    absent = Absent(unread={AD_SET.key: GONE})
    assert only(read([found()], absent=absent)).finding.because == GONE
    lists = unknown(LISTS)
    turned = read([found()], lists=lists).turned
    assert [one.finding.because for one in turned] == [UNSURE, UNSURE]
    assert [one.finding.outcome for one in turned] == ["unknown", "fail"]


def test_what_a_finding_rests_on_must_be_told_before_it_is_resolved():
    resting = found(fail(told=RESTING))
    assert resting.evidence == {"rests_on": [list(SOFT)]}
    finding, words = only(read([resting], passes(told=LEFT_OUT)))
    assert (finding.state, words, finding.unread_since) == ("open", (), NOON)
    assert "placement_soft_opt_out" in finding.because.english()
    for said in (passes(told=RESTING), passes(told=CHANGED), passes()):
        assert only(read([resting], said)).words == ("resolved",)
    assert only(read([found()], passes(told=LEFT_OUT))).words == ("resolved",)


def test_an_account_that_is_lost_keeps_its_findings_unread_and_unresolved():
    closed = found(fail(replace(AD_SET, id="s2")), state="resolved")
    event = found(rule=EVENT)
    finding, words = only(lost([found(), closed, event], GONE, NOON))
    assert (finding.state, finding.because, words) == ("open", GONE, ())
    assert (finding.unread_since, finding.last_seen) == (NOON, NOON - DAY)


def test_an_event_has_a_finding_for_each_week_of_its_subject():
    days = (date(2026, 11, 22), date(2026, 11, 23), date(2026, 11, 24))
    outcome = read([], *(fail(on=day) for day in days), rule=EVENT)
    assert [one.finding.week for one in outcome.turned] == ["2026-W47", "2026-W48"]
    assert week_of(date(2027, 1, 1)) == "2026-W53"


def test_only_a_person_closes_an_event():
    event = found(fail(on=NOON.date()), rule=EVENT)
    off = Absent(off=frozenset((AD_SET.key,)))
    assert read([event], passes(), rule=EVENT).turned == ()
    assert read([event], rule=EVENT, absent=off).turned == ()
    assert read([event], at=NOON + 30 * DAY).turned == ()


def test_an_acknowledged_event_stays_closed_save_where_it_was_unknown_and_is_proved():
    said = fail(on=NOON.date())
    known = replace(found(said, rule=EVENT), state="acknowledged")
    assert read([known], said, rule=EVENT).turned == ()
    assert read([known], unknown(on=NOON.date()), rule=EVENT).turned == ()
    doubted = replace(found(unknown(on=NOON.date()), rule=EVENT), state="acknowledged")
    assert read([doubted], unknown(on=NOON.date()), rule=EVENT).turned == ()
    assert only(read([doubted], said, rule=EVENT)).words == ("became-fail", "reopened")


def test_an_unknown_event_is_cleared_by_a_pass_of_the_same_week():
    doubted = found(unknown(on=NOON.date()), rule=EVENT)
    assert only(read([doubted], passes(), rule=EVENT)).words == ("cleared",)
    assert read([doubted], passes(), rule=EVENT, at=NOON + 7 * DAY).turned == ()


def test_of_two_days_of_one_week_the_graver_stands():
    day = NOON.date()
    said = (unknown(on=day), fail(on=day - DAY), passes())
    assert only(read([], *said, rule=EVENT)).finding.outcome == "fail"


def test_a_finding_seen_by_a_reading_that_began_earlier_is_not_seen_earlier():
    finding, _ = only(read([found(at=NOON + DAY, because=UNSURE)], fail()))
    assert finding.last_seen == NOON + DAY


SAID = {"fail": fail(), "unknown": unknown(), "pass": passes(), "missing": None, "off": None,
        "untold": passes(told=LEFT_OUT), "resting": fail(told=RESTING)}  # fmt: skip
PEOPLE = {"mute": "muted", "unmute": "unmuted"}


@dataclass
class Living:
    """A finding through sweeps and people's turns, with the history that the store would keep."""

    known: list[Finding] = field(default_factory=list)
    steps: list[FindingStep] = field(default_factory=list)

    def sweep(self, what, at):
        absent = Absent(off=frozenset((AD_SET.key,))) if what == "off" else None
        said = (SAID[what],) if SAID[what] else ()
        outcome = read(self.known, *said, at=at, absent=absent)
        for finding, words in outcome.turned:
            self.known = [finding]
            self.steps += [FindingStep(finding_id=finding.id, at=at, what=word) for word in words]
        return outcome

    def person(self, what, at):
        """As `findings mute` and `unmute` do it."""
        for one in self.known:
            if one.state not in (("open", "muted") if what == "mute" else ("muted",)):
                continue
            until = at + 2 * DAY if what == "mute" else None
            state = "muted" if what == "mute" else "open"
            self.known = [replace(one, state=state, muted_until=until)]
            step = FindingStep(finding_id=one.id, at=at, what=PEOPLE[what], until=until)
            self.steps.append(step)

    def rows(self):
        return [
            FindingRow(id=one.id, outcome=one.outcome, state=one.state, muted_until=one.muted_until)
            for one in self.known
        ]

    def failing(self):
        return [one for one in self.known if one.live_fail()]


TURNS = st.lists(
    st.tuples(st.sampled_from([*SAID, *SAID, *PEOPLE]), st.integers(0, 3)), max_size=12
)
WEEK = Span(label="2026-W48", start=NOON - DAY - DAY / 2, end=NOON + 5 * DAY + DAY / 2)


@given(TURNS)
def test_whatever_happens_the_week_adds_up_and_history_leads_to_the_row(turns):
    life, at, opened, resolved = Living(), WEEK.start - 3 * DAY, 0, 0
    for what, days in turns:
        at += days * DAY
        if what in PEOPLE:
            life.person(what, at)
            continue
        before = len(life.failing())
        outcome = life.sweep(what, at)
        assert len(life.failing()) == before + outcome.opened - outcome.resolved
        opened += outcome.opened if WEEK.holds(at) else 0
        resolved += outcome.resolved if WEEK.holds(at) else 0
    counted = count_findings(life.rows(), life.steps, WEEK, WEEK.end)
    assert counted.contradicted == ()
    assert counted.adds_up()
    assert len(counted.opened) + len(counted.reopened) == opened
    assert len(counted.resolved) == resolved


@given(TURNS)
def test_only_a_pass_or_a_confirmed_off_ever_resolves_a_fail(turns):
    life, at = Living(), NOON
    for what, days in turns:
        at += days * DAY
        before = {one.id for one in life.failing()}
        if what in PEOPLE:
            life.person(what, at)
        else:
            life.sweep(what, at)
        if before - {one.id for one in life.failing()}:
            assert what in ("pass", "off", "untold")


@given(TURNS)
def test_the_same_reading_twice_changes_nothing_more(turns):
    life, at = Living(), NOON
    for what, days in turns:
        at += days * DAY
        if what in PEOPLE:
            life.person(what, at)
            continue
        life.sweep(what, at)
        assert life.sweep(what, at).turned == ()


def test_a_finding_says_where_it_is_and_what_it_breaks():
    one = found()
    assert (one.platform, one.account_id) == ACCOUNT
    assert (one.rule, one.clause, one.subject) == (RULE.id, "C4", AD_SET)


def test_a_rule_that_cites_another_clause_by_now_tells_so():
    moved = replace(RULE, clause="C5", severity=Severity.WARN)
    again, _ = only(read([found()], fail(), rule=moved))
    assert (again.clause, again.severity) == ("C5", Severity.WARN)


def test_a_rule_that_was_not_asked_leaves_since_when_and_the_end_of_a_mute():
    muted = found(state="muted", muted_until=NOON)
    turned = only(reconcile([muted], (), account=ACCOUNT, as_of=NOON))
    assert turned.words == ("mute-ended",)
    assert turned.finding.unread_since == NOON


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from([fail, unknown, passes]))))
def test_what_is_not_of_note_changes_nothing(told):
    said = [make(Subject(kind="ad_set", id=one, name=one)) for one, make in told]
    before = [found(fail(Subject(kind="ad_set", id="a", name="a")))]
    verdicts = [Verdict(RULE, one) for one in (*said, passes(LISTS))]
    known = {(one.rule, one.subject.key) for one in before}
    kept = list(of_note(verdicts, known))
    assert Verdict(RULE, passes(LISTS)) in kept
    whole = reconcile(before, verdicts, account=ACCOUNT, as_of=NOON)
    less = reconcile(before, kept, account=ACCOUNT, as_of=NOON)
    assert {one.finding.id: one for one in less.turned} == {
        one.finding.id: one for one in whole.turned
    }
    assert (less.opened, less.resolved, less.judged) == (
        whole.opened,
        whole.resolved,
        whole.judged,
    )
