"""Rounds after a clock that was ahead: no false one stays missed, and no true one is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from policies.model import Platform
from policies.weekly import FindingRow, FindingStep, count_findings, span_of
from tests.worker.made import a_campaign, an_ad, an_ad_set, unreachable
from tests.worker.sweeping.rounds_city import POST, RULE, STOCKHOLM, Watch, at
from worker.store import findings, judged, runs
from worker.store.judged import Turn
from worker.store.jumped import ahead, number_ahead, put_right
from worker.store.tables import finding_events
from worker.store.tables import findings as finding_rows
from worker.store.tables_rounds import round_days
from worker.sweeping.means import Scope
from worker.sweeping.round_days import judge_days
from worker.sweeping.sweep import sweep

AFTERNOON, BOTH = ["14:30"], ["08:30", "14:30"]
WEEK = "2026-W48"


@pytest.fixture
def watch(store):
    watch = Watch(store)
    watch.sweep(at(23, "12:00"))
    return watch


def back(watch, when):
    """The clock is put right, and the service looks for work."""
    watch.at = when
    with watch.store.reading() as connection:
        assert ahead(connection, when)
        assert number_ahead(connection, when) > 0
    with watch.store.writing() as connection:
        put_right(connection, when, week=WEEK, day=when.astimezone(STOCKHOLM).date())
    with watch.store.reading() as connection:
        assert number_ahead(connection, when) == 0
        assert not ahead(connection, when)


def do(watch, turn, kind="campaign", **more):
    """What a person does about a finding."""
    by = Turn(by="Anna", at=watch.at, reason="känt")
    with watch.store.writing() as connection:
        turn(connection, watch.found()[kind, WEEK].id, by, **more)


def history(watch, kind="campaign"):
    with watch.store.reading() as connection:
        return [one.what for one in judged.history(connection, watch.found()[kind, WEEK].id)]


def adds_up(watch):
    """Whether the week's report can explain every finding by its history."""
    with watch.store.reading() as connection:
        steps = connection.execute(select(finding_events).order_by(finding_events.c.id)).all()
        rows = connection.execute(select(finding_rows)).all()
    return count_findings(
        [
            FindingRow(id=one.id, outcome=one.outcome, state=one.state, muted_until=one.muted_until)
            for one in rows
        ],
        [
            FindingStep(finding_id=one.finding_id, at=one.at, what=one.what, until=one.until)
            for one in steps
        ],
        span_of(WEEK, STOCKHOLM),
        watch.at,
    ).adds_up()


def test_rounds_of_days_that_had_not_come_are_not_missed(watch):
    watch.day(24, clocks=("08:40",))
    watch.sweep(at(26, "12:00"))
    assert sorted(watch.missed()) == sorted(watch.missed("slk")) == ["24", "25"]
    back(watch, at(24, "12:10"))
    assert watch.found() == {}
    watch.day(24, clocks=("14:40",))
    for day in (25, 26, 27):
        watch.day(day)
    watch.sweep(at(28, "00:30"))
    assert watch.found() == {}


def test_by_a_clock_that_is_behind_nothing_that_was_found_is_taken_back(watch):
    watch.day(24, clocks=("08:40",))
    watch.sweep(at(25, "00:30"))
    do(watch, judged.mute, until=at(30, "00:00"))
    watch.day(25, clocks=("08:40",))
    watch.sweep(at(26, "12:00"))
    before = history(watch), history(watch, "slk"), watch.missed()
    assert sorted(before[2]) == ["24", "25"]
    back(watch, at(23, "13:00"))
    assert (history(watch), history(watch, "slk"), watch.missed()) == before


def test_a_day_that_was_judged_ahead_and_had_ended_is_judged_again(watch):
    watch.day(24, clocks=("08:40",))
    watch.sweep(at(27, "00:05"))
    back(watch, at(25, "00:05"))
    assert watch.found() == {}
    watch.sweep(at(25, "00:30"))
    assert watch.missed() == {"24": (AFTERNOON, [])}


def test_what_was_missed_before_is_kept_and_nothing_of_the_days_to_come(watch):
    watch.day(24, clocks=("08:40",))
    watch.sweep(at(25, "00:30"))
    do(watch, judged.mute, until=at(30, "00:00"))
    before = watch.found()["campaign", WEEK]
    watch.day(25, clocks=("08:40",))
    watch.sweep(at(27, "12:00"))
    assert sorted(watch.missed()) == ["24", "25", "26"]
    back(watch, at(25, "12:10"))
    assert sorted(watch.missed()) == ["24"]
    watch.sweep(at(25, "12:20"))
    after = watch.found()["campaign", WEEK]
    assert (after.first_seen, after.state, after.muted_until) == (
        before.first_seen, before.state, before.muted_until,
    )  # fmt: skip
    assert after.message == before.message
    assert after.evidence == before.evidence
    assert history(watch) == ["opened", "muted"]
    watch.day(25, clocks=("14:40",))
    watch.day(26)
    watch.sweep(at(27, "00:30"))
    assert sorted(watch.missed()) == sorted(watch.missed("slk")) == ["24"]
    assert adds_up(watch)


