"""Which ad objects an edge shows.

Sources: *Manage Your Ad Object's Status*, and the filter names that published connectors use
against the live platform, checked 2026-11-22.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from connectors.sandbox.meta import status
from connectors.sandbox.meta.asking import Asking, Params, counted, listed
from connectors.sandbox.meta.errors import GraphError, invalid
from connectors.sandbox.world import Node, World

_FIELD = re.compile(r"(?:(campaign|adset|ad)\.)?(id|name|effective_status|updated_time)")
_IGNORED = re.compile(r"(?:(?:campaign|adset|ad)\.)?created_time")
"""The platform takes a filter on `created_time` and does nothing with it."""
_OWN = {"Campaign": "campaign", "AdSet": "adset", "Ad": "ad"}
_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "IN": lambda have, want: have in want,
    "NOT_IN": lambda have, want: have not in want,
    "EQUAL": lambda have, want: have == want,
    "NOT_EQUAL": lambda have, want: have != want,
    "CONTAIN": lambda have, want: str(want).lower() in str(have).lower(),
    "GREATER_THAN": lambda have, want: int(have) > int(want),
    "LESS_THAN": lambda have, want: int(have) < int(want),
}
_LISTED = ("IN", "NOT_IN")
_ORDERED = ("GREATER_THAN", "LESS_THAN")
"""What `updated_time` is compared with, and nothing else."""
_ANY_STATUS = frozenset(one for values in status.EFFECTIVE.values() for one in values)


def matching(asking: Asking, rows: Iterable[Node], kind: str, params: Params) -> list[Node]:
    """The rows that the parameters let through: archived and deleted ones only when asked for.

    Raises:
        GraphError: a filter that the platform refuses.
    """
    tests = filters(asking, kind, params)
    named = _named(kind, params)
    hidden = () if named is not None else hidden_by(params)
    since = counted(params, "updated_since") if kind != "Campaign" else None
    kept = []
    for row in rows:
        if status.effective(asking.world, row) in hidden:
            continue
        if named is not None and status.told(asking.world, row) not in named:
            continue
        if since is not None and moment(row) <= since:
            continue
        if all(test(row) for test in tests):
            kept.append(row)
    return kept


def filters(asking: Asking, kind: str, params: Params) -> list[Callable[[Node], bool]]:
    """The parameter `filtering` as tests of rows; names without a prefix are those of `kind`.

    Raises:
        GraphError: a filter that the platform refuses.
    """
    told = listed(params, "filtering") or ()
    return [test for one in told if (test := _filter(asking.world, kind, one)) is not None]


def moment(node: Node) -> int:
    """`updated_time` in seconds since the epoch."""
    return int(datetime.fromisoformat(node.fields["updated_time"]).timestamp())


def _named(kind: str, params: Params) -> list[str] | None:
    """The values of the parameter `effective_status`."""
    named = listed(params, "effective_status")
    if named is None:
        return None
    for place, one in enumerate(named):
        if one not in status.EFFECTIVE[kind]:
            known = ", ".join(status.EFFECTIVE[kind])
            raise invalid(f"param effective_status[{place}] must be one of {{{known}}}")
    _refuse_deleted(named)
    return named


def hidden_by(params: Params) -> tuple[str, ...]:
    """What is left out without being named: a filter on status may bring archived ones back."""
    for one in listed(params, "filtering") or ():
        if isinstance(one, dict) and str(one.get("field", "")).endswith("effective_status"):
            return tuple(gone for gone in status.GONE if gone not in (one.get("value") or ()))
    return status.GONE


def _refuse_deleted(values: Iterable[str]) -> None:
    if "DELETED" in values:
        raise GraphError(
            100,
            "Invalid parameter",
            subcode=1815001,
            error_user_title="Cannot Request for Deleted Objects",
            error_user_msg="It is not possible to request for deleted objects in this endpoint.",
        )


def _filter(world: World, kind: str, spec: Any) -> Callable[[Node], bool] | None:
    """One filter as a test of a row."""
    if not isinstance(spec, dict) or not {"field", "operator", "value"} <= set(spec):
        raise invalid("param filtering must be an array of field, operator and value.")
    name, operator, want = str(spec["field"]), str(spec["operator"]), spec["value"]
    if _IGNORED.fullmatch(name):
        return None
    found = _FIELD.fullmatch(name)
    field = found[2] if found else ""
    ordered = operator in _ORDERED
    if found is None or operator not in _OPERATORS or ordered != (field == "updated_time"):
        raise invalid(
            f"Filtering field {name} with operation {operator.lower()} is not supported",
            subcode=1815001,
        )
    level = found[1] or _OWN[kind]
    _check_value(operator, want)
    if field == "effective_status":
        _check_statuses(want)
    compare = _OPERATORS[operator]
    return lambda row: _compare(world, _at(world, row, level), field, want, compare)


def _check_value(operator: str, want: Any) -> None:
    """Demand a list of texts or numbers, one alone, or a whole number, as the operator has it."""
    if isinstance(want, list) != (operator in _LISTED):
        raise invalid(f"The value of a filter with {operator} is of the wrong type")
    for one in want if isinstance(want, list) else (want,):
        if isinstance(one, bool) or not isinstance(one, str | int):
            raise invalid(f"The value of a filter with {operator} is of the wrong type")
        if operator in _ORDERED and not str(one).isdecimal():
            raise invalid(f"The value of a filter with {operator} must be an integer")


def _check_statuses(want: Any) -> None:
    values = want if isinstance(want, list) else [want]
    if wrong := [one for one in values if one not in _ANY_STATUS]:
        raise invalid(f"Invalid value for effective_status: {wrong[0]}")
    _refuse_deleted(values)


def _at(world: World, row: Node, level: str) -> Node | None:
    """The row itself, or its campaign or ad set."""
    if _OWN[row.kind] == level:
        return row
    return world.meta.get(row.fields.get(f"{level}_id", ""))


def _compare(
    world: World, node: Node | None, field: str, want: Any, compare: Callable[[Any, Any], bool]
) -> bool:
    if node is None:
        return False
    if field == "effective_status":
        return compare(status.told(world, node), want)
    if field == "updated_time":
        return compare(moment(node), want)
    texts = [str(one) for one in want] if isinstance(want, list) else str(want)
    return compare(node.fields[field], texts)
