"""What each process does for itself at the instants of a job, unless it takes the slot."""

from __future__ import annotations

from datetime import datetime, timedelta

from worker.service.office import Job

SETTLED = timedelta(minutes=1)
"""From an instant until whoever takes its slot has begun: the longest jitter, and some ticks."""


class Apart:
    """Up to when this process has done what each does for itself, by the name of the job."""

    def __init__(self) -> None:
        """Nothing is due but what comes from now on."""
        self._done: dict[str, datetime] = {}

    def did(self, job: Job, now: datetime) -> None:
        """What was due up to now is done, or is in hand: this process leads the slot, or begins."""
        self._done[job.name] = now

    def is_due(self, job: Job, now: datetime) -> bool:
        """Whether an instant of the job has come since, long enough ago."""
        done = self._done.get(job.name)
        # A start alone makes nothing due: cron may start a process every minute. And what was done
        # by a clock that was ahead says nothing.
        if done is None or done > now:
            self.did(job, now)
            return False
        return any(True for _ in job.schedule.between(done, now - SETTLED))
