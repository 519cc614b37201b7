"""Pieces in the queue: in the transaction of whoever lays them, once, and without a secret."""

from __future__ import annotations

from datetime import UTC, datetime

import psycopg
import pytest

from tests.worker.engine.conftest import rows
from worker.engine.forgetting import forget_left
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


def lives(queued):
    """A worker has given a sign of life and taken a piece."""
    with queued.writing() as connection:
        connection.exec_driver_sql(
            "SELECT procrastinate_fetch_job_v2(NULL, (SELECT worker_id FROM "
            "procrastinate_register_worker_v1()))"
        )


def connected(url, name):
    """A connection as a worker has it."""
    return psycopg.connect(url.replace("+psycopg", "", 1), application_name=name)


def test_how_the_queue_stands_is_told(queued, queued_url, lite):
    with lite.reading() as connection:
        assert queue_of(connection, "annonsvakt-1") is None
    laid(queued)
    lives(queued)
    with (
        connected(queued_url, "annonsvakt-1 one"),
        connected(queued_url, "annonsvakt-1 one"),
        queued.reading() as connection,
    ):
        seen = queue_of(connection, "annonsvakt-1")
    assert (seen.workers, seen.in_hand, seen.waiting) == (1, 1, 2)
    assert seen.waiting_since.tzinfo is not None
    with queued.writing() as connection:
        connection.exec_driver_sql("UPDATE procrastinate_workers SET last_heartbeat = '2026-01-01'")
    with connected(queued_url, "annonsvakt-1 one"), queued.reading() as connection:
        assert queue_of(connection, "annonsvakt-1").workers == 0


def test_workers_and_pieces_of_another_configuration_are_not_ours(queued, queued_url):
    laid(queued)
    lives(queued)
    with connected(queued_url, "annonsvakt-1 one"), queued.reading() as connection:
        seen = queue_of(connection, "annonsvakt-2")
    assert (seen.workers, seen.in_hand, seen.waiting) == (0, 0, 0)
    assert seen.waiting_since is None


def forgotten(store, queue):
    with store.writing() as connection:
        return forget_left(connection, queue)


@pytest.mark.parametrize("engine", ["annonsvakt-new", None])
def test_what_a_killed_service_laid_down_in_another_queue_is_forgotten_after_an_hour(
    queued, engine
):
    laid(queued, "annonsvakt-old")
    lives(queued)  # one of them is in a worker's hands
    assert forgotten(queued, engine) == 0
    with queued.writing() as connection:
        connection.exec_driver_sql("UPDATE procrastinate_events SET at = at - interval '61 min'")
    laid(queued, "annonsvakt-old", ["messages meta"])
    assert forgotten(queued, "annonsvakt-old") == 0
    assert forgotten(queued, engine) == 2
    left = rows(queued, "SELECT status::text, args->>'topic' FROM procrastinate_jobs ORDER BY id")
    assert sorted(left) == [("doing", "comments"), ("todo", "messages")]


def test_other_peoples_pieces_and_databases_without_a_queue_are_let_be(queued, bare, lite):
    laid(queued, "theirs")
    with queued.writing() as connection:
        connection.exec_driver_sql("UPDATE procrastinate_events SET at = at - interval '61 min'")
    assert [forgotten(store, None) for store in (queued, bare, lite)] == [0, 0, 0]


def test_without_its_tables_there_is_one_sentence_and_nothing_is_written(bare):
    with pytest.raises(Unreachable, match="does not answer as it should"):
        laid(bare)
    with bare.reading() as connection:
        assert queue_of(connection, "annonsvakt-1") is None
