"""How the queue stands: workers that give signs of life, and pieces that wait for one."""

from __future__ import annotations

from dataclasses import dataclass

from worker.store.kept import Connection

ALIVE = 30
"""Seconds within which a worker has given a sign of life; it does so every ten."""
_THERE = "SELECT to_regclass('procrastinate_workers') IS NOT NULL"
_SEEN = f"""
SELECT
  (SELECT count(*) FROM procrastinate_workers
    WHERE last_heartbeat > now() - interval '{ALIVE} seconds'),
  (SELECT count(*) FROM procrastinate_jobs
    WHERE status = 'doing' AND queue_name LIKE 'annonsvakt%'),
  (SELECT count(*) FROM procrastinate_jobs
    WHERE status = 'todo' AND queue_name LIKE 'annonsvakt%')
"""  # noqa: S608 a number of ours alone is put in


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """What was seen of it."""

    workers: int
    """Those that live, whatever configuration they go by."""
    in_hand: int
    """Pieces that a worker has."""
    waiting: int
    """Pieces that wait for one."""


def queue_of(connection: Connection) -> Queue | None:
    """How the queue stands; None: there is none in this database."""
    if connection.dialect.name != "postgresql":
        return None
    if not connection.exec_driver_sql(_THERE).scalar_one():
        return None
    workers, in_hand, waiting = connection.exec_driver_sql(_SEEN).one()
    return Queue(workers=workers, in_hand=in_hand, waiting=waiting)