@pytest.mark.parametrize("then", [None, judged.acknowledge], ids=["nobody acts", "closed"])
def test_what_nobody_could_tell_before_is_not_proved_by_days_to_come(watch, then):
    kept = watch.snapshot
    watch.at = at(25, "00:30")
    watch.city.snapshots = {"act_1": unreachable()}
    sweep(watch.means, {watch.city.platform: watch.city}, Scope())
    assert watch.found()["campaign", WEEK].outcome == "unknown"
    do(watch, judged.acknowledge)
    watch.snapshot = kept
    watch.sweep(at(27, "12:00"))
    assert history(watch)[-2:] == ["became-fail", "reopened"]
    if then is not None:
        do(watch, then)
    back(watch, at(25, "01:00"))
    finding = watch.found()["campaign", WEEK]
    assert (finding.outcome, finding.state) == ("unknown", "acknowledged")
    assert finding.because.english() == "It was judged when the clock was ahead of the true time."
    assert history(watch) == ["opened", "acknowledged"]
    assert adds_up(watch)
    watch.sweep(at(25, "08:40"))
    assert watch.missed() == {"24": (BOTH, [])}, "a reading after it proves that it ran"
    assert history(watch)[-2:] == ["became-fail", "reopened"]
    assert adds_up(watch)


def test_a_finding_that_was_closed_ahead_hides_no_round_that_is_missed_then(watch):
    watch.day(24)
    watch.sweep(at(26, "12:00"))
    do(watch, judged.acknowledge)
    back(watch, at(25, "00:10"))
    watch.day(25, clocks=("08:40",))
    watch.sweep(at(26, "00:30"))
    assert watch.missed() == {"25": (AFTERNOON, [])}
    assert watch.found()["campaign", WEEK].state == "open"


def test_campaigns_that_begin_and_end_after_the_clock_came_back_are_known(watch):
    watch.sweep(at(24, "12:00"))
    watch.sweep(at(26, "12:00"))
    back(watch, at(24, "12:10"))
    new = {"campaigns": (a_campaign(intent="PAUSED", delivery=("PAUSED",)), a_campaign("c2"))}
    watch.shows(POST, ad_sets=(an_ad_set("s1"), an_ad_set("s2", "c2")), **new)
    ads = (an_ad(posts=(POST,)), an_ad("a2", "s2", "c2", posts=(POST,)))
    watch.snapshot = replace(watch.snapshot, ads=ads)
    watch.sweep(at(24, "14:00"))
    with watch.store.reading() as connection:
        ended, begun = sorted(
            runs.between(connection, at(24, "00:00"), at(27, "00:00")),
            key=lambda one: one.campaign_id,
        )
    assert ended.span.over <= at(24, "14:00")
    assert begun.span.maybe <= at(24, "14:00")
    watch.day(25)
    watch.sweep(at(26, "00:30"))
    assert ("campaign", WEEK) not in watch.found()


def test_by_a_clock_that_may_have_leapt_no_day_is_judged(watch):
    watch.day(24, clocks=("08:40",))
    sure = watch.means
    watch.means = replace(sure, doubted=True)
    watch.sweep(at(25, "00:30"))
    assert (watch.found(), days(watch)) == ({}, ["2026-11-23"])
    watch.means = sure
    assert judge_days(watch.means).days == 1
    assert watch.missed() == {"24": (AFTERNOON, [])}
    assert days(watch) == ["2026-11-23", "2026-11-24"]


def days(watch):
    with watch.store.reading() as connection:
        return connection.execute(select(round_days.c.day)).scalars().all()


def an_event(number, week, seen, rule="reply.unsigned"):
    return {
        "id": number, "platform": "meta", "account_id": "1001", "rule": rule, "clause": "C13",
        "severity": "info", "event": True, "subject_kind": "comment", "subject_id": number,
        "subject_name": "", "week": week, "outcome": "fail", "state": "open",
        "message": {"template": "x", "values": {}}, "evidence": {}, "first_seen": seen,
        "last_seen": seen,
    }  # fmt: skip


def test_other_events_stay_with_the_present_date_unless_their_week_has_not_come(watch):
    then = at(24, "12:00") + timedelta(days=14)
    rows = [an_event("now", WEEK, then), an_event("then", "2026-W50", then)]
    with watch.store.writing() as connection:
        connection.execute(insert(finding_rows), rows)
        entries = [{"finding_id": one["id"], "at": then, "what": "opened"} for one in rows]
        connection.execute(insert(finding_events), entries)
    back(watch, at(24, "12:00"))
    with watch.store.reading() as connection:
        [left] = findings.of_rules(connection, Platform.META, ["reply.unsigned", RULE])
        assert left.id == "now"
        assert at(24, "11:59") < left.first_seen <= left.last_seen <= at(24, "12:00")
        told = connection.execute(select(finding_events.c.finding_id, finding_events.c.at)).all()
    assert [(one.finding_id, one.at <= at(24, "12:00")) for one in told] == [("now", True)]
