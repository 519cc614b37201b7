"""The weeks before: as their reports told them where these were sent, else counted from history."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from policies.weekly import (
    Past,
    Span,
    Week,
    answers,
    count_findings,
    count_queue,
    span_before,
)
from worker.config import Settings
from worker.reporting.reaching import read_in
from worker.store import weeks
from worker.store.kept import Connection
from worker.store.week import Material, swept, thread_rows

SHOWN = 8
"""Weeks of which charts tell, this one among them."""


def spans_before(span: Span, zone: ZoneInfo) -> Iterator[Span]:
    """The weeks before, the latest first."""
    for _ in range(SHOWN - 1):
        span = span_before(span, zone)
        yield span


def earlier(
    connection: Connection, material: Material, settings: Settings, span: Span, at: datetime
) -> tuple[Past, ...]:
    """The weeks before of which something is known, the latest first."""
    since, zone = _known_since(material), ZoneInfo(settings.timezone)
    found = []
    for before in spans_before(span, zone):
        kept = weeks.kept_file(connection, before.label, "report.json")
        if kept is not None:
            found.append(_told(json.loads(kept)))
        elif since < before.end:
            read = read_in(swept(connection, before), settings, before, at)
            found.append(as_past(count(material, before, at), whole=read.current))
    return tuple(found)


def count(material: Material, span: Span, at: datetime) -> Week:
    """A week's numbers, without those of other weeks."""
    until = min(at, span.end)
    return Week(
        span=span,
        at=at,
        findings=count_findings(material.finding_rows, material.finding_steps, span, until),
        queue=count_queue(
            thread_rows(material),
            material.thread_steps,
            material.exchanges,
            span,
            until,
            calendar=material.calendar,
        ),
    )


def as_past(week: Week, *, whole: bool) -> Past:
    """A week's figures as they are compared. `whole`: all was read, and lately at its end."""
    figures = answers(week.queue.answered)
    return Past(
        label=week.span.label,
        whole=whole,
        numbers=week.findings.numbers(),
        arrived=week.queue.arrived,
        waiting=len(week.queue.waiting),
        overdue=len(week.queue.overdue),
        share=figures.share,
        median=figures.median,
        percentile_90=figures.percentile_90,
    )


def _told(report: Mapping[str, Any]) -> Past:
    """As it stands in the `report.json` of a week that was sent."""
    (everybody, *_) = report["answers"]
    return Past(
        label=report["week"],
        whole=report["whole"],
        numbers=report["findings"],
        arrived=report["queue"]["arrived"],
        waiting=report["queue"]["open_now"],
        overdue=report["queue"]["overdue_now"],
        share=everybody["share"],
        median=_span(everybody["median_seconds"]),
        percentile_90=_span(everybody["percentile_90_seconds"]),
        sent=True,
    )


def _span(seconds: int | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)


def _known_since(material: Material) -> datetime:
    """When the first thing was seen that the history tells of."""
    first = [steps[0].at for steps in (material.finding_steps, material.thread_steps) if steps]
    return min(first, default=datetime.max.replace(tzinfo=UTC))
