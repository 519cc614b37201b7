"""What still waits although its text was erased: the deadline outlives it, till it is read again.

LinkedIn's members' words may be kept for 48 hours, a deadline can be 161 hours away. When part of a
thread has faded, what was concluded from it stands until something known says otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from policies.deadlines import due
from policies.threads.decisions import Ruling
from policies.threads.messages import Heard, Message, Standards, Talk
from policies.threads.outcome import ThreadState
from policies.threads.waiting import Weighed


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """What waits: the message and its deadline."""

    comment_id: str | None
    due_at: datetime
    seen: tuple[Message, ...]
    """All messages that wait."""
    changed: bool = False
    """Whether the one that has waited longest was answered or closed before it was changed."""


def still_new(
    waiting: Sequence[Heard], talk: Talk, before: ThreadState | None
) -> tuple[Heard, ...]:
    """Of the messages that seem to wait, those that do although answers to them may have faded.

    One that was read before and did not wait then does not wait now.
    """
    if not talk.faded:
        return tuple(waiting)
    waited = before is not None and before.due_at is not None
    first = next(
        (one for one in talk.others if before and one.message.id == before.comment_id), None
    )
    return tuple(
        one
        for one in waiting
        if one.message.news or (waited and (first is None or one.age >= first.age))
    )


def faded_wait(
    talk: Talk, weighed: Weighed, rules: Ruling, before: ThreadState | None
) -> Waits | None:
    """What waits among the erased messages, by what is remembered; None: nothing there."""
    if before is None or before.due_at is None:
        return None
    last = max((one.comment.created_at for one in weighed.answers), default=None)
    left = tuple(
        one
        for one in talk.faded
        if not one.seen_by(weighed.closing) and (last is None or last <= one.worded_at)
    )
    if before.state == "referred":  # then nothing waited that the referral does not speak of
        left = tuple(one for one in left if one.seen_by(rules.referral)) or left
    if not left:
        return None
    known = any(one.id == before.comment_id for one in left)
    return Waits(
        comment_id=before.comment_id if known else left[0].id, due_at=before.due_at, seen=left
    )


def wanted_again(talk: Talk, weighed: Weighed, rules: Ruling, standards: Standards) -> Waits | None:
    """What a person put back in the queue although nobody can tell any more what it said.

    It is due as if it had been written when we first saw it.
    """
    later = [*talk.faded, *(one.message for one in weighed.answers)]
    if not talk.faded or not all(one.known_by(rules.reopening) for one in later):
        return None
    first = talk.faded[0]
    return Waits(
        comment_id=first.id, due_at=due(first.first_seen, standards.calendar).at, seen=talk.faded
    )
