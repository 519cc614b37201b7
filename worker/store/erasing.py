"""Erasing in short transactions: a few hundred rows each, so that nobody has to wait for it.

Cut off at any moment, what was erased stays so, and the next time goes on. Rows that another
transaction is writing are left to the next time: it may be reading them anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    delete,
    func,
    not_,
    select,
    tuple_,
    update,
)

from worker.store.held import Holding

BATCH = 500
"""Rows of one transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chore:
    """One kind of row that is erased."""

    table: Table
    due: Callable[[datetime, datetime], ColumnElement[bool]]
    """Whether a row has to go; told until when anything is too old, and the present instant."""
    leaves: Callable[[datetime], Mapping[str, Any]] | None = None
    """What stands there instead; None: the row goes."""
    held: Callable[[Holding, Table], ColumnElement[bool]] | None = None
    """Whether a hold keeps it; None: no hold does."""
    before: Callable[[Connection, Sequence[Any]], None] | None = None
    """What has to let go of rows with these keys first."""


def count(
    connection: Connection, chore: Chore, old: datetime, at: datetime, holding: Holding
) -> tuple[int, int]:
    """How many rows have to go, and how many would have to but are held."""
    query = select(func.count()).select_from(chore.table).where(chore.due(old, at))
    whole: int = connection.execute(query).scalar_one()
    if chore.held is None or not holding.holds or not whole:
        return whole, 0
    held: int = connection.execute(query.where(chore.held(holding, chore.table))).scalar_one()
    return whole - held, held


def erase_some(
    connection: Connection, chore: Chore, old: datetime, at: datetime, holding: Holding
) -> int:
    """Erase at most `BATCH` rows; the answer is how many. Fewer: there are no more."""
    table, due = chore.table, chore.due(old, at)
    if chore.held is not None and holding.holds:
        due = and_(due, not_(chore.held(holding, table)))
    keys = tuple(table.primary_key)
    query = select(*keys).where(due).order_by(*keys).limit(BATCH)
    found = connection.execute(query.with_for_update(of=table, skip_locked=True)).all()
    if not found:
        return 0
    first = [row[0] for row in found]
    these = tuple_(*keys).in_([tuple(row) for row in found]) if keys[1:] else keys[0].in_(first)
    if chore.before is not None:
        chore.before(connection, first)
    if chore.leaves is None:
        connection.execute(delete(table).where(these))
    else:
        connection.execute(update(table).where(these).values(dict(chore.leaves(at))))
    return len(found)
