"""How everything stands at an instant, in numbers: for machines that watch over the service."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, Select, and_, case, func, or_, select

from connectors.recall import Recall
from policies.model import Platform
from policies.retention.clock import AHEAD
from policies.threads import UNSETTLED
from worker.store import recalled, token_states
from worker.store.jumped import VOIDED, number_ahead
from worker.store.outbox import OPEN, State
from worker.store.sweeps import last_reading
from worker.store.tables import accounts, findings, sweeps, threads
from worker.store.tables_service import outbox, slots
from worker.store.token_states import TokenState
from worker.store.week_covered import LastRead, last_read

LATELY = timedelta(days=1)
"""Over how long requests are counted."""


class Waiting(NamedTuple):
    """Unsettled threads of one owner."""

    owner: str
    state: str
    overdue: bool
    number: int


class Found(NamedTuple):
    """What one rule finds at present; muted findings are not in it."""

    rule: str
    verdict: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The numbers."""

    accounts: tuple[LastRead, ...]
    read: Mapping[Platform, datetime | None]
    """When each platform's last whole reading ended; None: there was none, or long ago."""
    waiting: tuple[Waiting, ...]
    found: tuple[Found, ...]
    mails: Mapping[str, int]
    """Mails in the outbox by state."""
    jobs: Mapping[str, datetime]
    """When each job's last slot that was done came to its end."""
    requests: Mapping[str, tuple[int, int]]
    """By platform: HTTP requests and counted operations of sweeps that ended lately."""
    reported_at: datetime | None
    """When a weekly report last went out; None: none ever did, as far as is known."""
    begun_at: datetime | None = None
    """Since when anything is done here, as far as is known; None: nothing ever was."""
    unread: Mapping[Platform, int] = field(default_factory=dict)
    """How much of each platform's last whole reading could not be read."""
    waiting_since: datetime | None = None
    """When the oldest mail was laid down that still waits; None: none does."""
    given_up: Mapping[str, int] = field(default_factory=dict)
    """By job: slots that failed on every try and ended lately."""
    tried_again: Mapping[str, int] = field(default_factory=dict)
    """By job: slots that failed at least once and are tried again."""
    tokens: Mapping[str, TokenState] = field(default_factory=dict)
    """What tokens were worth when they were last asked about, by label."""
    limits: Recall = field(default_factory=Recall)
    """What was heard of Meta's limits."""
    ahead: int = 0
    """Things that are dated later than `at`: a clock is wrong, or was."""


def standing(connection: Connection, platforms: Iterable[Platform], at: datetime) -> Standing:
    """Read the numbers, as of `at`."""
    readings = {one: last_reading(connection, one) for one in platforms}
    return Standing(
        accounts=last_read(connection),
        read={one: read.finished_at if read else None for one, read in readings.items()},
        unread={
            one: sum(lost.platform is one for lost in read.unread)
            for one, read in readings.items()
            if read
        },
        waiting=_waiting(connection, at),
        found=_found(connection, at),
        mails=_counted(connection),
        jobs=_jobs(connection, at),
        requests=_requests(connection, at),
        reported_at=reported_at(connection, at),
        begun_at=begun_at(connection, at),
        ahead=number_ahead(connection, at),
        waiting_since=waiting_since(connection),
        given_up=given_up(connection, at),
        tried_again=_tried_again(connection),
        tokens=token_states.load(connection),
        limits=recalled.load(connection, Platform.META, topic="usage"),
    )


def waiting_since(connection: Connection) -> datetime | None:
    """When the oldest mail was laid down that still waits; None: none does."""
    query = select(func.min(outbox.c.made_at)).where(outbox.c.state.in_(OPEN))
    return connection.execute(query).scalar()


