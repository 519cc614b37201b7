"""Two ways of knowing what is left of a limit: what Meta said of it, and our own count of points.

Both answer with an instant: the earliest at which so many further calls fit. Numbers: Rate Limits,
checked 2026-11-22.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from connectors.http import UNSTATED
from connectors.meta.usage import SCORE_WINDOW, Tier, Usage

SLOW = 75.0
"""Percent of a limit from which reading takes no more than falls out of the window."""
STOP = 90.0
"""Percent at which reading stops; the rest is for a crisis stop, and for what others count in."""
READ, WRITE = 1, 3
"""Points of one call in an ad account."""
POINTS: Mapping[Tier, int] = {Tier.LIMITED: 60, Tier.FULL: 9_000}
"""Points that an ad account holds at most."""
RESERVE: Mapping[Tier, int] = {Tier.LIMITED: 30, Tier.FULL: 900}
"""Points that reading leaves to a crisis stop.

On the Limited tier half: a list, nine pauses and the reading back at once, while an account with
some thousand ads can still be read within five minutes. On the Full tier a tenth: near 300 pauses.
"""
READABLE: Mapping[Tier, int] = {tier: POINTS[tier] - RESERVE[tier] for tier in Tier}
"""Points that reading may use."""
_WINDOW = timedelta(seconds=SCORE_WINDOW)


@dataclass(slots=True)
class Gauge:
    """One limit as Meta told of it last, and what was sent since."""

    usage: Usage
    at: datetime
    sent: int = 0
    """Calls since it was told, of which nothing is known yet."""
    _first: float = 0.0
    _since_first: int = 0

    def __post_init__(self) -> None:
        self._first = self.usage.percent

    @property
    def cost(self) -> float:
        """Percent that one call takes, as seen so far; 0 until something was seen."""
        rise = self.usage.percent - self._first
        return rise / self._since_first if self._since_first else 0.0

    @property
    def over_at(self) -> datetime:
        """When nothing of what was told holds any more."""
        return self.at + timedelta(seconds=self.usage.regain_seconds or self.usage.window_seconds)

    @property
    def blocked_until(self) -> datetime | None:
        """Until when Meta refuses; None: it does not."""
        if not self.usage.full:
            return None
        return self.at + timedelta(seconds=self.usage.regain_seconds or UNSTATED[0])

    def hear(self, usage: Usage, at: datetime) -> None:
        """Take in what an answer says."""
        self._since_first += self.sent
        if usage.percent < self.usage.percent:
            self._first, self._since_first = usage.percent, 0
        self.usage, self.at, self.sent = usage, at, 0

    def percent(self, now: datetime, *, calls: int = 0) -> float:
        """What is used now, after so many calls more: the oldest falls out as time goes by."""
        if now >= self.over_at:
            return 0.0
        used = self.usage.percent + (self.sent + calls) * self.cost
        return used * (1 - max(0.0, (now - self.at).total_seconds()) / self.usage.window_seconds)

    def opens(self, now: datetime, ahead: int, stop: float = STOP) -> datetime:
        """The earliest instant for one call of a reader's, so many others going before it.

        `stop`: the percent at which reading stops.
        """
        if now >= self.over_at:
            return now
        if self.blocked_until is not None:
            return max(now, self.blocked_until)
        usage, calls = self.usage, self.sent + ahead + 1
        used = usage.percent + calls * self.cost
        if used >= stop:
            wait = usage.window_seconds * (1 - stop / used)
        elif used >= SLOW:
            wait = usage.window_seconds * calls * self.cost / used
        else:
            return now
        return max(now, self.at + timedelta(seconds=wait))


class Score:
    """The points of one ad account by our own count, for the headers tell of them too late."""

    def __init__(self) -> None:
        self._spent: deque[tuple[datetime, int]] = deque()
        self._held = 0

    def spend(self, points: int, now: datetime) -> None:
        """Count a call."""
        self._held = self.held(now) + points
        self._spent.append((now, points))

    def held(self, now: datetime) -> int:
        """The points that still count."""
        while self._spent and self._spent[0][0] <= now - _WINDOW:
            self._held -= self._spent.popleft()[1]
        return self._held

    def opens(self, now: datetime, points: int, most: int) -> datetime:
        """The earliest instant at which so many points more are at most `most` together."""
        if points > most:
            return now + _WINDOW
        opens, held = now, self.held(now)
        for at, fell in self._spent:
            if held + points <= most:
                break
            opens, held = at + _WINDOW, held - fell
        return opens

    def returns(self, now: datetime) -> tuple[tuple[float, int], ...]:
        """Seconds from now, and the points that no longer count by then, in order."""
        self.held(now)
        return tuple(((at + _WINDOW - now).total_seconds(), points) for at, points in self._spent)
