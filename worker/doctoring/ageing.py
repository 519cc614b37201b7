"""How long something lasts, as a line: in order, ending, or over."""

from __future__ import annotations

from datetime import datetime, timedelta

from policies.model import Words
from worker.doctoring.lines import Desk, Line

WARN_DAYS = (30, 14, 7, 1)
"""Days before the end at which people are told, ever more urgently."""


def ageing(desk: Desk, end: datetime, at: datetime, remedy: Words) -> Line:
    """A line about an end; `remedy`: what to do before it, or after."""
    told = {"day": end.date().isoformat(), "days": str(max(0, (end - at).days))}
    if end <= at:
        return desk.fail(Words("It has ended on {day}.", told), remedy)
    if end - at <= timedelta(days=WARN_DAYS[-1]):
        return desk.warn(Words("It ends within a day, on {day}.", told), remedy)
    if end - at <= timedelta(days=WARN_DAYS[0]):
        return desk.warn(Words("It ends in {days} days, on {day}.", told), remedy)
    return desk.ok(Words("It lasts until {day}.", told))
