"""The hands of a poll: with `engine = "procrastinate"` its pieces are laid down for workers.

The poll still lists the accounts, gathers what came of each and writes the sweep's row; it reads
itself what nobody takes, so that no account goes unread because a worker is missing.
"""

from __future__ import annotations

from functools import partial

from worker.logs import WARNING, log
from worker.service.office import Office, Shift
from worker.store.errors import StoreError
from worker.sweeping.shared import queue_for
from worker.sweeping.turns import Hands

GRACE = 30.0
"""Seconds that pieces lie while no worker is at any of them; then the poll reads them itself."""


def hands_of(office: Office, shift: Shift) -> Hands | None:
    """Workers for the pieces of a slot that this process leads; None: it reads them itself."""
    settings = office.settings
    if settings.engine == "embedded" or not shift.claim.token:
        return None
    from worker.engine.laying import Laying

    laying = Laying(queue_for(settings))
    longest = settings.poll.account_minutes * 60.0 + office.heart.lease.total_seconds()
    return Hands(
        lay=laying.lay,
        take_back=laying.take_back,
        grace=GRACE,
        longest=longest,
        nap=shift.nap,
        nobody=partial(_nobody, shift),
        failed=partial(_no_queue, shift),
    )


def _nobody(shift: Shift, pieces: int) -> None:
    """Nobody has taken so many: they are read here, and somebody should look at the workers."""
    log("poll.no-worker", level=WARNING, job=shift.claim.job, pieces=pieces)


def _no_queue(shift: Shift, error: StoreError) -> None:
    """Nothing can be laid down, though the database answers: this poll reads all of it here."""
    log("poll.no-queue", level=WARNING, job=shift.claim.job, because=error.words.english())
