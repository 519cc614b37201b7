"""Whether somebody who asked what to answer (C16) still waits to be told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from policies.threads.decisions import Decision
from policies.threads.outcome import UNSETTLED, ThreadState

OTHER = "other"
"""What ended an ask when the message that it was about no longer waits, and a later one does."""
_ENDS = ("close", "refer", "reopen")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What waited in a thread when somebody asked."""

    comment_id: str | None
    due_at: datetime | None


def ended_by(
    asked: Asked, now: ThreadState, *, states: Iterable[str], decisions: Iterable[Decision]
) -> str | None:
    """What put an end to it: a decision, a state of the thread, or `other`; None: nothing has.

    `states` and `decisions`: what the thread has been in, and what people decided, since then. That
    somebody took the thread on is no answer, nor is another question about it.
    """
    for made in decisions:
        if made.action in _ENDS:
            return made.action
    for state in (*states, now.state):
        if state not in UNSETTLED:
            return state
    return OTHER if _another_waits(asked, now) else None


def _another_waits(asked: Asked, now: ThreadState) -> bool:
    """Whether a later message waits; an older one that comes to light answers nothing."""
    if asked.comment_id is None or now.comment_id == asked.comment_id:
        return False
    return asked.due_at is None or now.due_at is None or now.due_at >= asked.due_at
