"""The queue of a week: what came to be answered, what was, in time or late, and what still waits.

`open_before + arrived - answered - closed - withdrawn = open_now`.

What had its answer when it was first read here neither arrived nor ended in the week; it is told
apart, and counts among the week's answers only if the city is known to have written in the week.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from policies.deadlines import Calendar
from policies.weekly.asks import Ask, AskEnd, Exchange, ThreadStep, asks_of
from policies.weekly.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadRow:
    """How a thread's row stands at present."""

    id: str
    state: str


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
    beforehand: tuple[Ask, ...] = ()
    """What was first read in the week and had its answer then; no part of the sum."""
    answered: tuple[Ask, ...] = ()
    """What the week's answers are judged by: of `over` and `beforehand` what was answered in the
    week, as far as that can be told."""

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
    *,
    calendar: Calendar | None = None,
) -> Queue:
    """Count a week's queue; `steps`: the whole history, in order; `until`: as for findings.

    `calendar`: the office's; without it nobody can tell whether an answer that came before its
    question was read here came in time.
    """
    histories: dict[str, list[ThreadStep]] = defaultdict(list)
    for step in steps:
        histories[step.thread].append(step)
    every = [
        ask
        for thread, history in histories.items()
        for ask in asks_of(history, exchanges.get(thread, Exchange()), calendar)
    ]
    ended = [one for one in every if one.ended is not None and span.holds(one.ended)]
    asks = [one for one in every if not one.beforehand]
    over = tuple(one for one in ended if not one.beforehand)
    beforehand = tuple(one for one in ended if one.beforehand)
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
        beforehand=beforehand,
        answered=(*(one for one in over if one.answered), *_written_in(beforehand, span)),
    )


def _written_in(beforehand: Iterable[Ask], span: Span) -> Iterator[Ask]:
    """Those of which it is known that the city wrote in the week."""
    return (one for one in beforehand if one.answered and span.holds(one.answered))


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
