"""Changing ad objects. Source: *Manage Your Ad Object's Status*, checked 2026-11-22."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from connectors.sandbox.meta import audiences
from connectors.sandbox.meta.asking import Asking, Params, listed
from connectors.sandbox.meta.errors import GraphError, invalid, no_ads_management, no_right
from connectors.sandbox.meta.status import effective
from connectors.sandbox.world import Node, World

_SWITCH = ("ACTIVE", "PAUSED", "ARCHIVED", "DELETED")
_MONEY = {"daily_budget", "lifetime_budget", "spend_cap"}
"""Changing these leaves `updated_time` where it was."""
_TAKEN = {
    "Campaign": {"name", "status", *_MONEY},
    "AdSet": {"name", "status", "start_time", "end_time", "targeting", *_MONEY},
    "Ad": {"name", "status"},
}
"""Parameters that the sandbox knows how to carry out."""
_OPTIONS = ("validate_only", "include_recommendations")
"""Of `execution_options`. Source: Ad Campaign Group, Ad Campaign, Ad; checked 2026-11-22."""
_ALWAYS = {"execution_options", "include_headers", "locale", "fields"}
_DELETED = {"Campaign": 1487566, "AdSet": 1487056, "Ad": 1885088}


def update(asking: Asking, node: Node, params: Params) -> dict[str, Any]:
    """Carry out a POST on a campaign, an ad set or an ad.

    Raises:
        GraphError: no right, an unknown parameter, or a change the object's state forbids.
    """
    number = node.fields["id"]
    changes = {name: value for name, value in params.items() if name not in _ALWAYS}
    if unknown := sorted(set(changes) - _TAKEN[node.kind]):
        raise invalid(f"Unexpected parameter: {unknown[0]}")
    if not asking.may("ads_management"):
        raise no_ads_management()
    if not {"ADVERTISE", "MANAGE"} & set(asking.account_tasks(node)):
        raise no_right()
    refusals = asking.toggled("refuse_writes") or {}
    if number in refusals:
        raise GraphError(int(refusals[number]), f"(#{refusals[number]}) The write was refused")
    _check(node, changes)
    if "validate_only" in _options(node, params):
        return {"success": True}
    if asking.toggled("success_false"):
        return {"success": False}
    if not asking.lists("silent_writes", number):
        _apply(asking, node, changes)
    return {"success": True}


def _options(node: Node, params: Params) -> list[Any]:
    """How the write is to be carried out; an unknown word is no dry run, and so refused.

    Raises:
        GraphError: it is no list of known words, or one that needs another beside it.
    """
    told = listed(params, "execution_options") or []
    known = (*_OPTIONS, *(("synchronous_ad_review",) if node.kind == "Ad" else ()))
    for place, one in enumerate(told):
        if one not in known:
            raise invalid(f"param execution_options[{place}] must be one of {{{', '.join(known)}}}")
    if told == ["include_recommendations"]:
        raise invalid("include_recommendations cannot be used by itself")
    return told


def delete(asking: Asking, node: Node) -> dict[str, Any]:
    """Carry out a DELETE on a campaign, an ad set or an ad.

    Raises:
        GraphError: no right, or it is deleted already.
    """
    return update(asking, node, {"status": "DELETED"})


def _check(node: Node, changes: Params) -> None:
    """Refuse what the object's state does not allow."""
    status = changes.get("status")
    if status is not None and status not in _SWITCH:
        raise invalid(f"param status must be one of {{{', '.join(_SWITCH)}}}")
    if "targeting" in changes:
        audiences.check(changes["targeting"])
    held = node.fields["status"]
    others = set(changes) - {"name"}
    if held == "ARCHIVED" and status == "DELETED":
        others -= {"status"}
    if held in ("ARCHIVED", "DELETED") and others:
        raise GraphError(
            100,
            "Invalid parameter",
            subcode=_DELETED[node.kind],
            error_user_title="The object can no longer be changed",
            error_user_msg=f"It is {held.lower()}: only its name can be changed.",
        )


def _apply(asking: Asking, node: Node, changes: Params) -> None:
    before = dict(node.fields)
    ads = {one.fields["id"]: effective(asking.world, one) for one in _ads(asking.world, node)}
    for name, value in changes.items():
        node.fields[name] = json.loads(value) if name == "targeting" else value
    if any(node.fields[name] != before.get(name) for name in set(changes) - _MONEY):
        node.fields["updated_time"] = later(asking.world, node)
    if node.fields["status"] != before["status"]:
        _process(asking, node)
        _linger(asking, node, ads)
        _note(asking.world, node, before["status"])


def later(world: World, node: Node) -> str:
    """The present instant in the account's zone, and never the `updated_time` it had."""
    had = datetime.fromisoformat(node.fields["updated_time"])
    now = world.clock().astimezone(had.tzinfo).replace(microsecond=0)
    return max(now, had + timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%S%z")


def _process(asking: Asking, node: Node) -> None:
    """Leave the object and what is below it IN_PROCESS for some readings, if so toggled."""
    if readings := asking.toggled("in_process_reads"):
        for one in (node, *_below(asking.world, node)):
            one.hidden["in_process"] = int(readings)


def _linger(asking: Asking, node: Node, before: Mapping[str, str]) -> None:
    """Let the ads below tell what they told before for some readings, if so toggled.

    Updates are processed afterwards, from the top; nothing tells when an ad is reached.
    """
    held = asking.toggled("ads_linger_reads")
    for one in _ads(asking.world, node) if held else ():
        readings = held.get(node.fields["id"], 0) if isinstance(held, dict) else held
        one.hidden["lingers"], one.hidden["lingered"] = int(readings), before[one.fields["id"]]


def _ads(world: World, node: Node) -> Iterator[Node]:
    """The ads below an object."""
    return (world.meta[one] for one in node.edges.get("ads", ()))


def _below(world: World, node: Node) -> Iterator[Node]:
    for edge in ("adsets", "ads"):
        yield from (world.meta[one] for one in node.edges.get(edge, ()))


def _note(world: World, node: Node, before: str) -> None:
    """Write the change into the account's activities."""
    level, word = {
        "Campaign": ("CAMPAIGN", "campaign"),
        "AdSet": ("ADSET", "ad_set"),
        "Ad": ("AD", "ad"),
    }[node.kind]
    told = {"old_value": before.capitalize(), "new_value": node.fields["status"].capitalize()}
    account = world.meta[node.hidden["account"]]
    account.hidden.setdefault("activities", []).append(
        {
            "event_time": world.clock().strftime("%Y-%m-%dT%H:%M:%S%z"),
            "event_type": f"update_{word}_run_status",
            "translated_event_type": f"{word.replace('_', ' ').capitalize()} status updated",
            "actor_id": "77",
            "actor_name": "Annonsvakt",
            "application_id": "1",
            "application_name": "Annonsvakt",
            "object_id": node.fields["id"],
            "object_name": node.fields["name"],
            "object_type": level,
            "extra_data": json.dumps(told),
        }
    )
