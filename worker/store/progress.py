"""How far the service has come, read by a person's command: work, accounts, mails, reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, or_, select

from policies.retention.clock import AHEAD
from worker.store.hosts import hosts_at_work
from worker.store.jumped import number_ahead
from worker.store.outbox import STUCK
from worker.store.standing import given_up, reported_at, waiting_since
from worker.store.sweeps import first_begun
from worker.store.tables_service import outbox, slots
from worker.store.week_covered import LastRead, last_read

DAY = timedelta(days=1)
STUCK_FOR = timedelta(days=7)
"""How long a mail that nobody tries again is told of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What was found."""

    worked_at: datetime | None
    """When the service last brought a job to its end; None: it never ran here."""
    given_up: Mapping[str, int]
    """By job: slots of the last day that failed on every try."""
    accounts: tuple[LastRead, ...]
    begun_at: datetime | None
    """When anything was first read, as far as is known."""
    reported_at: datetime | None
    """When a weekly report last went out."""
    waiting_since: datetime | None
    """When the oldest mail was laid down that still waits."""
    stuck: int
    """Mails of the last week that nobody tries again."""
    ahead: int = 0
    """Things that are dated later than `at`: a clock is wrong, or was."""
    hosts: frozenset[str] = frozenset()
    """Where the service was at work within a day."""


def progress(connection: Connection, at: datetime) -> Progress:
    """Read it, as of `at`."""
    s, o = slots.c, outbox.c
    done = select(func.max(s.finished_at)).where(s.state == "done", s.finished_at <= at + AHEAD)
    lately = or_(o.made_at > at - STUCK_FOR, o.until > at - STUCK_FOR)
    stuck = select(func.count()).select_from(outbox).where(o.state.in_(STUCK), lately)
    return Progress(
        worked_at=connection.execute(done).scalar(),
        given_up=given_up(connection, at),
        accounts=last_read(connection),
        begun_at=first_begun(connection),
        reported_at=reported_at(connection, at),
        ahead=number_ahead(connection, at),
        waiting_since=waiting_since(connection),
        stuck=connection.execute(stuck).scalar_one(),
        hosts=hosts_at_work(connection, at - DAY),
    )
