"""A person's decision about a thread, written down and put into effect at once."""

from __future__ import annotations

from typing import Any

from policies.threads import Decision
from worker.store import threads
from worker.store.errors import Outrun
from worker.store.kept import Connection, Row
from worker.store.opening import Store
from worker.sweeping.judgement import Judgement
from worker.sweeping.settling import settle
from worker.sweeping.talked import waits_for_a_look

PERMITS = {
    "close": ("open", "referred"),
    "refer": ("open",),
    "reopen": ("closed", "referred", "exempt", "answered"),
    "claim": ("open", "referred"),
    "release": ("open", "referred"),
    "ask": ("open", "referred"),
}
"""The states in which each decision still means something.

A thread in which a comment waits for a person's look can be closed in any of them: that says that
somebody has looked, and ends the finding at once.
"""


def decide(store: Store, judgement: Judgement, thread_id: str, decision: Decision) -> None:
    """Write the decision down and settle the thread.

    Raises:
        UnknownId: no thread has this id of ours.
        Outrun: somebody else, or the platform, was first; nothing was written.
    """
    with store.writing() as connection:
        put_into_effect(connection, judgement, thread_id, decision)


def put_into_effect(
    connection: Connection, judgement: Judgement, thread_id: str, decision: Decision
) -> Row[*tuple[Any, ...]]:
    """The same in the transaction of what goes with it; the answer is the thread as it was.

    Raises:
        UnknownId: no thread has this id of ours.
        Outrun: somebody else, or the platform, was first; nothing may be written.
    """
    thread = threads.one(connection, thread_id, to_change=True)
    if not _means_something(connection, judgement, thread, decision):
        made = threads.decisions_of(connection, [thread.id])[thread.id]
        raise Outrun(state=thread.state, last=made[-1] if made else None)
    threads.decide(connection, thread, decision)
    settle(connection, [thread.id], judgement, decision.at)
    return thread


def _means_something(
    connection: Connection,
    judgement: Judgement,
    thread: Row[*tuple[Any, ...]],
    decision: Decision,
) -> bool:
    """Whether the decision still changes something."""
    if decision.action in ("claim", "release") and not _may_take(thread.claimed_by, decision):
        return False
    if thread.state in PERMITS[decision.action]:
        return True
    return decision.action == "close" and waits_for_a_look(connection, thread, judgement)


def _may_take(claimed_by: str | None, decision: Decision) -> bool:
    """Whether a thread is the person's to take on or give back, or another's who is named."""
    if decision.action == "release":
        return claimed_by is not None and same_person(claimed_by, decision.by)
    names = (decision.by, decision.instead_of)
    return claimed_by is None or any(name and same_person(claimed_by, name) for name in names)


def same_person(one: str, other: str) -> bool:
    """Whether these name the same person."""
    return one.strip().casefold() == other.strip().casefold()
