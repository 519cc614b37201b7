"""How long a stop takes where an account lets us write only so much at a time.

Meta's Limited tier holds 60 points an account, of which a write takes 3 and a read 1, and each
point comes back 300 seconds after it was spent; what goes beyond is refused for 300 seconds (Rate
Limits, checked 2026-11-22). The same arithmetic paces the writes and tells the person beforehand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from policies.model import Allowance

_SOON = 10.0
"""Seconds within which a portion and its reading back are sent: their points come back together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """What to write next."""

    wait: float
    """Seconds until then."""
    writes: int


def portion(
    allowance: Allowance, writes: int, *, waited: bool = False, sure: bool = False
) -> Portion:
    """How many of so many writes to send next, and after which wait; at least one.

    What fits goes at once, unless it is less than half of what a full allowance holds: each portion
    is read back, which costs points too. Room for that reading is left; and after a wait, `waited`
    or this one, for another one before the writes, if the account `is_read_before` them.
    """
    for wait, free in _filling(allowance):
        reads = _readings(allowance, waited=waited or wait > 0, sure=sure)
        # An account that cannot even be read within its allowance is written to all the same.
        full = max(1, min(writes, _fit(allowance, allowance.most, reads)))
        fits = _fit(allowance, free, reads)
        if 2 * fits >= full:
            return Portion(wait=wait, writes=min(fits, writes))
    full = _fit(allowance, allowance.most, _readings(allowance, waited=True, sure=sure))
    return Portion(wait=allowance.window, writes=max(1, min(writes, full)))


def is_read_before(allowance: Allowance, *, sure: bool = False) -> bool:
    """Whether the account is read before writes that waited: others may have been at work.

    Not where its many pages would make a portion less than half of what it is: a stop goes on then
    by the reading that it has. `sure`: nothing is written unseen, however long it takes.
    """
    once, twice = (_fit(allowance, allowance.most, reads) for reads in (1, 2))
    return sure or 2 * twice >= once > 0


def _readings(allowance: Allowance, *, waited: bool, sure: bool) -> int:
    """How often the account is read for one portion: back, and perhaps before it too."""
    return 2 if waited and is_read_before(allowance, sure=sure) else 1


def until_read(allowance: Allowance) -> float:
    """Seconds until the account may be read once."""
    for wait, free in _filling(allowance):
        if free >= allowance.read:
            return wait
    return allowance.window


def takes(allowance: Allowance | None, writes: int, *, sure: bool = False) -> float:
    """Seconds that so many writes must wait in all; 0 where no limit is known.

    `sure`: as for `is_read_before`; so for all here.
    """
    seconds = 0.0
    while allowance is not None and writes > 0:
        part = portion(allowance, writes, sure=sure)
        seconds += part.wait
        writes -= part.writes
        allowance = spent(allowance, part, sure=sure)
    return seconds


def spent(allowance: Allowance, part: Portion, *, sure: bool = False) -> Allowance:
    """What is left right after a portion: its writes, and the readings that go with them."""
    reads = _readings(allowance, waited=part.wait > 0, sure=sure)
    cost = part.writes * allowance.write + reads * allowance.read
    back = sum(points for after, points in allowance.returns if after <= part.wait)
    later = [(at - part.wait, points) for at, points in allowance.returns if at > part.wait]
    return replace(
        allowance,
        free=max(0, min(allowance.most, allowance.free + back) - cost),
        returns=(*later, (allowance.window, cost)),
    )


def together(seconds: Iterable[float], at_once: int) -> float:
    """Seconds for pieces of work that are begun in this order, so many side by side."""
    ends = [0.0] * max(1, at_once)
    for one in seconds:
        first = ends.index(min(ends))
        ends[first] += one
    return max(ends)


def _fit(allowance: Allowance, free: int, reads: int) -> int:
    """How many writes fit into so many points, so many readings beside them."""
    return max(0, free - reads * allowance.read) // allowance.write


def _filling(allowance: Allowance) -> Iterator[tuple[float, int]]:
    """Seconds from now, and the points that are free by then; what comes soon after is awaited."""
    free = allowance.free
    yield 0.0, free
    coming = sorted(allowance.returns)
    while coming:
        soon = [one for one in coming if one[0] <= coming[0][0] + _SOON]
        coming = coming[len(soon) :]
        free = min(allowance.most, free + sum(points for _, points in soon))
        yield soon[-1][0], free
