"""Ctrl-C that is not lost: made again where it came while no exception could be raised."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

_A_MOMENT = 0.05
"""Seconds until it is made again: by then what could not raise it has ended."""


@contextmanager
def insisting() -> Iterator[None]:
    """Heed an interruption within the block also where Python only reports and forgets it.

    That is while an object is taken away, in a callback or a `__del__`. The command would then go
    on to its end, as if nobody had pressed anything. To be used in the main thread.
    """
    before, main = sys.unraisablehook, threading.get_ident()

    def heed(told: UnraisableHookArgs) -> None:
        if not issubclass(told.exc_type, KeyboardInterrupt):
            before(told)
            return
        again = threading.Timer(_A_MOMENT, signal.pthread_kill, (main, signal.SIGINT))
        again.daemon = True
        again.start()

    sys.unraisablehook = heed
    try:
        yield
    finally:
        sys.unraisablehook = before
