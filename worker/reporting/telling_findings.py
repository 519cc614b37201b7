"""The report's sections about findings: numbers, what is wrong, what nobody could tell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from policies.weekly import Week
from worker.language import Language
from worker.reporting.page import Cell, Grid, Section
from worker.store.judged import Judged
from worker.store.week import Material, Said

NAMED_KINDS = ("campaign", "ad_set", "ad", "account")
"""Kinds of subjects whose names are ours; a comment's would be a member's words."""


def subject(found: Judged) -> str:
    """What the finding is about: platform, account, kind, and a name where it is the city's own."""
    kind, subject_id, name = found.subject
    shown = name if name and kind in NAMED_KINDS else subject_id
    return f"{found.platform} {found.account_id} {kind} {shown}"


def findings_sections(week: Week, material: Material, said: Language) -> tuple[Section, ...]:
    """All that there is to tell about findings."""
    by_id = {found.id: found for found in material.findings}
    counted = week.findings

    def those(ids: Iterable[str]) -> list[Judged]:
        return [by_id[one] for one in dict.fromkeys(ids)]

    parts = (
        (said.text("What is wrong"), those(counted.open_now)),
        (said.text("What nobody could tell"), those(counted.unknown)),
        (said.text("Muted"), those(counted.muted_now)),
        (said.text("Put right this week"), those(counted.resolved)),
        (said.text("Acknowledged this week"), those(counted.acknowledged)),
    )
    sections = [_numbers(week, said)]
    sections += [_part(heading, found, material, said) for heading, found in parts if found]
    if not counted.open_now:
        nothing = said.text("Nothing that could be read is against the routine.")
        sections[0] = replace(sections[0], sentences=(nothing,))
    return tuple(sections)


def _numbers(week: Week, said: Language) -> Section:
    """The numbers, in the order in which they add up."""
    numbers = week.findings.numbers()
    names = {
        "open_before": said.text("Open when the week began"),
        "muted_before": said.text("Muted when the week began"),
        "opened": said.text("New"),
        "reopened": said.text("Came back"),
        "resolved": said.text("Put right"),
        "acknowledged": said.text("Acknowledged"),
        "open_now": said.text("Open now"),
        "muted_now": said.text("Muted now"),
        "unknown": said.text("Could not be told, counted apart"),
    }
    facts = tuple((name, str(numbers[key])) for key, name in names.items())
    muted = len(week.findings.muted_unknown)
    if muted:
        facts += ((said.text("Could not be told, and muted"), str(muted)),)
    return Section(heading=said.text("Findings in numbers"), facts=facts)


def _part(heading: str, found: list[Judged], material: Material, said: Language) -> Section:
    """One table of findings."""
    columns = (
        said.text("Concerns"),
        said.text("Clause and rule"),
        said.text("Told"),
        said.text("Seen since"),
        said.text("Finding"),
        said.text("Handled by"),
    )
    rows = tuple(_cells(one, material.said.get(one.id), said) for one in found)
    return Section(heading=heading, grid=Grid(columns=columns, rows=rows))


def told(found: Judged, said: Language) -> str:
    """What is wrong, or why nobody could tell; for a fail that can no longer be read, both."""
    parts = (
        [found.message, found.because]
        if found.verdict == "fail"
        else [found.because or found.message]
    )
    return " ".join(said.say(part) for part in parts if part)


def _cells(found: Judged, handled: Said | None, said: Language) -> tuple[Cell, ...]:
    """One finding as a row."""
    return (
        Cell(subject(found), found.link),
        Cell(f"{found.clause} {found.rule}"),
        Cell(told(found, said)),
        Cell(said.instant(found.first_seen)),
        Cell(found.id),
        Cell(handling(handled, said)),
    )


def handling(handled: Said | None, said: Language) -> str:
    """Who last did something about it and why, and how long it is muted."""
    if handled is None:
        return ""
    parts = [f"{handled.by} {said.instant(handled.at)}", handled.reason or ""]
    if handled.what == "muted" and handled.until:
        parts.append(said.text("muted until {when}", when=said.instant(handled.until)))
    return ", ".join(part for part in parts if part)
