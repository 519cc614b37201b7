"""The queue's tables do not grow: what ended goes with the purge, and workers that are gone."""

from __future__ import annotations

import pytest

from tests.worker.engine.conftest import rows
from tests.worker.made import some_settings
from worker.clock import now
from worker.engine.forgetting import clear_ended
from worker.service.chores import purge
from worker.service.office import Office
from worker.store.beating import Heart

PIECE = """
INSERT INTO procrastinate_jobs (queue_name, task_name) VALUES (%s, 'annonsvakt.read') RETURNING id
"""
STATUS = "UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status WHERE id = %s"
AGE = "UPDATE procrastinate_events SET at = now() - %s::interval WHERE job_id = %s"
WORKER = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s::interval)"
LEFT = "SELECT queue_name, status::text FROM procrastinate_jobs ORDER BY id"
EVENTS = "SELECT count(*) FROM procrastinate_events"


def put(store, status, age, queue="annonsvakt-1"):
    """A piece that came to this a while ago."""
    with store.writing() as connection:
        number = connection.exec_driver_sql(PIECE, (queue,)).scalar_one()
        connection.exec_driver_sql(STATUS, (status, number))
        connection.exec_driver_sql(AGE, (age, number))


def purged(store, engine):
    office = Office(
        settings=some_settings().model_copy(update={"engine": engine}),
        store=store,
        clock=now,
        heart=Heart(store, now),
        holder="one",
    )
    purge(office, None)


@pytest.mark.parametrize("engine", ["procrastinate", "embedded"])
def test_what_ended_long_ago_goes_with_the_purge_and_what_is_at_work_stays(queued, engine):
    for status in ("succeeded", "failed", "cancelled", "aborted"):
        put(queued, status, "8 days")
    put(queued, "failed", "6 days")
    put(queued, "doing", "25 hours")
    put(queued, "doing", "23 hours")
    put(queued, "failed", "8 days", queue="theirs")
    with queued.writing() as connection:
        for age in ("61 minutes", "59 minutes"):
            connection.exec_driver_sql(WORKER, (age,))
    (before,) = rows(queued, EVENTS)
    purged(queued, engine)
    assert rows(queued, LEFT) == [
        ("annonsvakt-1", "failed"), ("annonsvakt-1", "doing"), ("theirs", "failed")
    ]  # fmt: skip
    assert (0,) < rows(queued, EVENTS)[0] < before
    assert rows(queued, "SELECT count(*) FROM procrastinate_workers") == [(1,)]


def test_databases_without_a_queue_are_let_be(bare, lite):
    for store in (bare, lite):
        with store.writing() as connection:
            clear_ended(connection)
