"""How much a simulated year takes, week by week: memory of the process, rows and bytes stored."""

from __future__ import annotations

import ctypes
import gc
import os
import re
import sys
import tempfile
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import func, select

from tests.worker.service.year_book import Entry
from worker.store.opening import Store
from worker.store.tables import metadata
from worker.store.tables_service import slots

PAGE = 4096
GROWTH = 1.1
"""How much more memory the last quarter of a year may take than the second one."""
KEPT = timedelta(days=30)
"""How long slots that ended are kept; the next purge forgets them."""
SOON = timedelta(days=3)
"""How long that may last while the service is there."""
DOUBTED = timedelta(days=2)
"""How much longer after a long rest: a purge waits a day until it trusts the clock."""
_OURS = ("tests.", "connectors.sandbox")
Rest = tuple[datetime, datetime]
ENOUGH = 26
"""Weeks from which on a growth can be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """A Monday."""

    at: datetime
    memory: int
    """Bytes of the whole process: service, sandbox, mail server and book."""
    in_use: int
    """Bytes of these that something stands in; the rest is room that allocators keep between."""
    beside: int
    """Bytes of what sandbox, mail server and book hold of these, which never grows less."""
    stored: int
    """Bytes of the database."""
    rows: dict[str, int]
    oldest_slot: datetime


def weighed(at: datetime, store: Store, *beside: object) -> Week:
    """What everything takes now, once what nobody needs is given back.

    `beside`: what the proof keeps and the service has no part in.
    """
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
    return Week(
        at=at,
        memory=resident(),
        in_use=in_use(),
        beside=held(beside),
        stored=stored,
        rows=rows,
        oldest_slot=oldest or at,
    )


def held(things: object) -> int:
    """Bytes of these and of all that hangs on them and is no part of the service, each once."""
    seen, ahead, total = set[int](), [things], 0
    while ahead:
        one = ahead.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        total += sys.getsizeof(one)
        ahead += _parts(one)
    return total


def _parts(one: object) -> list[Any]:
    if isinstance(one, Mapping):
        return [*one.keys(), *one.values()]
    if isinstance(one, list | tuple | set | frozenset | deque):
        return [*one]
    if type(one).__module__.startswith(_OURS):
        names = {*getattr(one, "__dict__", ()), *getattr(type(one), "__slots__", ())}
        return [getattr(one, name) for name in names if hasattr(one, name)]
    return []


def resident() -> int:
    """Bytes of memory that this process has now."""
    if not sys.platform.startswith("linux"):
        return 0
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE


class _Heap(ctypes.Structure):
    """`struct mallinfo2` of glibc."""

    _fields_ = [
        (name, ctypes.c_size_t)
        for name in (
            "arena", "ordblks", "smblks", "hblks", "hblkhd",
            "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost",
        )
    ]  # fmt: skip


def in_use() -> int:
    """Bytes in use of glibc's allocator and of Python's own, which takes its room beside it."""
    try:
        libc = ctypes.CDLL("libc.so.6")
        libc.mallinfo2.restype = _Heap
        heap = libc.mallinfo2()
    except (OSError, AttributeError):
        return 0
    return int(heap.uordblks + heap.hblkhd) + _of_python()


def _of_python() -> int:
    """Bytes in the blocks of Python's allocator, which it tells on standard error alone."""
    sys.stderr.flush()
    kept = os.dup(2)
    with tempfile.TemporaryFile() as told:
        os.dup2(told.fileno(), 2)
        try:
            sys._debugmallocstats()
        finally:
            os.dup2(kept, 2)
            os.close(kept)
        told.seek(0)
        found = re.search(rb"# bytes in allocated blocks\s+=\s+([\d,]+)", told.read())
    return int(found[1].replace(b",", b"")) if found else 0


def rests(log: Sequence[Entry]) -> Iterator[Rest]:
    """When no process was there: from the first instant without any to the first with one again."""
    last: datetime | None = None
    for one in log:
        if one.processes and last is not None and last < one.at:
            yield last, one.at
        last = None if one.processes else last or one.at


def _stays(one: Week, resting: Sequence[Rest]) -> bool:
    """Whether a slot is there that should have been forgotten while the service was there."""
    due = one.oldest_slot + KEPT
    off = [min(until, one.at) - max(since, due) for since, until in resting]
    off = [length for length in off if length > timedelta()]
    return one.at - due - sum(off, timedelta()) > SOON + (DOUBTED if off else timedelta())


def grown(weeks: Sequence[Week], resting: Sequence[Rest] = ()) -> Iterator[str]:
    """What takes more and more. `resting`: when no process was there."""
    for one in weeks:
        if _stays(one, resting):
            yield f"{one.at}: a slot that ended on {one.oldest_slot} is still there"
    if len(weeks) < ENOUGH:
        return
    quarter = len(weeks) // 4
    before, after = weeks[quarter : 2 * quarter], weeks[-quarter:]
    for what in ("memory", "in_use"):
        taken = [
            median(getattr(one, what) - one.beside for one in some) for some in (before, after)
        ]
        if taken[1] > GROWTH * taken[0]:
            yield f"{what} of the service grew from {taken[0]} to {taken[1]} bytes"
    slots_kept = [median(one.rows["slots"] for one in some) for some in (before, after)]
    if slots_kept[1] > GROWTH * slots_kept[0]:
        yield f"slots grew from {slots_kept[0]} to {slots_kept[1]} rows"
    a_row = [
        median(one.stored / sum(one.rows.values()) for one in some) for some in (before, after)
    ]
    if a_row[1] > 2 * a_row[0]:
        yield f"a row took {a_row[0]} bytes and takes {a_row[1]}"
