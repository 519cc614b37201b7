"""Deadlines that the calendar moved: which ones, and why, for their history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from policies.calendars import Moves
from policies.deadlines import Calendar
from policies.model import Words
from policies.threads import ThreadState
from worker.store import calendars, threads
from worker.store.kept import Connection
from worker.sweeping.talked import Thread


def moved(
    connection: Connection, settled: Sequence[tuple[Thread, ThreadState]], calendar: Calendar
) -> dict[str, tuple[Words, ...]]:
    """Our ids of those threads in which the same message waits with another deadline, and why.

    One whose deadline is another for some other reason is left out.
    """
    found = list(_otherwise(settled))
    if not found:
        return {}
    moves = Moves(calendar, (one.written for one in calendars.newest(connection)))
    return {thread: because for thread, asked, was in found if (because := moves.why(asked, was))}


def _otherwise(
    settled: Sequence[tuple[Thread, ThreadState]],
) -> Iterator[tuple[str, datetime, datetime]]:
    """Thread, when what waits in it was written, and the deadline that it had."""
    for one, now in settled:
        before = threads.state_of(one.row)
        if before is None or before.due_at is None or before.due_at == now.due_at:
            continue
        asked = next(
            (
                heard.comment.created_at
                for heard in one.talk.others
                if now.due_at is not None and heard.message.id == now.comment_id
            ),
            None,
        )
        if asked is not None and before.comment_id == now.comment_id:
            yield one.row.id, asked, before.due_at
