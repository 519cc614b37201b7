"""The job of rounds: each day that ended is judged once, whatever came in between."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from policies.model import Platform
from tests.worker.made import some_settings
from tests.worker.service.conftest import Clock, serving, ticked
from tests.worker.service.test_clockwork import swept
from tests.worker.sweeping.rounds_city import Watch, at
from worker.service.jobs import jobs
from worker.service.ticks import next_after
from worker.store import sweeps
from worker.store.tables_rounds import round_days

DAY_IN_MINUTES = 24 * 60


def the_job(**changed):
    return [job for job in jobs(some_settings(**changed)) if job.name == "rounds"]


def test_it_is_due_ten_minutes_after_midnight_and_without_rounds_never():
    [job] = the_job()
    assert next_after(job.schedule, at(24, "12:00")) == at(25, "00:10")
    assert next_after(job.schedule, at(25, "00:10")) == at(26, "00:10")
    assert the_job(sla={"rounds": ()}) == []


def test_days_without_a_process_are_each_judged_once_and_only_after_a_reading(lite):
    watch, clock = Watch(lite), Clock(at(23, "12:00"))
    watch.sweep(clock())
    with serving(lite, clock, *the_job()) as service:
        ticked(service)
        clock.turn(days=3)
        for _ in range(4):
            ticked(service)
        assert [did.facts for _, did in service.outcomes] == [{}, {}, {}], "no ads were read since"
        with lite.writing() as connection:
            sweeps.begin(connection, {"platform": None, "account": None}, clock())
        clock.turn(days=1)
        swept(lite, clock() - timedelta(hours=2), scope={"topics": ["comments"]})
        for _ in range(2):
            ticked(service)
        facts = [did.facts for _, did in service.outcomes][3:]
        assert facts == [{"days": 3, "opened": 1, "resolved": 0}], "SLK's own are proved"
    assert watch.found()["campaign", "2026-W48"].evidence["days"] == [
        "2026-11-24", "2026-11-25",
    ]  # fmt: skip


def test_with_the_next_reading_what_was_unknown_is_proved(lite):
    watch = Watch(lite)
    watch.sweep(at(23, "12:00"))
    watch.at = at(25, "12:00") + timedelta(days=1)
    watch.sweep(watch.at)
    assert watch.found()["campaign", "2026-W48"].outcome == "fail"
    assert sorted(watch.missed()) == ["24", "25"]


def test_while_the_clock_may_have_leapt_no_day_is_judged_and_none_is_left_out_later(
    lite, clock, sandbox, tmp_path
):
    meta = {
        "base_url": sandbox.base_url, "app_id": "1", "app_secret": "sandbox-secret",
        "access_token": "sandbox-meta",
    }  # fmt: skip
    settings = some_settings(state_dir=tmp_path, meta=meta, linkedin=None)
    table = [job for job in jobs(settings) if job.name in ("ads", "rounds")]

    def lived(*minutes):
        """The days that were judged by a service that looks for work after each of these."""
        for span in minutes:
            clock.turn(minutes=span)
            ticked(service)
        with lite.reading() as connection:
            return connection.execute(select(round_days.c.day)).scalars().all()

    with serving(lite, clock, *table) as service:
        service.reload(settings)
        assert lived(0) == []
        assert lived(4 * DAY_IN_MINUTES, 30) == [], "it leapt, or nobody was at work"
        with lite.reading() as connection:
            read = sweeps.ads_read_since(connection, [Platform.META], begun_by=clock())
        assert read == clock(), "the ads were read, and say that it ran all the time"
        assert lived(60) == [f"2026-11-{day}" for day in (24, 25, 26, 27)]
