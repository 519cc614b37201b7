"""What health is told from: the database, the files beside it, and the service's own pulse."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from policies.model import Platform
from policies.retention.clock import AHEAD
from worker.clock import Clock
from worker.config import Settings
from worker.engine.standing import Queue, queue_of
from worker.health.accounts import wanted
from worker.health.copies import found, made_at
from worker.health.disks import free
from worker.platforms import enabled
from worker.stopping.drills import last_drill
from worker.stopping.places import Places
from worker.store.errors import StoreError
from worker.store.opening import Store
from worker.store.standing import Standing, standing
from worker.sweeping.shared import queue_for
from worker.tokens.apps import Side
from worker.tokens.choosing import held

STILL = 60.0
"""Seconds: a service that has not looked for work for so long hangs."""
LATE = 3
"""Intervals after which a platform counts as no longer read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """With what a service is watched."""

    store: Store
    settings: Callable[[], Settings]
    """Those in force; another configuration may have been read since the start."""
    clock: Clock
    idle: Callable[[], float]
    """Seconds since the service last looked for work, by a clock that nobody can set."""
    only_reads: bool = False
    """Whether it does nothing but read accounts for a service elsewhere, and keeps nothing."""
    takes: Callable[[], bool] | None = None
    """Whether the task queue gives it pieces; None: it takes none."""

    def alive(self) -> bool:
        """Whether the service looks for work; told without the database, which may be away."""
        return self.idle() <= STILL


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was seen at one look."""

    at: datetime
    alive: bool
    tables: Standing | None
    """None: the database does not answer."""
    tokens: dict[str, datetime]
    """The ends of tokens that are known, by name; one that never ends has the last of all days."""
    drilled_at: datetime | None
    backed_up_at: datetime | None
    """When the newest backup was made; one of a time to come tells nothing."""
    late: tuple[Platform, ...]
    """Platforms that were never read as a whole, or too long ago."""
    keeps: bool = True
    """Whether backups and drills are its business."""
    backups: int | None = None
    """How many there are; None: none are made here."""
    free: Mapping[str, int] = field(default_factory=dict)
    """Bytes that are left on disk, by place."""
    accounts: Mapping[tuple[str, str], datetime | None] = field(default_factory=dict)
    """Platform and id of each account that is to be read, and when it last was; None: never."""
    queue: Queue | None = None
    """The task queue; None: there is none, or the database does not answer."""
    takes: bool | None = None
    """Whether the task queue gives it pieces; None: it takes none."""

    @property
    def ready(self) -> bool:
        """Whether the service does its work."""
        works = self.alive and self.tables is not None and self.takes is not False
        return works and not self.late


def look(watch: Watch) -> Seen:
    """Look at everything; nothing is asked of any platform, and no failure is raised."""
    at, settings = watch.clock(), watch.settings()
    on = enabled(settings)
    tables: Standing | None = None
    queue: Queue | None = None
    try:
        with watch.store.reading() as connection:
            tables = standing(connection, on, at)
            queue = (
                queue_of(connection, queue_for(settings)) if settings.engine != "embedded" else None
            )
    except StoreError:
        pass  # that there are no numbers tells it
    kept = not watch.only_reads
    drill = last_drill(Places(state_dir=settings.state_dir)) if kept else None
    written = backups(settings.backups) if kept else ()
    return Seen(
        at=at,
        alive=watch.alive(),
        tables=tables,
        tokens=_ends(settings, tables),
        drilled_at=drill.at if drill else None,
        backed_up_at=max((one for one in written if one <= at + AHEAD), default=None),
        keeps=kept,
        backups=len(written) if kept and settings.backup.on else None,
        free=free(settings),
        accounts=_accounts(settings, tables, at),
        queue=queue,
        takes=watch.takes() if watch.takes else None,
        late=tuple(one for one in on if tables and _is_late(tables.read[one], settings, at)),
    )


def _is_late(read_at: datetime | None, settings: Settings, at: datetime) -> bool:
    poll = settings.poll
    longest = max(poll.ads_minutes, poll.comments_minutes, poll.messages_minutes)
    if read_at is None or read_at > at + AHEAD:
        return True  # nobody knows when it was read
    return at - read_at > LATE * timedelta(minutes=longest)


def _ends(settings: Settings, tables: Standing | None) -> dict[str, datetime]:
    """The ends of tokens: as they were told when last asked, and LinkedIn's that we keep."""
    found = {}
    for label, state in (tables.tokens if tables else {}).items():
        for kind, end in state.ends.items():
            found[label if kind == "token" else f"{label}.{kind}"] = end
    return found | _kept(settings)


def _kept(settings: Settings) -> dict[str, datetime]:
    if settings.linkedin is None or not settings.linkedin.enabled:
        return {}
    found = {}
    for side in Side:
        grant = held(settings.linkedin, side, settings.state_dir).grant
        if grant is not None:
            found[f"linkedin.{side}_token"] = grant.expires_at
            if grant.refresh_expires_at is not None:
                found[f"linkedin.{side}_token.consent"] = grant.refresh_expires_at
    return found


def _accounts(
    settings: Settings, tables: Standing | None, at: datetime
) -> dict[tuple[str, str], datetime | None]:
    """The accounts of every platform that is on; none without a database."""
    found = tables.accounts if tables else ()
    return {
        (str(platform), one): read.read_at if read else None
        for platform in (enabled(settings) if tables else ())
        for one, read in wanted(platform, found, settings, at).items()
    }


def backups(folder: Path) -> list[datetime]:
    """When each backup in a folder was made."""
    try:
        return [made_at(one) for one in found(folder)]
    except OSError:
        return []
