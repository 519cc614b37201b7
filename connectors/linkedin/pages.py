"""Walking through lists: what came, and why it may not be all.

Searches go from `metadata.nextPageToken` to the next, and a page shorter than asked for is not the
last: a broken creative leaves a gap. Other lists go by `start` (Cursor Based Pagination, checked
2026-11-22). No order of these is documented, nor that they stand still while they are read: a row
deleted on a page already read moves those behind it up, and the first of them falls between two
pages. All that tells of it is a `total` that falls.
"""

from __future__ import annotations

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


class _Shorter(Unavailable):
    """A list grew shorter while it was read: a row may have slid to a page already read."""


def by_cursor(wire: Wire, ask: Ask) -> Gathered:
    """All rows of a search, page after page, however short a page is."""
    found: list[Any] = []
    used: set[str] = set()
    try:
        answer = wire.read(ask)
        while True:
            found += elements(answer)
            token = text(part(answer, "metadata"), "nextPageToken")
            if not token:
                return Gathered(rows=tuple(found))
            if token in used:
                raise refuse("metadata.nextPageToken", "the same twice")
            used.add(token)
            answer = wire.read(ask.with_query(pageToken=token))
    except ConnectorError as error:
        return Gathered(rows=tuple(found), error=error)


def by_start(
    wire: Wire, ask: Ask, *, enough: Callable[[Sequence[Any]], bool] = lambda page: False
) -> Gathered:
    """All rows of a list that goes by `start`, or those up to the first page that is `enough`.

    A list that grows shorter meanwhile is read anew, once; if it does so again, it is not all.
    """
    first = _walk(wire, ask, enough)
    if not isinstance(first.error, _Shorter):
        return first
    again = _walk(wire, ask, enough)
    if again.error is None:
        return again  # without the first walk's rows: one of them may be what was deleted
    return Gathered(rows=max(first.rows, again.rows, key=len), error=again.error)


def _walk(wire: Wire, ask: Ask, enough: Callable[[Sequence[Any]], bool]) -> Gathered:
    """The rows from the first page to the last, once.

    The next page begins after the rows that came, not after those asked for: a page may be short,
    and a row met twice is harmless where a row skipped is not.
    """
    found: list[Any] = []
    page: list[Any] = []
    most: int | None = None
    try:
        while True:
            answer = wire.read(ask.with_query(start=len(found)))
            last, page = page, elements(answer)
            if page and page == last:
                raise refuse("paging.start", "the same page twice")
            found += page
            most = _highest(ask, most, count(part(answer, "paging"), "total"))
            if not page:
                return Gathered(rows=tuple(found), error=_withheld(ask, len(found), most))
            if enough(page) or (most is not None and len(found) >= most):
                return Gathered(rows=tuple(found))
    except ConnectorError as error:
        return Gathered(rows=tuple(found), error=error)


def _highest(ask: Ask, most: int | None, total: int | None) -> int | None:
    """The highest total told so far; a page need not tell one.

    Raises:
        _Shorter: it is less than it was.
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
    raise _Shorter(words, platform=Platform.LINKEDIN, account_id=ask.account_id)


def elements(answer: Answer) -> list[Any]:
    """The rows of one page.

    Raises:
        Unreadable: the answer holds no list: that is not an empty one.
    """
    rows = answer.get("elements")
    if not isinstance(rows, list):
        raise refuse("elements", rows)
    return rows


def _withheld(ask: Ask, came: int, total: int | None) -> ConnectorError | None:
    """The reason why a list that ends before its own total is not all."""
    if total is None or came >= total:
        return None
    words = Words(
        "LinkedIn counts {total} rows and gave {came} ({endpoint}). The next round tries again.",
        {"total": str(total), "came": str(came), "endpoint": ask.endpoint},
    )
    return Unavailable(words, platform=Platform.LINKEDIN, account_id=ask.account_id)
