"""The service: at each tick what came due is written down, claimed and begun; its orderly end."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from worker.config import Settings
from worker.logs import ERROR, WARNING, log, log_failure
from worker.service.apart import Apart
from worker.service.clockwork import Sight
from worker.service.jobs import jobs
from worker.service.office import Did, Job, Office, Shift
from worker.service.planning import due, give_up, led_by_others, write_down
from worker.service.ticks import next_after
from worker.service.working import begin, claimed, give_back, work
from worker.store import slots
from worker.store.errors import StoreError, TooNew, TooOld
from worker.store.slots import Claim
from worker.sweeping.edge import Ended

REMEMBERED = 1000
"""Slots whose outcome is kept in memory: a service that runs for a year has done a million."""
GRACE = 7.0
"""Seconds that jobs have to come to a good place when the program ends."""


class Service:
    """The jobs of one process."""

    def __init__(self, office: Office, table: tuple[Job, ...] | None = None) -> None:
        """`table`: the jobs; those of the configuration if None."""
        self.office = office
        self._given = table
        self._jobs = table if table is not None else jobs(office.settings)
        self._awaited = {job.after for job in self._jobs if job.after}
        self._lock = threading.Lock()
        self._shifts: dict[str, Shift] = {}
        self._ending = False
        self._sight = Sight()
        self._apart = Apart()
        self.away = False
        """Whether the database did not answer the last time."""
        self.doubts = False
        """Whether what goes by the date waits, for the clock may have leapt."""
        self.outdated: StoreError | None = None
        """Why it may work here no more: another version of the program changed the tables."""
        self.looked_at = time.monotonic()
        """When it last looked for work, by a clock that nobody can set."""
        self.outcomes: deque[tuple[Claim, Did | None]] = deque(maxlen=REMEMBERED)
        """What came of the slots that this process has done last."""

    def reload(self, settings: Settings) -> None:
        """Go by another configuration from the next slot on; jobs at work end by the old one."""
        self.office = replace(self.office, settings=settings)
        self._jobs = self._given if self._given is not None else jobs(settings)
        log("service.reloaded", upcoming=self.upcoming())

    def upcoming(self) -> dict[str, str]:
        """Each job and when it is due next, in the zone of its schedule or UTC."""
        now = self.office.clock()
        return {
            job.name: next_after(job.schedule, now)
            .astimezone(getattr(job.schedule, "zone", None) or now.tzinfo)
            .isoformat()
            for job in self._jobs
        }

    def tick(self, *, jitter: bool = True) -> int:
        """Write down what came due and begin what can be begun; the answer is how much was.

        A database that is away is told once, and once that it is back. One whose tables another
        version of the program has changed is left alone from then on.
        """
        self.looked_at = time.monotonic()
        try:
            begun = self._tick(jitter=jitter)
        except (TooNew, TooOld) as error:
            self._outdate(error)
            return 0
        except StoreError as error:
            if not self.away:
                log("database.away", level=WARNING, because=error.words.english())
            self.away = True
            return 0
        if self.away:
            log("database.back")
        self.away = False
        return begun

    def _outdate(self, error: StoreError) -> None:
        """Begin nothing more, and have what is at work end where it can: its tables are gone."""
        if self.outdated is None:
            log("database.of-another-version", level=ERROR, because=error.words.english())
        self.outdated, self._ending = error, True
        for shift in [*self._shifts.values()]:
            shift.over.set()

    def _tick(self, *, jitter: bool) -> int:
        office = self.office
        office.store.require_current()
        self._sight.mend(office)
        write_down(office, self._jobs)
        now = office.clock()
        doubted = self.doubts = self._sight.doubted(office)
        with office.store.reading() as connection:
            standing = slots.open_slots(connection, now)
            first = {one for one in self._awaited if not slots.had_one(connection, one)}
        self._awaited = first
        give_up(office, standing)
        begun = 0
        for job in self._jobs:
            if self._ending or job.name in self._shifts or job.after in first:
                continue
            if doubted and job.by_date:
                continue
            if due(job, standing, now, office.holder, jitter=jitter):
                begun += self._begin(job, doubted=doubted)
            elif job.help is not None:
                self._join(job, led_by_others(job, standing, office.holder))
        return begun + sum(self._begin_apart(job, now) for job in self._jobs)

    def _begin(self, job: Job, *, doubted: bool) -> bool:
        """Claim a slot of the job and begin it; whether there was one for us.

        `doubted`: whether the clock may have leapt.

        Raises:
            StoreError: the database failed; a slot that is claimed is free when its lease runs out.
            RuntimeError: no thread can be begun; the slot is free, and the attempt does not count.
        """
        shift = claimed(self.office, job)
        if shift is None:
            return False
        shift.doubted = doubted
        try:
            self._set_out(job, shift, partial(self._run, self.office, job, shift), job.name)
        except Exception:
            give_back(self.office, shift)
            raise
        self._apart.did(job, self.office.clock())
        return True

    def _set_out(self, job: Job, shift: Shift, work: Callable[[], None], name: str) -> None:
        """Have the job at work in a thread of its own.

        Raises:
            RuntimeError: no thread can be begun; else the job would count as at work for ever.
        """
        self._shifts[job.name] = shift
        try:
            shift.thread = begin(work, name)
        except Exception:
            with self._lock:
                self._shifts.pop(job.name, None)
            raise

    def _begin_apart(self, job: Job, now: datetime) -> bool:
        """Begin what each process does for itself, if another has the slot; whether it was due."""
        if job.apart is None or self._ending:
            return False
        mine, name = self._shifts.get(job.name), f"{job.name} (apart)"
        if mine is not None and mine.claim.token:
            self._apart.did(job, now)
        if name in self._shifts or not self._apart.is_due(job, now):
            return False
        self._join(replace(job, name=name, help=job.apart), now)
        self._apart.did(job, now)
        return True

    def _run(self, office: Office, job: Job, shift: Shift) -> None:
        try:
            did = work(office, job, shift)
            self.outcomes.append((shift.claim, did))
        finally:
            with self._lock:
                self._shifts.pop(job.name, None)

    def _join(self, job: Job, at: datetime | None) -> None:
        """Share in another process's slot.

        Raises:
            RuntimeError: no thread can be begun; nothing is shared yet.
        """
        office = self.office
        if at is None or job.help is None:
            return
        claim = Claim(job=job.name, scheduled_at=at, holder=office.holder, token=0, attempts=0)
        shift = Shift(claim=claim, pause=office.pause)
        self._set_out(job, shift, partial(self._help, office, job, shift), f"{job.name} (shared)")

    def _help(self, office: Office, job: Job, shift: Shift) -> None:
        try:
            if job.help is not None and (done := job.help(office, shift)).facts.get("pieces"):
                log("job.shared", job=job.name, **done.facts)
        except (Ended, StoreError):
            pass  # whoever leads the slot tells what came of it
        except Exception as error:  # noqa: BLE001 one job's fault must not end the service
            log_failure("job.failed", error, job=job.name)
        finally:
            with self._lock:
                self._shifts.pop(job.name, None)

    @property
    def busy(self) -> bool:
        """Whether a job is at work."""
        return bool(self._shifts)

    def end(self, grace: float = GRACE) -> None:
        """Begin nothing more; what does not come to its end by itself is given back."""
        self._ending = True
        shifts = [*self._shifts.values()]
        for shift in shifts:
            shift.over.set()
        until = time.monotonic() + grace
        for shift in shifts:
            if shift.thread is not None:
                shift.thread.join(timeout=max(0.0, until - time.monotonic()))
        for shift in [*self._shifts.values()]:
            try:
                given = give_back(self.office, shift)
            except StoreError:
                given = False
            log("job.cut-off", level=WARNING, job=shift.claim.job, given_back=given)
