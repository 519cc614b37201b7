"""One slot from its claim to its end, whatever comes in between."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from errno import EDQUOT, EFBIG, EIO, ENOSPC
from functools import partial
from typing import Any

from policies.model import Words
from worker.logs import DEBUG, ERROR, INFO, WARNING, log, log_failure
from worker.service.office import Did, Job, Office, Shift
from worker.store import slots
from worker.store.errors import Fenced, StoreError
from worker.store.kept import Connection
from worker.store.slots import ATTEMPTS, Claim
from worker.sweeping.edge import Ended

BACK_OFF = timedelta(minutes=1)
"""After a first failure; twice as long after each further one."""
PATIENT_FOR = timedelta(days=1)
"""How long after its instant what database or disk refuse is tried again: disks are emptied."""
SELDOM = timedelta(minutes=16)
"""How long it waits each time, when it has been tried as often as others are."""
AGAIN = 2.0
"""Seconds between two tries to reach a database that is away."""


def claimed(office: Office, job: Job) -> Shift | None:
    """The job's oldest slot in our hands, held by the heartbeat; None: there is none for us.

    Raises:
        StoreError: the database failed.
    """
    with office.store.writing() as connection:
        claim = slots.claim(
            connection,
            job.name,
            holder=office.holder,
            at=office.clock(),
            lease=office.heart.lease,
        )
    if claim is None:
        return None
    shift = Shift(claim=claim, pause=office.pause)
    office.heart.hold(claim, partial(_renew, claim), shift.lose)
    return shift


def _renew(claim: Claim, connection: Connection, until: datetime) -> bool:
    return slots.renew(connection, claim, until)


def work(office: Office, job: Job, shift: Shift) -> Did | None:
    """Do the slot's work and finish it; None: it failed, was cut off or lost, which is told."""
    claim = shift.claim
    facts: dict[str, Any] = {"job": claim.job, "scheduled_at": claim.scheduled_at.isoformat()}
    log("job.begun", level=DEBUG, **facts, attempt=claim.attempts)
    started = office.clock()
    try:
        did = job.do(office, shift)
        with office.store.writing() as connection:
            slots.finish(connection, claim, office.clock())
    except Fenced:
        log("job.lost", level=WARNING, **facts)
    except Ended:
        _cut_off(office, shift)
    except StoreError as error:
        _refused(office, shift, error, **facts)
    except Exception as error:  # noqa: BLE001 one job's fault must not end the service
        log_failure("job.failed", error, **facts, attempt=claim.attempts)
        _failed(office, shift, error)
    else:
        seconds = round((office.clock() - started).total_seconds(), 1)
        level = INFO if did.facts else DEBUG
        log("job.done", level=level, **facts, **did.facts, seconds=seconds)
        return did
    finally:
        office.heart.drop(claim)
    return None


def give_back(office: Office, shift: Shift) -> bool:
    """Let others have the slot and its accounts at once.

    Raises:
        StoreError: the database failed; its lease runs out.
    """
    office.heart.drop(shift.claim)
    if shift.turns is not None:
        shift.turns.release_all()
    with office.store.writing() as connection:
        return slots.give_back(connection, shift.claim)


def _cut_off(office: Office, shift: Shift) -> None:
    """The program is ending, or the slot is another's."""
    told = {"job": shift.claim.job, "scheduled_at": shift.claim.scheduled_at.isoformat()}
    try:
        given = not shift.lost and give_back(office, shift)
    except StoreError:
        given = False
    log("job.given-back" if given else "job.lost", level=WARNING, **told)


def _refused(office: Office, shift: Shift, error: StoreError, **facts: Any) -> None:
    """The database failed. Where it answers now, that is a failure like any other, and counts.

    It may be for good (a damaged page, a missing table, room for small things alone): tried again
    and again without end, a poll would use up what the platforms allow, and nobody would be told.
    It may also be a disk that is full over night, and a weekly report is worth a day of patience.
    """
    said = error.words.english()
    try:
        given_up = _put_off(office, shift, error.words, patient=True)
    except StoreError:
        log("database.away", level=WARNING, **facts, because=said)
        _when_back(office, shift)
        return
    if shift.turns is not None:
        shift.turns.release_all()
    log("job.failed", level=ERROR, **facts, attempt=shift.claim.attempts, because=said)
    if given_up:
        _tell_given_up(shift, error.words)


def _when_back(office: Office, shift: Shift) -> None:
    """Give the slot back when the database answers again; the attempt does not count."""
    while not shift.pause(shift.over, AGAIN):
        try:
            give_back(office, shift)
        except StoreError:
            continue
        return


def _failed(office: Office, shift: Shift, error: Exception) -> None:
    """Put it off, or give it up."""
    because = Words("The job failed ({kind}); the log tells where.", {"kind": type(error).__name__})
    if shift.turns is not None:
        shift.turns.release_all()
    try:
        if _put_off(office, shift, because, patient=_of_a_file(error)):
            _tell_given_up(shift, because)
    except StoreError:
        return


def _of_a_file(error: Exception) -> bool:
    """Whether a disk or a folder took no file: that is mended by people, and worth a day too."""
    if not isinstance(error, OSError):
        return False
    return error.filename is not None or error.errno in (ENOSPC, EDQUOT, EFBIG, EIO)


def _put_off(office: Office, shift: Shift, because: Words, *, patient: bool = False) -> bool:
    """Put it off, longer each time; after the last try give it up, and tell that this was done.

    `patient`: tries beyond the last do not count until the slot is a day old.

    Raises:
        StoreError: the database failed; nothing was changed.
    """
    claim, at = shift.claim, office.clock()
    with office.store.writing() as connection:
        if claim.attempts < ATTEMPTS:
            until = at + BACK_OFF * 2 ** (claim.attempts - 1)
            slots.put_off(connection, claim, until, because)
            return False
        if patient and at < claim.scheduled_at + PATIENT_FOR:
            slots.put_off(connection, claim, at + SELDOM, because, counted=False)
            return False
        return slots.fail(connection, claim, at, because)


def _tell_given_up(shift: Shift, because: Words) -> None:
    claim = shift.claim
    log(
        "job.given-up",
        level=ERROR,
        job=claim.job,
        scheduled_at=claim.scheduled_at.isoformat(),
        because=because.english(),
    )


def begin(target: Callable[[], None], name: str) -> threading.Thread:
    """A thread at work. It is a daemon: a transaction cut off by the end never happened."""
    thread = threading.Thread(target=target, name=name, daemon=True)
    thread.start()
    return thread
