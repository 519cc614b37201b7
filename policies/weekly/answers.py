"""How fast the city answered, and how late it is: the figures of a week, in all and by owner.

Times are counted from when a question was first seen to wait, for of LinkedIn nobody may keep when
it was written; of one that was answered before it was read here, from when it was written. An ask
that ended without an answer has no time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from policies.weekly.asks import Ask, AskEnd


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """How a number of asks was answered."""

    in_time: int = 0
    late: int = 0
    untold: int = 0
    """Answered, and whether in time cannot be told."""
    median: timedelta | None = None
    """None: nothing was answered."""
    percentile_90: timedelta | None = None
    """Nine of ten answers took no longer."""

    @property
    def told(self) -> int:
        """Of how many it is known whether they came in time."""
        return self.in_time + self.late

    @property
    def share(self) -> float | None:
        """The part of answers in time, 0 to 1, of those that can be told; None: there are none."""
        return self.in_time / self.told if self.told else None

    @property
    def least_share(self) -> float | None:
        """The same if all that cannot be told came late: the share is no less than this."""
        every = self.told + self.untold
        return self.in_time / every if every else None


def answers(asks: Iterable[Ask]) -> Answers:
    """The figures of these asks; those that nobody answered play no part."""
    asks = tuple(asks)
    ends = [one.end for one in asks]
    took = sorted(one.answered - one.since for one in asks if one.answered is not None)
    return Answers(
        in_time=ends.count(AskEnd.IN_TIME),
        late=ends.count(AskEnd.LATE),
        untold=ends.count(AskEnd.UNTOLD),
        median=_part(took, 50),
        percentile_90=_part(took, 90),
    )


def by_owner(asks: Iterable[Ask], owners: Mapping[str, str]) -> dict[str, list[Ask]]:
    """The asks of each owner, owners in order. `owners`: thread to owner."""
    found: dict[str, list[Ask]] = defaultdict(list)
    for one in asks:
        found[owners[one.thread]].append(one)
    return dict(sorted(found.items()))


def late_by(ask: Ask, at: datetime) -> timedelta | None:
    """How long its deadline has passed at this instant; None: it has not."""
    if ask.due_at is None or ask.due_at >= at:
        return None
    return at - ask.due_at


def _part(took: Sequence[timedelta], percent: int) -> timedelta | None:
    """The shortest time within which this many percent were answered; `took` is in order."""
    if not took:
        return None
    return took[-(-len(took) * percent // 100) - 1]
