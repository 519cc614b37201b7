"""Erasing what may no longer be kept, or is needed no longer, class by class.

How long that is, and by whose terms, stands in `policies.retention`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, func, select

from policies.retention import TERMS, Kept
from policies.retention.clock import SETTLED, SILENCE, believed
from worker.store import evaluations, holds
from worker.store.erasing import BATCH, Chore, count, erase_some
from worker.store.held import Holding
from worker.store.opening import Store
from worker.store.perishable import CHORES
from worker.store.resting import last_answer
from worker.store.tables import sweeps

Tell = Callable[[str, int], None]
"""Told how many rows of a class are erased so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Purged:
    """What a purge erased, or would erase."""

    erased: Mapping[str, int] = field(default_factory=dict)
    """Rows, by the names of all classes."""
    held: Mapping[str, int] = field(default_factory=dict)
    """Rows that are too old and held, by the names of classes that have any."""
    waiting: tuple[str, ...] = ()
    """Classes that wait until the clock may be believed, and have something to be erased."""
    on_disk: bool = False
    """Whether what was erased may still be found in the database's journal: somebody reads."""


def quietly(_name: str, _erased: int) -> None:
    """Nobody looks on."""


def purge(
    store: Store, kept: Kept, *, at: datetime, sure: bool = False, tell: Tell = quietly
) -> Purged:
    """Erase what is kept for longer than `kept` says, some rows at a time.

    `sure`: a person vouches for the clock. Killed midway, the next purge goes on.

    Raises:
        StoreError: the database failed; what was erased by then stays so.
    """
    with store.writing() as connection:
        holds.widen(connection, at)
    looked = pending(store, kept, at=at, sure=sure)
    erased = dict.fromkeys(CHORES, 0)
    for name in [one for one, rows in looked.erased.items() if rows]:
        for chore in CHORES[name]:
            for rows in _batches(store, chore, at - kept[name], at):
                erased[name] += rows
                tell(name, erased[name])
    if "linkedin_ads" not in looked.waiting:
        with store.writing() as connection:
            evaluations.forget_inputs(connection, at)
    # Emptied although nothing was erased: another purge may have been killed before it did so.
    emptied = store.forget_erased()
    return Purged(erased=erased, held=looked.held, waiting=looked.waiting, on_disk=not emptied)


def pending(store: Store, kept: Kept, *, at: datetime, sure: bool = False) -> Purged:
    """What a purge at this instant would erase; it changes nothing.

    Raises:
        StoreError: the database failed.
    """
    erased, held, waiting = dict.fromkeys(CHORES, 0), dict[str, int](), list[str]()
    with store.reading() as connection:
        certain = sure or believed(_last_before(connection, at), at)
        holding = Holding(holds.widened(connection, at))
        for one in TERMS:
            some = [
                count(connection, chore, at - kept[one.name], at, holding)
                for chore in CHORES[one.name]
            ]
            rows, kept_back = sum(it for it, _ in some), sum(it for _, it in some)
            if kept_back:
                held[one.name] = kept_back
            if certain or one.soon:
                erased[one.name] = rows
            elif rows:
                waiting.append(one.name)
    return Purged(erased=erased, held=held, waiting=tuple(waiting))


def _batches(store: Store, chore: Chore, old: datetime, at: datetime) -> Iterator[int]:
    """Erase all rows of a chore, each batch in a transaction of its own; how many each was."""
    rows = BATCH
    while rows == BATCH:
        with store.writing() as connection:
            holding = Holding(holds.standing(connection, at))
            rows = erase_some(connection, chore, old, at, holding)
        yield rows


def spare(store: Store, kept: Kept, names: Collection[str], *, at: datetime) -> None:
    """Erase of a copy what these classes would lose by then, whatever the clock of the readings.

    Raises:
        StoreError: the copy failed.
    """
    for name in names:
        for chore in CHORES[name]:
            for _ in _batches(store, chore, at - kept[name], at):
                pass
    with store.writing() as connection:
        evaluations.forget_inputs(connection, at)


def clock_believed(store: Store, *, at: datetime, sure: bool = False) -> bool:
    """Whether what is kept for days may be erased by this clock.

    Raises:
        StoreError: the database failed.
    """
    with store.reading() as connection:
        return sure or believed(_last_before(connection, at), at)


def _last_before(connection: Connection, at: datetime) -> datetime | None:
    """The last sweep that began a day or longer ago and was answered; of none lately, the first."""
    if answered := last_answer(connection, at - SETTLED - SILENCE, at - SETTLED):
        return answered
    query = select(func.min(sweeps.c.started_at)).where(sweeps.c.started_at <= at - SETTLED)
    found: datetime | None = connection.execute(query).scalar()
    return found
