"""Walking through lists: what came, and why it may not be all.

Searches go from `metadata.nextPageToken` to the next, and a page shorter than asked for is not the
last: a broken creative leaves a gap. Other lists go by `start` (Cursor Based Pagination, checked
2026-11-22).
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

    The next page begins after the rows that came, not after those asked for: a page may be short,
    and a row met twice is harmless where a row skipped is not.
    """
    found: list[Any] = []
    page: list[Any] = []
    try:
        while True:
            answer = wire.read(ask.with_query(start=len(found)))
            last, page = page, elements(answer)
            total = count(part(answer, "paging"), "total")
            if page and page == last:
                raise refuse("paging.start", "the same page twice")
            found += page
            if not page:
                return Gathered(rows=tuple(found), error=_withheld(ask, len(found), total))
            if enough(page) or (total is not None and len(found) >= total):
                return Gathered(rows=tuple(found))
    except ConnectorError as error:
        return Gathered(rows=tuple(found), error=error)


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
