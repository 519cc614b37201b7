"""Findings in the database: kept, counted, changed by people, and their history in order."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from policies.findings import Absent, lost, reconcile
from policies.model import Platform, Words
from policies.rule import Breach, Pass, Rule, Severity, Subject, Unknown, Verdict
from policies.weekly import FindingRow, FindingStep, Span, count_findings
from tests.worker.made import DAY, NOON, a_snapshot
from worker.store import findings, judged, snapshots
from worker.store.judged import NotAnEvent, NotInState, Turn, acknowledge, listed, mute, unmute
from worker.store.tables import finding_events
from worker.store.tables import findings as rows

ACCOUNT = (Platform.META, "act_1")
AD_SET = Subject(kind="ad_set", id="s1", name="Föräldrar\x1b[31m")
RULE = Rule(
    id="test.rule",
    clause="C4",
    severity=Severity.STOP,
    about="ad_set",
    platforms=(Platform.META,),
    check=lambda _facts: iter(()),
)
EVENT = replace(RULE, id="test.event", event=True)
LISTS = Pass(subject=Subject(kind="account", id="act_1", name=""))


def fail(subject=AD_SET, **more):
    more = {"evidence": {"platforms": ["facebook", "å"], "guard": None}} | more
    return Breach(subject=subject, message=Words("Wrong: {what}.", {"what": "å"}), **more)


def unknown(subject=AD_SET):
    return Unknown(subject=subject, because=Words("Unsure."))


def prepare(store):
    with store.writing() as connection:
        snapshots.keep(connection, a_snapshot())


def sweep(store, *said, at=NOON, rule=RULE, absent=None):
    """Reconcile the account with what a rule said, as a sweep does."""
    verdicts = [Verdict(rule, one) for one in (*said, LISTS)]
    with store.writing() as connection:
        known = findings.of_account(connection, *ACCOUNT, to_change=True)
        outcome = reconcile(known, verdicts, account=ACCOUNT, as_of=at, absent=absent)
        findings.save(connection, outcome, at)
    return outcome


def known(store):
    with store.reading() as connection:
        return findings.of_account(connection, *ACCOUNT)


def history(store):
    with store.reading() as connection:
        query = select(finding_events).order_by(finding_events.c.at, finding_events.c.id)
        return connection.execute(query).all()


def words(store):
    return [row.what for row in history(store)]


def take(store, turn, *arguments, **options):
    with store.writing() as connection:
        turn(connection, *arguments, **options)


def the_id(store):
    return known(store)[0].id


def test_an_account_that_was_never_read_has_no_findings(store):
    assert known(store) == []
    with store.reading() as connection:
        assert findings.account_name(connection, *ACCOUNT) is None
        assert findings.tally(connection, NOON) == {"fail": 0, "unknown": 0}


def test_a_finding_comes_back_as_it_was_written(store):
    prepare(store)
    [(finding, _)] = sweep(store, fail(link="https://example.org/s1")).turned
    assert known(store) == [finding]
    assert words(store) == ["opened"]
    with store.reading() as connection:
        assert findings.account_name(connection, *ACCOUNT) == "Stadens annonser act_1"


def test_an_unread_fail_comes_back_with_its_reason(store):
    prepare(store)
    sweep(store, fail())
    [(finding, _)] = sweep(store, unknown(), at=NOON + DAY).turned
    assert known(store) == [finding]
    with store.reading() as connection:
        [row] = listed(connection, at=NOON + DAY)
    assert (row.verdict, row.unread_since) == ("fail", NOON + DAY)
    assert row.because.english() == "Unsure."


def test_findings_of_other_accounts_are_left_alone(store):
    prepare(store)
    sweep(store, fail())
    with store.writing() as connection:
        assert findings.of_account(connection, Platform.META, "act_2", to_change=True) == []
        assert findings.of_account(connection, Platform.LINKEDIN, "act_1") == []


def test_many_findings_are_written_and_changed_at_once(lite):
    prepare(lite)
    subjects = [Subject(kind="ad_set", id=f"s{n}", name=f"Grupp {n}") for n in range(1200)]
    assert sweep(lite, *map(fail, subjects)).opened == 1200
    assert sweep(lite, at=NOON + DAY).resolved == 0
    off = Absent(off=frozenset(one.key for one in subjects))
    assert sweep(lite, at=NOON + DAY, absent=off).resolved == 1200
    with lite.reading() as connection:
        assert findings.tally(connection, NOON) == {"fail": 0, "unknown": 0}
    assert len(history(lite)) == 2400


def test_nothing_that_did_not_change_is_written(store):
    prepare(store)
    sweep(store, fail())
    assert sweep(store, fail()).turned == ()
    assert words(store) == ["opened"]


def test_what_is_open_is_counted_fails_and_unknowns_apart(store):
    prepare(store)
    second = replace(AD_SET, id="s2")
    sweep(store, fail(), unknown(second))
    take(store, mute, the_id_of(store, "s1"), Turn(by="Anna", at=NOON), until=NOON + DAY)
    with store.reading() as connection:
        assert findings.tally(connection, NOON) == {"fail": 0, "unknown": 1}
        assert findings.tally(connection, NOON + DAY) == {"fail": 1, "unknown": 1}


def the_id_of(store, subject_id):
    return next(one.id for one in known(store) if one.subject.id == subject_id)


def test_a_mute_holds_through_sweeps_until_it_has_run_out(store):
    prepare(store)
    sweep(store, fail())
    take(store, mute, the_id(store), Turn(by="Anna", at=NOON, reason="rättas"), until=NOON + DAY)
    sweep(store, fail(), at=NOON + DAY / 2)
    assert known(store)[0].state == "muted"
    sweep(store, fail(), at=NOON + DAY)
    assert known(store)[0].state == "open"
    assert words(store) == ["opened", "muted", "mute-ended"]
    assert [(row.by, row.reason) for row in history(store)][1] == ("Anna", "rättas")


def test_a_person_unmutes_what_is_muted_and_nothing_else(store):
    prepare(store)
    sweep(store, fail())
    with pytest.raises(NotInState):
        take(store, unmute, the_id(store), Turn(by="Anna", at=NOON))
    take(store, mute, the_id(store), Turn(by="Anna", at=NOON), until=NOON + DAY)
    take(store, unmute, the_id(store), Turn(by="Anna", at=NOON))
    assert known(store)[0].state == "open"
    assert words(store) == ["opened", "muted", "unmuted"]


def test_only_an_event_is_acknowledged_and_only_once(store):
    prepare(store)
    sweep(store, fail())
    with pytest.raises(NotAnEvent):
        take(store, acknowledge, the_id(store), Turn(by="Anna", at=NOON))
    sweep(store, fail(on=NOON.date()), rule=EVENT)
    event = next(one.id for one in known(store) if one.event)
    take(store, acknowledge, event, Turn(by="Anna", at=NOON))
    with pytest.raises(NotInState):
        take(store, acknowledge, event, Turn(by="Anna", at=NOON))
    with pytest.raises(NotInState):
        take(store, mute, event, Turn(by="Anna", at=NOON), until=NOON + DAY)
    sweep(store, fail(on=NOON.date()), rule=EVENT)
    assert next(one.state for one in known(store) if one.event) == "acknowledged"


def test_history_never_runs_backwards_whichever_clock_is_late(store):
    prepare(store)
    sweep(store, fail(), at=NOON)
    take(store, mute, the_id(store), Turn(by="Anna", at=NOON - DAY), until=NOON + 2 * DAY)
    with store.writing() as connection:
        outcome = reconcile(
            findings.of_account(connection, *ACCOUNT, to_change=True),
            [Verdict(RULE, Pass(subject=AD_SET))],
            account=ACCOUNT,
            as_of=NOON,
        )
        findings.save(connection, outcome, NOON - 2 * DAY)
    assert words(store) == ["opened", "muted", "resolved"]
    assert {row.at for row in history(store)} == {NOON}


def test_the_gravest_stands_first_in_the_list_and_closed_ones_only_on_request(store):
    prepare(store)
    second, third = replace(AD_SET, id="s2"), replace(AD_SET, id="s3")
    sweep(store, unknown(), fail(third), at=NOON - DAY)
    mild = replace(RULE, severity=Severity.INFO, id="test.mild")
    sweep(store, fail(second), rule=mild)
    sweep(store, unknown(), Pass(subject=third), at=NOON)
    with store.reading() as connection:
        current = listed(connection, at=NOON)
        everything = listed(connection, at=NOON, everything=True)
        one_rule = listed(connection, at=NOON, rule="test.mild")
    assert [one.subject[1] for one in current] == ["s2", "s1"]
    assert {one.state for one in everything} == {"open", "resolved"}
    assert [one.rule for one in one_rule] == ["test.mild"]


TURNS = st.lists(
    st.tuples(
        st.sampled_from(["fail", "fail", "unknown", "pass", "missing", "off", "lost", "mute",
                         "unmute"]),
        st.integers(0, 3),
    ),
    max_size=8,
)  # fmt: skip
WEEK = Span(label="2026-W48", start=NOON - 1.5 * DAY, end=NOON + 5.5 * DAY)


def live_through(store, turns):
    """Sweeps and people's turns, one after the other."""
    at = WEEK.start - 3 * DAY
    for what, days in turns:
        at += days * DAY
        if what in ("fail", "unknown", "pass"):
            said = {"fail": fail(), "unknown": unknown(), "pass": Pass(subject=AD_SET)}[what]
            sweep(store, said, at=at)
        elif what in ("missing", "off"):
            off = frozenset((AD_SET.key,)) if what == "off" else frozenset()
            sweep(store, at=at, absent=Absent(off=off))
        elif what == "lost":
            with store.writing() as connection:
                mine = findings.of_account(connection, *ACCOUNT, to_change=True)
                findings.save(connection, lost(mine, Words("Gone."), at), at)
        else:
            person(store, what, at)


