"""The spans in which a campaign ran, as readings of its account tell them one after the other.

A time without a reading is seen through: what ran before it and after it ran meanwhile. What could
not be read ends nothing. Where nobody can tell, a span says so by its edges.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from policies.rounds.running import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A time in which a campaign ran, or may have."""

    maybe: datetime
    """Before this it did not run, or is not ours to tell."""
    runs_from: datetime | None
    """From here on it surely ran, or is to run; None: nobody can tell."""
    seen: datetime | None
    """Until here it surely ran; None: it was never seen running."""
    over: datetime | None = None
    """From here on it surely did not run; None: it was not seen ended."""


def after(
    known: Span | None, told: Reading, at: datetime, before: datetime | None
) -> tuple[Span, ...]:
    """What a reading at `at` makes of a campaign's last span, and the one that begins with it.

    `known`: the span that is not over, if there is one; it comes first in the answer. `before`:
    when the account's campaigns were read before; without a span it did not run then. None: never.
    """
    floor = before or at
    if told.now is None:
        return (known or Span(maybe=floor, runs_from=None, seen=None),)
    if told.now:
        return (_running(known, told, at, floor),)
    planned = told.planned
    ahead = () if planned is None else (Span(maybe=planned, runs_from=planned, seen=None),)
    if known is None:
        return ahead
    if known.maybe > at:  # planned, and changed before it began
        return ahead or (replace(known, over=known.maybe),)
    return (_ended(known, told.ended, at), *ahead)


def _running(known: Span | None, told: Reading, at: datetime, floor: datetime) -> Span:
    """It runs: as it did, as it was planned, or since it began in between."""
    if known is not None and known.maybe <= at:
        if known.runs_from is not None:
            return replace(known, seen=at)
        floor = known.maybe
    maybe = min(max(floor, told.earliest or floor), at)
    return Span(maybe=maybe, runs_from=min(max(maybe, told.since or at), at), seen=at)


def _ended(known: Span, ended: datetime | None, at: datetime) -> Span:
    """It ran and does so no more; `ended`: the last instant at which it can have run."""
    if ended is None:
        return replace(known, over=at)
    end = max(known.seen or known.maybe, min(ended, at))
    ran = known.runs_from is not None and end > known.runs_from
    return replace(known, seen=end if ran else known.seen, over=end)


def began(span: Span, start: datetime | None, first_read: datetime | None) -> datetime | None:
    """When a span began; None: nobody can tell.

    What ran when its account was first read may have run for years: only the platform can say.
    `start`: the first instant at which the platform let the campaign run, as it tells it.
    `first_read`: when the account was; None: not known.
    """
    sure = span.runs_from
    if sure is None:
        return None
    if start is not None and span.maybe <= start <= sure:
        return start
    if first_read is not None and first_read < span.maybe < sure:  # it did not run at `maybe`
        return sure
    return start if start is not None and start < span.maybe else None


def ran_through(spans: Iterable[Span], starts: datetime, ends: datetime) -> bool | None:
    """Whether the campaign ran all the time from `starts` to `ends`; None: nobody can tell."""
    spans = tuple(spans)
    if any(_surely(one, starts, ends) for one in spans):
        return True
    return None if any(_perhaps(one, starts, ends) for one in spans) else False


def _surely(span: Span, starts: datetime, ends: datetime) -> bool:
    if span.runs_from is None or span.seen is None:
        return False
    return span.runs_from <= starts and ends <= span.seen


def _perhaps(span: Span, starts: datetime, ends: datetime) -> bool:
    return span.maybe <= starts and (span.over is None or ends <= span.over)


def touches(spans: Iterable[Span], starts: datetime, ends: datetime) -> bool:
    """Whether it ran, or may have, at some time from `starts` to `ends`."""
    return any(
        one.maybe < ends and (one.over is None or one.over > max(starts, one.maybe))
        for one in spans
    )
