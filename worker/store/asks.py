"""What people asked the contacts about threads (C16), and what became of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from policies.threads import Decision
from policies.threads.asking import Asked, ended_by
from worker.store.rows import parts
from worker.store.tables import decisions, thread_events, threads
from worker.store.tables_alarms import asks
from worker.store.threads import decision_of, state_of

ASK = "ask"
"""The decision's action, and the kind of its mails in the outbox."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What somebody asked."""

    id: int
    """Of the decision."""
    thread: str
    made: Decision
    second_at: datetime | None
    """When the second contact was told."""
    ended_by: str | None
    """What put an end to it since, noted or not; None: whoever asked still waits."""


def begin(connection: Connection, thread: Row[*tuple[Any, ...]]) -> int:
    """Note that the thread's latest decision asks about what waits now; the answer is its id.

    `thread`: its row as it stood when it was asked about, kept from others.
    """
    of_it = select(func.max(decisions.c.id)).where(
        decisions.c.thread == thread.id, decisions.c.action == ASK
    )
    number: int = connection.execute(of_it).scalar_one()
    connection.execute(
        insert(asks).values(
            decision=number,
            thread=thread.id,
            comment_id=thread.comment_id,
            due_at=thread.due_at,
        )
    )
    return number


def standing(connection: Connection, thread: str | None = None) -> list[Ask]:
    """All that is not noted as ended, in order; `thread`: only about this one."""
    query = (
        select(asks, decisions)
        .join(decisions, decisions.c.id == asks.c.decision)
        .where(asks.c.ended_at.is_(None))
        .order_by(decisions.c.id)
    )
    if thread is not None:
        query = query.where(asks.c.thread == thread)
    rows = connection.execute(query).all()
    now = _threads(connection, {row.thread for row in rows})
    past = _Past(connection, now)
    return [
        Ask(
            id=row.decision,
            thread=row.thread,
            made=decision_of(row),
            second_at=row.second_at,
            ended_by=past.ended_by(row),
        )
        for row in rows
    ]


def still_asked(connection: Connection) -> dict[str, Ask]:
    """The latest ask about each thread about which somebody still waits to be told."""
    return {one.thread: one for one in standing(connection) if one.ended_by is None}


def end(connection: Connection, ask: Ask, at: datetime) -> None:
    """Note what put an end to it."""
    connection.execute(
        update(asks)
        .where(asks.c.decision == ask.id, asks.c.ended_at.is_(None))
        .values(ended_at=at, ended_by=ask.ended_by)
    )


def second(connection: Connection, ask: Ask, at: datetime) -> None:
    """Note that the mail to the second contact is laid down."""
    connection.execute(
        update(asks)
        .where(asks.c.decision == ask.id, asks.c.second_at.is_(None))
        .values(second_at=at)
    )


def _threads(connection: Connection, ids: Iterable[str]) -> dict[str, Row[*tuple[Any, ...]]]:
    return {
        row.id: row
        for part in parts(sorted(ids))
        for row in connection.execute(select(threads).where(threads.c.id.in_(part)))
    }


class _Past:
    """The history of some threads, to be asked what came after something."""

    def __init__(self, connection: Connection, now: dict[str, Row[*tuple[Any, ...]]]) -> None:
        """`now`: their rows."""
        self._now = now
        self._made = self._of(connection, decisions)
        self._been = self._of(connection, thread_events)

    def _of(self, connection: Connection, table: Any) -> dict[str, list[Row[*tuple[Any, ...]]]]:
        found: dict[str, list[Row[*tuple[Any, ...]]]] = defaultdict(list)
        for part in parts(sorted(self._now)):
            query = select(table).where(table.c.thread.in_(part)).order_by(table.c.id)
            for row in connection.execute(query):
                found[row.thread].append(row)
        return found

    def ended_by(self, ask: Row[*tuple[Any, ...]]) -> str | None:
        """What put an end to an ask."""
        now = state_of(self._now[ask.thread])
        if now is None:
            return None
        return ended_by(
            Asked(comment_id=ask.comment_id, due_at=ask.due_at),
            now,
            states=[row.state for row in self._been[ask.thread] if row.at > ask.at],
            decisions=[decision_of(row) for row in self._made[ask.thread] if row.id > ask.decision],
        )
