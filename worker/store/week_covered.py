"""How much of a week was covered: polls that were due and made, data that is old, late readings."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from policies.weekly import Span
from policies.weekly.asks import SHORTEST
from worker.store.slots import STATES
from worker.store.tables import accounts, comments, thread_events
from worker.store.tables_service import slots

POLLS = ("ads", "comments", "messages", "delivered")
"""The service's jobs that read from platforms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Polls:
    """One job's week."""

    job: str
    due: int
    """Times it came due up to the week's end, or now if it still runs."""
    made: int
    failed: int
    """Given up after several tries."""
    skipped: int
    """No process ran, or the poll before still did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastRead:
    """An ad account, and when it was last read as a whole."""

    platform: str
    id: str
    name: str
    read_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """What is known of a week's coverage."""

    polls: tuple[Polls, ...]
    """Empty: the service did not run, or its slots of that week are no longer kept."""
    accounts: tuple[LastRead, ...]
    """Every account, the one that was last read the longest ago first."""
    late: tuple[str, ...]
    """Threads in which something was written before the week, and first read in it."""


def covered(connection: Connection, span: Span) -> Covered:
    """Read it, as it stands now."""
    return Covered(
        polls=_polls(connection, span),
        accounts=last_read(connection),
        late=_late(connection, span),
    )


def last_read(connection: Connection) -> tuple[LastRead, ...]:
    """Every account, the one that was last read the longest ago first."""
    query = select(accounts).order_by(accounts.c.read_at, accounts.c.platform, accounts.c.id)
    return tuple(
        LastRead(platform=row.platform, id=row.id, name=row.name, read_at=row.read_at)
        for row in connection.execute(query)
    )


def _polls(connection: Connection, span: Span) -> tuple[Polls, ...]:
    c = slots.c
    query = (
        select(c.job, c.state, func.count())
        .where(
            c.job.in_(POLLS),
            c.state.in_(STATES),
            c.scheduled_at >= span.start,
            c.scheduled_at < span.end,
        )
        .group_by(c.job, c.state)
    )
    counted: dict[str, Counter[str]] = {}
    for job, state, number in connection.execute(query):
        counted.setdefault(job, Counter())[state] += number
    return tuple(
        Polls(
            job=job,
            due=states.total(),
            made=states["done"],
            failed=states["failed"],
            skipped=states["skipped"],
        )
        for job in POLLS
        if (states := counted.get(job))
    )


def _late(connection: Connection, span: Span) -> tuple[str, ...]:
    """By when people wrote, or by a deadline that nothing written in the week could have.

    When LinkedIn's members wrote is known for 48 hours only; the deadline stays. In the week in
    which everything was read for the first time nothing is late.
    """
    first = connection.execute(select(func.min(comments.c.first_seen))).scalar()
    if first is None or first >= span.start:
        return ()
    c, e = comments.c, thread_events.c
    wrote = select(c.thread).where(
        c.created_at < span.start, c.first_seen >= span.start, c.first_seen < span.end
    )
    due = (
        select(e.thread)
        .group_by(e.thread)
        .having(
            func.min(e.at) >= span.start,
            func.min(e.at) < span.end,
            func.min(e.due_at) < span.start + SHORTEST,
        )
    )
    found = {*connection.execute(wrote).scalars(), *connection.execute(due).scalars()}
    return tuple(sorted(found))
