"""Whether the database can be written to, found out by a write that changes nothing."""

from __future__ import annotations

from sqlalchemy import false, update

from worker.store.opening import Store
from worker.store.tables import sweeps


def prove_writable(store: Store) -> None:
    """Write nothing, in earnest.

    Raises:
        Unreachable: the database cannot be written.
    """
    with store.writing() as connection:
        connection.execute(update(sweeps).where(false()).values(finished_at=sweeps.c.finished_at))
