"""The job `alarms`: what time makes of the queue, in a service that may be started anew."""

from __future__ import annotations

from datetime import timedelta

from tests.worker.alarms.desk import FIRST, SECOND, Desk
from tests.worker.postbox import Postbox, served
from tests.worker.service.conftest import NOON, Clock, every, serving, ticked
from worker.service.alarms import alarms
from worker.service.chores import deliver
from worker.service.jobs import jobs
from worker.store.alarms import untold


def test_it_is_due_every_five_minutes_and_waits_for_the_first_comments(lite, tmp_path):
    desk = Desk(lite, tmp_path)
    (job,) = [one for one in jobs(desk.settings) if one.name == "alarms"]
    assert (job.schedule.span, job.after) == (timedelta(minutes=5), "comments")
    off = Desk(lite, tmp_path, meta={"enabled": False}, linkedin=None)
    (job,) = [one for one in jobs(off.settings) if one.name == "alarms"]
    assert job.after is None


def test_over_restarts_each_contact_is_told_once(lite, tmp_path):
    desk, clock, box = Desk(lite, tmp_path), Clock(NOON), Postbox()
    one = desk.waits(due=NOON + timedelta(hours=8))
    desk.waits("2", due=NOON - timedelta(hours=1), seen=NOON - timedelta(days=1))
    table = (every(5, alarms, "alarms"), every(1, deliver, "outbox"))
    with served(box) as address:
        desk.by(address).ask(one)
        for holder in ("one", "two", "three", "four"):
            with serving(lite, clock, *table, holder=holder) as service:
                service.reload(desk.settings)
                for _ in range(8):
                    ticked(service)
                    clock.turn(minutes=15)
    told = [(mail["To"], mail["Subject"].split(":")[0]) for mail in box.mails]
    assert sorted(told) == sorted(
        [
            (FIRST, "Anna asks what to answer"),
            (FIRST, "Försenat"),  # the one that was overdue
            (SECOND, "Anna frågar vad svaret ska bli"),
            (SECOND, "Försenat"),
        ]
    )
    with lite.reading() as connection:
        assert untold(connection, NOON) == []
