"""Large blocks of memory go back to the system when they are freed."""

from __future__ import annotations

import ctypes

_THRESHOLD = -3
"""`M_MMAP_THRESHOLD` of glibc's `mallopt` (malloc.h; manual page mallopt(3), read 2026-11-29)."""
LARGE = 1 << 20
"""Bytes."""


def give_back_large_blocks() -> bool:
    """Have the C library map blocks of a megabyte and more by themselves; whether it does.

    An account's text takes megabytes. Left to itself glibc soon takes such blocks from the heaps of
    its threads, which it hardly ever gives back: 40 accounts then hold a third more than one. Other
    libraries have no such switch, and go on as they do.
    """
    try:
        return bool(ctypes.CDLL(None).mallopt(_THRESHOLD, LARGE))
    except (OSError, AttributeError, TypeError):
        return False
