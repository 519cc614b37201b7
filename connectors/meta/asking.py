"""Asking until there is an answer: in batches, again where it helps, without refused fields."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeGuard

from connectors.errors import ConnectorError, FieldRefused, RateLimited, TooMuchData, Transient
from connectors.http import PRESSING, UNSTATED, Patience, repeat
from connectors.meta.answers import Answered, items, understood
from connectors.meta.ask import BATCH, Ask, Param, address
from connectors.meta.budget import Budget
from connectors.meta.holding import Held
from connectors.meta.learnt import Learnt
from connectors.meta.pace import Pace
from connectors.meta.transport import Reply, Wire
from connectors.meta.usage import item_headers

_SUCCESS = 200
_PORTIONS = (BATCH, BATCH, 10, 1)
"""Calls in one request, by attempt: a batch that is too heavy to be answered is taken apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One sending of an ask, with what changes from page to page."""

    ask: Ask
    more: Mapping[str, Param] = field(default_factory=dict)

    def form(self, refused: Collection[str]) -> dict[str, str]:
        """All its parameters."""
        return self.ask.form(refused, **self.more)


class Asking:
    """Sends calls over a wire; safe across threads."""

    def __init__(
        self,
        wire: Wire,
        *,
        patience: Patience,
        clock: Callable[[], datetime],
        learnt: Learnt,
        budget: Budget,
        pressing: bool = False,
    ) -> None:
        """`patience` is what may be waited in all; `learnt` and `budget` outlive single calls.

        `pressing`: a crisis stop, which no budget holds back and no refusal met by others.
        """
        self.wire = wire
        self.clock = clock
        self.learnt = learnt
        self.budget = budget
        self.pressing = pressing
        self.unstated = PRESSING if pressing else UNSTATED
        self._patience = patience
        self._pace = Pace(sleep=patience.sleep, clock=clock)

    def impatient(self) -> Asking:
        """The same, which waits for nothing."""
        other = copy(self)
        other._patience = self._patience.none_left()
        return other

    def answers(self, calls: Sequence[Call]) -> tuple[Answered, ...]:
        """What came of each, in order, repeated while that can help; never raises their errors."""
        round_ = _Round(self, calls)
        try:
            repeat(round_, self._patience, unstated=self.unstated)
        except Transient:
            round_.give_up()
        return round_.answers()

    def once(self, calls: Sequence[Call], *, portion: int = BATCH) -> list[Answered]:
        """What came of each, sent a single time; a whole batch that fails fails each of its own."""
        told: list[Answered] = []
        for some in _portions(calls, portion):
            try:
                answers = self._send(some)
            except ConnectorError as error:
                answers = [error.with_traceback(None)] * len(some)
            for call, answer in zip(some, answers, strict=True):
                if isinstance(answer, RateLimited):
                    self.budget.refused(call.ask, answer, self.clock())
            told += answers
        return told

    def without_refused(self, calls: Sequence[Call], *, portion: int) -> list[Answered]:
        """As `once`, and again without the field where one was refused that is in the list."""
        known = [self.learnt.refused(call.ask, self.clock()) for call in calls]
        told = self.once(calls, portion=portion)
        again = [
            at
            for at, one in enumerate(told)
            if isinstance(one, FieldRefused)
            and one.field not in known[at]
            and self.learnt.refuse(calls[at].ask, one.field, self.clock())
        ]
        if again:
            anew = self.without_refused([calls[at] for at in again], portion=portion)
            for at, one in zip(again, anew, strict=True):
                told[at] = one
        return told

    def _send(self, calls: Sequence[Call]) -> Sequence[Answered]:
        """Send as one request.

        Raises:
            ConnectorError: the request as a whole was not answered.
        """
        asks = [call.ask for call in calls]
        with self._pace.kept(asks):
            return self._sent(calls, asks)

    def _sent(self, calls: Sequence[Call], asks: Sequence[Ask]) -> Sequence[Answered]:
        """Send, and let the budget know of it.

        Raises:
            ConnectorError: as `_send`.
        """
        first = asks[0]
        self.budget.sent(asks, self.clock())
        if len(calls) == 1:
            reply = self.wire.send(first, self._form(calls[0]))
            self._hear(first, reply.headers, reply.status)
            return [understood(reply, self.wire.asked(first))]
        mixed = any(ask.token is not None for ask in asks)
        reply = self.wire.send_batch(asks, [self._item(call, mixed=mixed) for call in calls])
        self._hear_items(asks, reply)
        whole = self.wire.asked(Ask(parts=(), account_id=first.account_id))
        return items(reply, list(map(self.wire.asked, asks)), whole)

    def _hear(self, ask: Ask, headers: Mapping[str, str], status: object) -> None:
        """Heed what an answer says of the version, and let the budget know what of the limits."""
        self.wire.noticed(headers)
        self.budget.heard(ask, headers, self.clock(), answered=status == _SUCCESS)

    def _hear_items(self, asks: Sequence[Ask], reply: Reply) -> None:
        """The same for a batch: the limits of its items stand in the items."""
        self._hear(Ask(parts=()), reply.headers, None)
        for ask, (status, headers) in zip(asks, item_headers(reply.body), strict=False):
            self._hear(ask, headers, status)

    def _form(self, call: Call) -> dict[str, str]:
        return call.form(self.learnt.refused(call.ask, self.clock()))

    def _item(self, call: Call, *, mixed: bool) -> dict[str, str]:
        """A call as an item of a batch; a token that is not the batch's alone is in its address."""
        form, own = self._form(call), self.wire.credentials(call.ask, mixed=mixed)
        method = call.ask.method
        if method == "GET":
            return {"method": method, "relative_url": address(call.ask.path, form | own)}
        body = address("", form).removeprefix("?")
        return {"method": method, "relative_url": address(call.ask.path, own), "body": body}


