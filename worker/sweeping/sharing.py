"""Pieces of work that several workers share: each is done by one, and all learn what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Generic, TypeAlias, TypeVar

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
    whole: bool = True
    """Whether it is then done for everybody."""


@dataclass(frozen=True, slots=True)
class Form(Generic[R]):
    """How an outcome is written down for other workers, and read again."""

    to_value: Callable[[R], Any]
    from_value: Callable[[Any], R]


_Result: TypeAlias = tuple[Piece[R], R | Busy]


def share(means: Means, pieces: Sequence[Piece[R]], form: Form[R]) -> Iterator[R]:
    """The outcome of each piece, as they come, whoever did it.

    What another worker has is waited for; where patience ends before, it is told that he has it.

    Raises:
        Ended: nothing more is to be done.
        StoreError: our own database failed.
    """
    turns = means.turns
    if turns is None:
        yield from fan_out(lambda piece: piece.do(means), pieces)
        return
    turns.want(piece.name for piece in pieces if piece.whole)
    left = list(pieces)
    while left:
        busy: list[tuple[Piece[R], Busy]] = []
        for piece, got in _round(means, turns, left, form):
            if isinstance(got, Busy):
                busy.append((piece, got))
            else:
                yield got
        left = [piece for piece, _ in busy]
        if busy and not turns.terms.wait():
            yield from (piece.instead(_taken(got)) for piece, got in busy)
            return
        turns.go_on()


def _round(
    means: Means, turns: Turns, pieces: Sequence[Piece[R]], form: Form[R]
) -> Iterator[_Result[R]]:
    """Try each piece once."""
    limit: Limit[Piece[R], _Result[R]] | None = None
    if turns.terms.seconds is not None:
        limit = Limit(turns.terms.seconds, partial(_late, turns))
    return fan_out(partial(_attempt, means, turns, form), pieces, limit=limit)


def _attempt(means: Means, turns: Turns, form: Form[R], piece: Piece[R]) -> _Result[R]:
    """Do a piece, or learn what came of it, or that another has it."""
    turns.go_on()
    got = turns.take(piece.name)
    if isinstance(got, Busy):
        return piece, got
    if isinstance(got, Done):
        return piece, form.from_value(got.outcome)
    try:
        result = piece.do(replace(means, fence=partial(turns.fence, got)))
    except Fenced:
        return piece, piece.instead(_LOST)
    except BaseException:
        turns.release(got)
        raise
    if piece.whole:
        turns.done(got, form.to_value(result))
    else:
        turns.release(got)
    return piece, result


def _late(turns: Turns, piece: Piece[R]) -> _Result[R]:
    """A piece that took longer than it may: its lease runs out by itself."""
    turns.let_run_out(piece.name)
    minutes = f"{(turns.terms.seconds or 0) / 60:g}"
    return piece, piece.instead(replace(_TOO_LONG, values={"minutes": minutes}))


def _taken(busy: Busy) -> Words:
    host, number = [*busy.holder.split(":"), "?"][:2]
    return replace(_TAKEN, values={"host": host, "number": number})


_TAKEN = Words(
    "Another run (process {number} on {host}) is reading this now; what it reads counts. Wait "
    "until it is done, or try again."
)
_TOO_LONG = Words("It took longer than {minutes} minutes, and the others were not to wait for it.")
_LOST = Words("Another run has taken this over, for this one did not hold it in time.")
