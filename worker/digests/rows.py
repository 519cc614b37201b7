"""The threads of a digest as tables: a section for each part, a row for each thread."""

from __future__ import annotations

from collections.abc import Iterator

from policies.rounds.digest import Part, Told
from worker.digests.gathering import Listed, Material
from worker.language import Language
from worker.pages.excerpts import excerpt_of
from worker.pages.page import Cell, Grid, Section, platform_name


def section_of(part: Told[Listed], material: Material, said: Language) -> Section:
    """One part of the digest, the first deadline first."""
    return Section(
        heading=said.text("{part}: {n}", part=_heading(part.part, said), n=part.count),
        sentences=tuple(_more(part, material, said)),
        grid=_grid(part, said) if part.threads else None,
    )


def _heading(part: Part, said: Language) -> str:
    """The part in words."""
    return {
        Part.OVERDUE: said.text("Overdue"),
        Part.SOON: said.text("Due before the next round"),
        Part.LATER: said.text("Due later"),
        Part.REFERRED: said.text("Referred, not yet answered"),
    }[part]


def _more(part: Told[Listed], material: Material, said: Language) -> Iterator[str]:
    """How many this mail does not name."""
    if part.more:
        yield said.text(
            "{n} of them do not fit here: `annonsvakt queue --owner {owner}` lists all.",
            n=part.more,
            owner=material.owner,
        )


def _grid(part: Told[Listed], said: Language) -> Grid:
    columns = (
        said.text("Thread"),
        said.text("Answer by"),
        said.text("Text"),
        said.text("How it stands"),
        said.text("Campaign"),
        said.text("Channel"),
    )
    rows = tuple(_cells(one, said) for one in part.threads)
    return Grid(columns=columns, rows=rows).without_empty()


def _cells(one: Listed, said: Language) -> tuple[Cell, ...]:
    """One thread. It links to the comment; who wrote it is not told."""
    thread = one.thread
    return (
        Cell(thread.id, thread.link),
        Cell(said.instant(thread.due_at) if thread.due_at else said.text("no deadline")),
        Cell(excerpt_of(thread.text, thread.platform, thread.moderate, said)),
        Cell(" ".join(_standing(one, said))),
        Cell(one.campaign or ""),
        Cell(_channel(one, said)),
    )


def _standing(one: Listed, said: Language) -> Iterator[str]:
    """Who has taken it on, to whom it was referred, what a person must look at."""
    thread = one.thread
    if thread.state == "referred" or thread.moderate:
        yield said.say(thread.reason)
    if thread.claimed_by:
        yield said.text("{by} has taken it on.", by=thread.claimed_by)


def _channel(one: Listed, said: Language) -> str:
    """Where it stands."""
    if one.thread.kind == "message":
        platform = platform_name(one.thread.platform)
        return said.text("message, {platform}", platform=platform)
    names = {"facebook": "Facebook", "instagram": "Instagram", "linkedin": "LinkedIn"}
    return names.get(one.channel or "", platform_name(one.thread.platform))
