"""What one thread asked of the city: each stretch of waiting, and how it ended.

An *ask* is one stretch of waiting: from when a thread was seen to wait until nothing in it waits
any more. A thread that asks again, after an answer, is a new ask with a deadline of its own. What
had its answer when it was first read here is told as an ask that was answered beforehand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from policies.deadlines import Calendar, due

WAITS = ("open", "referred")
"""States of a thread in which somebody waits."""
SHORTEST = timedelta(hours=24)
"""No deadline is nearer than this (C11)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadStep:
    """One entry in a thread's history: from `at` on, it stood so."""

    thread: str
    at: datetime
    state: str
    due_at: datetime | None
    moved: bool = False
    """The same message waits as before: the calendar moved its deadline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """When people wrote in a thread, as far as that may still be known."""

    asked: tuple[datetime, ...] = ()
    """Messages by others, the oldest first."""
    answers: tuple[datetime, ...] = ()
    """The city's own messages, the oldest first."""

    def turns(self) -> Iterator[tuple[datetime, datetime]]:
        """Each question that the city answered, with its answer.

        The question is the oldest message since the answer before it: what the city answered had
        been asked.
        """
        told = sorted([*((at, False) for at in self.asked), *((at, True) for at in self.answers)])
        waits: datetime | None = None
        for at, ours in told:
            if not ours:
                waits = waits or at
            elif waits is not None:
                yield waits, at
                waits = None


class AskEnd(StrEnum):
    """How an ask ended."""

    IN_TIME = "answered-in-time"
    LATE = "answered-late"
    UNTOLD = "answered-untold"
    """Answered, and whether in time can no longer be told."""
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    """Nothing in it needs an answer any more, and nobody answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One stretch of waiting."""

    thread: str
    since: datetime
    """When it was first seen to wait; ours, not the platform's instant. Of one that was answered
    beforehand: when it was written, or else when it was first read here."""
    due_at: datetime | None
    state: str
    """`open` or `referred` while it waits; then the state that ended it."""
    ended: datetime | None = None
    end: AskEnd | None = None
    answered: datetime | None = None
    """When the city wrote, or was seen to have written; None: it did not, or nobody can tell."""
    beforehand: bool = False
    """It had its answer when it was first read here; it ended when it was read."""


def asks_of(
    history: Sequence[ThreadStep], exchange: Exchange, calendar: Calendar | None = None
) -> list[Ask]:
    """The asks of one thread, the oldest first; before them what was answered beforehand.

    A later deadline while it waits means that the message that waited no longer does: its ask
    ended, another began.
    """
    asks = _beforehand(history, exchange, calendar)
    waits: Ask | None = None
    for step in history:
        now = _begun(step)
        if waits is not None and (now is None or _other_deadline(waits, step)):
            asks.append(_finish(waits, step, exchange))
            waits = None
        elif waits is not None:
            waits = _still(waits, step)
            continue
        waits = now
    return [*asks, waits] if waits else asks


def _begun(step: ThreadStep) -> Ask | None:
    """The ask that this entry would begin."""
    if step.state not in WAITS:
        return None
    return Ask(thread=step.thread, since=step.at, due_at=step.due_at, state=step.state)


def _still(waits: Ask, step: ThreadStep) -> Ask:
    """The same ask, as it stands now.

    An older message that comes to light brings it forward; another calendar moves it.
    """
    return replace(waits, state=step.state, due_at=step.due_at or waits.due_at)


def _other_deadline(waits: Ask, step: ThreadStep) -> bool:
    """Whether a later message is the oldest that waits now."""
    if step.moved or waits.due_at is None or step.due_at is None:
        return False
    return step.due_at > waits.due_at


def _finish(waits: Ask, step: ThreadStep, exchange: Exchange) -> Ask:
    """The ask as this entry ended it."""
    written = [at for at in exchange.answers if waits.since <= at <= step.at]
    answered = step.state == "answered" or (step.state in WAITS and bool(written))
    if not answered:
        end = AskEnd.CLOSED if step.state == "closed" else AskEnd.WITHDRAWN
        return replace(waits, state=step.state, ended=step.at, end=end)
    first = min(written, default=None)
    end = _in_time(waits.due_at, first, noticed=step.at)
    return replace(waits, state=step.state, ended=step.at, end=end, answered=first or step.at)


def _in_time(due: datetime | None, written: datetime | None, *, noticed: datetime) -> AskEnd:
    """Whether an answer came in time; what was noticed in time was written in time."""
    if due is None:
        return AskEnd.UNTOLD
    if (written or noticed) <= due:
        return AskEnd.IN_TIME
    return AskEnd.LATE if written else AskEnd.UNTOLD


def _beforehand(
    history: Sequence[ThreadStep], exchange: Exchange, calendar: Calendar | None
) -> list[Ask]:
    """What had its answer when it was first read here, each question that was answered by itself.

    That is known by what was written; where that is erased or was never told, a thread that stood
    answered before it was seen to wait had one answer, of which nobody can tell when it came.
    """
    place = next((n for n, one in enumerate(history) if one.state in {*WAITS, "answered"}), None)
    if place is None:
        return []
    first, exempt = history[place], history[place - 1] if place else None
    found = [
        _answered_beforehand(first, asked, answer, calendar)
        for asked, answer in exchange.turns()
        if answer <= first.at and (exempt is None or answer > exempt.at)
    ]
    if found or first.state in WAITS:
        return found
    return [_answered_beforehand(first, None, None, calendar)]


def _answered_beforehand(
    step: ThreadStep, asked: datetime | None, answer: datetime | None, calendar: Calendar | None
) -> Ask:
    """One of them, as this entry tells of it."""
    due_at = due(asked, calendar).at if asked and calendar else None
    return Ask(
        thread=step.thread,
        since=asked or step.at,
        due_at=due_at,
        state="answered",
        ended=step.at,
        end=_in_time(due_at, answer, noticed=step.at),
        answered=answer,
        beforehand=True,
    )