class _Round:
    """Calls that are sent until each has its answer."""

    def __init__(self, asking: Asking, calls: Sequence[Call]) -> None:
        self._asking = asking
        self._calls = calls
        self._told: dict[int, Answered] = {}
        self._sent = 0
        self._open = list(range(len(calls)))

    def __call__(self) -> None:
        """Send what is open, as far as the budget has room for it.

        Raises:
            Transient: something is to be sent again; the one that asks for the longest wait.
        """
        held = {} if self._asking.pressing else self._held()
        self._told |= held
        self._send([at for at in self._open if at not in held])
        errors = {at: error for at in self._open if (error := _again(self._told[at]))}
        self._open = list(errors)
        if errors:
            raise max(errors.values(), key=self._wait)

    def _held(self) -> dict[int, Held]:
        """What must wait; a refusal of Meta's was waited out by now, for as long as it said."""
        asked = [at for at in self._open if not _refused(self._told.get(at))]
        holds = self._asking.budget.holds(
            [self._calls[at].ask for at in asked], self._asking.clock()
        )
        return {at: hold for at, hold in zip(asked, holds, strict=True) if hold is not None}

    def _send(self, places: Sequence[int]) -> None:
        """Send these, in smaller portions each time."""
        if places:
            portion = _PORTIONS[min(self._sent, len(_PORTIONS) - 1)]
            self._sent += 1
            calls = [self._calls[at] for at in places]
            told = self._asking.without_refused(calls, portion=portion)
            self._told |= zip(places, told, strict=True)

    def _wait(self, error: Transient) -> float:
        """How long an error asks to wait; a failure that is no throttle the least."""
        if not isinstance(error, RateLimited):
            return 0.0
        return self._asking.unstated[0] if error.retry_after is None else error.retry_after

    def give_up(self) -> None:
        """Remember the refusals that were not waited out, and say until when they hold."""
        for at in self._open:
            error = self._told[at]
            if _refused(error) and not self._asking.pressing:
                self._told[at] = self._asking.budget.refused(
                    self._calls[at].ask, error, self._asking.clock(), parked=True
                )

    def answers(self) -> tuple[Answered, ...]:
        """What came of each call, in order."""
        return tuple(self._told[at] for at in range(len(self._calls)))


def _refused(told: Answered | None) -> TypeGuard[RateLimited]:
    """Whether Meta itself asked to wait."""
    return isinstance(told, RateLimited) and not isinstance(told, Held)


def _again(told: Answered) -> Transient | None:
    """The error that sending again may heal; a matter of page size is none."""
    return told if isinstance(told, Transient) and not isinstance(told, TooMuchData) else None


def _portions(calls: Sequence[Call], size: int) -> Iterator[Sequence[Call]]:
    for start in range(0, len(calls), size):
        yield calls[start : start + size]
