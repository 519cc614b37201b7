"""Threads that are overdue, and who was told of them: each thread, deadline and step once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from sqlalchemy import Connection, and_, or_, select

from policies.threads import UNSETTLED
from worker.store.rows import parts, put_new
from worker.store.tables import threads
from worker.store.tables_alarms import alarms


class Step(IntEnum):
    """Who is told, in order."""

    FIRST = 1
    """The first contact."""
    SECOND = 2
    """The editorial team."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """A thread that waits after its deadline, and when each step was told of that one."""

    thread: str
    due_at: datetime
    first_seen: datetime
    """When the service first read it."""
    first_at: datetime | None
    second_at: datetime | None

    @property
    def found_late(self) -> bool:
        """Whether its deadline had passed before the service ever read it."""
        return self.due_at < self.first_seen


def untold(connection: Connection, at: datetime) -> list[Overdue]:
    """Overdue threads of which not both steps were told, the first deadline first."""
    first, second = (alarms.alias(f"step_{step}") for step in Step)
    joined = threads
    for told, step in ((first, Step.FIRST), (second, Step.SECOND)):
        same = and_(
            told.c.thread == threads.c.id,
            told.c.due_at == threads.c.due_at,
            told.c.step == int(step),
        )
        joined = joined.outerjoin(told, same)  # type: ignore[assignment]
    query = (
        select(
            threads.c.id,
            threads.c.due_at,
            threads.c.first_seen,
            first.c.at.label("first_at"),
            second.c.at.label("second_at"),
        )
        .select_from(joined)
        .where(
            threads.c.state.in_(UNSETTLED),
            threads.c.due_at < at,
            or_(first.c.thread.is_(None), second.c.thread.is_(None)),
        )
        .order_by(threads.c.due_at, threads.c.id)
    )
    return [
        Overdue(
            thread=row.id,
            due_at=row.due_at,
            first_seen=row.first_seen,
            first_at=row.first_at,
            second_at=row.second_at,
        )
        for row in connection.execute(query)
    ]


def note(connection: Connection, told: Mapping[Step, Iterable[Overdue]], at: datetime) -> None:
    """Note who is told of what, in the transaction that lays down the mails.

    In the order of the threads' ids, in which whoever settles threads locks them: each row holds
    its thread's for a moment.
    """
    rows = sorted(
        (
            {"thread": one.thread, "due_at": one.due_at, "step": int(step), "at": at}
            for step, some in told.items()
            for one in some
        ),
        key=lambda row: (row["thread"], row["step"]),
    )
    for part in parts(rows):
        put_new(connection, alarms, part, key=("thread", "due_at", "step"))