def person(store, what, at):
    """What a person may do is done, what they may not is refused."""
    turn = Turn(by="Anna", at=at - DAY)
    for one in known(store):
        try:
            if what == "mute":
                take(store, judged.mute, one.id, turn, until=at + 2 * DAY)
            else:
                take(store, judged.unmute, one.id, turn)
        except NotInState:
            pass


def counted(store):
    with store.reading() as connection:
        kept = [
            FindingRow(id=r.id, outcome=r.outcome, state=r.state, muted_until=r.muted_until)
            for r in connection.execute(select(rows))
        ]
    steps = [
        FindingStep(finding_id=r.finding_id, at=r.at, what=r.what, until=r.until)
        for r in history(store)
    ]
    return count_findings(kept, steps, WEEK, WEEK.end)


@settings(
    max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(turns=TURNS)
def test_whatever_sweeps_and_people_do_the_week_adds_up_from_what_was_written(lite, turns):
    with lite.writing() as connection:
        connection.execute(delete(finding_events))
        connection.execute(delete(rows))
        snapshots.keep(connection, a_snapshot())
    live_through(lite, turns)
    found = counted(lite)
    assert found.contradicted == ()
    assert found.adds_up()


def test_two_first_sweeps_at_once_open_a_finding_that_no_account_holds_once(store):
    post = fail(Subject(kind="post", id="1001_9", name=""))

    def first_sweep():
        with store.writing() as connection:
            before = findings.of_rules(connection, Platform.META, [EVENT.id], to_change=True)
            place = (Platform.META, "unseen")
            outcome = reconcile(before, [Verdict(EVENT, post)], account=place, as_of=NOON)
            time.sleep(0.2)
            findings.save(connection, outcome, NOON)
            return outcome.opened

    with ThreadPoolExecutor(2) as pool:
        opened = [one.result() for one in [pool.submit(first_sweep) for _ in range(2)]]
    assert sorted(opened) == [0, 1]


def test_findings_on_posts_need_no_account_that_was_read_and_stand_apart_from_those_of_one(store):
    prepare(store)
    sweep(store, fail())
    post = fail(Subject(kind="post", id="1001_9", name=""))
    with store.writing() as connection:
        assert findings.of_rules(connection, Platform.META, [EVENT.id], to_change=True) == []
        for account in ("unseen", "act_1"):
            outcome = reconcile(
                [], [Verdict(EVENT, post)], account=(Platform.META, account), as_of=NOON
            )
            findings.save(connection, outcome, NOON)
    with store.reading() as connection:
        told = findings.of_rules(connection, Platform.META, [EVENT.id])
        assert {one.account_id for one in told} == {"unseen", "act_1"}
        assert findings.of_rules(connection, Platform.LINKEDIN, [EVENT.id]) == []
        assert [one.subject for one in findings.of_account(connection, *ACCOUNT)] == [AD_SET]
