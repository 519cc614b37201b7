"""Threads settled: what messages and people's decisions make of them, written in their rows.

What rules find in them is brought up to date with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from policies.findings import Reconciled
from policies.model import Platform
from policies.talk import joined
from policies.threads import ELSEWHERE, Message, ThreadState, of_sorted, sort
from worker.store import comments, threads
from worker.store.kept import Connection, Row
from worker.store.locking import alone
from worker.store.wordless import value_to_verdict
from worker.sweeping.judgement import Judgement
from worker.sweeping.moved import moved
from worker.sweeping.overdue import judge_settled
from worker.sweeping.talked import Company, Thread, company, judge


def settle(
    connection: Connection,
    ids: Iterable[str],
    judgement: Judgement,
    at: datetime,
    among: Company | None = None,
) -> Reconciled:
    """Work these threads out anew and write what changed; the answer is what became of findings.

    `among`: what was gathered of their platform, where more is settled than these.
    """
    stored = stored_threads(connection, ids, judgement)
    settled = [(one, _settled(one)) for one in stored]
    why = moved(connection, settled, judgement.calendar)
    threads.settle(connection, ((one.row, state) for one, state in settled), at, why)
    by_platform: dict[Platform, list[Thread]] = defaultdict(list)
    for one in stored if judgement.rules else ():
        by_platform[one.platform].append(one)
    if len(by_platform) > 1:
        for platform in sorted(by_platform):  # as all who hold several take them
            alone(connection, f"findings {platform} in threads")
    in_words = joined(
        judge(
            connection, among or company(connection, judgement, platform, at), some, judgement, at
        )
        for platform, some in by_platform.items()
    )
    by_rows = [(one.row, state) for one, state in settled]
    return joined((in_words, judge_settled(connection, by_rows, judgement, at)))


def stored_threads(
    connection: Connection, ids: Iterable[str], judgement: Judgement
) -> list[Thread]:
    """These threads as they are stored, kept from others until the transaction ends."""
    rows = threads.rows_of(connection, ids)
    standards = {
        one: judgement.standards(one, judgement.ours(connection, one))
        for one in {Platform(row.platform) for row in rows}
    }
    known = [row.id for row in rows]
    kept = comments.of_threads(connection, known)
    decided = threads.decisions_of(connection, known)
    return [
        Thread(
            row=row,
            talk=sort(map(_message, kept[row.id]), standards[Platform(row.platform)]),
            standards=standards[Platform(row.platform)],
            decisions=decided[row.id],
            fetched_at=max((one.fetched_at for one in kept[row.id]), default=None),
        )
        for row in rows
    ]


def _settled(one: Thread) -> ThreadState:
    """How a thread stands now."""
    if one.fetched_at is None:
        return ELSEWHERE
    return of_sorted(one.talk, one.decisions, one.standards, threads.state_of(one.row))


def _message(row: Row[*tuple[Any, ...]]) -> Message:
    """A comment's row as the policy wants it."""
    return Message(
        id=row.id,
        comment=comments.comment_of(row),
        first_seen=row.first_seen,
        news=row.fetched_at in (row.first_seen, row.reworded_at),
        seen_visible=not row.first_hidden,
        hidden_since=row.hidden_at,
        gone=row.gone_at is not None,
        reworded_at=row.reworded_at,
        judged=None if row.judged is None else value_to_verdict(row.judged),
        untold=row.judged is not None and row.judged["untold"],
    )
