"""A stop goes first: while one is at work, every reading beside it waits.

What the platforms let us ask for is the stop's then, whatever program reads: two programs share no
memory, so a lock says that a stop is at work, and a kill lets go of it too.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from policies.model import Words
from worker.stopping.alone import alone, lock_of
from worker.stopping.places import Places

_AT_WORK = "at-work"
_TURN = 2.0
"""Seconds that a stop tries to say that it is at work; it goes on all the same."""
_PAUSE = 0.5
LONGEST = 300.0
"""Seconds that a thread waits in all: a stop that waits for a person's answer holds up no round."""


@contextmanager
def going_first(places: Places, sleep: Callable[[float], None]) -> Iterator[None]:
    """Let others wait with what they want to read; never a reason not to go on."""
    with alone(_AT_WORK, places, patience=_TURN, sleep=sleep, shared=True):
        yield


def stop_is_at_work(places: Places) -> bool:
    """Whether a stop, or its undoing, is at work, in this program or another."""
    return any(_is_held(lock_of(folder, _AT_WORK)) for folder in places.readable())


def _is_held(path: Path) -> bool:
    """Whether somebody holds this lock; one that cannot be looked at holds nobody up."""
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(descriptor)
    return False


class GiveWay:
    """Waits before a request while a stop is at work, each thread for `LONGEST` at most."""

    def __init__(self, places: Places, tell: Callable[[Words], None]) -> None:
        """`tell` says once that reading waits."""
        self._places = places
        self._tell = tell
        self._told = False
        self._mine = threading.local()

    def __call__(self, sleep: Callable[[float], None]) -> None:
        """Come back when a request may be sent."""
        waited: float = getattr(self._mine, "waited", 0.0)
        while waited < LONGEST and stop_is_at_work(self._places):
            self._say()
            sleep(_PAUSE)
            waited += _PAUSE
        self._mine.waited = waited

    def _say(self) -> None:
        if not self._told:
            self._told = True
            self._tell(Words("A crisis stop is at work: reading waits, so that it goes first."))
