"""What nobody needs in the queue any more goes: the hourly job `purge` sees to it.

No piece is lost by it: what is wanted, and for when, stands in the leases alone.
"""

from __future__ import annotations

from worker.engine.standing import there
from worker.store.kept import Connection

LEFT = 60
"""Minutes after which a piece that waits was forgotten by whoever laid it down: a poll takes its
own back before it ends, unless it was killed."""
ENDED = 7
"""Days for which a piece that failed is kept, for whoever wonders why. Others go when done."""
HELD = 1
"""Days after which nobody has a piece in hand any more, whatever the queue says."""
GONE = 60
"""Minutes without a sign of life after which a worker's row is of no use to anybody."""
_QUIET = """NOT EXISTS (SELECT FROM procrastinate_events event
    WHERE event.job_id = job.id AND event.at > now() - interval '{}')"""
_FORGET = f"""
DELETE FROM procrastinate_jobs job
WHERE status = 'todo' AND queue_name LIKE 'annonsvakt-%%'
  AND queue_name IS DISTINCT FROM %(queue)s AND {_QUIET.format(f"{LEFT} minutes")}
"""  # noqa: S608 numbers of ours alone are put in
_CLEAR = f"""
DELETE FROM procrastinate_jobs job
WHERE queue_name LIKE 'annonsvakt-%%' AND (
  status = 'doing' AND {_QUIET.format(f"{HELD} days")}
  OR status NOT IN ('todo', 'doing') AND {_QUIET.format(f"{ENDED} days")})
"""  # noqa: S608
_UNREGISTER = f"""
DELETE FROM procrastinate_workers WHERE last_heartbeat < now() - interval '{GONE} minutes'
"""  # noqa: S608


def forget_left(connection: Connection, queue: str | None) -> int:
    """Delete what waits in the queues of earlier configurations and versions; how much it was.

    `queue`: that of this one, which is let be; None: there is no engine any more. What others that
    live have laid down is theirs for an hour.
    """
    if not there(connection):
        return 0
    return connection.exec_driver_sql(_FORGET, {"queue": queue}).rowcount


def clear_ended(connection: Connection) -> None:
    """Delete pieces that ended long ago, with what is told of them, and workers that are gone."""
    if there(connection):
        connection.exec_driver_sql(_CLEAR, {})
        connection.exec_driver_sql(_UNREGISTER)
