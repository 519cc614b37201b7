"""The service's chores: reports once each, mails through a real server, stops held, old rows."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from policies.model import Platform
from tests.worker.made import NOON, a_comment, a_post, some_settings
from tests.worker.postbox import Postbox, served
from tests.worker.queued import put
from tests.worker.reporting.kept import finding
from tests.worker.service.conftest import Clock, every, serving, ticked
from worker.service.chores import purge, report
from worker.service.jobs import jobs
from worker.service.office import Did, Office
from worker.service.ticks import CatchUp
from worker.store import weeks
from worker.store.holds import Wanted, add
from worker.store.standing import reported_at
from worker.store.sweeps import begin
from worker.store.tables import post_campaigns
from worker.store.tables_service import slots as table

WEDNESDAY = datetime(2026, 11, 25, 12, tzinfo=UTC)


def configured(tmp_path, **changed):
    return some_settings(state_dir=tmp_path / "var", **changed)


def with_settings(service, settings):
    service.reload(settings)
    return service


def test_the_jobs_of_a_configuration_are_those_of_what_is_switched_on(tmp_path):
    names = [job.name for job in jobs(configured(tmp_path))]
    assert names[:4] == ["ads", "comments", "messages", "delivered"]
    assert set(names[4:]) >= {"outbox", "purge", "report"}
    off = configured(tmp_path, meta={"enabled": False}, linkedin=None)
    assert not {"ads", "comments", "messages", "delivered"} & {job.name for job in jobs(off)}


def test_each_missed_week_s_report_is_sent_once_to_each_and_no_other_comes_twice(lite, tmp_path):
    box, clock = Postbox(), Clock(WEDNESDAY)
    with served(box) as address:
        mail = {
            "url": f"smtp://{address}",
            "sender": "annonsvakt@example.org",
            "report_to": ("a@example.org", "b@example.org"),
        }
        settings = configured(tmp_path, mail=mail)
        (weekly,) = [job for job in jobs(settings) if job.name == "report"]
        with serving(lite, clock, weekly) as service:
            with_settings(service, settings)
            ticked(service)
            assert box.mails == []
        clock.turn(days=13)
        for holder in ("two", "three"):
            with serving(lite, clock, weekly, holder=holder) as service:
                with_settings(service, settings)
                for _ in range(4):
                    ticked(service)
    weeks = sorted(re.search(r"2026-W\d\d", mail["subject"])[0] for mail in box.mails)
    assert weeks == ["2026-W48", "2026-W48", "2026-W49", "2026-W49"]
    assert len({(mail["to"], mail["message-id"]) for mail in box.mails}) == 4


def test_a_report_without_a_mail_server_is_written_and_its_mails_wait(lite, tmp_path):
    clock = Clock(WEDNESDAY)
    mail = {"url": "smtp://127.0.0.1:9", "report_to": ("a@example.org",)}
    settings = configured(tmp_path, mail=mail)
    with serving(lite, clock, every(60, report, "report", CatchUp.LATEST)) as service:
        with_settings(service, settings)
        ticked(service)
        ((_, did),) = service.outcomes
    assert did.gaps == 1
    assert (tmp_path / "var" / "reports" / "2026-W47" / "report.html").exists()
    with lite.reading() as connection:
        waiting = connection.exec_driver_sql("SELECT kind, state FROM outbox").all()
    assert [tuple(row) for row in waiting] == [("report", "waiting")]


def test_a_report_that_cannot_be_written_did_not_go_out_though_its_week_is_kept(lite, tmp_path):
    clock, settings = Clock(WEDNESDAY), configured(tmp_path)
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "reports").write_bytes(b"no folder")
    weekly = every(60, report, "report", CatchUp.LATEST)
    with serving(lite, clock, weekly) as service:
        with_settings(service, settings)
        ticked(service)
        with lite.reading() as connection:
            assert weeks.kept(connection, "2026-W47", "sv")
            assert reported_at(connection, clock()) is None
        (tmp_path / "var" / "reports").unlink()
        clock.turn(minutes=60)
        ticked(service)
    assert (tmp_path / "var" / "reports" / "2026-W47" / "report.html").exists()
    with lite.reading() as connection:
        assert reported_at(connection, clock()) == clock()  # without a reader it was written


def test_a_report_that_cannot_be_filed_goes_out_all_the_same_and_once(lite, tmp_path):
    box, clock = Postbox(), Clock(WEDNESDAY)
    reports = tmp_path / "var" / "reports"
    reports.parent.mkdir()
    reports.write_bytes(b"no folder")
    weekly = every(24 * 60, report, "report", CatchUp.LATEST)
    with served(box) as address:
        mail = {"url": f"smtp://{address}", "report_to": ("a@example.org", "b@example.org")}
        with serving(lite, clock, weekly) as service:
            with_settings(service, configured(tmp_path, mail=mail))
            for _ in range(3):
                ticked(service)
                clock.turn(minutes=20)
            assert sorted(mail["to"] for mail in box.mails) == ["a@example.org", "b@example.org"]
            reports.unlink()
            ticked(service)
    assert (reports / "2026-W47" / "report.html").exists()
    assert len(box.mails) == 2


WHEN = {
    "the letters are laid down": "CREATE TRIGGER broken BEFORE INSERT ON outbox",
    "the slot is finished": "CREATE TRIGGER broken BEFORE UPDATE ON slots WHEN NEW.state = 'done'",
}
FAILS = "BEGIN SELECT abs(-9223372036854775808); END"
"""What a trigger can do that is a failure of the database's, and no fault in what is written."""


