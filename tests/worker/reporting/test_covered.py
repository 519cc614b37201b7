"""How much of a week was read: polls of those due, old data, what was read late."""

from __future__ import annotations

from functools import partial

from sqlalchemy import insert, update

from tests.worker.reporting.kept import DAY, ENGLISH, HOUR, NOON, account, thread, written
from worker.store import slots
from worker.store.slots import Made
from worker.store.tables import accounts, comments
from worker.store.tables_service import slots as rows

LATER = NOON + DAY


def poll(connection, job, at, state):
    connection.execute(
        insert(rows).values(job=job, scheduled_at=at, state=state, token=0, attempts=0)
    )


def test_each_poll_is_counted_beside_those_that_were_due(report):
    states = ["done", "done", "failed", "skipped", "waiting"]
    found = report(
        *(partial(poll, job="ads", at=NOON + n * HOUR, state=one) for n, one in enumerate(states)),
        partial(poll, job="ads", at=NOON - 7 * DAY, state="done"),
        partial(poll, job="outbox", at=NOON, state="done"),
        at=LATER,
        said=ENGLISH,
    )
    assert found.json["covered"]["polls"] == [
        {"job": "ads", "due": 5, "made": 2, "failed": 1, "skipped": 1}
    ]
    assert "Times due: 5" in found.text


def test_a_week_without_the_service_says_so(report):
    found = report(at=LATER, said=ENGLISH)
    assert found.json["covered"]["polls"] == []
    assert "The service did not run this week" in found.text
    assert "No ad account has ever been read." in found.text


def test_slots_as_the_service_makes_them_are_counted(report):
    made = [Made(job="comments", scheduled_at=NOON + n * HOUR) for n in range(3)]
    found = report(lambda connection: slots.make(connection, made, NOON), at=LATER)
    assert found.json["covered"]["polls"] == [
        {"job": "comments", "due": 3, "made": 0, "failed": 0, "skipped": 0}
    ]


def test_an_account_that_was_not_read_for_a_day_is_named(report):
    def old(connection):
        account(connection, "meta", "act_2")
        connection.execute(
            update(accounts).where(accounts.c.id == "act_2").values(read_at=LATER - DAY - HOUR)
        )
        connection.execute(update(accounts).where(accounts.c.id == "act_1").values(read_at=LATER))

    found = report(account, old, at=LATER, said=ENGLISH)
    (named,) = found.json["covered"]["accounts_not_read_lately"]
    assert named["account_id"] == "act_2"
    assert found.json["covered"]["oldest"] == named["read_at"]
    assert "The oldest data is that of Meta act_2" in found.text


def test_a_thread_that_was_begun_before_the_week_and_read_in_it_is_listed(report):
    def early(connection, number, wrote, seen):
        thread(connection, number, at=seen)
        connection.execute(
            update(comments)
            .where(comments.c.thread == number)
            .values(created_at=wrote, first_seen=seen)
        )

    found = report(
        partial(early, number="late", wrote=NOON - 6 * DAY, seen=NOON),
        partial(early, number="known", wrote=NOON - 6 * DAY, seen=NOON - 6 * DAY),
        partial(early, number="new", wrote=NOON, seen=NOON),
        at=LATER,
    )
    assert found.json["covered"]["read_late"] == ["late"]
    assert "Läst sent" in found.page.words("h2")


def test_an_answer_late_read_in_a_thread_that_was_known_is_listed_too(report):
    def asked_again(connection):
        thread(connection, "t1", at=NOON - 9 * DAY)
        sunday = NOON - 2 * DAY - 13 * HOUR
        written(connection, "t1", sunday, id="c-2", first_seen=NOON, fetched_at=NOON)

    assert report(asked_again, at=LATER).json["covered"]["read_late"] == ["t1"]


def test_what_was_read_late_is_listed_when_its_time_has_been_erased(report):
    monday = NOON - 2 * DAY - 12 * HOUR

    def erased(connection, number, due):
        thread(connection, number, platform="linkedin", at=monday + HOUR, due=due)
        connection.execute(
            update(comments)
            .where(comments.c.thread == number)
            .values(created_at=None, text=None, author_id=None)
        )

    found = report(
        partial(thread, number="known", at=NOON - 6 * DAY),
        partial(erased, number="late", due=monday + 23 * HOUR),
        partial(erased, number="in-time", due=monday + 24 * HOUR),
        at=LATER,
    )
    assert found.json["covered"]["read_late"] == ["late"]


def test_in_the_first_week_of_all_nothing_is_late(report):
    def old(connection):
        thread(connection, "t1")
        connection.execute(update(comments).values(created_at=NOON - 60 * DAY))

    found = report(old, at=LATER)
    assert found.json["covered"]["read_late"] == []
