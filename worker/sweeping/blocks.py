"""Large blocks of memory go back to the system when they are freed."""

from __future__ import annotations

import ctypes

_THRESHOLD, _ARENAS = -3, -8
"""`M_MMAP_THRESHOLD` and `M_ARENA_MAX` of glibc's `mallopt` (malloc.h; mallopt(3), 2026-11-29)."""
LARGE = 1 << 18
"""Bytes."""
HEAPS = 2
"""Threads share them: they wait for each other in any case."""


def give_back_large_blocks() -> bool:
    """Have the C library map large blocks by themselves, and keep few heaps; whether it does.

    An account's text takes megabytes. Left to itself glibc soon takes such blocks from the heaps of
    its threads, which it hardly ever gives back: 40 accounts then hold a third more than one. Other
    libraries have no such switch, and go on as they do.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
        return bool(mallopt(_THRESHOLD, LARGE)) and bool(mallopt(_ARENAS, HEAPS))
    except (OSError, AttributeError, TypeError):
        return False
