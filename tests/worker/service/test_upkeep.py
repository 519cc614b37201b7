"""The daily jobs in a service: backups tried again and told once a day, reminders of the drill."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from connectors.sandbox import Sandbox
from connectors.sandbox.meta import TOGGLES
from policies.crisis import EVERYTHING
from tests.worker.made import some_settings
from tests.worker.postbox import Postbox, served
from tests.worker.service.conftest import Clock, every, serving, ticked
from worker.service.chores import deliver
from worker.service.jobs import jobs
from worker.service.upkeep import check_tokens, make_backup, remind_of_drill
from worker.stopping.drills import Drill, keep
from worker.stopping.places import Places
from worker.store import sweeps
from worker.store.tables_service import outbox, slots

NIGHT = datetime(2026, 11, 25, 2, 30, tzinfo=UTC)
"""03:30 in Stockholm."""
BROKEN = """
CREATE TRIGGER broken BEFORE INSERT ON outbox BEGIN SELECT abs(-9223372036854775808); END
"""
"""The database fails as it takes a mail: an overflow is what a trigger can do."""


def configured(url, folder, **changed):
    changed = {"contacts": {"operations": "drift@example.org"}} | changed
    return some_settings(
        state_dir=folder / "var",
        database={"url": url},
        mail={"url": "smtp://127.0.0.1:9", "sender": "annonsvakt@example.org"},
        **changed,
    )


def at_work(service, settings):
    service.reload(settings)
    return service


def mails(store):
    with store.reading() as connection:
        query = select(outbox.c.kind, outbox.c.period, outbox.c.recipient)
        return sorted(tuple(row) for row in connection.execute(query))


def states(store):
    with store.reading() as connection:
        return [
            row.state for row in connection.execute(select(slots).order_by(slots.c.scheduled_at))
        ]


def daily(url, folder, **changed):
    names = {"backup", "tokens", "drill-reminder"}
    found = {job.name: job for job in jobs(configured(url, folder, **changed))}
    return {name: found[name] for name in names & set(found)}


def test_each_is_due_once_a_day_and_only_where_it_is_wanted(sqlite_url, tmp_path):
    table = daily(sqlite_url, tmp_path)
    due = {
        name: [at.astimezone(UTC).hour for at in job.schedule.between(NIGHT - timedelta(1), NIGHT)]
        for name, job in table.items()
    }
    assert due == {"backup": [2], "tokens": [6], "drill-reminder": [6]}
    by_date = {name for name, job in table.items() if job.by_date}
    assert by_date == {"tokens", "drill-reminder"}, "a backup is right by any clock"
    for off in ({"keep": 0}, {"at": ""}):
        assert "backup" not in daily(sqlite_url, tmp_path, backup=off)
    none = daily(sqlite_url, tmp_path, meta={"enabled": False}, linkedin=None)
    assert set(none) == {"backup"}


def test_over_restarts_a_night_has_one_backup(lite, sqlite_url, tmp_path):
    settings, clock = configured(sqlite_url, tmp_path), Clock(NIGHT)
    job = daily(sqlite_url, tmp_path)["backup"]
    for holder in ("one", "two", "three"):
        with serving(lite, clock, job, holder=holder) as service:
            for _ in range(4):
                ticked(at_work(service, settings))
                clock.turn(hours=3)
    names = sorted(one.name for one in settings.backups.iterdir())
    assert names == ["nightly-20261125-023000.db", "nightly-20261126-023000.db"]
    assert mails(lite) == []


def test_one_that_fails_is_tried_again_counted_and_told_once_a_day(
    lite, sqlite_url, tmp_path, caplog
):
    settings, clock = configured(sqlite_url, tmp_path), Clock(NIGHT)
    settings.state_dir.mkdir()
    settings.backups.write_text("in the way", "utf-8")
    job = daily(sqlite_url, tmp_path)["backup"]
    with serving(lite, clock, job) as service:
        for _ in range(60):
            ticked(at_work(service, settings))
            clock.turn(minutes=15) if clock() < NIGHT + timedelta(hours=1) else clock.turn(hours=1)
    assert caplog.text.count("backup.failed") == 15
    assert states(lite) == ["failed"] * 3
    assert mails(lite) == [
        ("backup-failed", f"2026-11-{day}", "drift@example.org") for day in (25, 26, 27)
    ]


def test_what_passes_by_itself_is_told_in_the_log_alone(lite, sqlite_url, tmp_path, caplog):
    settings, clock = configured(sqlite_url, tmp_path), Clock(NIGHT)
    settings.state_dir.mkdir()
    settings.backups.write_text("in the way", "utf-8")
    with serving(lite, clock, every(60 * 24, make_backup, "backup")) as service:
        ticked(at_work(service, settings))
        settings.backups.unlink()
        clock.turn(minutes=2)
        ticked(service)
    assert "backup.failed" in caplog.text
    assert states(lite) == ["done"]
    assert mails(lite) == []


def test_over_restarts_a_token_s_end_is_mailed_once_to_each(lite, sqlite_url, tmp_path):
    clock, box = Clock(datetime.now(UTC)), Postbox()
    with Sandbox(clock=lambda: datetime.now(UTC), city=False) as sandbox, served(box) as address:
        sandbox.world.faults.set_toggles({"meta.token_expires_in_days": 2}, TOGGLES)
        meta = {
            "base_url": sandbox.start(), "app_id": "1", "app_secret": "sandbox-secret",
            "access_token": "sandbox-meta", "ad_accounts": [], "pages": [],
        }  # fmt: skip
        people = {"operations": "drift@example.org", "slk": "slk@example.org"}
        settings = configured(sqlite_url, tmp_path, meta=meta, linkedin=None, contacts=people)
        door = settings.mail.model_copy(update={"url": f"smtp://{address}"})
        settings = settings.model_copy(update={"mail": door})
        table = (every(60, check_tokens, "tokens"), every(1, deliver, "outbox"))
        for holder in ("one", "two", "three"):
            with serving(lite, clock, *table, holder=holder) as service:
                for _ in range(3):
                    ticked(at_work(service, settings))
                    clock.turn(minutes=61)
    ends = [mail["To"] for mail in box.mails if "access_token går ut" in mail["Subject"]]
    assert sorted(ends) == ["drift@example.org", "slk@example.org"]


@pytest.mark.parametrize("days", [29, 31])
def test_a_month_after_the_first_sweep_a_drill_is_missed_and_none_is_begun(
    lite, sqlite_url, tmp_path, days
):
    settings = configured(
        sqlite_url, tmp_path, contacts={"first": "first@example.org", "editorial": "e@example.org"}
    )
    with lite.writing() as connection:
        sweeps.begin(connection, {}, NIGHT - timedelta(days=days))
    clock, job = Clock(NIGHT), every(60, remind_of_drill, "drill-reminder")
    with serving(lite, clock, job) as service:
        for _ in range(3):
            ticked(at_work(service, settings))
            clock.turn(hours=1)
    assert [kind for kind, *_ in mails(lite)] == ["drill-reminder"] * (2 if days == 31 else 0)
    assert not (settings.state_dir / "stops").exists()


def test_a_drill_that_read_nothing_silences_no_reminder(lite, sqlite_url, tmp_path):
    settings = configured(sqlite_url, tmp_path, contacts={"first": "first@example.org"})
    vain = Drill(
        drill_id="1", at=NIGHT, operator="Anna", os_user="anna", host="one", scope=EVERYTHING,
        accounts=(), unread=(), not_covered=(), seconds=1.0, rehearsal_seconds=1.0, requests={},
    )  # fmt: skip
    keep(vain, Places(state_dir=settings.state_dir))
    with lite.writing() as connection:
        sweeps.begin(connection, {}, NIGHT - timedelta(days=31))
    clock, job = Clock(NIGHT), every(60, remind_of_drill, "drill-reminder")
    with serving(lite, clock, job) as service:
        ticked(at_work(service, settings))
    assert [kind for kind, *_ in mails(lite)] == ["drill-reminder"]


def test_a_reminder_that_the_database_does_not_take_is_laid_down_when_it_does(
    lite, sqlite_url, tmp_path
):
    settings = configured(sqlite_url, tmp_path, contacts={"first": "first@example.org"})
    with lite.writing() as connection:
        sweeps.begin(connection, {}, NIGHT - timedelta(days=31))
        connection.exec_driver_sql(BROKEN)
    clock, job = Clock(NIGHT), every(60, remind_of_drill, "drill-reminder")
    with serving(lite, clock, job) as service:
        ticked(at_work(service, settings))
        assert states(lite) == ["waiting"]
        with lite.writing() as connection:
            connection.exec_driver_sql("DROP TRIGGER broken")
        clock.turn(minutes=1)
        ticked(service)
    assert [kind for kind, *_ in mails(lite)] == ["drill-reminder"]
    assert states(lite) == ["done"]


def test_a_backup_whose_failure_cannot_be_told_has_failed_all_the_same(lite, sqlite_url, tmp_path):
    settings, clock = configured(sqlite_url, tmp_path), Clock(NIGHT)
    settings.state_dir.mkdir()
    settings.backups.write_text("in the way", "utf-8")
    with lite.writing() as connection:
        connection.exec_driver_sql(BROKEN)
    with serving(lite, clock, every(60 * 24, make_backup, "backup")) as service:
        for _ in range(6):
            ticked(at_work(service, settings))
            clock.turn(minutes=15)
    assert states(lite) == ["failed"]
