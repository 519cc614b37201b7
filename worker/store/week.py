"""What a week's report needs to know, read in one transaction; no comment's text is among it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from policies.deadlines import Calendar
from policies.model import Unread, Words
from policies.weekly import Exchange, FindingRow, FindingStep, Span, ThreadRow, ThreadStep
from worker.store import judged, queueing
from worker.store.holds import in_words, standing
from worker.store.judged import Judged
from worker.store.nouns import value_to_unread
from worker.store.queueing import Queued
from worker.store.sweeps import NEEDED, topics_of
from worker.store.tables import (
    comments,
    finding_events,
    findings,
    sweeps,
    thread_events,
    threads,
)

_ENDS_A_MUTE = frozenset(("mute-ended", "resolved", "cleared"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a person last did about a finding."""

    what: str
    at: datetime
    by: str
    reason: str | None
    until: datetime | None = None
    """Of a mute: its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SweptOnce:
    """One sweep of the week."""

    started_at: datetime
    finished_at: datetime | None
    """None: under way, or interrupted."""
    platform: str | None
    """The one that it was asked to read; None: all."""
    account: str | None
    """The one that it was asked to read; None: all."""
    met: frozenset[str]
    """The platforms that it had the means to read; empty unless it came to its end."""
    unread: tuple[Unread, ...]
    topics: frozenset[str] = NEEDED
    """What it was asked to read of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Everything that the report is made of."""

    findings: tuple[Judged, ...]
    """The gravest first."""
    finding_rows: tuple[FindingRow, ...]
    finding_steps: tuple[FindingStep, ...]
    said: Mapping[str, Said]
    threads: Mapping[str, Queued]
    thread_steps: tuple[ThreadStep, ...]
    exchanges: Mapping[str, Exchange]
    sweeps: tuple[SweptOnce, ...]
    holds: tuple[Words, ...] = ()
    """What is kept beyond its time, and by whom."""
    calendar: Calendar | None = None
    """The office's; None: no deadline can be worked out."""


def read_week(
    connection: Connection,
    span: Span,
    at: datetime,
    city: frozenset[str] = frozenset(),
    calendar: Calendar | None = None,
) -> Material:
    """Read it. `city`: author ids of the city's identities; `at`: the present instant.

    `calendar`: the office's, by which deadlines are worked out; None: none is.
    """
    found = judged.listed(connection, at=at, everything=True)
    events = connection.execute(
        select(finding_events).order_by(finding_events.c.at, finding_events.c.id)
    ).all()
    # Nothing that LinkedIn's members wrote was fetched after the present: their text is left out.
    queue = queueing.listed(connection, everything=True, linkedin_fetched_after=at)
    return Material(
        findings=tuple(found),
        finding_rows=_finding_rows(connection),
        finding_steps=tuple(
            FindingStep(finding_id=e.finding_id, at=e.at, what=e.what, until=e.until)
            for e in events
        ),
        said=_said_last(event for event in events if event.at < span.end),
        threads={one.id: one for one in queue},
        thread_steps=_thread_steps(connection),
        exchanges=_exchanges(connection, city),
        calendar=calendar,
        sweeps=swept(connection, span),
        holds=tuple(map(in_words, standing(connection, at))),
    )


def thread_rows(material: Material) -> tuple[ThreadRow, ...]:
    """The threads' rows as the count wants them."""
    return tuple(ThreadRow(id=one.id, state=one.state) for one in material.threads.values())


def _finding_rows(connection: Connection) -> tuple[FindingRow, ...]:
    """The rows as they are written: a mute that has run out today had not on an earlier day."""
    query = select(findings.c.id, findings.c.outcome, findings.c.state, findings.c.muted_until)
    return tuple(
        FindingRow(id=row.id, outcome=row.outcome, state=row.state, muted_until=row.muted_until)
        for row in connection.execute(query.order_by(findings.c.id))
    )


def _said_last(events: Iterable[Row[*tuple[Any, ...]]]) -> dict[str, Said]:
    """What a person did last about each finding; a mute that is over has no end to come."""
    found: dict[str, Said] = {}
    for event in events:
        if event.by:
            found[event.finding_id] = _said(event)
        elif event.what in _ENDS_A_MUTE and event.finding_id in found:
            found[event.finding_id] = replace(found[event.finding_id], until=None)
    return found


def _said(event: Row[*tuple[Any, ...]]) -> Said:
    """A person's turn."""
    return Said(what=event.what, at=event.at, by=event.by, reason=event.reason, until=event.until)


def _thread_steps(connection: Connection) -> tuple[ThreadStep, ...]:
    """The threads' whole history, in order."""
    query = select(thread_events).order_by(thread_events.c.at, thread_events.c.id)
    return tuple(
        ThreadStep(
            thread=row.thread,
            at=row.at,
            state=row.state,
            due_at=row.due_at,
            moved=row.because is not None,
        )
        for row in connection.execute(query)
    )


def _exchanges(connection: Connection, city: frozenset[str]) -> dict[str, Exchange]:
    """When people wrote in each thread, where that has not been erased."""
    query = (
        select(comments.c.thread, comments.c.author_id, comments.c.created_at)
        .join(threads, threads.c.id == comments.c.thread)
        .where(comments.c.created_at.is_not(None))
        .order_by(comments.c.created_at)
    )
    asked: dict[str, list[datetime]] = defaultdict(list)
    answers: dict[str, list[datetime]] = defaultdict(list)
    for row in connection.execute(query):
        (answers if row.author_id in city else asked)[row.thread].append(row.created_at)
    return {
        thread: Exchange(asked=tuple(asked[thread]), answers=tuple(answers[thread]))
        for thread in {*asked, *answers}
    }


def swept(connection: Connection, span: Span) -> tuple[SweptOnce, ...]:
    """The sweeps that began in the week."""
    return swept_between(connection, span.start, span.end)


def swept_between(connection: Connection, start: datetime, end: datetime) -> tuple[SweptOnce, ...]:
    """The sweeps that began from `start` on and before `end`, the oldest first."""
    query = (
        select(sweeps)
        .where(sweeps.c.started_at >= start, sweeps.c.started_at < end)
        .order_by(sweeps.c.started_at, sweeps.c.id)
    )
    return tuple(
        SweptOnce(
            started_at=row.started_at,
            finished_at=row.finished_at,
            platform=row.scope.get("platform"),
            account=row.scope.get("account"),
            met=frozenset(row.requests),
            unread=value_to_unread(row.unread),
            topics=topics_of(row.scope),
        )
        for row in connection.execute(query)
    )
