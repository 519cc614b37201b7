"""When a thread is answered: facts, not opinions (C11, C12, C14, C15).

A thread is a top comment with its replies, or a conversation of messages. Its state is a pure
function of what was written, what people decided, and what is remembered of text that had to be
erased.
"""

from __future__ import annotations

from policies.threads.decisions import Decision
from policies.threads.messages import Message, Standards, Talk, sort
from policies.threads.outcome import ELSEWHERE, UNSETTLED, ThreadState
from policies.threads.state import of_sorted, thread

__all__ = [
    "ELSEWHERE",
    "UNSETTLED",
    "Decision",
    "Message",
    "Standards",
    "Talk",
    "ThreadState",
    "of_sorted",
    "sort",
    "thread",
]
