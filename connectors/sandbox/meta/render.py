"""Objects as JSON: the fields that were asked for, with what is nested in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from connectors.sandbox.meta import parameters, parts
from connectors.sandbox.meta.asking import Asking, Params
from connectors.sandbox.meta.edges import EDGES
from connectors.sandbox.meta.errors import no_field
from connectors.sandbox.meta.fields import FIELDS, REFERENCES, STRUCTS
from connectors.sandbox.meta.grammar import Wanted, parse
from connectors.sandbox.meta.paging import View, page
from connectors.sandbox.meta.values import value_of
from connectors.sandbox.world import Node


def render(asking: Asking, node: Node, wanted: Sequence[Wanted]) -> dict[str, Any]:
    """An object with the fields asked for; `id` always, and what is empty left out.

    Raises:
        GraphError: a field that this type of object does not have.
    """
    out: dict[str, Any] = {}
    for one in wanted or _unasked(node):
        if (node.kind, one.name) in EDGES:
            value = _nested(asking, node, one)
        elif one.name in FIELDS[node.kind] and not asking.lists("removed_fields", one.name):
            value = _field(asking, node, one)
        else:
            raise no_field(one.name, node.kind)
        if value is not None:
            out[one.name] = value
    if "id" in node.fields and (identity := value_of(asking, node, "id")) is not None:
        out["id"] = identity
    for name in node.hidden.get("always", ()):
        if name in node.fields:
            out[name] = node.fields[name]
    return out


def _unasked(node: Node) -> Sequence[Wanted]:
    """What comes without being asked for: of a row that has no id to ask it by, all it holds."""
    return () if "id" in node.fields else [Wanted(name) for name in node.fields]


def edge_page(asking: Asking, node: Node, name: str, params: Params) -> dict[str, Any]:
    """One page of an edge that was asked for by its own path.

    Raises:
        GraphError: there is no such edge, or it refuses.
    """
    edge = EDGES.get((node.kind, name))
    if edge is None:
        raise no_field(name, node.kind)
    wanted = parse(params.get("fields", ""))
    if edge.kind == "AdsInsights" and not wanted:
        wanted = parse("impressions,spend")
    check(edge.kind, wanted)
    return page(asking, View(node, name, edge, params), lambda row: render(asking, row, wanted))


def check(kind: str, wanted: Sequence[Wanted]) -> None:
    """Refuse unknown names also where no row would meet them.

    Raises:
        GraphError: a field that this type of object does not have.
    """
    for one in wanted:
        if (kind, one.name) not in EDGES and one.name not in FIELDS[kind]:
            raise no_field(one.name, kind)


def _nested(asking: Asking, node: Node, one: Wanted) -> dict[str, Any] | None:
    """An edge asked for as a field: left out when nothing stands on it and no summary is due."""
    edge = EDGES[node.kind, one.name]
    inner = one.inner or ()
    check(edge.kind, inner)
    parameters.check(asking, one.params)
    params = {**one.params, "fields": one.text} if one.text else one.params
    view = View(node, one.name, edge, params)
    answer = page(asking, view, lambda row: render(asking, row, inner))
    if edge.kind == "IGComment" and asking.toggled("ig_replies_cut"):
        answer.pop("paging", None)
    return answer if answer["data"] or "summary" in answer or "paging" in answer else None


def _field(asking: Asking, node: Node, one: Wanted) -> Any:
    value = value_of(asking, node, one.name)
    key = (node.kind, one.name)
    if key not in REFERENCES:
        parts.check(one.name, one.inner or ())
    if value is None:
        return None
    if key in REFERENCES:
        return _reference(asking, value, one)
    if key in STRUCTS:
        return _struct(asking, STRUCTS[key], value, one)
    return _part(value, one.inner) if one.inner else value


def _reference(asking: Asking, value: dict[str, Any], one: Wanted) -> dict[str, Any]:
    """Another object: its id, or what was asked of it in braces."""
    other = asking.world.meta.get(value["id"])
    if one.inner is None:
        return {"id": value["id"]}
    if other is None:
        picked: dict[str, Any] = _part(value, one.inner)
        return picked
    return render(asking, other, one.inner)


def _struct(asking: Asking, kind: str, value: dict[str, Any], one: Wanted) -> dict[str, Any]:
    """A described object; what starts with `effective_` only when named."""
    if one.inner is None:
        return {k: v for k, v in value.items() if not k.startswith("effective_")}
    for inner in one.inner:
        if inner.name not in FIELDS[kind] or asking.lists("removed_fields", inner.name):
            raise no_field(inner.name, kind)
    wanted = [i for i in one.inner if not (_effective(i) and asking.toggled("no_effective"))]
    picked: dict[str, Any] = _part(value, wanted)
    return picked


def _effective(one: Wanted) -> bool:
    return one.name.startswith("effective_")


def _part(value: Any, wanted: Sequence[Wanted]) -> Any:
    """Of a JSON value the keys asked for, and `id`; of a list, of each of its members."""
    if isinstance(value, list):
        return [_part(one, wanted) for one in value]
    if not isinstance(value, dict):
        return value
    if "data" in value:
        return {**value, "data": _part(value["data"], wanted)}
    picked = {
        one.name: _part(value[one.name], one.inner) if one.inner else value[one.name]
        for one in wanted
        if one.name in value
    }
    return {**picked, "id": value["id"]} if "id" in value else picked
