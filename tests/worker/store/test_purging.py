"""What may no longer be kept is erased, from the disk too; what is our own stays."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from policies.model import Platform
from policies.retention import strict
from tests.worker.made import NOON, a_comment, a_post
from tests.worker.queued import put
from tests.worker.reporting.kept import finding
from worker.store.claims import Outcome, claim, settle
from worker.store.opening import open_store
from worker.store.outbox import KEPT, Item, State, lay
from worker.store.perishable import FADED
from worker.store.purging import purge
from worker.store.tables import comments, findings, threads

HOUR = timedelta(hours=1)
POST = a_post(1, Platform.LINKEDIN)
SECRET = "En mycket hemlig fråga om bryggan vid Vitabergsparken"


def test_nothing_is_erased_before_its_time(store):
    put(store, a_comment("1", post=POST), post=POST)
    assert purge(store, strict(), at=NOON + 47 * HOUR).erased["linkedin_comments"] == 0


def test_text_author_and_time_go_and_deadline_state_and_ids_stay(store):
    put(store, a_comment("1", post=POST), post=POST)
    assert purge(store, strict(), at=NOON + 48 * HOUR).erased["linkedin_comments"] == 1
    with store.reading() as connection:
        comment = connection.execute(select(comments)).one()
        thread = connection.execute(select(threads)).one()
    assert (comment.text, comment.author_id, comment.created_at) == (None, None, None)
    assert (comment.id, comment.first_seen) == ("1", NOON)
    assert (thread.state, thread.due_at, thread.comment_id) == ("open", NOON + 24 * HOUR, "1")


def test_what_waits_on_meta_is_left_alone_however_long(store):
    put(store, a_comment("1"))
    done = purge(store, strict(linkedin_comment_hours=1, meta_comment_days=1), at=NOON + 400 * HOUR)
    assert set(done.erased.values()) == {0}


def test_no_copy_is_left_on_the_disk(lite, tmp_path):
    put(lite, a_comment("1", post=POST, text=SECRET), post=POST)
    assert purge(lite, strict(), at=NOON + 48 * HOUR).erased["linkedin_comments"] == 1
    files = [path for path in Path(tmp_path).iterdir() if path.is_file()]
    assert files
    assert not any(SECRET.encode() in path.read_bytes() for path in files)


def test_as_long_as_somebody_reads_what_was_erased_is_said_to_be_on_the_disk(lite, sqlite_url):
    impatient = open_store(sqlite_url, patience=0.05)
    put(impatient, a_comment("1", post=POST, text=SECRET), post=POST)
    with lite.reading() as connection:
        connection.execute(select(comments)).all()
        assert purge(impatient, strict(), at=NOON + 48 * HOUR).on_disk
    assert not purge(impatient, strict(), at=NOON + 48 * HOUR).on_disk
    impatient.close()


def test_what_is_suspected_of_a_person_fades_with_the_findings(store):
    at = {"linkedin": NOON, "meta": NOON + HOUR}
    with store.writing() as connection:
        for platform, when in at.items():
            for kind in ("comment", "message", "thread", "ad"):
                finding(
                    connection, f"{platform}-{kind}", platform=platform, subject_kind=kind,
                    rule="comment.moderate", evidence={"kinds": ["threat"]}, at=when,
                )  # fmt: skip
    done = purge(store, strict(), at=NOON + 365 * 24 * HOUR)
    assert (done.erased["linkedin_findings"], done.erased["meta_findings"]) == (3, 0)
    with store.reading() as connection:
        rows = {row.id: row for row in connection.execute(select(findings))}
    for kind in ("comment", "message", "ad"):
        row = rows[f"linkedin-{kind}"]
        assert (row.evidence, row.message) == ({}, FADED)
        assert (row.link is None) == (kind != "ad")
    for number in ("linkedin-thread", *(f"meta-{kind}" for kind in ("comment", "message", "ad"))):
        assert rows[number].evidence == {"kinds": ["threat"]}
        assert rows[number].link == f"https://example.org/{number}"


def test_the_content_of_a_mail_that_went_weeks_ago_goes_from_the_disk_too(lite, sqlite_url):
    item = Item(
        kind="report",
        period="2026-W47",
        recipient="anna@example.org",
        message_id="<1@example.org>",
        subject="Veckorapport",
        content=SECRET.encode(),
    )
    with lite.writing() as connection:
        lay(connection, item, NOON, until=NOON + HOUR)
        claimed = claim(connection, NOON, NOON + HOUR)
        settle(connection, claimed, Outcome(state=State.SENT, at=NOON))
    purge(lite, strict(), at=NOON + KEPT - HOUR)
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    wal = file.with_name(f"{file.name}-wal")
    assert SECRET.encode() in file.read_bytes() + wal.read_bytes()
    purge(lite, strict(), at=NOON + KEPT)
    assert SECRET.encode() not in file.read_bytes() + wal.read_bytes()
