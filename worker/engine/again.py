"""When the queue gives out a piece once more: after as long as its worker says; else never.

A piece that failed is not tried again from here: whoever laid it down does it himself, and his
job's own retries count.
"""

from __future__ import annotations

import asyncio

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.exceptions import JobAborted
from procrastinate.jobs import Job


class NotYet(Exception):
    """Another has the piece, or this process ends."""

    def __init__(self, seconds: float) -> None:
        """`seconds`: when it is to be tried again."""
        super().__init__(f"again in {seconds:.1f} seconds")
        self.seconds = seconds


class WhenItSays(BaseRetryStrategy):
    """The rule by which the queue goes."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """Again after the seconds of a `NotYet`; at once where the process ends meanwhile."""
        del job
        if isinstance(exception, NotYet):
            return RetryDecision(retry_in={"seconds": max(0, round(exception.seconds))})
        if isinstance(exception, asyncio.CancelledError | JobAborted):
            return RetryDecision(retry_in={"seconds": 0})
        return None
