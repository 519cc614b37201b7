"""Another calendar: every open deadline worked out anew, once, with its reason, and told."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from policies.calendars import write
from policies.deadlines import due
from policies.model import Platform
from policies.retention import strict
from policies.threads import Decision
from policies.weekly import count_queue, span_of
from tests.worker.made import City, a_comment, a_post, some_means, some_settings
from tests.worker.service.conftest import Clock, every, serving, ticked
from tests.worker.sweeping.settled import JUDGEMENT, read
from worker.calendar import STOCKHOLM, calendar
from worker.logs.marks import FACTS
from worker.service.calendars import keep_calendar
from worker.store import calendars, comments, threads
from worker.store.opening import open_store
from worker.store.purging import purge
from worker.store.tables import findings as found
from worker.store.tables import thread_events
from worker.store.tables_calendars import calendars as table
from worker.store.week import read_week, thread_rows
from worker.sweeping import calendars as module
from worker.sweeping.calendars import keep_up, sentences
from worker.sweeping.deciding import decide
from worker.sweeping.judgement import judgement
from worker.sweeping.means import Scope, Topic
from worker.sweeping.settling import settle
from worker.sweeping.sweep import sweep

ASKED = datetime(2026, 12, 22, 10, tzinfo=STOCKHOLM)
"""A Tuesday: due on the Wednesday."""
HOUR = timedelta(hours=1)
AT = ASKED + 2 * HOUR
BEFORE, AFTER = ASKED + 24 * HOUR, datetime(2026, 12, 28, 17, tzinfo=STOCKHOLM)
CLOSED = judgement(some_settings(sla={"extra_closed_days": ("2026-12-23",)}))
EARLY = judgement(some_settings(sla={"office_closes": "16:00"}))
WHY = "2026-12-23 is closed according to the configuration."
ONE = comments.own_thread_id(a_comment("1"))
LINKEDIN = a_post(1, Platform.LINKEDIN)


def clock():
    return AT


def follow(store, by, clock=clock, **options):
    return keep_up(store, by, clock, **options)


def told(moved):
    return [words.english() for words in sentences(moved, STOCKHOLM)]


def due_at(store, thread=ONE):
    with store.reading() as connection:
        return threads.one(connection, thread).due_at


def moves(store, thread=ONE):
    with store.reading() as connection:
        return threads.moves_of(connection, thread)


def kept(store):
    with store.reading() as connection:
        return calendars.newest(connection)


def many(store, count, at=ASKED):
    """So many open threads, begun at once."""
    seen = [a_comment(f"{n}", at=at) for n in range(1, count + 1)]
    read(store, *seen, at=at + HOUR)
    return [comments.own_thread_id(one) for one in seen]


def test_the_first_calendar_is_written_down_and_nothing_is_told(store):
    many(store, 2)
    assert follow(store, JUDGEMENT) is None
    (one,) = kept(store)
    assert (one.settled, one.written) == (True, write(JUDGEMENT.calendar, AT.date()))
    assert due_at(store) == BEFORE


def test_another_one_moves_every_open_deadline_and_says_so(store):
    follow(store, JUDGEMENT)
    ids = many(store, 3)
    moved = follow(store, CLOSED)
    assert {due_at(store, one) for one in ids} == {AFTER}
    assert (moved.count, moved.stood) == (3, 0)
    assert told(moved) == [
        "The calendar that deadlines go by has changed.",
        WHY,
        f"Open deadlines that moved: 3. That of {min(ids)}, for example, is 2026-12-28 17:00 "
        "instead of 2026-12-23 10:00.",
    ]
    assert follow(store, CLOSED) is None


def test_the_history_of_each_thread_tells_why(store):
    follow(store, JUDGEMENT)
    many(store, 1)
    follow(store, CLOSED)
    (move,) = moves(store)
    assert (move.at, move.before, move.now) == (AT, BEFORE, AFTER)
    assert [words.english() for words in move.because] == [WHY]


def test_and_back_again(lite):
    follow(lite, JUDGEMENT)
    many(lite, 1)
    follow(lite, CLOSED)
    moved = follow(lite, JUDGEMENT)
    assert due_at(lite) == BEFORE
    assert told(moved)[1] == "2026-12-23 is a working day now."
    assert [one.now for one in moves(lite)] == [AFTER, BEFORE]
    assert len(kept(lite)) == 3


def test_a_change_that_touches_no_open_deadline_is_told_as_well(lite):
    follow(lite, JUDGEMENT)
    many(lite, 1)
    assert told(follow(lite, EARLY)) == [
        "The calendar that deadlines go by has changed.",
        "The office closes at 16:00 instead of 17:00.",
        "No open deadline has moved.",
    ]
    assert moves(lite) == ()


def test_referred_threads_move_too_and_settled_ones_do_not(lite):
    follow(lite, JUDGEMENT)
    first, second, third = many(lite, 3)
    refer = Decision(action="refer", by="Anna", at=AT, to="Regionen")
    decide(lite, JUDGEMENT, first, refer)
    decide(lite, JUDGEMENT, second, replace(refer, action="close", reason="klart"))
    assert follow(lite, CLOSED).count == 2
    assert [due_at(lite, one) for one in (first, second, third)] == [AFTER, None, AFTER]
    decide(lite, CLOSED, second, replace(refer, action="reopen", at=AT + HOUR))
    assert due_at(lite, second) == AFTER
    assert moves(lite, second) == ()


def test_the_next_year_alone_moves_nothing_and_is_kept_beside_the_old_ones(lite):
    follow(lite, JUDGEMENT)
    many(lite, 1)
    assert follow(lite, JUDGEMENT, clock=lambda: AT + timedelta(days=30)) is None
    (one,) = kept(lite)
    assert sorted(one.written.years) == [2025, 2026, 2027, 2028, 2029]
    assert one.since == AT
    assert moves(lite) == ()


def test_what_was_erased_keeps_its_deadline_until_it_is_read_again(store):
    follow(store, JUDGEMENT)
    question = a_comment("1", post=LINKEDIN, at=ASKED)
    (one,) = read(store, question, at=ASKED, post=LINKEDIN)
    assert purge(store, strict(linkedin_comment_hours=1), at=AT).erased["linkedin_comments"] == 1
    moved = follow(store, CLOSED)
    assert (moved.count, moved.stood) == (0, 1)
    assert due_at(store, one) == BEFORE
    assert told(moved)[-1] == (
        "Deadlines that stand until the thread is read again, for what was asked had to be "
        "erased: 1."
    )
    with store.writing() as connection:
        comments.save(connection, [question], AT + HOUR)
        settle(connection, [one], CLOSED, AT + HOUR)
    assert due_at(store, one) == AFTER
    assert [words.english() for words in moves(store, one)[0].because] == [WHY]


class Killed(BaseException):
    """As if the process had ended here."""


def test_killed_in_between_the_next_one_does_the_rest(store, monkeypatch):
    monkeypatch.setattr(module, "PORTION", 2)
    follow(store, JUDGEMENT)
    ids = many(store, 5)

    def die():
        raise Killed

    with pytest.raises(Killed):
        follow(store, CLOSED, go_on=die)
    assert [due_at(store, one) == AFTER for one in sorted(ids)].count(True) == 2
    moved = follow(store, CLOSED, clock=lambda: AT + HOUR)
    assert {due_at(store, one) for one in ids} == {AFTER}
    assert moved.count == 5
    assert [len(moves(store, one)) for one in ids] == [1] * 5


def test_killed_in_between_and_changed_back_nothing_stays_half_done(lite, monkeypatch):
    monkeypatch.setattr(module, "PORTION", 2)
    follow(lite, JUDGEMENT)
    ids = many(lite, 3)

    def die():
        raise Killed

    with pytest.raises(Killed):
        follow(lite, CLOSED, go_on=die)
    moved = follow(lite, JUDGEMENT, clock=lambda: AT + HOUR)
    assert {due_at(lite, one) for one in ids} == {BEFORE}
    assert moved.count == 2
    assert "2026-12-23 is a working day now." in moves(lite, min(ids))[-1].because[0].english()


def test_two_workers_at_once_move_each_thread_once(url, monkeypatch):
    monkeypatch.setattr(module, "PORTION", 7)
    stores = [open_store(url), open_store(url)]
    follow(stores[0], JUDGEMENT)
    ids = many(stores[0], 60)
    start = threading.Barrier(2)
    outcomes = []

    def work(store):
        start.wait()
        outcomes.append(follow(store, CLOSED))

    both = [threading.Thread(target=work, args=(store,)) for store in stores]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert [one.count for one in outcomes if one] == [60]
    with stores[0].reading() as connection:
        query = select(func.count()).where(thread_events.c.because.is_not(None))
        assert connection.execute(query).scalar_one() == 60
        assert connection.execute(select(func.count()).select_from(table)).scalar_one() == 2
    assert {due_at(stores[1], one) for one in ids} == {AFTER}
    for store in stores:
        store.close()


def test_a_decision_before_anybody_looked_tells_why_the_deadline_is_another(lite):
    follow(lite, JUDGEMENT)
    many(lite, 1)
    decide(lite, CLOSED, ONE, Decision(action="refer", by="Anna", at=AT, to="Regionen"))
    assert due_at(lite) == AFTER
    assert [words.english() for words in moves(lite)[0].because] == [WHY]


def test_the_week_counts_a_moved_deadline_as_the_same_question(lite):
    follow(lite, JUDGEMENT)
    many(lite, 1)
    follow(lite, CLOSED)
    answer = a_comment("9", "1", at=AFTER - HOUR, by="1001", text="Ja. /Anna")
    read(lite, a_comment("1", at=ASKED), answer, at=AFTER)
    week = span_of("2026-W53", STOCKHOLM)
    with lite.reading() as connection:
        material = read_week(connection, week, AFTER, frozenset({"1001"}))
    counted = count_queue(
        thread_rows(material), material.thread_steps, material.exchanges, week, until=AFTER
    )
    assert {str(end): n for end, n in counted.ended.items() if n} == {"answered-in-time": 1}
    assert (counted.open_before, counted.arrived, counted.adds_up()) == (1, 0, True)


def test_another_message_that_waits_is_no_moved_deadline(lite):
    follow(lite, JUDGEMENT)
    many(lite, 1)
    answer = a_comment("2", "1", at=AT, by="1001", text="Ja. /Anna")
    again = a_comment("3", "1", at=AT + HOUR)
    read(lite, a_comment("1", at=ASKED), answer, again, at=AT + 2 * HOUR)
    assert due_at(lite) == due(AT + HOUR, calendar()).at
    assert moves(lite) == ()


def test_a_sweep_of_comments_looks_first_and_tells_whoever_looks_on(lite):
    follow(lite, JUDGEMENT)
    many(lite, 1)
    said = []
    means = some_means(lite, clock=clock, judgement=CLOSED, warn=said.append)
    readers = {Platform.META: City(Platform.META)}
    sweep(means, readers, Scope(topics=frozenset({Topic.ADS})))
    assert (said, due_at(lite)) == ([], BEFORE)
    sweep(means, readers, Scope(topics=frozenset({Topic.COMMENTS})))
    assert due_at(lite) == AFTER
    assert WHY in [words.english() for words in said]
    said.clear()
    sweep(means, readers, Scope())
    assert said == []


def test_the_service_looks_by_itself_when_its_configuration_was_read_again(lite, caplog):
    many(lite, 1)
    at_noon = Clock(AT)
    with serving(lite, at_noon, every(5, keep_calendar, "calendar")) as service:
        ticked(service)
        at_noon.turn(minutes=5)
        service.reload(some_settings(sla={"extra_closed_days": ("2026-12-23",)}))
        with caplog.at_level("INFO"):
            ticked(service)
        assert [dict(did.facts) for _, did in service.outcomes] == [{}, {"moved": 1, "stood": 0}]
    assert due_at(lite) == AFTER
    noted = [
        getattr(one, FACTS)["said"] for one in caplog.records if one.message == "calendar.note"
    ]
    assert noted[1] == WHY


def overdue(store):
    with store.reading() as connection:
        query = select(found.c.state).where(found.c.rule == "sla.overdue")
        return list(connection.execute(query).scalars())


def test_what_is_overdue_no_more_by_another_calendar_is_no_finding_either(lite):
    late = BEFORE + 2 * HOUR
    follow(lite, JUDGEMENT)
    many(lite, 1)
    with lite.writing() as connection:
        settle(connection, [ONE], JUDGEMENT, late)
    assert overdue(lite) == ["open"]
    follow(lite, CLOSED, clock=lambda: late)
    assert (due_at(lite), overdue(lite)) == (AFTER, ["resolved"])
    follow(lite, JUDGEMENT, clock=lambda: late + HOUR)
    assert (due_at(lite), overdue(lite)) == (BEFORE, ["open"])
