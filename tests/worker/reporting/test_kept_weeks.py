"""A week that was sent: kept, and shown a month later as it was."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from policies.model import Words
from tests.worker.reporting.conftest import without_pixels
from tests.worker.reporting.kept import (
    DAY,
    ENGLISH,
    HOUR,
    NOON,
    SWEDISH,
    all_read,
    entry,
    finding,
    settings,
    thread,
    turn,
)
from worker.reporting import keep_week, write_report
from worker.store.tables import findings, threads
from worker.store.tables_weeks import weeks

WEEK = "2026-W47"
MONDAY = NOON + 5 * DAY
"""Of the week after."""


@pytest.fixture
def office(lite, tmp_path):
    """A week with a fault and one that waits."""

    class Office:
        mine = settings(tmp_path / "var")

        def leave(self, *rows):
            with lite.writing() as connection:
                for row in rows:
                    row(connection)

        def keep(self, at=MONDAY, week=WEEK, banner=None):
            return keep_week(lite, self.mine, week, at=at, banner=banner)

        def files(self, said=SWEDISH, at=MONDAY, week=WEEK):
            written = write_report(lite, self.mine, said, week=week, at=at)
            return {name: path.read_bytes() for name, path in written.paths.items()}

        def rows(self):
            with lite.reading() as connection:
                return connection.execute(select(weeks)).all()

    made = Office()
    made.leave(all_read, finding, thread)
    return made


def answered(connection):
    """What the month brings: the fault is put right, the thread answered, the text erased."""
    turn(connection, "f1", "resolved", MONDAY + DAY)
    connection.execute(update(findings).values(state="resolved"))
    connection.execute(update(threads).values(state="answered", due_at=None))
    entry(connection, "t1", "answered", MONDAY + DAY)


@pytest.mark.parametrize("said", [SWEDISH, ENGLISH])
def test_a_sent_week_is_the_same_a_month_later_to_the_last_byte(office, said):
    assert office.keep(banner=Words("A stop is in force."))
    sent = office.files(said)
    office.leave(answered, lambda one: finding(one, "f2", at=NOON - HOUR))
    later = office.files(said, at=MONDAY + timedelta(days=30))
    assert later == sent
    assert sent["report.html"].count(b"<img src") == 1
    assert set(sent) == {"report.html", "report.txt", "report.json", "findings.csv", "queue.csv"}


def test_a_week_that_was_never_sent_is_counted_anew(office):
    before = office.files()
    office.leave(lambda one: finding(one, "f2", at=NOON - HOUR))
    assert office.files()["report.json"] != before["report.json"]
    assert office.rows() == []


def test_what_was_kept_once_is_not_kept_again(office):
    assert office.keep()
    first = office.rows()
    office.leave(answered)
    assert not office.keep(at=MONDAY + 7 * DAY)
    assert office.rows() == first


def test_a_week_that_still_runs_is_not_kept(office):
    assert not office.keep(at=NOON)
    assert not office.keep(at=NOON, week=None)
    assert office.rows() == []


def test_what_is_kept_holds_no_comment(office):
    office.leave(lambda one: thread(one, "t2", text="Hemligt", author="Kim Berg"))
    office.keep()
    for said in (SWEDISH, ENGLISH):
        for content in office.files(said).values():
            text = without_pixels(content.decode())
            assert "Hemligt" not in text
            assert "Kim" not in text


def test_half_of_a_week_that_was_kept_is_made_whole(office, lite):
    office.keep()
    with lite.writing() as connection:
        connection.execute(weeks.delete().where(weeks.c.language == "en"))
    swedish = office.files()
    assert office.keep(at=MONDAY + DAY)
    assert office.files(at=MONDAY + 2 * DAY) == swedish
    assert {row.language for row in office.rows()} == {"sv", "en"}
