"""One try at pieces of work: done by us, or learnt from whoever did it, or found in other hands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Generic, TypeAlias, TypeVar

from connectors.http import Meter
from policies.model import Words
from worker.store.errors import Fenced
from worker.store.leases import Busy, Done
from worker.sweeping.fan import Limit, fan_out
from worker.sweeping.means import Means
from worker.sweeping.turns import Turns

R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece(Generic[R]):
    """A piece of work."""

    name: str
    """What one worker at a time may do, such as `ads meta act_1`."""
    do: Callable[[Means], R]
    instead: Callable[[Words], R]
    """What came of it where it could not be done, and why."""
    meter: Meter
    """Where the requests of whoever does it are counted."""
    lost: Callable[[R], Words | None]
    """Why nothing at all of it was read; None: something was."""
    whole: bool = True
    """Whether it is then done for everybody."""


class NothingRead(Exception):
    """Nothing at all of a piece that was done for another: he reads it himself."""

    def __init__(self, because: Words) -> None:
        """`because`: of the first that is unread."""
        super().__init__(because.english())
        self.because = because


@dataclass(frozen=True, slots=True)
class Form(Generic[R]):
    """How an outcome is written down for other workers, and read again."""

    to_value: Callable[[R], Any]
    from_value: Callable[[Any], R]


Result: TypeAlias = tuple[Piece[R], R | Busy]


def attempt_each(
    means: Means, turns: Turns, pieces: Sequence[Piece[R]], form: Form[R]
) -> Iterator[Result[R]]:
    """Try each piece once; `Busy`: another has it.

    Raises:
        Ended: nothing more is to be done.
        NothingRead: so much came of a piece for another; it is free.
        StoreError: our own database failed.
    """
    limit: Limit[Piece[R], Result[R]] | None = None
    if turns.terms.seconds is not None:
        limit = Limit(turns.terms.seconds, partial(_late, turns, form))
    return fan_out(partial(_attempt, means, turns, form), pieces, limit=limit)


def heard(piece: Piece[R], outcome: Any, form: Form[R]) -> R:
    """What came of a piece that another did; the requests it took him are counted as ours."""
    told = dict(outcome)
    piece.meter.add(**told.pop(REQUESTS, {}))
    return form.from_value(told)


def in_other_hands(piece: Piece[R], busy: Busy) -> R:
    """What is given for a piece that another has, and that nobody waits for any longer."""
    host, number = [*busy.holder.split(":"), "?"][:2]
    return piece.instead(replace(_TAKEN, values={"host": host, "number": number}))


REQUESTS = "requests"
"""Under this name an outcome tells the requests of whoever did it, where his sweep does not."""


def _attempt(means: Means, turns: Turns, form: Form[R], piece: Piece[R]) -> Result[R]:
    """Do a piece, or learn what came of it, or that another has it."""
    turns.go_on()
    got = turns.take(piece.name)
    if isinstance(got, Busy):
        return piece, got
    if isinstance(got, Done):
        return piece, heard(piece, got.outcome, form)
    try:
        result = piece.do(replace(means, fence=partial(turns.fence, got)))
        _leave_lost(piece, turns, result)
    except Fenced:
        return piece, piece.instead(_LOST)
    except BaseException:
        turns.release(got)
        raise
    if piece.whole:
        turns.done(got, _told(piece, turns, form.to_value(result)))
    else:
        turns.release(got)
    return piece, result


def _leave_lost(piece: Piece[R], turns: Turns, result: R) -> None:
    """Leave to another what we could read nothing of: the fault may be this host's alone.

    Raises:
        NothingRead: so it is.
    """
    because = piece.lost(result) if turns.terms.for_another else None
    if because is not None:
        raise NothingRead(because)


def _told(piece: Piece[R], turns: Turns, value: Any) -> Any:
    """An outcome as it is left for whoever leads the sweep."""
    if not turns.terms.for_another:
        return value
    return {**value, REQUESTS: piece.meter.told()}


def _late(turns: Turns, form: Form[R], piece: Piece[R]) -> Result[R]:
    """A piece that took longer than it may: its lease runs out by itself.

    Done for another it is at an end at once: he would only wait as long again.
    """
    minutes = f"{(turns.terms.seconds or 0) / 60:g}"
    result = piece.instead(replace(_TOO_LONG, values={"minutes": minutes}))
    if turns.terms.for_another:
        turns.end_late(piece.name, _told(piece, turns, form.to_value(result)))
    else:
        turns.let_run_out(piece.name)
    return piece, result


_TAKEN = Words(
    "Another run (process {number} on {host}) is reading this now; what it reads counts. Wait "
    "until it is done, or try again."
)
_TOO_LONG = Words("It took longer than {minutes} minutes, and the others were not to wait for it.")
_LOST = Words("Another run has taken this over, for this one did not hold it in time.")
