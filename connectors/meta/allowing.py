"""What is left of an ad account's points on the Limited tier, for a crisis stop to reckon with.

Points that we spent come back one by one; points that others spent, of which only the percentage in
a header tells, are taken to come back all at once when the window is over (Rate Limits, checked
2026-11-22).
"""

from __future__ import annotations

from datetime import datetime

from connectors.meta.gauge import POINTS, WRITE, Gauge, Score
from connectors.meta.usage import SCORE_WINDOW, Tier
from policies.model import Allowance

_MOST = POINTS[Tier.LIMITED]
_ON_ITS_WAY = 5.0
"""Seconds that a call may take to reach Meta, which counts it only then."""


def allowance(
    score: Score, gauge: Gauge | None, blocked_until: datetime, read: int, now: datetime
) -> Allowance:
    """The points that are free now and those to come.

    `gauge`: what Meta said of the account last; `blocked_until`: not after `now` where it refuses
    nothing.
    """
    free = _MOST - score.held(now)
    returns = tuple((after + _ON_ITS_WAY, points) for after, points in score.returns(now))
    others = _others(score, gauge, now)
    if gauge is not None and others > 0:
        free -= others
        returns = (*returns, ((gauge.over_at - now).total_seconds(), others))
    if blocked_until > now:
        blocked = (blocked_until - now).total_seconds() + _ON_ITS_WAY
        free, returns = 0, ((blocked, _MOST),)
    return Allowance(
        most=_MOST,
        free=max(0, free),
        returns=tuple(sorted(returns)),
        read=read,
        write=WRITE,
        window=SCORE_WINDOW + _ON_ITS_WAY,
    )


def _others(score: Score, gauge: Gauge | None, now: datetime) -> int:
    """Points that somebody else has spent, by what Meta tells beyond our own count."""
    if gauge is None or now >= gauge.over_at:
        return 0
    return max(0, round(_MOST * gauge.percent(now) / 100) - score.held(now))
