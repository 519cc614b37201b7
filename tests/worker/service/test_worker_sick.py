"""Workers that can read nothing where others can: their pieces are left to these."""

from __future__ import annotations

import json
import signal
import threading
import time
from queue import SimpleQueue

import pytest
from pydantic import SecretStr

from tests.worker.service.crew import (
    actions,
    asked,
    at_work,
    configured,
    done,
    holder_of,
    until,
    wanted,
)
from worker.service.attending import attend
from worker.store import leases

pytest.importorskip("procrastinate")
FIRST, SECOND = "ads meta act_100", "comments meta"


def with_a_wrong_token(settings):
    """The same host otherwise: of a token the queue's name knows nothing."""
    meta = settings.meta.model_copy(update={"access_token": SecretStr("wrong")})
    return settings.model_copy(update={"meta": meta})


def told(log, action):
    lines = map(json.loads, log.getvalue().splitlines())
    return [one for one in lines if one["action"] == action]


def test_a_worker_with_a_wrong_token_leaves_its_pieces_to_others_and_tries_once(
    queued, queued_url, sandbox, log
):
    settings = configured(queued_url, sandbox.base_url)
    with at_work(with_a_wrong_token(settings)) as sick:
        slot = wanted(queued, settings, FIRST, SECOND)
        assert until(lambda: actions(log).count("piece.unread") == 2)
        assert until(lambda: not holder_of(queued, FIRST) and not holder_of(queued, SECOND))
        assert not done(queued, FIRST)
        assert not done(queued, SECOND)
        # Laid down again for the same slot, it is still not for this worker; for the next it is.
        wanted(queued, settings, FIRST, at=slot)
        assert until(lambda: waiting(queued) == 0)
        assert actions(log).count("piece.unread") == 2
        slot = wanted(queued, settings, FIRST)
        assert until(lambda: actions(log).count("piece.unread") == 3)
        sick.reload(settings)  # which has the right token
        wanted(queued, settings, FIRST, at=slot)
        assert until(lambda: done(queued, FIRST))
    assert {one["piece"] for one in told(log, "piece.unread")} == {FIRST, SECOND}
    assert {one["holder"] for one in told(log, "piece.unread")} == {sick.office.holder}
    with at_work(settings):
        wanted(queued, settings, FIRST, SECOND)
        assert until(lambda: done(queued, FIRST, SECOND))
    with queued.reading() as connection:
        outcome = connection.execute(
            leases.leases.select().where(leases.leases.c.name == FIRST)
        ).one()
    assert outcome.outcome["unread"] == []


def waiting(store):
    with store.reading() as connection:
        return connection.exec_driver_sql("SELECT count(*) FROM procrastinate_jobs").scalar_one()


BROKEN = {
    "its function": ("FUNCTION procrastinate_fetch_job_v2", "FUNCTION gone"),
    "its table": ("TABLE procrastinate_workers", "TABLE gone"),
}
"""What the queue cannot do without, by its name and another."""


@pytest.mark.parametrize("broken", BROKEN)
def test_a_queue_that_gives_nothing_is_told_once_and_nobody_is_ready_meanwhile(
    queued, queued_url, sandbox, log, broken
):
    settings = configured(queued_url, sandbox.base_url)
    good, bad = BROKEN[broken]

    def rename(what, to):
        with queued.writing() as connection:
            connection.exec_driver_sql(f"ALTER {what} RENAME TO {to.partition(' ')[2]}")

    rename(good, bad)
    with at_work(settings) as one:
        assert until(lambda: "database.away" in actions(log))
        assert not one.queue.takes
        time.sleep(1.0)  # several tries
        assert not one.queue.takes
        rename(bad, good)
        wanted(queued, settings, FIRST)
        assert until(lambda: done(queued, FIRST))
        assert one.queue.takes
        rename(good, bad)
        assert until(lambda: not one.queue.takes)
        rename(bad, good)
        assert until(lambda: one.queue.takes)
    assert [actions(log).count(one) for one in ("database.away", "database.back")] == [2, 2]


def test_who_asks_a_worker_is_told_whether_it_takes_pieces(queued, queued_url, sandbox, log):
    settings = configured(queued_url, sandbox.base_url, health={"listen": "127.0.0.1:0"})
    signals = SimpleQueue()
    with at_work(settings) as one:
        thread = threading.Thread(target=attend, args=(one, lambda: settings, signals), daemon=True)
        thread.start()
        assert until(lambda: "worker.started" in actions(log))
        (address,) = [line["health"] for line in told(log, "worker.started")]

        def takes():
            return json.loads(asked(address, "/readyz"))["takes_pieces"]

        assert until(takes)
        with queued.writing() as connection:
            connection.exec_driver_sql("DROP FUNCTION procrastinate_fetch_job_v2")
        assert until(lambda: not takes())
        signals.put(signal.SIGTERM)
        thread.join(timeout=10)
