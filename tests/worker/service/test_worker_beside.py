"""Workers and what goes on beside them: backups, another engine, and those who ask how they are."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys

import pytest

from tests.worker.conftest import new_database
from tests.worker.engine.conftest import rows
from tests.worker.service.crew import (
    LEASE,
    actions,
    asked,
    at_work,
    configured,
    done,
    holder_of,
    until,
    wanted,
)
from worker.clock import now
from worker.doctoring.workers import workers
from worker.engine.tables import bring_up
from worker.health.serving import served
from worker.health.watch import Watch, look
from worker.logs.keeping import keep_logs
from worker.service.jobs import jobs
from worker.service.office import Office
from worker.service.running import Service
from worker.store.backing_up import back_up
from worker.store.beating import Heart
from worker.store.opening import open_store
from worker.store.restoring import restore
from worker.sweeping.turns import whose

pytest.importorskip("procrastinate")
FIRST, SECOND = "ads meta act_100", "ads meta act_101"
WAITING = "SELECT count(*) FROM procrastinate_jobs"


@pytest.mark.parametrize("into", ["the same", "an empty one"])
def test_a_backup_beside_a_queue_is_restored_and_the_queue_still_works(
    postgres, queued, queued_url, sandbox, tmp_path, into
):
    settings = configured(queued_url, sandbox.base_url)
    with at_work(settings):
        wanted(queued, settings, FIRST)
        assert until(lambda: done(queued, FIRST))
    wanted(queued, settings, SECOND)  # waits while the backup is made
    kept = tmp_path / "kept.db"
    back_up(queued_url, kept, at=now())
    wanted(queued, settings, FIRST)  # of which the backup knows nothing
    url = queued_url if into == "the same" else new_database(postgres)
    restore(kept, url, replace=into == "the same", folder=tmp_path / "before", at=now())
    store, there = open_store(url), configured(url, sandbox.base_url)
    try:
        bring_up(store)  # as `run` and `worker` do
        assert rows(store, "SELECT count(*) FROM snapshots") == [(1,)]
        assert rows(store, WAITING) == [(2,)] if into == "the same" else [(0,)]
        with at_work(there):
            assert done(store, FIRST)
            wanted(store, there, FIRST, SECOND)
            assert until(lambda: done(store, FIRST, SECOND))
            assert until(lambda: rows(store, WAITING) == [(0,)])
        assert rows(store, "SELECT count(*) FROM snapshots") == [(2,)]
    finally:
        store.close()


class Leader:
    """A service that leads the polls of ads, as one process after the other."""

    def __init__(self, settings, store):
        self._settings, self._store = settings, store
        self._heart = Heart(store, now, lease=LEASE)

    def __enter__(self):
        table = [one for one in jobs(self._settings) if one.name == "ads"]
        office = Office(
            settings=self._settings, store=self._store, clock=now, heart=self._heart.__enter__(),
            holder=whose(),
        )  # fmt: skip
        self.service = Service(office, tuple(table))
        self.service.tick(jitter=False)
        return self.service

    def __exit__(self, *_):
        self.service.end(grace=1)
        self._heart.__exit__()


def slots(store):
    return rows(store, "SELECT state FROM slots WHERE job = 'ads' ORDER BY scheduled_at")


def test_another_engine_goes_on_with_what_was_in_flight_and_reads_nothing_twice(
    queued, queued_url, sandbox
):
    many = configured(queued_url, sandbox.base_url)
    alone = many.model_copy(update={"engine": "embedded"})
    hang = sandbox.world.faults.toggles

    def snapshots():
        return {one for (one,) in rows(queued, "SELECT account_id FROM snapshots")}

    try:
        hang["meta.hang"] = ["act_100", "act_101"]
        with Leader(alone, queued):
            assert until(lambda: holder_of(queued, FIRST) and holder_of(queued, SECOND))
            hang["meta.hang"] = ["act_101"]
            assert until(lambda: done(queued, FIRST))
        with at_work(many) as worker:
            with Leader(many, queued):
                assert until(lambda: holder_of(queued, SECOND) == worker.office.holder)
            # The leader goes back to the old engine while a worker still has a piece in hand.
            with Leader(alone, queued) as service:
                assert holder_of(queued, SECOND) == worker.office.holder
                hang["meta.hang"] = []
                assert until(lambda: not service.busy)
    finally:
        hang["meta.hang"] = []
    assert slots(queued) == [("done",)]
    assert snapshots() == {"act_100", "act_101"}
    assert rows(queued, "SELECT count(*) FROM snapshots WHERE confirmed_at > read_at") == [(0,)]


@pytest.mark.parametrize("gone", ["TABLE procrastinate_jobs CASCADE", "TABLE procrastinate_events"])
def test_without_the_queue_s_tables_the_service_reads_by_itself_and_says_so(
    queued, queued_url, sandbox, gone
):
    kept = io.StringIO()
    keep_logs(kept, readable=False)
    with queued.writing() as connection:
        connection.exec_driver_sql(f"DROP {gone}")
    with Leader(configured(queued_url, sandbox.base_url), queued) as service:
        assert until(lambda: not service.busy, seconds=25)  # before any worker's grace is over
    assert slots(queued) == [("done",)]
    assert rows(queued, "SELECT DISTINCT account_id FROM snapshots ORDER BY 1") == [
        ("act_100",), ("act_101",)
    ]  # fmt: skip
    assert actions(kept).count("poll.no-queue") == 1
    assert "poll.no-worker" not in actions(kept)


CONFIG = """
language = "en"
engine = "procrastinate"
state_dir = "{folder}"
[database]
url = "{url}"
[health]
listen = "127.0.0.1:{port}"
[meta]
base_url = "{meta}"
app_id = "1"
app_secret = "sandbox-secret"
access_token = "sandbox-meta"
"""


def test_who_asks_is_told_of_workers_that_live_of_none_and_of_one_that_died(
    queued, queued_url, sandbox, tmp_path
):
    from worker.config import load

    file = tmp_path / "annonsvakt.toml"
    file.write_text(CONFIG.format(folder=tmp_path, url=queued_url, port=0, meta=sandbox.base_url))
    settings = load(file)
    watch = Watch(store=queued, settings=lambda: settings, clock=now, idle=lambda: 0.0)

    def doctor():
        (line,) = workers(settings, now)
        return str(line.state)

    def told():
        """What both pages say; asked again where a worker came or went between the questions."""
        with served(lambda: look(watch), watch.alive, "127.0.0.1:0") as address:
            for _ in range(3):
                ready = json.loads(asked(address, "/readyz"))["workers"]
                numbers = asked(address, "/metrics")
                if f"annonsvakt_workers {ready}.0" in numbers:
                    return ready, doctor()
        raise AssertionError(f"{ready} workers by /readyz, and by /metrics: {numbers}")

    assert told() == (0, "fail")
    command = [sys.executable, "-m", "worker", "--config", str(file), "worker"]
    kept = {n: v for n, v in os.environ.items() if not n.startswith("ANNONSVAKT_")}
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, stderr=log, env=kept)
    try:
        assert until(lambda: told() == (1, "ok"), seconds=60)
        wanted(queued, settings, FIRST)
        assert until(lambda: done(queued, FIRST))
        lines = (tmp_path / "log").read_text().splitlines()
        (own,) = {one["health"] for one in map(json.loads, lines) if "health" in one}
        assert json.loads(asked(own, "/readyz"))["workers"] == 1
        assert "annonsvakt_pieces" in asked(own, "/metrics")
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert until(lambda: told() == (0, "fail"))
