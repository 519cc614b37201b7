"""The report's first section: what needs a person, the most urgent first, and where to go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from policies.weekly import Ask, Week
from policies.weekly.urgency import Urgency, chosen, gravity, of_ask, of_finding
from worker.config import Settings
from worker.language import Language
from worker.pages.page import Cell, Grid, Section, one_line, platform_name, stamp, web_link
from worker.reporting.concerning import Concerns
from worker.reporting.telling_findings import subject, told
from worker.reporting.telling_queue import owner_name
from worker.reporting.verdict import OVERDUE
from worker.store.judged import Judged
from worker.store.queueing import Queued
from worker.store.week import Material

SHOWN = 25
"""Rows of the table; the sections below and the tables beside the report hold the rest."""
OF_EACH = 3
"""Rows that each kind of urgency has for sure."""
_WHYS = 3
"""Findings about one thing that a row tells; it says how many more there are."""
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
    """Of the gravest finding, or of the thread."""
    ids: tuple[str, ...]
    """Of all findings about the same thing, the gravest first; of a thread its own."""
    finding: bool
    what: str
    why: str
    clause: str
    gravity: int
    """What to sort by before that."""
    campaigns: tuple[str, ...]
    owner: str
    link: str | None


def urgent(
    week: Week, material: Material, concerns: Concerns, said: Language
) -> tuple[Urgent, ...]:
    """All that needs a person, in order; what was found about one thing is one of them."""
    counted = week.findings
    wanted = {*counted.open_now, *counted.unknown}
    by_subject = defaultdict[tuple[str, ...], list[Judged]](list)
    for one in sorted(material.findings, key=_gravest):
        if one.id in wanted and one.rule != OVERDUE:
            by_subject[(one.platform, one.account_id, *one.subject[:2])].append(one)
    found = [_of_findings(some, concerns, said) for some in by_subject.values()]
    waits = [_of_ask(one, week, material, concerns, said) for one in week.queue.waiting]
    return tuple(sorted((*found, *waits), key=_order))


def _order(one: Urgent) -> tuple[Urgency, int, datetime, str]:
    """The most urgent first; among them the gravest, then the oldest."""
    return one.urgency, one.gravity, one.since, one.id


def _gravest(one: Judged) -> tuple[Urgency, int, datetime, str]:
    """The same order for findings."""
    urgency = of_finding(one.verdict, one.severity)
    return urgency, gravity(one.rule), one.first_seen, one.id


def _of_findings(some: Sequence[Judged], concerns: Concerns, said: Language) -> Urgent:
    """What was found about one thing, the gravest first."""
    one, campaign = some[0], concerns.campaign(some[0])
    urgency, weight, since, number = _gravest(one)
    whys = [told(each, said) for each in some[:_WHYS]]
    if rest := len(some) - len(whys):
        whys.append(said.text("And {rest} more about the same.", rest=said.number(rest)))
    return Urgent(
        urgency=urgency,
        since=since,
        id=number,
        ids=tuple(each.id for each in some),
        finding=True,
        what=subject(one, said),
        why=" ".join(dict.fromkeys(whys)),
        clause=", ".join(dict.fromkeys(f"{each.clause} {each.rule}" for each in some)),
        gravity=weight,
        campaigns=(campaign.name or campaign.id,) if campaign else (),
        owner=concerns.owner(one),
        link=next((each.link for each in some if web_link(each.link)), None),
    )


def _of_ask(ask: Ask, week: Week, material: Material, concerns: Concerns, said: Language) -> Urgent:
    row = material.threads[ask.thread]
    due = said.instant(ask.due_at) if ask.due_at else said.text("not known")
    return Urgent(
        urgency=of_ask(ask, week.until),
        since=ask.due_at or ask.since,
        id=ask.thread,
        ids=(ask.thread,),
        finding=False,
        what=said.text("{platform}: somebody waits for an answer", platform=_platform(row)),
        why=said.text("To be answered by {due}.", due=due),
        clause=ANSWERS,
        gravity=0,
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
    shown = chosen([one.urgency for one in things], SHOWN, OF_EACH)
    rows = tuple(_cells(things[place], settings, said) for place in shown)
    rest = len(things) - len(rows)
    more = said.text(
        "{shown} stand here, at least the first of each kind of urgency; {rest} more are further "
        "down and in findings.csv and queue.csv.",
        shown=said.number(len(rows)),
        rest=said.number(rest),
    )
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
            "ids": list(one.ids),
            "urgency": one.urgency.name.lower(),
            "since": stamp(one.since, said),
            "clause": one.clause,
            "campaigns": list(one.campaigns),
            "owner": one.owner,
            "link": web_link(one.link),
        }
        for one in things
    ]
