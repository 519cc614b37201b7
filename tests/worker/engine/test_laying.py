"""Pieces in the queue: in the transaction of whoever lays them, once, and without a secret."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.worker.engine.conftest import rows
from worker.engine.laying import Laying
from worker.engine.standing import queue_of
from worker.store.errors import Unreachable

AT = datetime(2026, 11, 29, 12, tzinfo=UTC)
NAMES = ["ads meta act_2", "ads meta act_1", "comments linkedin"]
WAITING = "SELECT args FROM procrastinate_jobs WHERE status = 'todo' ORDER BY priority DESC, id"


def laid(store, queue="annonsvakt-1", names=NAMES):
    laying = Laying(queue)
    with store.writing() as connection:
        laying.lay(connection, names, AT)
    return laying


def test_a_piece_says_what_and_for_when_and_nothing_else_and_deadlines_go_first(queued):
    laid(queued)
    told = [args for (args,) in rows(queued, WAITING)]
    period = AT.isoformat()
    assert told == [
        {"topic": "comments", "platform": "linkedin", "account": None, "period": period},
        {"topic": "ads", "platform": "meta", "account": "act_1", "period": period},
        {"topic": "ads", "platform": "meta", "account": "act_2", "period": period},
    ]


def test_one_that_waits_already_is_not_laid_down_twice_in_a_queue(queued):
    laid(queued)
    laid(queued, names=[*NAMES, "messages meta"])
    assert len(rows(queued, WAITING)) == 4
    laid(queued, "annonsvakt-2")
    assert len(rows(queued, WAITING)) == 7


def test_what_is_undone_was_never_laid_down(queued):
    with queued.writing() as connection:
        Laying("annonsvakt-1").lay(connection, NAMES, AT)
        connection.rollback()
    assert rows(queued, WAITING) == []


def test_only_what_nobody_has_taken_is_taken_back(queued):
    laying = laid(queued)
    with queued.writing() as connection:
        connection.exec_driver_sql(
            "SELECT procrastinate_fetch_job_v2(NULL, (SELECT worker_id FROM "
            "procrastinate_register_worker_v1()))"
        )
    with queued.writing() as connection:
        laying.take_back(connection)
    assert rows(queued, "SELECT status::text FROM procrastinate_jobs") == [("doing",)]


def test_how_the_queue_stands_is_told(queued, lite):
    with lite.reading() as connection:
        assert queue_of(connection) is None
    laid(queued)
    with queued.writing() as connection:
        connection.exec_driver_sql(
            "SELECT procrastinate_fetch_job_v2(NULL, (SELECT worker_id FROM "
            "procrastinate_register_worker_v1()))"
        )
    with queued.reading() as connection:
        seen = queue_of(connection)
    assert (seen.workers, seen.in_hand, seen.waiting) == (1, 1, 2)
    assert seen.waiting_since.tzinfo is not None
    with queued.writing() as connection:
        connection.exec_driver_sql("UPDATE procrastinate_workers SET last_heartbeat = '2026-01-01'")
    with queued.reading() as connection:
        assert queue_of(connection).workers == 0


def test_without_its_tables_there_is_one_sentence_and_nothing_is_written(bare):
    with pytest.raises(Unreachable, match="does not answer as it should"):
        laid(bare)
    with bare.reading() as connection:
        assert queue_of(connection) is None
