"""The report's section about campaigns: which ran, began, ended, and which lack brief or proof."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from policies.rounds.spans import began
from policies.weekly import Span, Week
from worker.config import Settings
from worker.language import Language
from worker.pages.page import Cell, Grid, Section, platform_name, stamp
from worker.reporting.concerning import Concerns
from worker.reporting.telling_queue import owner_name
from worker.store import runs
from worker.store.judged import Judged
from worker.store.kept import Connection
from worker.store.runs import Run

NO_BRIEF, NO_PROOF = "brief.missing", "proof.missing"
"""The rules that say so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """A campaign that ran in the week, or may have."""

    platform: str
    account_id: str
    id: str
    name: str
    link: str | None
    began: datetime | None
    """When it began, as the platform tells it or two readings show it; None: nobody can tell."""
    first_seen: datetime | None
    """When it was first known to run; None: it never was."""
    over: datetime | None
    """None: it was not seen ended by the end of the week."""
    owner: str
    no_brief: bool
    no_proof: bool
    """Nobody has seen the proof of one of its ads."""

    def began_in(self, span: Span) -> bool:
        """Whether it began in the week."""
        return self.began is not None and span.holds(self.began)


def ran(
    connection: Connection, week: Week, concerns: Concerns, found: Iterable[Judged]
) -> tuple[Ran, ...]:
    """The campaigns of the week, by name; each once, whatever the number of times that it ran."""
    lacking = _lacking(week, concerns, found)
    last: dict[tuple[str, str], Run] = {}
    first: dict[tuple[str, str], Run] = {}
    for one in runs.between(connection, week.span.start, week.until):
        key = (str(one.platform), one.campaign_id)
        last[key] = one
        first.setdefault(key, one)
    read = runs.first_read(connection)
    told = (
        Ran(
            platform=key[0],
            account_id=one.account_id,
            id=one.campaign_id,
            name=one.name,
            link=one.link,
            began=began(
                first[key].span,
                concerns.start(*key),
                read.get((one.platform, one.account_id)),
            ),
            first_seen=first[key].span.runs_from,
            over=_over(one, week.until),
            owner=concerns.owner_of(*key),
            no_brief=key in lacking[NO_BRIEF],
            no_proof=key in lacking[NO_PROOF],
        )
        for key, one in last.items()
    )
    return tuple(sorted(told, key=lambda one: (one.name.casefold(), one.platform, one.id)))


def _over(last: Run, until: datetime) -> datetime | None:
    """When it ended, if that was known by then."""
    over = last.span.over
    return over if over is not None and over <= until else None


def _lacking(
    week: Week, concerns: Concerns, found: Iterable[Judged]
) -> dict[str, set[tuple[str, str]]]:
    """By rule: the campaigns of which a standing finding says that it lacks something."""
    standing = {*week.findings.open_now, *week.findings.muted_now}
    lacking: dict[str, set[tuple[str, str]]] = {NO_BRIEF: set(), NO_PROOF: set()}
    for one in found:
        campaign = concerns.campaign(one)
        if one.id in standing and one.rule in lacking and campaign is not None:
            lacking[one.rule].add((campaign.platform, campaign.id))
    return lacking


def campaign_sections(
    week: Week, told: Sequence[Ran], settings: Settings, said: Language
) -> tuple[Section, ...]:
    """The numbers, and a row for each that began, ended or lacks something."""
    heading = said.text("Campaigns")
    facts = tuple((name, said.number(number)) for name, number in _numbers(week, told, said))
    rows = tuple(
        _cells(one, settings, said)
        for one in told
        if one.began_in(week.span) or one.over or one.no_brief or one.no_proof
    )
    if not rows:
        return (Section(heading=heading, facts=facts),)
    columns = (
        said.text("Campaign"),
        said.text("Owner"),
        said.text("Where"),
        said.text("Ran from"),
        said.text("Ended"),
        said.text("What is missing"),
    )
    grid = Grid(columns=columns, rows=rows, whole="report.json").without_empty()
    return (Section(heading=heading, facts=facts, grid=grid),)


def _numbers(week: Week, told: Sequence[Ran], said: Language) -> tuple[tuple[str, int], ...]:
    return (
        (said.text("Ran in the week"), len(told)),
        (said.text("Run at the end"), sum(one.over is None for one in told)),
        (said.text("Began in the week"), sum(one.began_in(week.span) for one in told)),
        (said.text("Ended in the week"), sum(one.over is not None for one in told)),
        (said.text("Without a brief"), sum(one.no_brief for one in told)),
        (said.text("With an ad without proof"), sum(one.no_proof for one in told)),
    )


def _cells(one: Ran, settings: Settings, said: Language) -> tuple[Cell, ...]:
    missing = [
        name
        for name, lacks in (
            (said.text("brief"), one.no_brief),
            (said.text("proof"), one.no_proof),
        )
        if lacks
    ]
    return (
        Cell(one.name or one.id, one.link),
        Cell(owner_name(one.owner, settings)),
        Cell(f"{platform_name(one.platform)} {one.account_id}"),
        Cell(_from(one, said)),
        Cell(said.instant(one.over) if one.over else ""),
        Cell(", ".join(missing)),
    )


def _from(one: Ran, said: Language) -> str:
    """Since when it ran, or else when that was first seen."""
    if one.began is not None:
        return said.instant(one.began)
    if one.first_seen is not None:
        return said.text("seen first {when}", when=said.instant(one.first_seen))
    return said.text("not known")


def campaigns_as_json(week: Week, told: Sequence[Ran], said: Language) -> list[dict[str, Any]]:
    """The same as data."""
    return [
        {
            "platform": one.platform,
            "account_id": one.account_id,
            "campaign_id": one.id,
            "name": one.name,
            "owner": one.owner,
            "began": stamp(one.began, said),
            "first_seen": stamp(one.first_seen, said),
            "began_in_week": one.began_in(week.span),
            "over": stamp(one.over, said),
            "no_brief": one.no_brief,
            "no_proof": one.no_proof,
        }
        for one in told
    ]
