"""Who had taken a thread on that somebody else closes or refers: the second is told of it."""

from __future__ import annotations

from worker.cli.session import Session
from worker.store.opening import Store
from worker.store.threads import one
from worker.sweeping.deciding import same_person

_PASSES_BY = ("close", "refer")
"""Decisions by which somebody else's claim comes to nothing."""


def taken_by_another(
    session: Session, store: Store, thread_id: str, *, action: str, by: str
) -> str | None:
    """The sentence about whom to tell; None: nobody.

    Raises:
        UnknownId: there is no such thread.
    """
    with store.reading() as connection:
        taken_by: str | None = one(connection, thread_id).claimed_by
    if action not in _PASSES_BY or taken_by is None or same_person(taken_by, by):
        return None
    return session.language.text("{who} had taken it on: tell them.", who=taken_by)
