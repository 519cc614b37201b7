"""Threads settled: what their messages and people's decisions make of them, written in their rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from policies.model import Comment
from policies.threads import Decision, Remembered, ThreadState, thread
from worker.store import comments, threads
from worker.store.posts import UNSETTLED
from worker.store.threads import Settled
from worker.sweeping.judgement import Judgement


def settle(
    connection: Connection, ids: Iterable[str], judgement: Judgement, at: datetime
) -> None:
    """Work these threads out anew and write what changed."""
    rows = threads.rows_of(connection, ids)
    kept = comments.of_threads(connection, [row.id for row in rows])
    decided = threads.decisions_of(connection, [row.id for row in rows])
    for row in rows:
        now = _settled(row, kept[row.id], decided[row.id], judgement)
        threads.settle(connection, row, now, at)
