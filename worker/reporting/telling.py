"""The week told: the page that the report shows, put together from its sections."""

from __future__ import annotations

from policies.model import Words
from policies.weekly import Week
from worker.config import Settings
from worker.language import Language
from worker.reporting.coverage import not_covered, sweeping
from worker.reporting.page import Page
from worker.reporting.telling_findings import findings_sections
from worker.reporting.telling_queue import queue_sections
from worker.store.week import Material


def page_of(
    week: Week, material: Material, settings: Settings, said: Language, banner: Words | None
) -> Page:
    """The whole report in one language. `banner`: a stop that is in force, if any."""
    return Page(
        code=said.code,
        title=said.text("Weekly report {week}", week=week.span.label),
        alerts=_alerts(week, said, banner),
        sentences=(_period(week, said), *(said.say(one) for one in not_covered(settings))),
        sections=(
            *findings_sections(week, material, said),
            *queue_sections(week, material, settings, said),
            *sweeping(material, said),
        ),
    )


def _alerts(week: Week, said: Language, banner: Words | None) -> tuple[str, ...]:
    """What must be seen before anything else."""
    alerts = [said.say(banner)] if banner else []
    if week.preliminary:
        alerts.append(said.text("Preliminary: the week is not over."))
    if not week.reconciles:
        ids = (*week.findings.contradicted, *week.queue.contradicted)
        alerts.append(
            said.text(
                "The numbers do not add up; do not rely on them before a person has looked. "
                "History and present state disagree for: {ids}.",
                ids=", ".join(ids) or "-",
            )
        )
    return tuple(alerts)


def _period(week: Week, said: Language) -> str:
    """Which stretch of time the report is about."""
    return said.text(
        "From {start} up to {until}. Counted {at}.",
        start=said.instant(week.span.start),
        until=said.instant(week.until),
        at=said.instant(week.at),
    )
