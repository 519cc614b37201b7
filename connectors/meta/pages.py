"""Walking through edges: what came, and why it may not be all.

The end is the absence of `next`. A page may be empty and still have one; a `next` without a cursor,
or with the same cursor again, leads nowhere; cursors do not live long (Paginated Results, checked
2026-11-22). Pages that go on for ever with new cursors and old rows lead nowhere either. The link
is never followed: it carries the token and lacks the proof.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import islice, repeat
from typing import Any, TypeAlias

from connectors.errors import ConnectorError, CursorRefused, TooMuchData, Unavailable
from connectors.meta.answers import Answered
from connectors.meta.ask import Ask, Param
from connectors.meta.asking import Asking, Call
from connectors.meta.shape import Record, part, refuse, text
from policies.model import Platform, Words

UNASKED = 25
"""Rows of a page for which no number was asked, or none that was heeded (Paginated Results, checked
2026-11-22)."""
_IDLE = 100
"""Pages in a row without any new row after which an edge is given up."""

Enough: TypeAlias = Callable[[Sequence[Any], Record], bool]
"""Whether the rows so far, with what the first page said of the whole, are all that is wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The rows of an edge as they came; `error` None: all of them."""

    rows: tuple[Any, ...]
    error: ConnectorError | None = None
    summary: Record = field(default_factory=dict)
    """What the first page said of the whole, where it was asked for."""
    full: bool = False
    """Whether the last page had as many rows as were asked for, or as come unasked where it says
    nothing of pages: it led nowhere, and there may be more."""
    ended: bool = False
    """Whether there is more, which was not wanted."""


def gather(
    asking: Asking,
    edges: Sequence[Ask],
    nodes: Sequence[Ask] = (),
    *,
    enough: Sequence[Enough | None] = (),
    abreast: int | None = None,
) -> tuple[tuple[Gathered, ...], tuple[Answered, ...]]:
    """All rows of each edge, the next pages of many travelling together, then single objects.

    `enough`: for each edge what ends it before its last page; empty: nothing does. `abreast`: how
    many are walked at a time, the first ones first; None: all.
    """
    wanted = enough or repeat(None, len(edges))
    walks = [_Walk(asking, ask, stop) for ask, stop in zip(edges, wanted, strict=True)]
    singles = [_Single(ask) for ask in nodes]
    steps: list[_Walk | _Single] = [*walks, *singles]
    while ahead := list(islice((one for one in steps if not one.done), abreast)):
        answers = asking.answers([one.call() for one in ahead])
        for one, answer in zip(ahead, answers, strict=True):
            one.take(answer)
    return tuple(walk.gathered() for walk in walks), tuple(one.answer for one in singles)


class _Single:
    """One object, which is there at once."""

    answer: Answered

    def __init__(self, ask: Ask) -> None:
        self.done = False
        self._ask = ask

    def call(self) -> Call:
        """The sending that gives it."""
        return Call(ask=self._ask)

    def take(self, answer: Answered) -> None:
        """Take in what came of it."""
        self.answer = answer
        self.done = True


class _Walk:
    """One edge on the way through its pages."""

    def __init__(self, asking: Asking, ask: Ask, enough: Enough | None) -> None:
        self.done = False
        self._asking = asking
        self._ask = ask
        self._enough = enough
        self._ended = False
        self._rows: list[Any] = []
        self._seen: set[str] = set()
        self._summary: Record | None = None
        self._error: ConnectorError | None = None
        self._used: set[str] = set()
        self._after: str | None = None
        self._size = 0
        self._idle = 0
        self._full = False
        self._anew = False

    def call(self) -> Call:
        """The sending that gives the next page; an ask's own `limit` is its most."""
        self._size = self._asking.learnt.rows(self._ask, self._asking.clock())
        own = self._ask.params.get("limit")
        self._size = min(self._size, own) if isinstance(own, int) else self._size
        more: dict[str, Param] = {"limit": self._size}
        if self._after is not None:
            more["after"] = self._after
        return Call(ask=self._ask, more=more)

    def take(self, answer: Answered) -> None:
        """Take in what came of it."""
        try:
            if isinstance(answer, TooMuchData):
                self._step_down(answer)
            elif isinstance(answer, CursorRefused) and self._after and not self._anew:
                self._begin_anew()
            elif isinstance(answer, ConnectorError):
                raise answer
            else:
                self._page(answer)
        except ConnectorError as error:
            self._error = error.with_traceback(None)
            self.done = True

    def _step_down(self, error: TooMuchData) -> None:
        """Ask for fewer rows from here on.

        Raises:
            TooMuchData: it was a single row.
        """
        if not self._asking.learnt.too_many(self._ask, self._size, self._asking.clock()):
            raise error

    def _begin_anew(self) -> None:
        """Read from the first page again, once: without its cursor a walk cannot go on."""
        self._anew = True
        self._rows.clear()
        self._seen.clear()
        self._used.clear()
        self._after, self._summary, self._idle = None, None, 0

    def _page(self, body: Record) -> None:
        """Keep the rows of a page that brings any new one, and note where the next begins.

        Raises:
            Unreadable: it holds no list: that is not an empty one.
            Unavailable: there is more, and no way to it.
        """
        rows = body.get("data")
        if not isinstance(rows, list):
            raise refuse("data", rows)
        new = {_name(row) for row in rows} - self._seen
        self._seen |= new
        self._rows += rows if new else []
        paging = part(body, "paging")
        self._full = self._fills(len(rows), paging)
        if self._summary is None:
            self._summary = part(body, "summary")
        self._idle = 0 if new else self._idle + 1
        more = bool(paging.get("next"))
        self._ended = more and self._enough is not None and self._enough(self._rows, self._summary)
        self.done = self._ended or not more
        if not self.done:
            self._after = self._next(text(part(paging, "cursors"), "after"))

    def _fills(self, rows: int, paging: Record) -> bool:
        """Whether a page of so many rows is a full one.

        After others it is only if it is as large as they may be: of pages that we made small the
        last is full by chance, of single rows always.
        """
        whole = not self._used or self._size == self._ask.params.get("limit")
        return (whole and rows >= self._size) or (not paging and rows == UNASKED)

    def _next(self, after: str | None) -> str:
        """The cursor of the next page, if it leads on."""
        if not after or after in self._used or self._idle >= _IDLE:
            words = Words(
                "Meta says that there is more and does not lead to it ({endpoint}): only {came} "
                "rows were read. The next round tries again.",
                {"endpoint": self._ask.endpoint, "came": str(len(self._rows))},
            )
            raise Unavailable(words, platform=Platform.META, account_id=self._ask.account_id)
        self._used.add(after)
        return after

    def gathered(self) -> Gathered:
        """What the walk brought."""
        return Gathered(
            rows=tuple(self._rows),
            error=self._error,
            summary=self._summary or {},
            full=self._full,
            ended=self._ended,
        )


def _name(row: object) -> str:
    """What a row is known by when it comes again: its id, or all that it says where it has none."""
    number = row.get("id") if isinstance(row, dict) else None
    return number if isinstance(number, str) and number else json.dumps(row, sort_keys=True)
