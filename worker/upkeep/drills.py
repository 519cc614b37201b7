"""A reminder once a month while the drill of the crisis stop is overdue; no drill is ever begun."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from policies.model import Words
from worker.stopping.drills import VALID_FOR, Drill
from worker.upkeep.letters import Matter

KIND = "drill-reminder"
"""Of the mails in the outbox."""
SETTLED = timedelta(days=30)
"""How long a new installation has for its first drill."""
AGAIN = timedelta(days=30)
"""From one reminder to the next."""


def reminder(
    last: Drill | None, installed_at: datetime | None, at: datetime, zone: ZoneInfo
) -> Matter | None:
    """What people are to be told of; None: no drill is overdue.

    `installed_at`: when anything was first read; None: nothing ever was.
    """
    due = last.at + VALID_FOR if last else installed_at + SETTLED if installed_at else None
    if due is None or at <= due:
        return None
    turn = (at - due) // AGAIN
    return Matter(
        kind=KIND,
        period=f"{due.astimezone(zone):%Y-%m-%d} {turn + 1}",
        title=Words("Time to rehearse the crisis stop"),
        verdict=Words(
            "Rights, tokens and people change: what worked three months ago may not stop an ad "
            "tonight."
        ),
        sentences=[_since(last, at, zone)],
        points=(),
        remedies=[
            Words("Run `annonsvakt drill`. It takes some minutes, and stops nothing."),
            Words("The person on duty should do it, from where they would be in a crisis."),
            Words("Until then a reminder comes every 30 days."),
        ],
    )


def _since(last: Drill | None, at: datetime, zone: ZoneInfo) -> Words:
    if last is None:
        return Words("No drill of the crisis stop has been made here.")
    told = {"day": f"{last.at.astimezone(zone):%Y-%m-%d}", "days": str((at - last.at).days)}
    return Words("The last drill was on {day}, {days} days ago.", told)
