"""What came due written down as slots, and which of them are to be begun now."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from policies.model import Words
from policies.retention.clock import AHEAD
from worker.logs import ERROR, WARNING, log
from worker.service.office import Job, Office
from worker.service.ticks import CatchUp, Every, plan
from worker.store import slots
from worker.store.slots import Made, Open

LONGEST_JITTER = timedelta(seconds=30)
_MISSED = Words("No process ran when it was due, and a later one takes its place.")
_BEFORE = Words("It was due before the service was first started.")
_GIVEN_UP = Words("It was begun {count} times and never came to its end.")


def write_down(office: Office, jobs: Sequence[Job]) -> None:
    """Make a slot of everything that came due since the last one that stands written.

    One that a clock wrote which was ahead says nothing of what is due now.

    Raises:
        StoreError: the database failed; nothing was written.
    """
    now = office.clock()
    with office.store.reading() as connection:
        last = slots.last_of(connection, [job.name for job in jobs], by=now + AHEAD)
    for job in jobs:
        planned = plan(job.schedule, job.catch_up, last.get(job.name), now)
        if not planned:
            continue
        because = _MISSED if job.name in last else _BEFORE
        made = [
            Made(job=job.name, scheduled_at=one.at, because=None if one.wanted else because)
            for one in planned
        ]
        with office.store.writing() as connection:
            slots.make(connection, made, now)
            skipped = sum(not one.wanted for one in planned)
            if job.catch_up is CatchUp.LATEST:
                latest = planned[-1].at
                skipped += slots.supersede(connection, job.name, latest, now, _MISSED)
        if skipped and job.name in last:
            log("job.skipped", level=WARNING, job=job.name, slots=skipped)


def give_up(office: Office, standing: Collection[Open]) -> None:
    """Fail what was begun as often as it may be, and tell it."""
    if not any(one.spent and not one.busy for one in standing):
        return
    because = replace(_GIVEN_UP, values={"count": str(slots.ATTEMPTS)})
    with office.store.writing() as connection:
        given_up = slots.give_up(connection, office.clock(), because)
    for job, at in given_up:
        log(
            "job.given-up",
            level=ERROR,
            job=job,
            scheduled_at=at.isoformat(),
            because=because.english(),
        )


def due(job: Job, standing: Collection[Open], now: datetime, holder: str, *, jitter: bool) -> bool:
    """Whether a slot of the job can be begun, and none is at work anywhere."""
    mine = [one for one in standing if one.job == job.name]
    if job.catch_up is CatchUp.LATEST and any(one.running and one.busy for one in mine):
        return False
    ripe = [one.scheduled_at for one in mine if not (one.busy or one.spent)]
    return any(at + (delay(job, holder, at) if jitter else timedelta()) <= now for at in ripe)


def led_by_others(job: Job, standing: Collection[Open], holder: str) -> datetime | None:
    """The slot of the job that another process works on, if any."""
    return next(
        (
            one.scheduled_at
            for one in standing
            if one.job == job.name and one.running and one.busy and one.holder != holder
        ),
        None,
    )


def delay(job: Job, holder: str, at: datetime) -> timedelta:
    """How much later than its instant a process begins a slot: up to a tenth of the interval.

    The same process and slot have the same delay; processes and platforms are not all busy at once.
    """
    tenth = job.schedule.span / 10 if isinstance(job.schedule, Every) else LONGEST_JITTER
    digest = hashlib.sha256(f"{holder}|{job.name}|{at.isoformat()}".encode()).digest()
    return min(tenth, LONGEST_JITTER) * (int.from_bytes(digest[:4]) / 2**32)
