"""The report's section about rounds: read, watched, held, missed, by campaign and for SLK."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import add
from typing import Any
from zoneinfo import ZoneInfo

from policies.rounds.counting import Tally, tally
from policies.weekly import Span
from worker.config import Settings
from worker.language import Language
from worker.pages.page import Cell, Grid, Section
from worker.reporting.telling_queue import owner_name
from worker.store.kept import Connection
from worker.sweeping.round_terms import round_terms
from worker.sweeping.rounded import Kept, rounded


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekOfRounds:
    """One subject's week."""

    kept: Kept
    owner: str
    """Whose it was last."""
    tally: Tally


def rounds_of(
    connection: Connection, settings: Settings, span: Span, at: datetime
) -> tuple[WeekOfRounds, ...]:
    """The rounds of a week, as far as it has gone; those with the most missed first."""
    until = min(at, span.end)
    days = _days(span, until, ZoneInfo(settings.timezone))
    found = [
        WeekOfRounds(
            kept=one,
            owner=one.days[-1].rounds[-1].owner,
            tally=tally(one.days, one.watched, until),
        )
        for one in rounded(connection, round_terms(settings), days)
    ]
    some = (one for one in found if one.tally.due)
    return tuple(sorted(some, key=lambda one: (-one.tally.missed, -one.tally.unknown)))


def _days(span: Span, until: datetime, zone: ZoneInfo) -> list[date]:
    """The days of a week that have begun."""
    first = span.start.astimezone(zone).date()
    last = (until - timedelta(microseconds=1)).astimezone(zone).date()
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def together(week: Sequence[WeekOfRounds]) -> Tally:
    """All subjects' rounds."""
    return reduce(add, (one.tally for one in week), Tally())


def rounds_sections(
    week: Sequence[WeekOfRounds], settings: Settings, said: Language
) -> tuple[Section, ...]:
    """The numbers of all, and a row for each subject."""
    told = said.text(
        "A round is held when everything was read in it and the owner was told by mail, or there "
        "was nothing to tell. That the program read it does not mean that anybody watched."
    )
    heading = said.text("Rounds of watching")
    if not week:
        none = said.text("No round came to its end this week.")
        return (Section(heading=heading, sentences=(none,)),)
    columns = (
        said.text("Campaign"),
        said.text("Owner"),
        said.text("Rounds due"),
        said.text("Read by the program"),
        said.text("Watched by people"),
        said.text("Held"),
        said.text("Missed"),
        said.text("Could not be told"),
    )
    rows = (
        (Cell(said.text("All together")), Cell(""), *_numbers(together(week), said)),
        *(
            (
                Cell(one.kept.subject.name or one.kept.subject.id, one.kept.link),
                Cell(owner_name(one.owner, settings)),
                *_numbers(one.tally, said),
            )
            for one in week
        ),
    )
    grid = Grid(columns=columns, rows=rows, whole="report.json")
    return (Section(heading=heading, sentences=(told,), grid=grid),)


def _values(one: Tally) -> tuple[int, ...]:
    return one.due, one.read, one.watched, one.held, one.missed, one.unknown


def _numbers(one: Tally, said: Language) -> tuple[Cell, ...]:
    return tuple(Cell(said.number(number)) for number in _values(one))


_NAMES = ("due", "read", "watched", "held", "missed", "unknown")


def rounds_as_json(week: Sequence[WeekOfRounds]) -> dict[str, Any]:
    """The same as data."""
    return {
        "all": dict(zip(_NAMES, _values(together(week)), strict=True)),
        "each": [
            {
                "platform": str(one.kept.platform) if one.kept.platform else None,
                "account_id": one.kept.account_id if one.kept.platform else None,
                "campaign_id": one.kept.subject.id if one.kept.platform else None,
                "owner": one.owner,
                **dict(zip(_NAMES, _values(one.tally), strict=True)),
            }
            for one in week
        ],
    }
