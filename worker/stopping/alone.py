"""One program at a time works on a stop, where that can be had: a lock, which a kill lets go too.

Never a reason not to stop: where no lock can be made the work goes on without one.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import Enum, auto
from pathlib import Path

from worker.stopping.places import Places, append_only

_FOLDER = "locks"
_PAUSE = 0.25


class Got(Enum):
    """How the lock was got."""

    AT_ONCE = auto()
    """Nobody else was at work, or no place takes a lock."""
    AFTER_A_WAIT = auto()
    """Somebody was: what was read before is old."""
    NOT_GOT = auto()
    """Somebody still is."""


@contextmanager
def alone(
    stop_id: str,
    places: Places,
    *,
    patience: float,
    sleep: Callable[[float], None],
    shared: bool = False,
) -> Iterator[Got]:
    """Work on a stop by oneself; `patience`: seconds to wait for another program or thread.

    `shared`: beside others who share it too. Not only stops have a lock: any name will do.
    """
    descriptor = _opened(stop_id, places)
    try:
        how = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        yield Got.AT_ONCE if descriptor is None else _got(descriptor, how, patience, sleep)
    finally:
        if descriptor is not None:
            os.close(descriptor)


def _opened(stop_id: str, places: Places) -> int | None:
    """The file of the lock; None: no place takes one."""
    for folder in places.folders():
        with suppress(OSError):
            return append_only(lock_of(folder, stop_id))
    return None


def lock_of(folder: Path, name: str) -> Path:
    """The file of a lock in one of the places."""
    return folder / _FOLDER / f"{name}.lock"


def _got(descriptor: int, how: int, patience: float, sleep: Callable[[float], None]) -> Got:
    """Try until the patience is over."""
    waited = 0.0
    while True:
        try:
            fcntl.flock(descriptor, how | fcntl.LOCK_NB)
        except BlockingIOError:
            if waited >= patience:
                return Got.NOT_GOT
            sleep(_PAUSE)
            waited += _PAUSE
        except OSError:  # some network disks know no locks
            return Got.AT_ONCE
        else:
            return Got.AFTER_A_WAIT if waited else Got.AT_ONCE
