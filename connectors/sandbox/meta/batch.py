"""Several calls in one. Source: *Batch Requests*, checked 2026-11-22."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from connectors.sandbox.meta import errors, usage
from connectors.sandbox.meta.dispatch import (
    Answer,
    Call,
    answer,
    ask_token,
    check_version,
    fault_key,
)
from connectors.sandbox.meta.errors import GraphError, invalid
from connectors.sandbox.world import World

MOST = 50
"""Items of one batch."""
_KNOWN = {
    "method", "relative_url", "body", "name", "headers", "omit_response_on_success", "access_token",
    "depends_on", "attached_files",
}  # fmt: skip


def answer_batch(world: World, call: Call) -> Answer:
    """The answers to all items, in order; one that was lost is null. Hold the world's lock."""
    try:
        check_version(world, call.path)
        token = ask_token(world, call.params)
        items = _items(call)
        _draw(world, call)
    except GraphError as error:
        return Answer(error.status, error.body(), _heads(world, call, error.code))
    default = {"access_token": token.text}
    if "appsecret_proof" in call.params and not any(map(_has_token, items)):
        default["appsecret_proof"] = call.params["appsecret_proof"]
    heads = call.params.get("include_headers") != "false"
    doubled = _doubled(world, items)
    answers = [
        _one(world, _call(item, call, default), heads=heads, refused=place in doubled)
        for place, item in enumerate(items)
    ]
    return Answer(200, answers, _heads(world, call))


def _heads(world: World, call: Call, code: int | None = None) -> list[tuple[str, str]]:
    """The headers of the batch itself: those of its items stand in the items."""
    return usage.headers(world, None, "".join(call.path[:1]), code=code)


def _draw(world: World, call: Call) -> None:
    fault = world.faults.draw(f"batch {call.params['batch']}", ("throttle", "transient"))
    if fault == "throttle":
        raise errors.throttled("")
    if fault == "transient":
        raise errors.transient()


def _items(call: Call) -> list[Mapping[str, Any]]:
    """The items, checked.

    Raises:
        GraphError: no batch, no list, too many, or an item without method and address.
    """
    try:
        items = json.loads(call.params["batch"])
    except (KeyError, ValueError):
        raise invalid("The parameter batch is required") from None
    if not isinstance(items, list) or not items:
        raise invalid("param batch must be an array.", type="GraphBatchException")
    if len(items) > MOST:
        raise GraphError(
            100,
            f"Too many requests in batch message. Maximum batch size is {MOST}",
            type="GraphBatchException",
        )
    for item in items:
        if not _is_item(item):
            raise invalid("Invalid item in batch", type="GraphBatchException")
    return items


def _is_item(item: object) -> bool:
    """Whether it names a method and an address, in text, and knows no other words."""
    if not isinstance(item, dict) or not {"method", "relative_url"} <= set(item) <= _KNOWN:
        return False
    texts = [item[name] for name in ("method", "relative_url", "body") if name in item]
    try:
        return all(isinstance(one, str) for one in texts) and bool(urlsplit(texts[1]))
    except ValueError:
        return False


def _has_token(item: Mapping[str, Any]) -> bool:
    """Whether an item has a token of its own: then the proof of the batch is none of its items'."""
    texts = (urlsplit(str(item["relative_url"])).query, str(item.get("body", "")))
    return "access_token" in item or any("access_token" in dict(parse_qsl(one)) for one in texts)


def _call(item: Mapping[str, Any], outer: Call, default: Mapping[str, str]) -> Call:
    """An item as a call: a token of its own needs a proof of its own."""
    url = urlsplit(str(item["relative_url"]))
    parts = tuple(filter(None, url.path.split("/")))
    params = dict(parse_qsl(url.query, keep_blank_values=True))
    params |= dict(parse_qsl(str(item.get("body", "")), keep_blank_values=True))
    if "access_token" in item:
        params["access_token"] = str(item["access_token"])
    if "access_token" not in params:
        params |= default
    version = () if parts and parts[0].startswith("v") and "." in parts[0] else outer.path[:1]
    return Call(str(item["method"]).upper(), (*version, *parts), params, outer.host)


def _doubled(world: World, items: list[Mapping[str, Any]]) -> set[int]:
    """Places of writes to a second ad set of a campaign: one batch may hold only one of each."""
    seen: dict[str, str] = {}
    doubled = set()
    for place, item in enumerate(items):
        number = urlsplit(str(item["relative_url"])).path.strip("/").split("/")[-1]
        node = world.meta.get(number)
        if str(item["method"]).upper() != "POST" or node is None or node.kind != "AdSet":
            continue
        if seen.setdefault(node.fields["campaign_id"], number) != number:
            doubled.add(place)
    return doubled


def _one(world: World, call: Call, *, heads: bool, refused: bool) -> Any:
    """One item's answer; null where it was lost, which may be before or after its work."""
    if refused:
        message = "Batch requests cannot include multiple Adsets under the same Campaign."
        given = Answer(400, invalid(message).body())
    elif world.faults.names("meta.null_items", "".join(call.path[1:2])):
        answer(world, call, faults=False)
        return None
    elif world.faults.draw(fault_key(call), ("null",)):
        if world.faults.coin(fault_key(call)):
            answer(world, call, faults=False)
        return None
    else:
        given = answer(world, call)
    if not heads:
        return {"code": given.status, "body": json.dumps(given.body)}
    told = [("Content-Type", "application/json; charset=UTF-8"), *given.headers]
    return {
        "code": given.status,
        "headers": [{"name": name, "value": value} for name, value in told],
        "body": json.dumps(given.body),
    }
