"""What one reading of an account tells of whether its campaigns run, since when and until when.

A campaign runs while one of its ad sets could deliver: the switches of both are on, and the ad
set's flight has begun and not ended. What is merely scheduled does not run yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from policies.delivery import OFF, Branch
from policies.model import AdSet, Campaign


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What is known of a campaign at the instant at which it was read."""

    now: bool | None
    """Whether it runs; None: could not be told."""
    earliest: datetime | None = None
    """Of one that runs: before this its flights did not let it; None: not told."""
    since: datetime | None = None
    """Of one that runs: it has run from then at the latest, if it did not run before; None: no
    change of it is told (LinkedIn tells none)."""
    planned: datetime | None = None
    """Of one that does not run: when its next flight begins, if it is switched on for that."""
    ended: datetime | None = None
    """Of one that does not run: the last instant at which it can have run, by an end or by the
    last change of what is switched off; None: not told."""


def reading(branch: Branch, as_of: datetime) -> Reading:
    """What a campaign with its ad sets tells, as read at `as_of`."""
    flights = [_flight(one, runs, branch.campaign, as_of) for one, runs in branch.ad_sets]
    now = _now(branch, flights)
    if now is None:
        return Reading(now=None)
    if not now:
        planned = (one.start for one in flights if one.later and one.runs)
        return Reading(
            now=False,
            planned=min((one for one in planned if one is not None), default=None),
            ended=_ended(branch, flights, as_of),
        )
    running = [one for one in flights if one.runs and not one.later]
    since = [max(one.changed, one.start or one.changed) for one in running if one.changed]
    starts = [one.start for one in running]
    return Reading(
        now=True,
        earliest=min((one for one in starts if one is not None), default=None)
        if None not in starts
        else None,
        since=min(since, default=None),
    )


def changed(things: Sequence[Campaign | AdSet], as_of: datetime) -> datetime | None:
    """When the last of these was changed; None: one of them does not tell (LinkedIn: none does)."""
    instants = []
    for thing in things:
        try:
            instant = datetime.fromisoformat(thing.updated or "")
        except ValueError:
            return None
        if instant.utcoffset() is None:
            return None
        instants.append(min(instant, as_of))
    return max(instants)


class _Flight(NamedTuple):
    """An ad set under its campaign, at an instant."""

    runs: bool | None
    start: datetime | None
    later: bool
    """It has yet to begin."""
    changed: datetime | None
    """When it or its campaign was changed last."""
    last: datetime | None
    """Of one that cannot deliver: the last instant at which it can have."""


def _flight(ad_set: AdSet, runs: bool | None, campaign: Campaign, as_of: datetime) -> _Flight:
    start = max((one.start for one in (ad_set, campaign) if one.start is not None), default=None)
    return _Flight(
        runs=runs,
        start=start,
        later=start is not None and start > as_of,
        changed=changed((ad_set, campaign), as_of),
        last=last_of((ad_set, campaign), as_of),
    )


def _now(branch: Branch, flights: Sequence[_Flight]) -> bool | None:
    """Whether any flight that has begun can deliver; None: could not be told."""
    if branch.on is False:
        return False
    begun = {one.runs for one in flights if not one.later}
    if True in begun:
        return True
    return None if None in begun or branch.unsure is not None else False


def _ended(branch: Branch, flights: Sequence[_Flight], as_of: datetime) -> datetime | None:
    """The last instant at which any of the flights can have delivered; None: one does not tell."""
    begun = [one.last for one in flights if not one.later]
    told = begun or [last_of((branch.campaign,), as_of)]
    known = [one for one in told if one is not None]
    return max(known) if len(known) == len(told) else None


def last_of(things: Sequence[Campaign | AdSet], as_of: datetime) -> datetime | None:
    """The last instant at which all of these can have been on and before their ends.

    What is switched off was so by its last change. None: nothing of it is told.
    """
    ends = [one.end for one in things if one.end is not None and one.end <= as_of]
    off = [one for one in things if one.intent in OFF.get(one.platform, ())]
    changes = [changed((one,), as_of) for one in off]
    return min((*ends, *(one for one in changes if one is not None)), default=None)
