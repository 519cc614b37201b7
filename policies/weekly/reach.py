"""How far a week's numbers reach: what was read and when, and what else forbids to call it well."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

UNDER_WAY = timedelta(hours=1)
"""A reading without an end that began no longer ago may still be at work; older ones broke off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One attempt to read all accounts of some platforms."""

    begun: datetime
    ended: datetime | None
    """None: under way, or interrupted."""
    platforms: frozenset[str]
    """Those that it was asked to read, and had the means to."""
    topics: frozenset[str]
    unlisted: frozenset[str] = frozenset()
    """Platforms of which it could not even list the accounts: it did not read them."""
    gaps: frozenset[str] = frozenset()
    """Platforms of which it left something unread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What a week's numbers rest on, as seen from its end."""

    last: datetime | None = None
    """When all that is polled had been read for the last time; None: some of it never was."""
    current: bool = False
    """Whether the newest attempt at each platform and topic succeeded, not too long ago."""
    gaps: bool = False
    """Whether these newest readings left anything out, or an account was not among them."""
    accounts: bool = False
    """Whether any ad account was ever read."""
    polls_due: int = 0
    polls_missed: int = 0
    """Given up or left out in the week."""
    rounds_missed: int = 0
    rounds_untold: int = 0
    """Nobody can tell whether they were held."""
    stops: int = 0
    """Crisis stops that are in force."""
    stops_unreadable: int = 0
    """Crisis stops of which nobody can tell whether they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """One topic on one platform."""

    last: datetime | None
    failed: bool
    """Whether a newer attempt did not succeed."""
    gaps: bool = False


def reach_of(
    readings: Sequence[Reading],
    wanted: Iterable[tuple[str, str]],
    *,
    until: datetime,
    at: datetime,
    limit: timedelta,
) -> Reach:
    """What of it is known at `until`; what is not about reading is left as it is by default.

    `readings`: begun before `until`, the oldest first. `wanted`: each platform and topic that is
    polled. `at`: when this is asked. `limit`: how old the newest reading may be at `until`.
    """
    parts = [_newest(readings, platform, topic, at) for platform, topic in wanted]
    known = [one.last for one in parts if one.last is not None]
    last = min(known) if parts and len(known) == len(parts) else None
    return Reach(
        last=last,
        current=last is not None and until - last <= limit and not any(one.failed for one in parts),
        gaps=any(one.gaps for one in parts),
    )


def _newest(readings: Sequence[Reading], platform: str, topic: str, at: datetime) -> _Part:
    """The newest good reading of one topic; only the very newest attempt may be under way."""
    mine = [one for one in readings if platform in one.platforms and topic in one.topics]
    if mine and mine[-1].ended is None and at - mine[-1].begun <= UNDER_WAY:
        mine.pop()
    failed = False
    for one in reversed(mine):
        if one.ended is not None and platform not in one.unlisted:
            return _Part(last=one.ended, failed=failed, gaps=platform in one.gaps)
        failed = True
    return _Part(last=None, failed=failed)
