"""Days as people type them: a day that the city's calendar holds."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import typer

from worker.cli.session import Session


def read_day(session: Session, text: str, option: str) -> date:
    """The day that is meant.

    Raises:
        typer.BadParameter: it is none, or in a year that no calendar of ours holds.
    """
    from worker.calendar import KNOWN_YEARS

    said = session.language
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            said.text("write a day as 2026-12-31"), param_hint=option
        ) from None
    if day.year not in KNOWN_YEARS:
        raise typer.BadParameter(
            said.text(
                "write a day of the years {first} to {last}",
                first=KNOWN_YEARS[0],
                last=KNOWN_YEARS[-1],
            ),
            param_hint=option,
        )
    return day


def end_of(session: Session, text: str, at: datetime) -> datetime:
    """The end of a local day, given as `--until`.

    Raises:
        typer.BadParameter: it is no day, or it is past.
    """
    said = session.language
    day = read_day(session, text, "--until")
    if day < at.astimezone(said.zone).date():
        raise typer.BadParameter(said.text("{day} is past", day=day), param_hint="--until")
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=said.zone)
