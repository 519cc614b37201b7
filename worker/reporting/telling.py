"""The week told: the page that the report shows, put together from its sections."""

from __future__ import annotations

from collections.abc import Iterator

from policies.model import Words
from policies.weekly import Week
from worker.language import Language
from worker.pages.page import Page, Section
from worker.reporting.coverage import not_covered, sweeping
from worker.reporting.telling_answers import answer_sections
from worker.reporting.telling_findings import (
    Teller,
    finding_numbers,
    findings_sections,
    open_sum,
    sums,
)
from worker.reporting.telling_queue import queue_numbers, waiting_sections
from worker.reporting.telling_stops import stop_sections
from worker.reporting.verdict import verdict
from worker.stopping.recounting import Stops
from worker.store.week import Material

_NAMED = 20
"""Findings and threads that an alert names."""


def page_of(
    week: Week,
    teller: Teller,
    *,
    banner: Words | None,
    stops: Stops,
) -> Page:
    """The whole report in one language. `banner`: a stop that is in force, if any."""
    material, settings, said = teller.material, teller.settings, teller.said
    return Page(
        code=said.code,
        title=title(week.span.label, said, preliminary=week.preliminary),
        alerts=_alerts(week, said, banner),
        verdict=verdict(week, material, said),
        sentences=(*_sum(week, material, said), *_period(week, said)),
        sections=(
            *findings_sections(week, teller),
            *waiting_sections(week, material, settings, said),
            finding_numbers(week, material, said),
            queue_numbers(week.queue, material, said),
            *answer_sections(week, material, settings, said),
            *stop_sections(stops, settings, said),
            *sweeping(week, material, said),
            *_held(material, said),
            Section(
                heading=said.text("Not covered"),
                sentences=tuple(said.say(one) for one in not_covered(settings)),
            ),
        ),
    )


def title(label: str, said: Language, *, preliminary: bool) -> str:
    """The report's name, which says if the week still runs. `label`: such as `2026-W47`."""
    if preliminary:
        return said.text("Weekly report {week}, preliminary", week=label)
    return said.text("Weekly report {week}", week=label)


def _held(material: Material, said: Language) -> tuple[Section, ...]:
    """What is kept beyond its time, if anything is."""
    if not material.holds:
        return ()
    sentences = tuple(map(said.say, material.holds))
    return (Section(heading=said.text("Kept beyond its time"), sentences=sentences),)


def _alerts(week: Week, said: Language, banner: Words | None) -> tuple[str, ...]:
    """What must be seen before anything else."""
    alerts = [said.say(banner)] if banner else []
    if not week.reconciles:
        alerts.append(
            said.text("The numbers do not add up; do not rely on them before a person has looked.")
        )
        alerts += _disagreements(week, said)
    return tuple(alerts)


def _disagreements(week: Week, said: Language) -> Iterator[str]:
    """What disagrees with what."""
    if ids := (*week.findings.contradicted, *week.queue.contradicted):
        yield said.text(
            "History and present state disagree for: {ids}.", ids=", ".join(ids[:_NAMED])
        )
    if len(ids) > _NAMED:
        more = said.number(len(ids) - _NAMED)
        yield said.text("And for {more} more, all of them in report.json.", more=more)
    if not week.findings.adds_up() or not week.follows:
        yield from sums(week, said)
    if week.last is not None and not week.follows:
        yield said.text(
            "The report of {week} ended with {left} open or muted; this one begins with {before}.",
            week=week.last.label,
            left=said.number(week.last.left),
            before=said.number(week.before),
        )


def _sum(week: Week, material: Material, said: Language) -> tuple[str, ...]:
    """What the number of open findings is made of, where the verdict names another number."""
    summed = open_sum(week, material, said)
    return (said.text("Open findings: {sum}.", sum=summed),) if summed else ()


def _period(week: Week, said: Language) -> tuple[str, ...]:
    """Which stretch of time the report is about."""
    period = said.text(
        "From {start} up to {until}. Counted {at}.",
        start=said.instant(week.span.start),
        until=said.instant(week.until),
        at=said.instant(week.at),
    )
    if not week.preliminary:
        return (period,)
    return said.text("Preliminary: the week is not over, and the numbers will change."), period
