"""What LinkedIn members wrote, who they are and when it was: one row, 48 hours, no other trace.

The rulebook's "How long may what was read be kept"; LinkedIn, "Data Storage Requirements": members'
social activity data 48 hours, names and photos not at all (checked 2026-11-22).
"""

from __future__ import annotations

import json
import logging
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from tests.worker.retention.office import HOUR, Office
from tests.worker.retention.traces import (
    files,
    found_in,
    our_own,
    places,
    spellings,
    texts,
    told,
    traces_in,
    written_by_members,
)
from worker.clock import now
from worker.digests.letters import digest_letters
from worker.language import Language
from worker.store.kinds import storable
from worker.store.tables import comments, threads

STOP = ["--reason", "olycka", "--operator", "Anna Berg"]


@pytest.fixture
def long_ago(tmp_path):
    """An office whose clock stands 49 hours behind the machine's, so that commands come later."""
    made = Office(tmp_path, now() - 49 * HOUR)
    yield made
    made.close()


def test_the_search_finds_what_members_wrote_while_it_may_be_kept(either):
    either.sweep()
    wanted = written_by_members(either.world)
    assert len(wanted) > 500
    assert places(either.store, wanted) == {
        "comments.text",
        "comments.author_id",
        "comments.created_at",
        "comments.tags",
    }


def test_the_text_of_each_comment_stands_in_its_one_row(either):
    either.sweep()
    with either.store.reading() as connection:
        rows = connection.execute(select(comments.c.id, comments.c.text, comments.c.author_id))
        stands = {row.id: (row.text, row.author_id) for row in rows}
    assert stands == {
        number: (storable(record["message"]["text"]), record.get("actor"))
        for number, record in either.world.linkedin["comments"].items()
    }
    assert places(either.store, texts(either.world)) <= {"comments.text", "comments.tags"}


def test_no_row_holds_text_author_or_time_after_48_hours_and_our_own_facts_stay(either):
    either.sweep()
    wanted, before = written_by_members(either.world), our_own(either.store)
    either.at += 48 * HOUR
    assert either.purge() == len(either.world.linkedin["comments"])
    assert places(either.store, wanted) == set()
    assert our_own(either.store) == before
    assert either.purge() == 0


def test_nothing_is_erased_a_minute_before_its_time(office):
    office.sweep()
    before = told(office.store)
    office.at += 48 * HOUR - HOUR / 60
    assert office.purge() == 0
    assert told(office.store) == before


def test_no_file_holds_a_trace_after_48_hours_the_databases_journal_included(office):
    office.sweep()
    wanted = written_by_members(office.world)
    assert traces_in(office.folder, wanted) & {"annonsvakt.db", "annonsvakt.db-wal"}
    office.at += 48 * HOUR
    office.purge()
    names = {path.name for path, _ in files(office.folder)}
    assert {"annonsvakt.db", "annonsvakt.db-wal", "annonsvakt.db-shm"} <= names
    assert traces_in(office.folder, wanted) == set()


def test_no_report_table_or_mail_ever_holds_a_trace(office):
    office.sweep()
    wanted = written_by_members(office.world)
    office.report()
    reports = office.folder / "var"
    names = {path.name for path, _ in files(reports)}
    assert {"report.html", "report.txt", "report.json", "queue.csv", "report.eml"} <= names
    assert traces_in(reports, wanted) == set()
    office.at += 48 * HOUR
    office.purge()
    office.report()
    assert traces_in(reports, wanted) == set()


def test_no_digest_ever_holds_a_trace_though_it_names_every_thread(office):
    office.sweep()
    said = Language("sv", ZoneInfo("Europe/Stockholm"))
    letters = digest_letters(office.store, office.settings, said, at=office.at)
    wanted = {form for one in written_by_members(office.world) for form in spellings(one)}
    told = "\n".join(f"{one.mail.subject}{one.mail.text}{one.mail.html}" for one in letters)
    assert not [one for one in wanted if one in told]
    with office.store.reading() as connection:
        ids = connection.execute(select(threads.c.id).where(threads.c.state == "open")).scalars()
        assert all(told.count(one) >= 2 for one in ids.all()[:50])


def test_a_report_names_deadline_link_and_owner_of_who_waits_instead(office):
    office.sweep()
    with office.store.reading() as connection:
        waiting = connection.execute(select(threads).where(threads.c.state == "open")).all()
    listed = {row["id"]: row for row in office.report().report["waiting"]}
    assert {row.id for row in waiting} == set(listed) != set()
    for row in waiting:
        due = row.due_at.replace(microsecond=0)
        assert datetime.fromisoformat(listed[row.id]["due_at"]) == due
        assert (listed[row.id]["owner"], bool(listed[row.id]["link"])) == (row.owner, True)


def test_commands_show_texts_in_the_queue_alone_and_after_48_hours_nowhere(long_ago, capfd, caplog):
    caplog.set_level(logging.DEBUG)
    long_ago.sweep()
    wanted, before = written_by_members(long_ago.world), our_own(long_ago.store)
    long_ago.report()
    long_ago.store.close()
    assert long_ago.run("purge") == 0
    for command in (
        ("queue", "--all"),
        ("queue", "--all", "--json"),
        ("report",),
        ("report", "--json"),
        ("findings", "--all", "--json"),
        ("pause-all", *STOP),
    ):
        long_ago.run(*command)
    printed = capfd.readouterr()
    assert before[0][0] in printed.out
    assert found_in(printed.out + printed.err + caplog.text, wanted) == set()
    assert traces_in(long_ago.folder, wanted) == set()
    assert our_own(long_ago.store) == before


def test_a_command_sweeps_without_telling_what_it_read_and_the_queue_shows_it(
    tmp_path, capfd, caplog
):
    caplog.set_level(logging.DEBUG)
    office = Office(tmp_path, now())
    wanted = written_by_members(office.world)
    assert office.run("sweep", "--json", "--verbose") == 0
    assert office.run("sweep", "--verbose") == 0
    office.run("report", "--json")
    printed = capfd.readouterr()
    assert found_in(printed.out + printed.err + caplog.text + "".join(office.told), wanted) == set()
    assert office.run("queue", "--json") == 0
    rows = json.loads(capfd.readouterr().out)
    said = office.world.linkedin["comments"]
    assert len(rows) > 20
    for row in rows:
        assert row["text"] == storable(said[row["comment_id"]]["message"]["text"])
        assert row["author"] is None
    office.close()
