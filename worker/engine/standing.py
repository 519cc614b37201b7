"""How the queue stands: workers that give signs of life, and pieces that wait for one.

The library has no call for the first, so its tables are read as they are (procrastinate 3.10,
checked 2026-11-29). They do not say which queue a worker serves: its connections do, by their name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from worker.store.kept import Connection

ALIVE = 30
"""Seconds within which a worker has given a sign of life; it does so every ten."""
_THERE = "SELECT to_regclass('procrastinate_workers') IS NOT NULL"
_SEEN = f"""
SELECT
  least(
    (SELECT count(*) FROM procrastinate_workers
      WHERE last_heartbeat > now() - interval '{ALIVE} seconds'),
    (SELECT count(DISTINCT application_name) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name LIKE %(queue)s || ' %%')),
  (SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing' AND queue_name = %(queue)s),
  (SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' AND queue_name = %(queue)s),
  (SELECT min(event.at) FROM procrastinate_jobs job JOIN procrastinate_events event
    ON event.job_id = job.id AND event.type = 'deferred'
    WHERE job.status = 'todo' AND job.queue_name = %(queue)s)
"""  # noqa: S608 a number of ours alone is put in


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """What was seen of it."""

    workers: int
    """Those that live and serve it, by the same configuration and version."""
    in_hand: int
    """Pieces that a worker has."""
    waiting: int
    """Pieces that wait for one."""
    waiting_since: datetime | None
    """When the oldest of these was laid down."""


def queue_of(connection: Connection, queue: str) -> Queue | None:
    """How the queue of this name stands; None: there is none in this database."""
    if not there(connection):
        return None
    told = connection.exec_driver_sql(_SEEN, {"queue": queue})
    workers, in_hand, waiting, since = told.one()
    return Queue(workers=workers, in_hand=in_hand, waiting=waiting, waiting_since=since)


def there(connection: Connection) -> bool:
    """Whether the database has the queue's tables."""
    if connection.dialect.name != "postgresql":
        return False
    return bool(connection.exec_driver_sql(_THERE).scalar_one())
