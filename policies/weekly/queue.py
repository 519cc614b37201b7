"""The queue of a week: what came to be answered, what was, in time or late, and what still waits.

An *ask* is one stretch of waiting: from when a thread was seen to wait until nothing in it waits
any more. A thread that asks again, after an answer, is a new ask with a deadline of its own.
`open_before + arrived - answered - closed - withdrawn = open_now`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from policies.weekly.spans import Span

WAITS = ("open", "referred")
"""States of a thread in which somebody waits."""
SHORTEST = timedelta(hours=24)
"""No deadline is nearer than this (C11), so an answer within it is in time on any day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadRow:
    """How a thread's row stands at present."""

    id: str
    state: str


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

    asked: datetime | None = None
    """The oldest message by somebody else."""
    answers: tuple[datetime, ...] = ()
    """The city's own messages."""


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
    """When it was first seen to wait; ours, not the platform's instant."""
    due_at: datetime | None
    state: str
    """`open` or `referred` while it waits; then the state that ended it."""
    ended: datetime | None = None
    end: AskEnd | None = None
    answered: datetime | None = None
    """When the city wrote, or was seen to have written; None: it did not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A week's queue."""

    open_before: int
    arrived: int
    ended: Mapping[AskEnd, int]
    over: tuple[Ask, ...]
    """The asks that ended in the week."""
    exempt: tuple[str, ...]
    """Threads that were found in the week to need no answer."""
    waiting: tuple[Ask, ...]
    """What waits at the end, the first deadline first."""
    overdue: frozenset[str]
    """Threads among them whose deadline has passed."""
    contradicted: tuple[str, ...]
    """Threads whose history does not lead to where their row stands."""

    def adds_up(self) -> bool:
        """Whether what waited, came and went makes what waits."""
        now = self.open_before + self.arrived - sum(self.ended.values())
        return now == len(self.waiting) and not self.contradicted


def count_queue(
    rows: Iterable[ThreadRow],
    steps: Iterable[ThreadStep],
    exchanges: Mapping[str, Exchange],
    span: Span,
    until: datetime,
) -> Queue:
    """Count a week's queue; `steps`: the whole history, in order; `until`: as for findings."""
    histories: dict[str, list[ThreadStep]] = defaultdict(list)
    for step in steps:
        histories[step.thread].append(step)
    asks = [
        ask
        for thread, history in histories.items()
        for ask in asks_of(history, exchanges.get(thread, Exchange()))
    ]
    over = tuple(one for one in asks if one.ended is not None and span.holds(one.ended))
    waiting = tuple(sorted(_waiting(histories, asks, span), key=_deadline))
    return Queue(
        open_before=sum(one.since < span.start and not _over(one, span.start) for one in asks),
        arrived=sum(span.holds(one.since) for one in asks),
        ended=_ended(over),
        over=over,
        exempt=tuple(thread for thread, h in histories.items() if _became_exempt(h, span)),
        waiting=waiting,
        overdue=frozenset(one.thread for one in waiting if one.due_at and one.due_at < until),
        contradicted=tuple(row.id for row in rows if _last_state(histories[row.id]) != row.state),
    )


def asks_of(history: Sequence[ThreadStep], exchange: Exchange) -> list[Ask]:
    """The asks of one thread, the oldest first.

    A later deadline while it waits means that the message that waited no longer does: its ask
    ended, another began.
    """
    asks: list[Ask] = []
    waits: Ask | None = None
    for step in history:
        now = _begun(step)
        if waits is not None and (now is None or _other_deadline(waits, step)):
            asks.append(_finish(waits, step, exchange))
            waits = None
        elif waits is not None:
            waits = _still(waits, step)
            continue
        elif step.state == "answered" and not asks:
            asks.append(_never_seen_waiting(step, exchange))
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


def _never_seen_waiting(step: ThreadStep, exchange: Exchange) -> Ask:
    """The ask of a thread that had its answer when it was first seen."""
    written = [at for at in exchange.answers if exchange.asked and at >= exchange.asked]
    quick = bool(written) and exchange.asked is not None and written[0] - exchange.asked <= SHORTEST
    return Ask(
        thread=step.thread,
        since=step.at,
        due_at=None,
        state=step.state,
        ended=step.at,
        end=AskEnd.IN_TIME if quick else AskEnd.UNTOLD,
    )


def _over(ask: Ask, instant: datetime) -> bool:
    """Whether the ask had ended by then."""
    return ask.ended is not None and ask.ended < instant


def _ended(over: Iterable[Ask]) -> dict[AskEnd, int]:
    """How the asks of the week ended."""
    counted = Counter(one.end for one in over)
    return {end: counted[end] for end in AskEnd}


def _waiting(
    histories: Mapping[str, Sequence[ThreadStep]], asks: Iterable[Ask], span: Span
) -> Iterable[Ask]:
    """What waited when the week ended, each in the state in which it then stood."""
    for one in asks:
        if one.since < span.end and not _over(one, span.end):
            state = _last_state([step for step in histories[one.thread] if step.at < span.end])
            yield replace(one, state=state, ended=None, end=None)


def _deadline(ask: Ask) -> tuple[bool, datetime, str]:
    """What to sort by: the deadline, then how long it has waited."""
    return ask.due_at is None, ask.due_at or ask.since, ask.thread


def _became_exempt(history: Sequence[ThreadStep], span: Span) -> bool:
    """Whether the thread was found in the week to need no answer."""
    return any(step.state == "exempt" and span.holds(step.at) for step in history)


def _last_state(history: Sequence[ThreadStep]) -> str:
    """The state in which it stood last."""
    return history[-1].state if history else ""
