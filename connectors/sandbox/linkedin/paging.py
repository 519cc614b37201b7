"""Pages: searches go by cursor, other lists by `start` and `count`.

A row that is broken leaves its page one short, and a short page is not the last. Source: *Cursor
Based Pagination*, *Pagination*, airbyte #34164, checked 2026-11-22.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from hashlib import sha1

from connectors.sandbox.linkedin.asking import Answer, Request
from connectors.sandbox.linkedin.errors import Refused, malformed
from connectors.sandbox.linkedin.rights import number_of
from connectors.sandbox.world import Record, World

CURSOR = ("pageSize", "pageToken")
"""Parameters of every search."""
START = ("start", "count")
"""Parameters of every other list."""
MOST = 1000
_PAGE, _COUNT = 100, 10
_CUT = 6

Show = Callable[[Record], Record]


def by_cursor(
    world: World, request: Request, rows: Sequence[Record], show: Show, *, most: int = MOST
) -> Answer:
    """One page of a search. A cursor is good for the search that gave it and no other.

    Raises:
        Refused: a page too large, a foreign cursor, or more than 1,000 rows without paging.
    """
    size = _size(request, "pageSize", _PAGE, most)
    if not set(CURSOR) & set(request.params) and len(rows) > MOST:
        raise Refused(400, message="Request would return too many entities. ")
    backwards = request.params.get("sortOrder") == "DESCENDING"
    sorted_rows = sorted(rows, key=_place, reverse=backwards)
    token = request.string("pageToken")
    if token is not None:
        last = _last(request, token)
        sorted_rows = [
            row for row in sorted_rows if (_place(row) < last if backwards else _place(row) > last)
        ]
    page, rest = sorted_rows[:size], sorted_rows[size:]
    if rest and size > 1 and world.faults.toggle("linkedin.short_pages"):
        page = page[:-1]
    metadata = {"nextPageToken": _cursor(request, _place(page[-1]))} if rest else {}
    elements = [show(row) for row in page if not row.get("_broken")]
    return Answer(body={"elements": elements, "metadata": metadata})


def by_start(request: Request, rows: Sequence[Record], show: Show, *, most: int = MOST) -> Answer:
    """One page of a list that is no search.

    Raises:
        Refused: a page too large.
    """
    start, count = request.number("start", 0), _size(request, "count", _COUNT, most)
    page = [show(row) for row in rows[start : start + count]]
    paging = {"start": start, "count": count, "links": [], "total": len(rows)}
    return Answer(body={"paging": paging, "elements": page})


def _size(request: Request, name: str, default: int, most: int) -> int:
    size = request.number(name, default)
    if size > most:
        raise Refused(400, message=f"Specified count is larger than {most}")
    if not size:
        raise malformed(name)
    return size


def _place(row: Record) -> int:
    """Where a row stands among the others: by number."""
    return int(number_of(str(row["id"])))


def _cursor(request: Request, place: int) -> str:
    text = f"{_search(request)}:{place}".encode()
    return base64.urlsafe_b64encode(text).decode().rstrip("=")


def _last(request: Request, cursor: str) -> int:
    """Where the page before ended."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        search, _, place = text.partition(":")
        number = int(place)
    except ValueError:
        raise malformed("pageToken") from None
    if search != _search(request):
        raise malformed("pageToken")
    return number


def _search(request: Request) -> str:
    """What tells one search from another: the path, and all parameters but the page's."""
    told = {name: value for name, value in request.params.items() if name not in CURSOR}
    text = repr((request.parts, sorted(told.items())))
    return sha1(text.encode(), usedforsecurity=False).hexdigest()[:_CUT]
