"""The report's section about the last weeks: two charts, and their numbers as a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from policies.weekly import Past, Week, answers
from worker.language import Language
from worker.pages.page import Cell, Grid, Picture, Section
from worker.reporting.charts import (
    AnsweredWithin,
    Chart,
    OpenAtEnd,
    answer_times,
    open_findings,
    tried,
)
from worker.reporting.looking_back import spans_before
from worker.reporting.telling_answers import NOTHING, duration

FEWEST = 3
"""Weeks that are shown even where nothing is known of the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OneWeek:
    """What is told of a week here; None: not known, or nothing was answered."""

    label: str
    open: int | None = None
    median: timedelta | None = None
    percentile_90: timedelta | None = None

    @property
    def told(self) -> bool:
        """Whether there is anything to tell."""
        return self.open is not None or self.median is not None


def last_weeks(week: Week, said: Language, *, whole: bool) -> tuple[OneWeek, ...]:
    """The last weeks, the earliest first, this one last; weeks before anything was read are left.

    `whole`: whether everything was read at least once in this one.
    """
    known = {one.label: _past(one) for one in week.earlier}
    before = [span.label for span in spans_before(week.span, said.zone)]
    shown = [known.get(one, OneWeek(label=one)) for one in reversed(before)]
    while len(shown) >= FEWEST and not shown[0].told:
        shown.pop(0)
    figures = answers(week.queue.answered)
    now = OneWeek(
        label=week.span.label,
        open=len(week.findings.open_now) if whole else None,
        median=figures.median,
        percentile_90=figures.percentile_90,
    )
    return (*shown, now)


def _past(one: Past) -> OneWeek:
    return OneWeek(
        label=one.label, open=one.open, median=one.median, percentile_90=one.percentile_90
    )


def trend_section(weeks: tuple[OneWeek, ...], said: Language) -> tuple[Section, ...]:
    """Charts and table; no section if nothing is known of any week."""
    if not any(one.told for one in weeks):
        return ()
    columns = (
        said.text("Week"),
        said.text("Open findings at its end"),
        said.text("Half were answered within"),
        said.text("Nine of ten within"),
    )
    rows = tuple(_cells(one, said) for one in weeks)
    counted = said.text("Overdue answers are findings too, and are counted among them.")
    unread = said.text(
        "Where {nothing} stands for open findings, nobody knows: not everything had been read "
        "lately when that week ended.",
        nothing=NOTHING,
    )
    unknown = any(one.open is None for one in weeks)
    return (
        Section(
            heading=said.text("The last weeks"),
            sentences=(counted, unread) if unknown else (counted,),
            pictures=tuple(
                Picture(name=one.name, alternative=one.alternative, png=one.png)
                for one in _charts(weeks, said)
            ),
            grid=Grid(columns=columns, rows=rows),
        ),
    )


def _charts(weeks: tuple[OneWeek, ...], said: Language) -> Iterator[Chart]:
    """A chart for each kind of which there is something to show."""
    stood = [OpenAtEnd(week=one.label, open=one.open) for one in weeks]
    took = [
        AnsweredWithin(week=one.label, half=one.median, nine_of_ten=one.percentile_90)
        for one in weeks
    ]
    if any(one.open is not None for one in stood):
        yield from tried(partial(open_findings, stood, said))
    if any(one.half is not None for one in took):
        yield from tried(partial(answer_times, took, said))


def _cells(one: OneWeek, said: Language) -> tuple[Cell, ...]:
    return (
        Cell(one.label),
        Cell(NOTHING if one.open is None else said.number(one.open)),
        Cell(duration(one.median, said)),
        Cell(duration(one.percentile_90, said)),
    )


def trend_as_json(weeks: tuple[OneWeek, ...]) -> list[dict[str, Any]]:
    """The same as data; times in seconds."""
    return [
        {
            "week": one.label,
            "open": one.open,
            "median_seconds": _seconds(one.median),
            "percentile_90_seconds": _seconds(one.percentile_90),
        }
        for one in weeks
    ]


def _seconds(span: timedelta | None) -> int | None:
    return None if span is None else int(span.total_seconds())
