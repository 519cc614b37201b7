"""Pages of rows: limits, `next`, and the summary. Source: *Paginated Results*."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from connectors.sandbox.meta.asking import Asking, Params, counted
from connectors.sandbox.meta.cursors import cursor, past_empty, start
from connectors.sandbox.meta.edges import Edge, rows_of
from connectors.sandbox.meta.errors import invalid
from connectors.sandbox.world import Node

DEFAULT = 25
"""Rows in an answer when no limit is sent."""
_OFF_THE_LINK = ("access_token", "appsecret_proof", "after", "before", "limit", "summary")


@dataclass(frozen=True, slots=True)
class View:
    """An edge of one object, and the parameters it is read with."""

    node: Node
    name: str
    edge: Edge
    params: Params


@dataclass(frozen=True, slots=True)
class _Span:
    """The part of the rows that a page shows: `shown` of them after `begin`."""

    begin: int
    shown: int
    limit: int


def page(asking: Asking, view: View, draw: Callable[[Node], Any]) -> dict[str, Any]:
    """One page of an edge; `draw` makes a row's JSON.

    Raises:
        GraphError: a limit or cursor that is refused, or an edge that is closed to the reader.
    """
    rows = rows_of(asking, view.node, view.edge, view.params)
    span = _span(asking, view, rows)
    shown = rows[span.begin : span.begin + span.shown]
    answer: dict[str, Any] = {"data": [draw(row) for row in shown]}
    if span.limit and span.begin < len(rows):
        answer["paging"] = _links(asking, view, rows, span)
    if view.params.get("summary") not in (None, "false", "0"):
        answer["summary"] = _summary(asking, view, len(rows))
    return answer


def _span(asking: Asking, view: View, rows: Sequence[Node]) -> _Span:
    """Which rows to show: with `meta.empty_middle_page` a second page comes empty, once."""
    limit = counted(view.params, "limit", DEFAULT)
    if limit is None or limit < 0:
        raise invalid("param limit must be non-negative")
    if view.edge.highest is not None and limit > view.edge.highest:
        raise invalid(f"The 'limit' parameter should not exceed {view.edge.highest}")
    limit = min([limit, *filter(None, (view.edge.most, asking.toggled("page_rows")))])
    begin = start(rows, view.params, limit)
    after = view.params.get("after")
    if after and asking.toggled("empty_middle_page") and not past_empty(after):
        return _Span(begin, 0, limit)
    return _Span(begin, max(0, min(limit, len(rows) - begin)), limit)


def _summary(asking: Asking, view: View, shown: int) -> dict[str, Any]:
    total = view.edge.total(asking, view.node, view.params) if view.edge.total else shown
    if view.edge.kind != "Comment":
        return {"total_count": total}
    told = {"order": view.params.get("order", "ranked"), "can_comment": True}
    counted = not asking.lists("no_tasks", str(view.node.hidden.get("page")))
    return {**told, "total_count": total} if counted else told


def _links(asking: Asking, view: View, rows: Sequence[Node], span: _Span) -> dict[str, Any]:
    """`paging`: cursors, and `next` and `previous` where there is more.

    The link carries the token and not the proof, as on the platform.
    """
    stop = span.begin + span.shown
    before = cursor(rows, span.begin + 1)
    after = cursor(rows, max(stop, 1), empty=not span.shown)
    if stuck := asking.toggled("cursor_stuck") and view.params.get("after"):
        after = stuck
    links: dict[str, Any] = {}
    if not asking.toggled("next_without_cursors"):
        links["cursors"] = {"before": before, "after": after}
    if (stuck or stop < len(rows)) and not _ends(asking, view, stop, span.limit):
        links["next"] = _link(asking, view, {"limit": str(span.limit), "after": after})
    if span.begin:
        links["previous"] = _link(asking, view, {"limit": str(span.limit), "before": before})
    return links


def _ends(asking: Asking, view: View, stop: int, limit: int) -> bool:
    """Whether a list of Instagram's leads no further than this page, with `meta.ig_no_cursor`."""
    pages = int(asking.toggled("ig_no_cursor") or 0)
    return bool(view.edge.most and pages and stop >= pages * limit)


def _link(asking: Asking, view: View, more: Params) -> str:
    kept = {k: v for k, v in view.params.items() if k not in _OFF_THE_LINK}
    query = urlencode({"access_token": asking.token.text, **kept, **more})
    return f"{asking.address}/{view.node.fields['id']}/{view.name}?{query}"
