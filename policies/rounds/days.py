"""A day's rounds put together from what is stored: when it ran, what was read, what was mailed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from policies.model import Words
from policies.rounds.held import Mailed, Outcome, Round, outcome
from policies.rounds.spans import Span, ran_through
from policies.rounds.windows import Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What is noted of a subject and a window: that all of it was read, or why not."""

    read_at: datetime | None
    because: Words | None
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day of the city's and its rounds."""

    day: date
    rounds: tuple[Round, ...]
    ran: bool | None
    """Whether it ran through all of the day's windows; None: nobody can tell."""
    counts: bool = True
    """Whether it is a day for rounds at all."""
    moved: bool = False
    """Whether notes of other windows exist: the times of rounds were changed on that day."""

    def of(self, wanted: Outcome, at: datetime) -> tuple[Round, ...]:
        """The rounds with this outcome."""
        return tuple(one for one in self.rounds if outcome(one, at) is wanted)


def day_of(
    day: date,
    windows: Sequence[Window],
    *,
    spans: Iterable[Span],
    notes: Mapping[datetime, Note],
    digests: Mapping[tuple[str, datetime], Mailed],
    owner: str,
    counts: bool,
) -> Day:
    """The day of one subject.

    `notes`: of this day, by when their windows began. `digests`: by owner and window. `owner`:
    whose it is on that day, where no note tells.
    """
    return Day(
        day=day,
        rounds=tuple(_round(one, windows[-1].ends, notes, digests, owner) for one in windows),
        ran=ran_through(spans, windows[0].starts, windows[-1].ends) if windows else False,
        counts=counts,
        moved=not notes.keys() <= {one.starts for one in windows},
    )


def _round(
    window: Window,
    by: datetime,
    notes: Mapping[datetime, Note],
    digests: Mapping[tuple[str, datetime], Mailed],
    owner: str,
) -> Round:
    note = notes.get(window.starts)
    whose = owner if note is None else note.owner
    return Round(
        window=window,
        by=by,
        owner=whose,
        read_at=note.read_at if note else None,
        because=note.because if note else None,
        digest=digests.get((whose, window.starts)),
    )


def together(parts: Sequence[Note | None], owner: str) -> Note:
    """The parts of one reading as one: read when the last of them was, unread if any was not."""
    read = [one.read_at for one in parts if one is not None and one.read_at is not None]
    whole = bool(parts) and len(read) == len(parts)
    reasons = (one.because for one in parts if one is not None)
    return Note(
        read_at=max(read) if whole else None,
        because=None if whole else next((one for one in reasons if one is not None), None),
        owner=owner,
    )
