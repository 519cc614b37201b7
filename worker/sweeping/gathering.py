"""A sweep whose pieces are done by workers elsewhere: laid down for them, and gathered.

Whoever leads the sweep reads nothing as long as there are hands for it. What nobody takes he does
himself in the end, and says so: a city whose workers are all dead is still read.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from worker.store.leases import Busy
from worker.sweeping.attempting import Form, Piece, attempt_each, heard, in_other_hands
from worker.sweeping.means import Means
from worker.sweeping.turns import Hands, Turns

R = TypeVar("R")


class _Stillness:
    """For how long nothing has moved: no piece was taken, none ended."""

    def __init__(self) -> None:
        self._last: object = None
        self._since = time.monotonic()

    def after(self, left: Iterable[str], held: Mapping[str, Busy]) -> float:
        """Seconds, given how it looks now."""
        now = frozenset(left), frozenset((name, busy.holder) for name, busy in held.items())
        if now != self._last:
            self._last, self._since = now, time.monotonic()
        return time.monotonic() - self._since


def gather(
    means: Means, turns: Turns, hands: Hands, pieces: Sequence[Piece[R]], form: Form[R]
) -> Iterator[R]:
    """The outcome of each piece, as they come; those that nobody takes are done here.

    What somebody holds and does not end is given up: he may still end it.

    Raises:
        Ended: nothing more is to be done.
        StoreError: our own database failed.
    """
    left = {piece.name: piece for piece in pieces}
    if not left:
        return
    still = _Stillness()
    while left:
        turns.go_on()
        seen = turns.look(left)
        for name, outcome in seen.done.items():
            yield heard(left.pop(name), outcome, form)
        if still.after(left, seen.held) < (hands.longest if seen.held else hands.grace):
            if left:
                hands.nap(hands.moment)
            continue
        free = [piece for name, piece in left.items() if name not in seen.held]
        for piece, got in _ourselves(means, turns, hands, free, form):
            del left[piece.name]
            yield got
        if not free:
            yield from (in_other_hands(left.pop(name), busy) for name, busy in seen.held.items())
        still = _Stillness()
    turns.take_back()


def _ourselves(
    means: Means, turns: Turns, hands: Hands, free: Sequence[Piece[R]], form: Form[R]
) -> Iterator[tuple[Piece[R], R]]:
    """Do what nobody has taken; what somebody takes meanwhile is his."""
    if free:
        hands.nobody(len(free))
    for piece, got in attempt_each(means, turns, free, form):
        if not isinstance(got, Busy):
            yield piece, got
