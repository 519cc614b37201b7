"""How a number of days' rounds came out, counted for one subject."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from policies.rounds.days import Day
from policies.rounds.held import Outcome, outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Rounds of days that count and on which the subject ran through all windows, or may have.

    Read and watched are counted beside each other, and neither stands for the other.
    """

    due: int = 0
    """Rounds whose time is over, or that are done already."""
    read: int = 0
    watched: int = 0
    held: int = 0
    missed: int = 0
    unknown: int = 0
    """Read, and nobody knows of a digest; or nobody can tell whether it ran."""

    def __add__(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(
            due=self.due + other.due,
            read=self.read + other.read,
            watched=self.watched + other.watched,
            held=self.held + other.held,
            missed=self.missed + other.missed,
            unknown=self.unknown + other.unknown,
        )


def tally(days: Iterable[Day], watched: Collection[datetime], at: datetime) -> Tally:
    """Count them, as things stand at `at`. `watched`: when the windows began that were watched."""
    found = Tally()
    for day in days:
        if not day.counts or day.ran is False:
            continue
        for one in day.rounds:
            came = outcome(one, at)
            if came is Outcome.OPEN:
                continue
            unsure = came is Outcome.UNKNOWN or (came is Outcome.MISSED and day.ran is None)
            found += Tally(
                due=1,
                read=one.read_at is not None,
                watched=one.window.starts in watched,
                held=came is Outcome.HELD,
                missed=came is Outcome.MISSED and not unsure,
                unknown=unsure,
            )
    return found
