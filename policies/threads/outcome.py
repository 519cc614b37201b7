"""How a thread stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from policies.model import Words

UNSETTLED = ("open", "referred")
"""States of a thread that somebody still has to do something about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadState:
    """How a thread stands."""

    state: str
    """`open`, `answered`, `exempt`, `referred` or `closed`."""
    reason: Words
    moderate: tuple[str, ...]
    comment_id: str | None
    """The oldest waiting message, else the newest by somebody else."""
    due_at: datetime | None
    """Deadline of the oldest waiting message; None: nothing waits."""


ELSEWHERE = ThreadState(
    state="closed",
    reason=Words("What was written here stands in another thread."),
    moderate=(),
    comment_id=None,
    due_at=None,
)
"""How a thread stands that has no message left: they were replies in one that was read later."""
