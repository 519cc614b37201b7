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
        thread = threads.one(connection, thread_id)
        claimed_by_another = decision.action == "claim" and thread.claimed_by not in (
            None,
            decision.by,
        )
        if not _means_something(connection, judgement, thread, decision) or claimed_by_another:
            made = threads.decisions_of(connection, [thread.id])[thread.id]
            raise Outrun(state=thread.state, last=made[-1] if made else None)
        threads.decide(connection, thread, decision)
        settle(connection, [thread.id], judgement, decision.at)


def _means_something(
    connection: Connection,
    judgement: Judgement,
    thread: Row[*tuple[Any, ...]],
    decision: Decision,
) -> bool:
    """Whether the decision still changes something."""
    if thread.state in PERMITS[decision.action]:
        return True
    return decision.action == "close" and waits_for_a_look(connection, thread, judgement)
