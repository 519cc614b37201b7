"""How much a simulated year takes, week by week: memory of the process, rows and bytes stored."""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import median

from sqlalchemy import func, select

from worker.store.opening import Store
from worker.store.tables import metadata
from worker.store.tables_service import slots

PAGE = 4096
GROWTH = 1.1
"""How much more memory the last quarter of a year may take than the second one."""
SLOT_DAYS = 33
"""Slots that ended are kept for 30 days, and forgotten by the next purge."""
ENOUGH = 26
"""Weeks from which on a growth can be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """A Monday."""

    at: datetime
    memory: int
    """Bytes of the whole process: service, sandbox, mail server and book."""
    stored: int
    """Bytes of the database."""
    rows: dict[str, int]
    oldest_slot: datetime


def weighed(at: datetime, store: Store) -> Week:
    """What everything takes now, once what nobody needs is given back."""
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)
    with store.reading() as connection:
        rows = {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
        }
        finished = select(func.min(slots.c.finished_at)).where(slots.c.job == "outbox")
        oldest = connection.execute(finished).scalar_one()
        if connection.dialect.name == "sqlite":
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            stored = int(pages) * PAGE
        else:
            query = "SELECT pg_database_size(current_database())"
            stored = int(connection.exec_driver_sql(query).scalar_one())
    return Week(at=at, memory=resident(), stored=stored, rows=rows, oldest_slot=oldest or at)


def resident() -> int:
    """Bytes of memory that this process has now."""
    if not sys.platform.startswith("linux"):
        return 0
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE


def grown(weeks: Sequence[Week]) -> Iterator[str]:
    """What takes more and more."""
    for one in weeks:
        if (one.at - one.oldest_slot).days > SLOT_DAYS:
            yield f"{one.at}: a slot that ended on {one.oldest_slot} is still there"
    if len(weeks) < ENOUGH:
        return
    quarter = len(weeks) // 4
    before, after = weeks[quarter : 2 * quarter], weeks[-quarter:]
    memory = [median(one.memory for one in some) for some in (before, after)]
    if memory[1] > GROWTH * memory[0]:
        yield f"memory grew from {memory[0]} to {memory[1]} bytes"
    slots_kept = [median(one.rows["slots"] for one in some) for some in (before, after)]
    if slots_kept[1] > GROWTH * slots_kept[0]:
        yield f"slots grew from {slots_kept[0]} to {slots_kept[1]} rows"
    a_row = [
        median(one.stored / sum(one.rows.values()) for one in some) for some in (before, after)
    ]
    if a_row[1] > 2 * a_row[0]:
        yield f"a row took {a_row[0]} bytes and takes {a_row[1]}"


def _a_row(one: Week) -> float:
    return one.stored / sum(one.rows.values())
