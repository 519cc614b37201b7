"""The report's sections about answers: how fast, by owner, and beside the weeks before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from policies.weekly import Answers, Ask, Week, answers, by_owner, late_by
from worker.config import Settings
from worker.language import Language
from worker.pages.page import Cell, Grid, Section
from worker.reporting.telling_queue import owner_name
from worker.store.week import Material

NOTHING = "–"
"""Stands where there is no figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One owner's week, or everybody's."""

    owner: str | None
    """None: everybody."""
    answered: Answers
    waiting: int
    overdue: int
    longest: timedelta | None
    """By how much the latest of them is overdue; None: none is."""


def figures(week: Week, material: Material) -> tuple[Figures, ...]:
    """Everybody's figures, then each owner's."""
    owners = {one: row.owner for one, row in material.threads.items()}
    over, waiting = by_owner(week.queue.over, owners), by_owner(week.queue.waiting, owners)
    everybody = _figures(None, week.queue.over, week.queue.waiting, week)
    each = (
        _figures(one, over.get(one, ()), waiting.get(one, ()), week)
        for one in sorted({*over, *waiting})
    )
    return (everybody, *each)


def _figures(owner: str | None, over: Sequence[Ask], waiting: Sequence[Ask], week: Week) -> Figures:
    late = [by for one in waiting if (by := late_by(one, week.until)) is not None]
    return Figures(
        owner=owner,
        answered=answers(over),
        waiting=len(waiting),
        overdue=len(late),
        longest=max(late, default=None),
    )


def answer_sections(
    week: Week, material: Material, settings: Settings, said: Language
) -> tuple[Section, ...]:
    """How fast was answered, and the weeks before beside this one, if any is known."""
    all_of_them = figures(week, material)
    columns = (
        said.text("Who answers"),
        said.text("Answered in time"),
        said.text("Answered late"),
        said.text("In time, share"),
        said.text("Half were answered within"),
        said.text("Nine of ten within"),
        said.text("Wait now"),
        said.text("Overdue now"),
        said.text("Overdue the longest"),
    )
    rows = tuple(_cells(one, settings, said) for one in all_of_them)
    counted = said.text("Times are counted from when a question was first read here.")
    speed = Section(
        heading=said.text("How fast the city answered"),
        sentences=(counted,),
        grid=Grid(columns=columns, rows=rows),
    )
    return (speed, _compared(week, said)) if week.earlier else (speed,)


def _cells(one: Figures, settings: Settings, said: Language) -> tuple[Cell, ...]:
    answered = one.answered
    name = owner_name(one.owner, settings) if one.owner else said.text("Everybody")
    return (
        Cell(name),
        Cell(str(answered.in_time)),
        Cell(str(answered.late)),
        Cell(NOTHING if answered.share is None else said.percent(answered.share)),
        Cell(_duration(answered.median, said)),
        Cell(_duration(answered.percentile_90, said)),
        Cell(str(one.waiting)),
        Cell(str(one.overdue)),
        Cell(_duration(one.longest, said)),
    )


def _duration(span: timedelta | None, said: Language) -> str:
    return NOTHING if span is None else said.duration(span)


def _compared(week: Week, said: Language) -> Section:
    """This week's figures beside those of the weeks before."""
    shown = (week, *week.earlier)
    columns = (said.text("Figure"), *(one.span.label for one in shown))
    rows = tuple(
        (Cell(name), *(Cell(figure(one)) for one in shown)) for name, figure in _kinds(said)
    )
    grid = Grid(columns=columns, rows=rows)
    return Section(heading=said.text("Beside the weeks before"), grid=grid)


def _kinds(said: Language) -> Iterator[tuple[str, Callable[[Week], str]]]:
    """The figures that are compared, each with its name."""
    yield said.text("New"), lambda one: str(len(one.findings.opened))
    yield said.text("Came back"), lambda one: str(len(one.findings.reopened))
    yield said.text("Put right"), lambda one: str(len(one.findings.resolved))
    yield said.text("Open at the end"), lambda one: str(len(one.findings.open_now))
    yield said.text("Could not be told at the end"), lambda one: str(len(one.findings.unknown))
    yield said.text("Questions arrived"), lambda one: str(one.queue.arrived)
    yield said.text("Answered in time, share"), lambda one: _share(one, said)
    yield (
        said.text("Half were answered within"),
        lambda one: _duration(answers(one.queue.over).median, said),
    )
    yield said.text("Waiting at the end"), lambda one: str(len(one.queue.waiting))
    yield said.text("Overdue at the end"), lambda one: str(len(one.queue.overdue))


def _share(week: Week, said: Language) -> str:
    share = answers(week.queue.over).share
    return NOTHING if share is None else said.percent(share)


def answers_as_json(week: Week, material: Material) -> list[dict[str, Any]]:
    """The figures as data; times in seconds, `owner` null for everybody."""
    return [
        {
            "owner": one.owner,
            "in_time": one.answered.in_time,
            "late": one.answered.late,
            "untold": one.answered.untold,
            "share": one.answered.share,
            "median_seconds": _seconds(one.answered.median),
            "percentile_90_seconds": _seconds(one.answered.percentile_90),
            "waiting": one.waiting,
            "overdue": one.overdue,
            "longest_overdue_seconds": _seconds(one.longest),
        }
        for one in figures(week, material)
    ]


def earlier_as_json(week: Week) -> list[dict[str, Any]]:
    """The numbers of the weeks before."""
    return [
        {
            "week": one.span.label,
            "findings": one.findings.numbers(),
            "arrived": one.queue.arrived,
            "waiting": len(one.queue.waiting),
            "overdue": len(one.queue.overdue),
            "share": answers(one.queue.over).share,
            "median_seconds": _seconds(answers(one.queue.over).median),
        }
        for one in week.earlier
    ]


def _seconds(span: timedelta | None) -> int | None:
    return None if span is None else int(span.total_seconds())
