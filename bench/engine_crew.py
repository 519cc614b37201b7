"""Worker and leader processes for `bench/engine_kills.py`, and what they log."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.forked import Forked
from bench.service_kills import Place
from worker.clock import now

LEASE = timedelta(seconds=3)
"""Short, so that what a dead process held is soon another's."""
HELD = (
    "SELECT holder FROM leases WHERE until IS NOT NULL AND name LIKE 'ads %' AND NOT EXISTS "
    "(SELECT 1 FROM snapshots WHERE name LIKE '% ' || account_id) ORDER BY name"
)


def work(folder: Path) -> None:
    """What a worker process does here: the same as `annonsvakt worker`, at a faster pace."""
    from worker.config import load
    from worker.engine.pace import Pace
    from worker.service.attending import attend, worker_at
    from worker.service.starting import listening, opened

    settings = load(folder / "annonsvakt.toml")
    _keep_logs(settings)
    pace = Pace(look=0.3, beat=0.4, stalled=1.5, away=0.3, grace=2.0)
    with (
        listening() as signals,
        opened(settings, now, wait=time.sleep, patience=10) as store,
        worker_at(settings, store, now, concurrency=1, lease=LEASE, pace=pace) as at_work,
    ):
        attend(at_work, lambda: settings, signals)


def lead(folder: Path) -> None:
    """What the leader does here: the same as `annonsvakt run --once`."""
    from worker.config import load
    from worker.service.starting import listening, opened, run_once, service

    settings = load(folder / "annonsvakt.toml")
    _keep_logs(settings)
    with (
        listening() as signals,
        opened(settings, now, wait=time.sleep, patience=10) as store,
        service(settings, store, now, lease=LEASE) as at_work,
    ):
        run_once(at_work, signals)


def _keep_logs(settings: Any) -> None:
    from worker.config.secrets import secrets_of
    from worker.logs.keeping import keep_logs

    keep_logs(sys.stderr, readable=False, secrets=secrets_of(settings))


@dataclass
class Crew:
    """The processes of one place, and what they log."""

    place: Place
    workers: list[Forked] = field(default_factory=list)

    def start(self, what: Callable[[Path], None]) -> Forked:
        """One more process."""
        return Forked(what, self.place.folder)

    def replace(self, dead: Forked) -> None:
        """Put another worker in a dead one's place."""
        self.workers[self.workers.index(dead)] = self.start(work)

    def reading(self) -> Forked | None:
        """A worker that has an account in hand just now, if any has."""
        held = {int(holder.split(":")[1]) for (holder,) in self.place.ask(HELD)}
        return next((one for one in self.workers if one.pid in held), None)

    def said(self, action: str) -> list[dict[str, Any]]:
        """All that was logged of this."""
        lines = (self.place.folder / "log").read_text().splitlines()
        told = [json.loads(line) for line in lines if line.startswith("{")]
        return [one for one in told if one["action"] == action]

    def strange(self) -> list[str]:
        """Lines of the log that no logger wrote, and failures."""
        lines = (self.place.folder / "log").read_text().splitlines()
        return [line for line in lines if not line.startswith("{") or '"piece.failed"' in line]


@contextmanager
def crew(place: Place, number: int) -> Iterator[Crew]:
    """So many workers at a place, ended at the end."""
    here = Crew(place)
    here.workers = [here.start(work) for _ in range(number)]
    try:
        yield here
    finally:
        for one in here.workers:
            one.terminate()
        for one in here.workers:
            try:
                one.wait(timeout=15)
            except subprocess.TimeoutExpired:
                one.kill()
                one.wait()
