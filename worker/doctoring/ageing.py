"""How long something lasts, as a line: in order, ending, or over."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from policies.model import Words
from worker.doctoring.lines import Desk, Line

WARN_DAYS = (30, 14, 7, 3, 1)
"""Days before the end at which people are told, ever more urgently."""


def ageing(
    desk: Desk, end: datetime, at: datetime, remedy: Words, *, renews: timedelta | None = None
) -> Line:
    """A line about an end; `remedy`: what to do before it, or after.

    `renews`: how long before its end the program renews it by itself, so that nobody need act
    unless it has not done so a day later.
    """
    return replace(_line(desk, end, at, remedy, renews), until=end)


def _line(desk: Desk, end: datetime, at: datetime, remedy: Words, renews: timedelta | None) -> Line:
    left = end - at
    told = {"day": end.date().isoformat(), "days": str(max(0, left.days))}
    if left <= timedelta():
        return desk.fail(Words("It has ended on {day}.", told), remedy)
    if renews is not None and left > renews - timedelta(days=1):
        return desk.ok(Words("It lasts until {day}, and is renewed before by itself.", told))
    if left <= timedelta(days=WARN_DAYS[-1]):
        return desk.warn(Words("It ends within a day, on {day}.", told), remedy)
    if left <= timedelta(days=WARN_DAYS[0]):
        return desk.warn(Words("It ends in {days} days, on {day}.", told), remedy)
    return desk.ok(Words("It lasts until {day}.", told))


def step_of(end: datetime, at: datetime) -> int | None:
    """The last of `WARN_DAYS` that has come; 0: it is over; None: none has come yet."""
    if end <= at:
        return 0
    return min((days for days in WARN_DAYS if end - at <= timedelta(days=days)), default=None)
