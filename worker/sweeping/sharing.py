"""Pieces of work that several workers share: each is done by one, and all learn what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from worker.store.leases import Busy
from worker.sweeping.attempting import Form, Piece, attempt_each, in_other_hands
from worker.sweeping.fan import fan_out
from worker.sweeping.gathering import gather
from worker.sweeping.means import Means

R = TypeVar("R")


def share(means: Means, pieces: Sequence[Piece[R]], form: Form[R]) -> Iterator[R]:
    """The outcome of each piece, as they come, whoever did it.

    What another worker has is waited for; where patience ends before, it is told that he has it.
    Where there are hands for the work, and they can be reached, they get all of it first.

    Raises:
        Ended: nothing more is to be done.
        StoreError: our own database failed.
    """
    turns = means.turns
    if turns is None:
        yield from fan_out(lambda piece: piece.do(means), pieces)
        return
    hands = turns.want(piece.name for piece in pieces if piece.whole)
    if hands is not None:
        yield from gather(means, turns, hands, pieces, form)
        return
    left = list(pieces)
    while left:
        busy: list[tuple[Piece[R], Busy]] = []
        for piece, got in attempt_each(means, turns, left, form):
            if isinstance(got, Busy):
                busy.append((piece, got))
            else:
                yield got
        left = [piece for piece, _ in busy]
        if busy and not turns.terms.wait():
            yield from (in_other_hands(piece, got) for piece, got in busy)
            return
        turns.go_on()