@pytest.mark.parametrize("when", WHEN)
def test_a_report_during_which_the_database_fails_is_made_again_and_goes_once(lite, tmp_path, when):
    box, clock = Postbox(), Clock(WEDNESDAY)
    with served(box) as address:
        mail = {"url": f"smtp://{address}", "report_to": ("a@example.org", "b@example.org")}
        settings = configured(tmp_path, mail=mail)
        with serving(lite, clock, every(60, report, "report", CatchUp.LATEST)) as service:
            with_settings(service, settings)
            with lite.writing() as connection:
                connection.exec_driver_sql(f"{WHEN[when]} {FAILS}")
            ticked(service)
            assert states_of_slots(lite) == ["waiting"]
            with lite.writing() as connection:
                connection.exec_driver_sql("DROP TRIGGER broken")
            for _ in range(3):
                clock.turn(minutes=1)
                ticked(service)
    assert states_of_slots(lite) == ["done"]
    assert sorted(mail["to"] for mail in box.mails) == ["a@example.org", "b@example.org"]


def states_of_slots(store):
    with store.reading() as connection:
        return connection.execute(select(table.c.state)).scalars().all()


def test_a_week_that_does_not_add_up_is_sent_with_its_warning_and_logged(lite, tmp_path, caplog):
    with lite.writing() as connection:
        finding(connection, "f1", at=WEDNESDAY - timedelta(days=7))
        connection.exec_driver_sql("DELETE FROM finding_events")
    box = Postbox()
    with served(box) as address:
        mail = {"url": f"smtp://{address}", "report_to": ("a@example.org",)}
        settings = configured(tmp_path, mail=mail)
        weekly = every(60, report, "report", CatchUp.LATEST)
        with serving(lite, Clock(WEDNESDAY), weekly) as service:
            with_settings(service, settings)
            ticked(service)
            ((_, did),) = service.outcomes
    assert did.gaps == 1
    assert "report.disagrees" in caplog.text
    (mail,) = box.mails
    assert mail["subject"].startswith("SIFFRORNA GÅR INTE IHOP: Veckorapport 2026-W47")


def test_slots_that_ended_long_ago_are_forgotten_by_the_purge(lite, tmp_path):
    clock = Clock(WEDNESDAY)
    (purge,) = [job for job in jobs(configured(tmp_path)) if job.name == "purge"]
    other = every(24 * 60, lambda office, shift: Did(), "other")
    with serving(lite, clock, purge, other) as service:
        for _ in range(40):
            ticked(service)
            clock.turn(days=1)
    with lite.reading() as connection:
        oldest = connection.execute(
            table.select().where(table.c.job == "other").order_by(table.c.scheduled_at)
        ).first()
    assert clock() - oldest.scheduled_at <= timedelta(days=33)


def test_the_purge_logs_the_classes_that_have_a_count_and_what_is_held_or_waits(lite, caplog):
    def purged(at):
        caplog.clear()
        office = Office(
            settings=some_settings(), store=lite, clock=lambda: at, heart=None, holder="one"
        )
        facts = purge(office, None).facts
        return dict(facts), {one.msg: one.__dict__ for one in caplog.records}

    post = a_post(1)
    for number in (1, 2):
        put(lite, a_comment(str(number), post=a_post(number)), post=a_post(number), state="exempt")
    with lite.writing() as connection:
        connection.execute(
            post_campaigns.insert().values(
                platform="meta",
                post_id=post.id,
                campaign_id="c1",
                account_id="act_1",
                ran_until=NOON,
            )
        )
        wanted = Wanted(platform=Platform.META, campaign_id="c1", by="Anna", reason="mål")
        add(connection, wanted, NOON)
    assert purged(NOON) == ({}, {})
    facts, told = purged(NOON + timedelta(days=40))
    assert facts == {"meta_comments": 1}
    assert "purge.held" in str(told)
    with lite.writing() as connection:
        begin(connection, {}, NOON)
    assert "purge.waits" in str(purged(NOON + timedelta(days=400))[1])
