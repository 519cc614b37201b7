"""Threads settled: what messages and people's decisions make of them, written in their rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from policies.model import Platform
from policies.threads import Message, thread
from worker.store import comments, threads
from worker.store.kept import Connection, Row
from worker.sweeping.judgement import Judgement


def settle(connection: Connection, ids: Iterable[str], judgement: Judgement, at: datetime) -> None:
    """Work these threads out anew and write what changed."""
    rows = threads.rows_of(connection, ids)
    known = [row.id for row in rows]
    kept = comments.of_threads(connection, known)
    decided = threads.decisions_of(connection, known)
    settled = (
        (
            row,
            thread(
                [_message(one) for one in kept[row.id]],
                decided[row.id],
                judgement.standards(Platform(row.platform)),
                threads.state_of(row),
            ),
        )
        for row in rows
    )
    threads.settle(connection, settled, at)


def _message(row: Row[*tuple[Any, ...]]) -> Message:
    """A comment's row as the policy wants it."""
    return Message(
        id=row.id,
        comment=comments.comment_of(row),
        first_seen=row.first_seen,
        news=row.first_seen == row.fetched_at,
        seen_visible=not row.first_hidden,
        gone=row.gone_at is not None,
    )
