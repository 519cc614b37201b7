"""Walking through lists: what came, and why it may not be all.

Searches go from `metadata.nextPageToken` to the next, and a page shorter than asked for is not the
last: a broken creative leaves a gap. Other lists go by `start` (Cursor Based Pagination, checked
2026-11-22). No order of these is documented, nor that they stand still while they are read: a row
deleted on a page already read moves those behind it up, and the first of them falls between two
pages; one that moves to a page already read is met on none. All that tells of it is a `total` that
falls, or a row of an earlier page that comes again in place of another.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from connectors.errors import ConnectorError, Unavailable
from connectors.linkedin.ask import Ask
from connectors.linkedin.shape import count, part, refuse, text
from connectors.linkedin.transport import Answer, Wire
from policies.model import Platform, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The rows of a list; `error` None: all of them."""

    rows: tuple[Any, ...]
    error: ConnectorError | None = None


class _Moved(Unavailable):
    """A list changed while it was read: a row may have slid to a page already read."""


def by_cursor(wire: Wire, ask: Ask) -> Gathered:
    """All rows of a search, page after page, however short a page is.

    A page without `metadata` looks like the last one. Where it counts more rows than came, by a
    `paging.total` that searches need not have, it is not.
    """
    found: list[Any] = []
    used: set[str] = set()
    try:
        answer = wire.read(ask)
        while True:
            found += elements(answer)
            token = text(part(answer, "metadata"), "nextPageToken")
            if not token:
                total = count(part(answer, "paging"), "total")
                return Gathered(rows=tuple(found), error=_withheld(ask, len(found), total))
            if token in used:
                raise refuse("metadata.nextPageToken", "the same twice")
            used.add(token)
            answer = wire.read(ask.with_query(pageToken=token))
    except ConnectorError as error:
        return Gathered(rows=tuple(found), error=error)


Enough = Callable[[Sequence[Any], Sequence[Any]], bool]
"""Whether no more of a list is needed, by all rows that came so far and the last page of them."""


def by_start(wire: Wire, ask: Ask, *, enough: Enough = lambda found, page: False) -> Gathered:
    """All rows of a list that goes by `start`, or those up to the first page that is `enough`.

    A list that changes meanwhile is read anew, once; if it does so again, it is not all.
    """
    first = _walk(wire, ask, enough)
    if not isinstance(first.error, _Moved):
        return first
    again = _walk(wire, ask, enough)
    if again.error is None:
        return again  # without the first walk's rows: one of them may be what was deleted
    return Gathered(rows=max(first.rows, again.rows, key=len), error=again.error)


def _walk(wire: Wire, ask: Ask, enough: Enough) -> Gathered:
    """The rows from the first page to the last, once.

    The next page begins after the rows that came, not after those asked for: a page may be short,
    and a row met twice is harmless where a row skipped is not. But it stands for no other: the
    total is held against the rows that no earlier page had.
    """
    found: list[Any] = []
    page: list[Any] = []
    met = _Met()
    most: int | None = None
    try:
        while True:
            answer = wire.read(ask.with_query(start=len(found)))
            last, page = page, elements(answer)
            if page and page == last:
                raise refuse("paging.start", "the same page twice")
            found += page
            met.take(page)
            most = _highest(ask, most, count(part(answer, "paging"), "total"))
            if not page or (most is not None and len(found) >= most):
                kind = Unavailable if met.rows == len(found) else _Moved
                error = _withheld(ask, met.rows, most, kind=kind)
                return Gathered(rows=tuple(found), error=error)
            if enough(found, page):
                return Gathered(rows=tuple(found))
    except ConnectorError as error:
        return Gathered(rows=tuple(found), error=error)


class _Met:
    """How many rows came, without those that an earlier page had.

    A row twice on one page counts twice: nothing moved between the two, so that nothing is known to
    be missing in its place.
    """

    def __init__(self) -> None:
        self.rows = 0
        self._marks: set[str] = set()

    def take(self, page: Sequence[Any]) -> None:
        """Count a page."""
        marks = [_mark(row) for row in page]
        self.rows += sum(mark not in self._marks for mark in marks)
        self._marks.update(marks)


def _mark(row: object) -> str:
    """What tells a row from others: its URN or id, or all of it where it has neither."""
    told = row if isinstance(row, dict) else {}
    return json.dumps(told.get("commentUrn") or told.get("id") or row, sort_keys=True)


def _highest(ask: Ask, most: int | None, total: int | None) -> int | None:
    """The highest total told so far; a page need not tell one.

    Raises:
        _Moved: it is less than it was.
    """
    if most is None or total is None:
        return most if total is None else total
    if total >= most:
        return total
    words = Words(
        "A list of LinkedIn's grew shorter while it was read, from {most} rows to {total} "
        "({endpoint}). The next round tries again.",
        {"most": str(most), "total": str(total), "endpoint": ask.endpoint},
    )
    raise _Moved(words, platform=Platform.LINKEDIN, account_id=ask.account_id)


def elements(answer: Answer) -> list[Any]:
    """The rows of one page.

    Raises:
        Unreadable: the answer holds no list: that is not an empty one.
    """
    rows = answer.get("elements")
    if not isinstance(rows, list):
        raise refuse("elements", rows)
    return rows


def _withheld(
    ask: Ask, came: int, total: int | None, *, kind: type[Unavailable] = Unavailable
) -> ConnectorError | None:
    """The reason why a list that ends before its own total is not all."""
    if total is None or came >= total:
        return None
    words = Words(
        "LinkedIn counts {total} rows and gave {came} ({endpoint}). The next round tries again.",
        {"total": str(total), "came": str(came), "endpoint": ask.endpoint},
    )
    return kind(words, platform=Platform.LINKEDIN, account_id=ask.account_id)
