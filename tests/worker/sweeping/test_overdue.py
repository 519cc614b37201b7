"""`sla.overdue` in the database: as time passes, as threads are settled, and where nobody reads."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from policies.model import Platform
from policies.promoted import NOWHERE
from tests.worker.made import DAY, NOON, PAGE, a_comment, a_discussion, not_read, some_settings
from tests.worker.queued import put
from tests.worker.sweeping.test_talked import OPEN, RESOLVED, UNREAD, Office
from worker.store import findings, judged, tables, threads
from worker.sweeping.judgement import judgement
from worker.sweeping.overdue import as_time_passes
from worker.sweeping.sweep import sweep

HOUR = timedelta(hours=1)
RULE = "sla.overdue"


class Queue(Office):
    """A city whose threads become overdue."""

    def pass_by(self, hours=0):
        self.at += hours * HOUR
        return as_time_passes(self.store, self.judgement, lambda: self.at)

    def late(self):
        return self.states(RULE)

    def turns(self):
        with self.store.reading() as connection:
            words = select(tables.finding_events.c.what).order_by(tables.finding_events.c.id)
            return list(connection.execute(words).scalars())


@pytest.fixture
def queue(lite):
    return Queue(lite)


@pytest.fixture(params=(Platform.META, Platform.LINKEDIN))
def either(request, store):
    return Queue(store, request.param)


def test_a_deadline_that_passes_is_found_once_and_put_right_by_the_answer(either):
    question = either.comment()
    either.read(question)
    assert (either.pass_by(24).opened, either.late()) == (0, {})
    either.at += timedelta(minutes=1)
    assert (either.pass_by().opened, either.late()) == (1, {"1": OPEN})
    row = either.found(RULE)["1"]
    assert (row.account_id, row.subject_kind, row.subject_name) == (
        either.post.owner_id, "comment", "",
    )  # fmt: skip
    assert (row.severity, row.clause, row.link) == ("warn", "C11", question.link)
    assert row.first_seen == either.at
    assert [either.pass_by(hours).turned for hours in (0, 1)] == [(), ()]
    assert either.found(RULE)["1"].last_seen == row.last_seen
    talk = either.read(question, hours=1)
    assert (talk.opened, talk.resolved) == (0, 0)
    assert either.found(RULE)["1"].last_seen == either.at
    either.at += HOUR
    talk = either.read(question, either.answer(text="Ja. /Bo"))
    assert (talk.resolved, either.late()) == (1, {"1": RESOLVED})
    assert either.turns() == ["opened", "resolved"]


def test_a_sweep_that_reads_it_finds_it_without_waiting_for_the_job(queue):
    question = queue.comment()
    queue.read(question)
    talk = queue.read(question, hours=25)
    assert (talk.opened, queue.late()) == (1, {"1": OPEN})
    assert queue.pass_by().opened == 0


def test_a_person_who_closes_it_ends_it_at_once_and_reopening_brings_it_back(either):
    either.read(either.comment())
    either.pass_by(25)
    before = either.found(RULE)["1"]
    either.at += HOUR
    either.decide("claim")
    either.decide("refer")
    assert either.found(RULE)["1"] == before
    either.decide("close")
    assert either.late() == {"1": RESOLVED}
    either.at += HOUR
    either.decide("reopen")
    assert either.late() == {"1": OPEN}


def test_a_referred_thread_is_found_and_says_so(queue):
    queue.read(queue.comment())
    queue.decide("refer")
    queue.pass_by(25)
    assert "It was referred" in queue.found(RULE)["1"].message["template"]


def test_a_later_question_in_the_same_thread_is_the_same_finding_again(queue):
    question = queue.comment()
    queue.read(question)
    queue.pass_by(25)
    answer = queue.answer(text="Ja. /Bo")
    queue.read(question, answer, hours=1)
    queue.at += HOUR
    again = queue.comment("3", "1")
    queue.read(question, answer, again)
    assert queue.late() == {"1": RESOLVED}
    queue.pass_by(30)
    assert queue.late() == {"1": OPEN}
    assert queue.turns() == ["opened", "resolved", "reopened"]


def test_a_thread_that_cannot_be_read_again_stays_one_and_says_since_when(either):
    question, other = either.comment(), either.comment("2")
    either.read(question, other)
    either.pass_by(25)
    cut = not_read(f"comments:{either.post.id}", platform=either.city.platform)
    either.read(other, hours=1, complete=False, unread=[cut])
    since = either.at
    assert either.late() == {"1": UNREAD, "2": OPEN}
    assert either.found(RULE)["1"].unread_since == since
    either.pass_by(1)
    assert either.late()["1"] == UNREAD
    either.read(question, other, hours=1)
    assert either.late() == {"1": OPEN, "2": OPEN}


def test_a_person_can_close_what_cannot_be_read(queue):
    queue.read(queue.comment())
    queue.pass_by(25)
    queue.read(hours=1, complete=False, unread=[not_read(f"comments:{queue.post.id}")])
    assert queue.late() == {"1": UNREAD}
    queue.decide("close")
    assert queue.late() == {"1": RESOLVED}


def test_a_linkedin_thread_whose_text_is_erased_is_still_found(lite):
    queue = Queue(lite, Platform.LINKEDIN)
    queue.read(queue.comment())
    queue.at += 60 * HOUR
    sweep(queue.means, {}, scope=queue_scope())
    assert queue.late() == {"1": OPEN}
    told = str(queue.found(RULE)["1"])
    assert "öppnar" not in told


def queue_scope():
    from worker.sweeping.means import Scope, Topic

    return Scope(topics=frozenset({Topic.COMMENTS, Topic.MESSAGES}))


def test_a_sweep_judges_what_time_has_made_of_the_queue_and_counts_it(queue):
    queue.read(queue.comment())
    assert sweep(queue.means, {}, scope=queue_scope()).findings["open"] == 0
    queue.at += 25 * HOUR
    swept = sweep(queue.means, {}, scope=queue_scope())
    assert (swept.findings["opened"], swept.findings["open"]) == (1, 1)
    assert queue.late() == {"1": OPEN}


def inbox(queue, *said, unread=()):
    box = replace(a_discussion(*said, unread=unread, complete=not unread), post_id=None)
    queue.city.messages = (box,)
    return queue.listen()


def a_message(queue, number, by="500", text="När öppnar det?", thread="t1"):
    said = a_comment(number, thread, at=queue.at, by=by, text=text)
    return replace(said, kind="message", post_id=None, link=None)


def test_a_message_stands_under_the_account_of_ours_that_answers_or_under_none(queue):
    asked = a_message(queue, "m1")
    inbox(queue, asked)
    queue.pass_by(25)
    row = queue.found(RULE)["t1"]
    assert (row.subject_kind, row.account_id) == ("message", NOWHERE)
    answer = a_message(queue, "m2", by=PAGE, text="I juni. /Bo")
    inbox(queue, asked, answer)
    assert queue.late() == {"t1": RESOLVED}
    assert queue.found(RULE)["t1"].account_id == NOWHERE
    other = a_message(queue, "m3", thread="t2")
    reply = a_message(queue, "m4", by=PAGE, thread="t2", text="Ja. /Bo")
    queue.at += HOUR
    inbox(queue, other, reply, a_message(queue, "m5", thread="t2"))
    queue.pass_by(25)
    assert queue.found(RULE)["t2"].account_id == PAGE


def test_a_conversation_that_may_stand_in_an_inbox_that_was_not_read_is_told_as_unread(queue):
    asked = a_message(queue, "m1")
    inbox(queue, asked)
    queue.pass_by(25)
    queue.at += HOUR
    inbox(queue, unread=[not_read("messages:1001")])
    assert queue.late() == {"t1": UNREAD}
    queue.at += HOUR
    inbox(queue, asked)
    assert queue.late() == {"t1": OPEN}


def test_a_muted_one_stays_muted_until_its_time_and_ends_with_the_answer(queue):
    question = queue.comment()
    queue.read(question)
    queue.pass_by(25)
    with queue.store.writing() as connection:
        turn = judged.Turn(by="Anna", at=queue.at, reason="känt")
        judged.mute(connection, queue.found(RULE)["1"].id, turn, until=queue.at + DAY)
    assert queue.pass_by(1).turned == ()
    queue.read(question, hours=1)
    assert queue.late() == {"1": ("fail", "muted", False)}
    queue.read(question, queue.answer(text="Ja. /Bo"), hours=1)
    assert queue.late() == {"1": RESOLVED}


def test_the_rule_switched_off_finds_nothing(lite):
    queue = Queue(lite, rules={"off": (RULE,)})
    queue.read(queue.comment())
    assert queue.pass_by(25).turned == ()
    queue.read(queue.comment(), hours=1)
    assert queue.found(RULE) == {}


def test_a_thread_without_a_deadline_is_unknown_until_it_has_one(queue):
    queue.read(queue.comment())
    (thread,) = ids(queue.store)
    with queue.store.writing() as connection:
        connection.execute(tables.threads.update().values(due_at=None))
        rows = threads.rows_of(connection, [thread])
        from worker.sweeping.overdue import judge

        judge(connection, rows, queue.judgement, queue.at)
    assert queue.late() == {"1": ("unknown", "open", False)}
    queue.read(queue.comment(), hours=1)
    queue.pass_by()
    assert queue.late() == {"1": ("unknown", "resolved", False)}


def ids(store):
    with store.reading() as connection:
        return list(connection.execute(select(tables.threads.c.id)).scalars())


def test_two_thousand_that_are_overdue_at_once_are_found_in_portions_each_once(lite):
    put(lite, a_comment("0"), due=NOON - HOUR)
    one = ids(lite)[0]
    with lite.writing() as connection:
        (row,) = connection.execute(select(tables.threads)).mappings()
        many = [
            {**row, "id": threads_id(number), "thread_id": str(number)} for number in range(1, 2000)
        ]
        connection.execute(tables.threads.insert(), many)
    told = as_time_passes(lite, judgement(some_settings()), lambda: NOON)
    assert told.opened == 2000
    with lite.reading() as connection:
        count = select(func.count()).select_from(tables.findings)
        assert connection.execute(count).scalar() == 2000
        assert findings.tally(connection, NOON + DAY)["fail"] == 2000
    assert one in ids(lite)
    assert as_time_passes(lite, judgement(some_settings()), lambda: NOON).turned == ()


def threads_id(number):
    from worker.store.rows import own_id

    return own_id("meta", "comment", str(number))