def reported_at(connection: Connection, at: datetime) -> datetime | None:
    """When a weekly report last went out, by `at`; None: none ever did, as far as is known.

    The service's went out when its job was done: then it is written, and its mails lie in the
    outbox, which has alarms of its own. One that was sent by hand went out with its first mail;
    what is told of a week that still runs is no weekly report. That a week is kept proves nothing:
    it is kept before it is written.
    """
    s, o = slots.c, outbox.c
    done = (s.job == "report", s.state == "done", s.finished_at <= at + AHEAD)
    true = and_(o.period.not_like("% preliminary %"), o.period.not_like(f"% {VOIDED} %"))
    mailed = (o.kind == "report", o.state == State.SENT, o.sent_at <= at + AHEAD, true)
    looks = (
        select(func.max(s.finished_at)).where(*done),
        select(func.max(o.sent_at)).where(*mailed),
    )
    return max(_told(connection, looks), default=None)


def begun_at(connection: Connection, at: datetime) -> datetime | None:
    """Since when anything is done here, as far as is known by `at`; None: nothing ever was.

    Sweeps are forgotten after a time, and accounts are not; of what never read anything there are
    the service's own slots.
    """
    late, first = at + AHEAD, sweeps.c.started_at
    seen, due = accounts.c.first_seen, slots.c.scheduled_at
    read = (
        # By the key: the oldest of a year's rows is not looked for among all of them.
        select(first).where(first <= late).order_by(sweeps.c.id).limit(1),
        select(func.min(seen)).where(seen <= late),
    )
    worked = (select(func.min(due)).where(due <= late),)
    found = _told(connection, read) or _told(connection, worked)
    return min(found, default=None)


def _told(connection: Connection, looks: Iterable[Select[datetime]]) -> list[datetime]:
    """What these find, as far as they find anything."""
    found = (connection.execute(one).scalar() for one in looks)
    return [one for one in found if one is not None]


def given_up(connection: Connection, at: datetime) -> dict[str, int]:
    """By job: slots that failed on every try and ended lately."""
    c = slots.c
    query = (
        select(c.job, func.count())
        .where(c.state == "failed", c.finished_at > at - LATELY)
        .group_by(c.job)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def _tried_again(connection: Connection) -> dict[str, int]:
    c = slots.c
    again = or_(c.state == "waiting", and_(c.state == "running", c.attempts > 1))
    query = select(c.job, func.count()).where(again, c.attempts > 0).group_by(c.job)
    return {row[0]: row[1] for row in connection.execute(query)}


def _waiting(connection: Connection, at: datetime) -> tuple[Waiting, ...]:
    c = threads.c
    late = case((and_(c.due_at.is_not(None), c.due_at < at), 1), else_=0)
    query = (
        select(c.owner, c.state, late, func.count())
        .where(c.state.in_(UNSETTLED))
        .group_by(c.owner, c.state, late)
    )
    return tuple(
        Waiting(owner, state, bool(overdue), number)
        for owner, state, overdue, number in sorted(tuple(row) for row in connection.execute(query))
    )


def _found(connection: Connection, at: datetime) -> tuple[Found, ...]:
    c = findings.c
    loud = or_(c.state == "open", and_(c.state == "muted", c.muted_until <= at))
    query = select(c.rule, c.outcome, func.count()).where(loud).group_by(c.rule, c.outcome)
    return tuple(Found(*row) for row in sorted(tuple(row) for row in connection.execute(query)))


def _counted(connection: Connection) -> dict[str, int]:
    """Mails by state, noughts too: a series that begins with its first refusal shows no rise."""
    query = select(outbox.c.state, func.count()).group_by(outbox.c.state)
    found = {row[0]: row[1] for row in connection.execute(query)}
    return dict.fromkeys(map(str, State), 0) | found


def _jobs(connection: Connection, at: datetime) -> dict[str, datetime]:
    c = slots.c
    done = (c.state == "done", c.finished_at <= at + AHEAD)
    query = select(c.job, func.max(c.finished_at)).where(*done).group_by(c.job)
    return {row[0]: row[1] for row in connection.execute(query) if row[1]}


def _requests(connection: Connection, at: datetime) -> dict[str, tuple[int, int]]:
    query = select(sweeps.c.requests).where(sweeps.c.finished_at > at - LATELY)
    found: dict[str, tuple[int, int]] = {}
    for told in connection.execute(query).scalars():
        for platform, meter in told.items():
            http, counted = found.get(platform, (0, 0))
            found[platform] = (http + meter["http"], counted + meter["counted"])
    return found
