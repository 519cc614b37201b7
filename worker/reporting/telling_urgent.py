"""The report's first section: what needs a person, the most urgent first, and where to go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from policies.weekly import Ask, Week
from policies.weekly.urgency import Urgency, of_ask, of_finding
from worker.config import Settings
from worker.language import Language
from worker.pages.page import Cell, Grid, Section, one_line, platform_name, stamp
from worker.reporting.concerning import Concerns
from worker.reporting.telling_findings import subject, told
from worker.reporting.telling_queue import owner_name
from worker.reporting.verdict import OVERDUE
from worker.store.judged import Judged
from worker.store.queueing import Queued
from worker.store.week import Material

SHOWN = 25
"""Rows of the table; the sections below hold the rest."""
_NAMED = 120
"""Signs of what a row is about; the whole name stands in the sections below."""
ANSWERS = "C11"
"""The clause by which questions are answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Urgent:
    """One thing that needs a person."""

    urgency: Urgency
    since: datetime
    """What to sort by within the same urgency: when it was found, or its deadline."""
    id: str
    """Of the finding or the thread."""
    finding: bool
    what: str
    why: str
    clause: str
    campaigns: tuple[str, ...]
    owner: str
    link: str | None


def urgent(
    week: Week, material: Material, concerns: Concerns, said: Language
) -> tuple[Urgent, ...]:
    """All that needs a person, in order."""
    counted = week.findings
    wanted = {*counted.open_now, *counted.unknown}
    found = [
        _of_finding(one, concerns, said)
        for one in material.findings
        if one.id in wanted and one.rule != OVERDUE
    ]
    waits = [_of_ask(one, week, material, concerns, said) for one in week.queue.waiting]
    return tuple(sorted((*found, *waits), key=lambda one: (one.urgency, one.since, one.id)))


def _of_finding(one: Judged, concerns: Concerns, said: Language) -> Urgent:
    campaign = concerns.campaign(one)
    return Urgent(
        urgency=of_finding(one.verdict, one.severity),
        since=one.first_seen,
        id=one.id,
        finding=True,
        what=subject(one, said),
        why=told(one, said),
        clause=f"{one.clause} {one.rule}",
        campaigns=(campaign.name or campaign.id,) if campaign else (),
        owner=concerns.owner(one),
        link=one.link,
    )


def _of_ask(ask: Ask, week: Week, material: Material, concerns: Concerns, said: Language) -> Urgent:
    row = material.threads[ask.thread]
    due = said.instant(ask.due_at) if ask.due_at else said.text("not known")
    return Urgent(
        urgency=of_ask(ask, week.until),
        since=ask.due_at or ask.since,
        id=ask.thread,
        finding=False,
        what=said.text("{platform}: somebody waits for an answer", platform=_platform(row)),
        why=said.text("To be answered by {due}.", due=due),
        clause=ANSWERS,
        campaigns=tuple(concerns.name(row.platform, one) for one in row.campaign_ids),
        owner=row.owner,
        link=row.link,
    )


def _platform(row: Queued) -> str:
    return platform_name(str(row.platform))


def urgent_sections(
    things: tuple[Urgent, ...], settings: Settings, said: Language
) -> tuple[Section, ...]:
    """The first of them; no section if nothing needs anybody."""
    if not things:
        return ()
    columns = (
        said.text("What"),
        said.text("Why"),
        said.text("Clause and rule"),
        said.text("Campaign"),
        said.text("Who acts"),
        said.text("How urgent"),
    )
    rows = tuple(_cells(one, settings, said) for one in things[:SHOWN])
    rest = len(things) - len(rows)
    figures = {"shown": said.number(SHOWN), "rest": said.number(rest)}
    more = said.text("The first {shown}; {rest} more stand below.", **figures)
    sentences = (more,) if rest > 0 else ()
    grid = Grid(columns=columns, rows=rows).without_empty()
    heading = said.text("What needs a person, the most urgent first")
    return (Section(heading=heading, sentences=sentences, grid=grid),)


def _cells(one: Urgent, settings: Settings, said: Language) -> tuple[Cell, ...]:
    return (
        Cell(one_line(one.what, _NAMED), one.link),
        Cell(one.why),
        Cell(one.clause),
        Cell(", ".join(one.campaigns)),
        Cell(owner_name(one.owner, settings)),
        Cell(_word(one.urgency, said)),
    )


def _word(urgency: Urgency, said: Language) -> str:
    """An urgency in words."""
    return {
        Urgency.STOP: said.text("stop it"),
        Urgency.OVERDUE: said.text("answer now"),
        Urgency.WARN: said.text("put it right"),
        Urgency.WAITS: said.text("answer in time"),
        Urgency.UNKNOWN: said.text("find out"),
        Urgency.INFO: said.text("know of it"),
    }[urgency]


def urgent_as_json(things: tuple[Urgent, ...], said: Language) -> list[dict[str, Any]]:
    """All of them as data, in order."""
    return [
        {
            "kind": "finding" if one.finding else "thread",
            "id": one.id,
            "urgency": one.urgency.name.lower(),
            "since": stamp(one.since, said),
            "clause": one.clause,
            "campaigns": list(one.campaigns),
            "owner": one.owner,
            "link": one.link,
        }
        for one in things
    ]
