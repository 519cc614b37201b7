"""The report's sections about answers: how fast, by owner, and beside the weeks before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from policies.weekly import Answers, Ask, Past, Week, answers, by_owner, late_by
from worker.config import Settings
from worker.language import Language
from worker.pages.page import Cell, Grid, Section
from worker.reporting.looking_back import as_past
from worker.reporting.telling_queue import owner_name
from worker.store.week import Material

NOTHING = "–"
"""Stands where there is no figure."""
COMPARED = 2
"""Weeks before that stand beside this one."""


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
    over, waiting = by_owner(week.queue.answered, owners), by_owner(week.queue.waiting, owners)
    everybody = _figures(None, week.queue.answered, week.queue.waiting, week)
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
    sentences = tuple(_how_counted(all_of_them[0].answered, len(week.queue.beforehand), said))
    speed = Section(
        heading=said.text("How fast the city answered"),
        sentences=sentences,
        grid=Grid(columns=columns, rows=rows),
    )
    if not week.earlier:
        return (speed,)
    now = as_past(week, whole=week.reach.current)
    return (speed, _compared((now, *week.earlier[:COMPARED]), said))


def _how_counted(everybody: Answers, beforehand: int, said: Language) -> Iterator[str]:
    """What the figures rest on."""
    yield said.text(
        "The share is of the answers in the week of which it is known whether they came in time: "
        "{told}.",
        told=said.number(everybody.told),
    )
    if everybody.untold:
        yield said.text(
            "Of {untold} more nobody can tell whether they came in time. Had all of them been "
            "late, the share would be {least}.",
            untold=said.number(everybody.untold),
            least=_share(everybody.least_share, said),
        )
    yield said.text("Times are counted from when a question was first read here.")
    if beforehand:
        yield said.text(
            "Of questions that had their answer when they were first read here only those count "
            "that are known to have been answered in the week, from when they were written."
        )


def _cells(one: Figures, settings: Settings, said: Language) -> tuple[Cell, ...]:
    answered = one.answered
    name = owner_name(one.owner, settings) if one.owner else said.text("Everybody")
    return (
        Cell(name),
        Cell(said.number(answered.in_time)),
        Cell(said.number(answered.late)),
        Cell(_share_of(answered, said)),
        Cell(duration(answered.median, said)),
        Cell(duration(answered.percentile_90, said)),
        Cell(said.number(one.waiting)),
        Cell(said.number(one.overdue)),
        Cell(duration(one.longest, said)),
    )


def duration(span: timedelta | None, said: Language) -> str:
    """A stretch of time, or that there is none."""
    return NOTHING if span is None else said.duration(span)


def _compared(shown: Sequence[Past], said: Language) -> Section:
    """This week's figures beside those of the weeks before."""
    columns = (said.text("Figure"), *(one.label for one in shown))
    rows = tuple(
        (Cell(name), *(Cell(figure(one)) for one in shown)) for name, figure in _kinds(said)
    )
    told = said.text(
        "A week that was sent stands here as it was told then; what was read too late for it is "
        "under Read late in the report of the week after."
    )
    sentences = (told,) if any(one.sent for one in shown) else ()
    return Section(
        heading=said.text("Beside the weeks before"),
        sentences=sentences,
        grid=Grid(columns=columns, rows=rows),
    )


def _kinds(said: Language) -> Iterator[tuple[str, Callable[[Past], str]]]:
    """The figures that are compared, each with its name."""

    def number(value: int | None) -> str:
        return NOTHING if value is None else said.number(value)

    yield said.text("New"), lambda one: number(one.numbers["opened"])
    yield said.text("Came back"), lambda one: number(one.numbers["reopened"])
    yield said.text("Put right"), lambda one: number(one.numbers["resolved"])
    yield said.text("Acknowledged"), lambda one: number(one.numbers["acknowledged"])
    yield said.text("Open at the end"), lambda one: number(one.open)
    yield said.text("Muted at the end"), lambda one: number(one.numbers["muted_now"])
    yield said.text("Could not be told at the end"), lambda one: number(one.unknown)
    yield said.text("Questions arrived"), lambda one: number(one.arrived)
    yield said.text("Answered in time, share"), lambda one: _share(one.share, said)
    yield said.text("Half were answered within"), lambda one: duration(one.median, said)
    yield said.text("Nine of ten within"), lambda one: duration(one.percentile_90, said)
    yield said.text("Waiting at the end"), lambda one: number(one.waiting)
    yield said.text("Overdue at the end"), lambda one: number(one.overdue)


def _share_of(answered: Answers, said: Language) -> str:
    """The share, and of how many."""
    if answered.share is None:
        return NOTHING
    return said.text(
        "{share} of {told}", share=said.percent(answered.share), told=said.number(answered.told)
    )


def _share(share: float | None, said: Language) -> str:
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
            "share_of": one.answered.told,
            "least_share": one.answered.least_share,
            "median_seconds": _seconds(one.answered.median),
            "percentile_90_seconds": _seconds(one.answered.percentile_90),
            "waiting": one.waiting,
            "overdue": one.overdue,
            "longest_overdue_seconds": _seconds(one.longest),
        }
        for one in figures(week, material)
    ]


def earlier_as_json(week: Week) -> list[dict[str, Any]]:
    """The numbers of the weeks that this one is compared with."""
    return [
        {
            "week": one.label,
            "whole": one.whole,
            "sent": one.sent,
            "findings": dict(one.numbers),
            "arrived": one.arrived,
            "waiting": one.waiting,
            "overdue": one.overdue,
            "share": one.share,
            "median_seconds": _seconds(one.median),
            "percentile_90_seconds": _seconds(one.percentile_90),
        }
        for one in week.earlier[:COMPARED]
    ]


def _seconds(span: timedelta | None) -> int | None:
    return None if span is None else int(span.total_seconds())
