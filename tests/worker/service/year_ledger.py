"""What the jobs of a simulated year really did, written down beside the database.

Each job of the service's own table is wrapped before the service gets it: that its work began and
came to its end is noted here, whoever holds the slot by then and whatever the slots say.
"""

from __future__ import annotations

import itertools
import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from traceback import extract_tb
from typing import Any

from worker.logs.marks import FACTS, OURS
from worker.service.office import Did, Job, Office, Shift


@dataclass(slots=True)
class Run:
    """One time that a job's work was done, or tried."""

    job: str
    slot: datetime
    holder: str
    began: datetime
    ended: datetime | None = None
    """None: it failed, was cut off, or is under way."""
    gaps: int = 0


class Ledger:
    """All runs, in the order in which they began."""

    def __init__(self) -> None:
        self.runs: list[Run] = []

    def watching(self, table: Sequence[Job]) -> tuple[Job, ...]:
        """The same jobs, each noted here when it is done."""
        return tuple(replace(job, do=self._noted(job)) for job in table)

    def _noted(self, job: Job) -> Any:
        def do(office: Office, shift: Shift) -> Did:
            run = Run(job.name, shift.claim.scheduled_at, office.holder, office.clock())
            self.runs.append(run)
            did = job.do(office, shift)
            run.ended, run.gaps = office.clock(), did.gaps
            return did

        return do

    def since(self, number: int) -> list[Run]:
        """Runs that began after so many others."""
        return list(itertools.islice(self.runs, number, None))


@dataclass
class Listener(logging.Handler):
    """Counts what the program logs; keeps the failures of jobs with their reasons."""

    counted: Counter[str] = field(default_factory=Counter)
    failures: list[tuple[datetime, str]] = field(default_factory=list)
    clock: Any = None

    def __post_init__(self) -> None:
        super().__init__(logging.INFO)
        self._before = logging.getLogger(OURS).level

    def __hash__(self) -> int:
        return id(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Count it."""
        action = record.getMessage()
        self.counted[action] += 1
        if record.levelno >= logging.ERROR or action == "job.failed":
            self.failures.append((self.clock(), f"{action} {getattr(record, FACTS, {})}"))
            if record.exc_info:
                kind, error, trace = record.exc_info
                self.failures[-1] = (
                    self.clock(),
                    f"{self.failures[-1][1]} {kind} {error} {extract_tb(trace)[-1:]}",
                )

    def begin(self) -> None:
        """Listen."""
        logger = logging.getLogger(OURS)
        logger.addHandler(self)
        logger.setLevel(logging.INFO)

    def end(self) -> None:
        """Listen no more."""
        logger = logging.getLogger(OURS)
        logger.removeHandler(self)
        logger.setLevel(self._before)
