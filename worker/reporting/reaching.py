"""What a week's numbers rest on: its readings, and the weeks before where it has none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product

from policies.rounds.counting import Tally
from policies.weekly import Reach, Reading, Span, reach_of
from worker.config import Settings
from worker.platforms import enabled
from worker.stopping.recounting import Stops
from worker.store.kept import Connection
from worker.store.sweeps import NEEDED
from worker.store.week import SweptOnce, swept_between
from worker.store.week_covered import Covered

INTERVALS = 3
"""Intervals of polling after which a reading is old, as `/readyz` counts."""
BY_HAND = timedelta(hours=26)
"""At least so long a reading is fresh: who sweeps once a day, and not to the minute, is in time."""
BEFORE = timedelta(weeks=5)
"""How far before the week the last whole reading is looked for."""


def limit(settings: Settings) -> timedelta:
    """How old the newest reading of anything may be at the week's end."""
    poll = settings.poll
    longest = max(poll.ads_minutes, poll.comments_minutes, poll.messages_minutes)
    return max(INTERVALS * timedelta(minutes=longest), BY_HAND)


def read_in(sweeps: Sequence[SweptOnce], settings: Settings, span: Span, at: datetime) -> Reach:
    """What is known at the week's end, or now if it still runs, by these sweeps alone."""
    on = [str(one) for one in enabled(settings)]
    return reach_of(
        [_reading(one, on) for one in sweeps if one.account is None],
        list(product(on, sorted(NEEDED))),
        until=min(at, span.end),
        at=at,
        limit=limit(settings),
    )


def reached(
    connection: Connection,
    sweeps: Sequence[SweptOnce],
    settings: Settings,
    span: Span,
    at: datetime,
) -> Reach:
    """The same; what the week's own sweeps do not tell is looked for in the weeks before."""
    found = read_in(sweeps, settings, span, at)
    if found.last is not None:
        return found
    before = swept_between(connection, span.start - BEFORE, span.start)
    return read_in((*before, *sweeps), settings, span, at)


def weighed(
    found: Reach,
    settings: Settings,
    *,
    covered: Covered,
    rounds: Tally,
    stops: Stops,
    until: datetime,
) -> Reach:
    """The same, with what else is no good: old accounts, polls and rounds missed, stops."""
    on = [str(one) for one in enabled(settings)]
    mine = [one for one in covered.accounts if one.platform in on]
    old = any(one.read_at < until - limit(settings) for one in mine)
    return replace(
        found,
        gaps=found.gaps or old,
        accounts=bool(mine),
        polls_due=sum(one.due for one in covered.polls),
        polls_missed=sum(one.failed + one.skipped for one in covered.polls),
        rounds_missed=rounds.missed,
        rounds_untold=rounds.unknown,
        stops=len(stops.in_force),
        stops_unreadable=len(stops.unreadable),
    )


def _reading(run: SweptOnce, on: Iterable[str]) -> Reading:
    """A sweep as the count wants it; one without an end tells not of which platforms it was."""
    asked = frozenset([run.platform] if run.platform else on)
    return Reading(
        begun=run.started_at,
        ended=run.finished_at,
        platforms=asked & run.met if run.finished_at else asked,
        topics=run.topics,
        unlisted=frozenset(str(one.platform) for one in run.unread if one.what == "accounts"),
        gaps=frozenset(str(one.platform) for one in run.unread),
    )
