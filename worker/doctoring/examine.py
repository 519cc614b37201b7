"""Everything looked at side by side; what takes too long is left behind and told as unknown."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from functools import partial

from policies.model import Platform, Words
from worker import platforms
from worker.clock import Clock
from worker.config import Settings
from worker.doctoring import (
    books,
    drilled,
    encrypted,
    foreseen,
    ground,
    guarded,
    hosts,
    linkedin,
    listening,
    meta,
    postal,
    retained,
    room,
    storage,
    workers,
)
from worker.doctoring.lines import Line, asking
from worker.logs import log_failure
from worker.stopping.side_by_side import Later

LIMIT_SECONDS = 30.0
"""How long a check may take; all begin at once."""
_OTHERS = {"mail": 1 / 3, "backup": 4.0}
"""Checks that take another share of it: a server answers at once, a large copy is read whole."""

Check = Callable[[], Iterable[Line]]


def checks(settings: Settings, clock: Clock) -> Mapping[str, Check]:
    """Every check that fits the configuration, by name, in the order in which people read."""
    found: dict[str, Check] = {
        "configuration": partial(ground.configuration, settings),
        "configuration.host": partial(hosts.hosts, settings),
        "clock": partial(ground.clock, settings, clock),
        "calendar": partial(foreseen.calendar, settings, clock),
        "state_dir": partial(guarded.folders, settings),
        "disk": partial(room.room, settings),
        "database": partial(storage.database, settings, clock),
        "database.encryption": partial(encrypted.database, settings),
        "service": partial(books.books, settings, clock),
        "health": partial(listening.health, settings),
        "retention": partial(retained.retention, settings, clock),
        "backup": partial(room.backup, settings, clock),
        "mail": partial(postal.post, settings),
    }
    if settings.engine != "embedded":
        found["workers"] = partial(workers.workers, settings, clock)
    on = platforms.enabled(settings)
    if settings.meta is not None and Platform.META in on:
        found |= meta.checks(settings, settings.meta, clock)
    if settings.linkedin is not None and Platform.LINKEDIN in on:
        found |= linkedin.checks(settings, settings.linkedin, clock)
    if on:
        found["drill"] = partial(drilled.drill, settings, clock)
    return found


def examine(wanted: Mapping[str, Check], *, limit: float = LIMIT_SECONDS) -> tuple[Line, ...]:
    """The lines of all these checks, in their order; `limit`: seconds for each."""
    start = time.monotonic()
    begun = {name: Later(partial(_all, name, check)) for name, check in wanted.items()}
    lines: list[Line] = []
    for name, later in begun.items():
        end = start + limit * _OTHERS.get(name, 1.0)
        told = later.result(max(0.0, end - time.monotonic()))
        lines += (_late(name),) if told is None else told
    return tuple(lines)


def _all(name: str, check: Check) -> tuple[Line, ...]:
    """Its lines; a defect of ours takes none of the others along, and stands in the log."""
    try:
        return tuple(check())
    except Exception as error:  # noqa: BLE001 the other checks count
        log_failure("doctor.check-failed", error, check=name)
        return (_failed(name),)


def _failed(name: str) -> Line:
    return asking(name).unknown(
        Words("The check failed in a way that nobody foresaw."),
        Words("Report it to the developers, with the lines that the log has about it."),
    )


def _late(name: str) -> Line:
    """A check without an answer: it was too slow."""
    return asking(name).unknown(
        Words("The check did not come to its end in time."),
        Words("Check the network, and try again. If it stays so, report it to the developers."),
    )
