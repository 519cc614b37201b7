"""Conversations asked for no faster than Meta lets us: two calls a second on each Page.

Instagram's limit is as high for each account, and its conversations are asked for on the Page
(Rate Limits, Conversations API; checked 2026-11-22). Which of the two a call counts for is not
documented, so that both channels of a Page share one pace.
"""

from __future__ import annotations

import threading
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from connectors.meta.ask import Ask

MOST = 2
"""Calls within `WITHIN` on one Page."""
WITHIN = timedelta(seconds=1)


class Pace:
    """When each Page's conversations were last asked for; safe across threads."""

    def __init__(self, *, sleep: Callable[[float], None], clock: Callable[[], datetime]) -> None:
        """`sleep` waits seconds; `clock` gives the present instant."""
        self._sleep = sleep
        self._clock = clock
        self._lock = threading.Lock()
        self._answered: dict[str, deque[datetime]] = defaultdict(lambda: deque(maxlen=MOST))

    @contextmanager
    def kept(self, asks: Sequence[Ask]) -> Iterator[None]:
        """Wait till these calls may be sent at once, at most two of them on one Page.

        What counts is when they were answered: Meta had seen them by then, however long they took
        on their way. These waits are short and belong to the asking; no patience is spent.
        """
        pages = Counter(ask.parts[0] for ask in asks if ask.parts[1:] == ("conversations",))
        seconds = max(map(self._wait, pages, pages.values()), default=0.0)
        if seconds > 0:
            self._sleep(seconds)
        try:
            yield
        finally:
            with self._lock:
                for page, calls in pages.items():
                    self._answered[page].extend([self._clock()] * calls)

    def _wait(self, page: str, calls: int) -> float:
        """Seconds until so many calls on a Page have room; a clock that was set back costs one."""
        with self._lock:
            before = list(self._answered[page])
        over = min(len(before), len(before) + calls - MOST)
        if over <= 0:
            return 0.0
        left = before[over - 1] + WITHIN - self._clock()
        return min(left, WITHIN).total_seconds()
