"""Much made at once without the collector of cycles looking through all of it again and again."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_LOCK = threading.Lock()
_within = 0


@contextmanager
def uncollected() -> Iterator[None]:
    """Let no cycles be looked for meanwhile, in any thread.

    For values that hold no cycles, such as verdicts: of 10,000 ads they are some hundred thousand
    objects, and looking through them takes longer than making them.
    """
    global _within
    with _LOCK:
        _within += 1
        if _within == 1:
            gc.disable()
    try:
        yield
    finally:
        with _LOCK:
            _within -= 1
            if _within == 0:
                gc.enable()
