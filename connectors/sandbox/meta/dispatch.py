"""From a request to its answer: version, token, faults, then the object or edge it names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from connectors.sandbox.meta import (
    controls,
    errors,
    limits,
    parameters,
    talking,
    tokens,
    usage,
    weight,
    writes,
)
from connectors.sandbox.meta.asking import Asking
from connectors.sandbox.meta.errors import GraphError
from connectors.sandbox.meta.grammar import parse
from connectors.sandbox.meta.render import edge_page, render
from connectors.sandbox.meta.status import AD_KINDS
from connectors.sandbox.world import Node, World

_SUCCESS = 200
_VERSION = re.compile(r"v\d+\.\d+")
SERVED = ("v25.0", "v26.0")
"""Versions of the Marketing API that still answer. Source: its changelog, checked 2026-11-22."""
_REPLY = ("message", "attachment_id", "attachment_share_url", "attachment_url", "ad_id")
"""Parameters of an answer to a comment."""
_CONTROLS = ("AdAccount", "account_controls")
_UNHEEDED = ("access_token", "appsecret_proof", "method", "format", "suppress_http_code")


@dataclass(frozen=True, slots=True)
class Call:
    """One request, alone or as an item of a batch."""

    method: str
    path: tuple[str, ...]
    """The parts of the path, the version first."""
    params: Mapping[str, str]
    """Query and form together; the form wins."""
    host: str
    """Scheme and host, without a slash at the end."""


@dataclass(slots=True)
class Answer:
    """Status, JSON and headers."""

    status: int
    body: Any
    headers: list[tuple[str, str]] = field(default_factory=list)


def answer(world: World, call: Call, *, faults: bool = True) -> Answer:
    """The answer to one call. `faults` off: no random fault hits it. Hold the world's lock."""
    owner = limits.owner_of(world, call.path)
    kind = limits.kind_of(owner, call.path)
    world.counted["meta"] += 1
    code = None
    try:
        body = _ask(world, call, owner, faults=faults)
        status = _SUCCESS
    except GraphError as error:
        body, status, code = error.body(), error.status, error.code
    version = call.path[0] if call.path else ""
    heads = usage.headers(world, owner, version, kind=kind, code=code)
    if status == _SUCCESS and version not in SERVED:
        heads.append(("X-Ad-Api-Version-Warning", f"The call was upgraded to {SERVED[-1]}"))
    return Answer(status, body, heads)


def check_version(world: World, path: tuple[str, ...]) -> None:
    """Refuse what is not served; a toggle lets old versions be answered as if they were newer.

    Raises:
        GraphError: no version, an old one, or one that does not exist yet.
    """
    if not path or not _VERSION.fullmatch(path[0]):
        raise errors.no_version()
    if path[0] not in SERVED:
        newer = float(path[0][1:]) > float(SERVED[-1][1:])
        if not newer and world.faults.toggle("meta.old_versions"):
            return
        raise errors.no_edge("/".join(path)) if newer else errors.no_version()


def ask_token(world: World, params: Mapping[str, str]) -> tokens.Token:
    """The token of a request, proved.

    Raises:
        GraphError: no token, a wrong one, or no proof.
    """
    token = tokens.recognise(world, params.get("access_token"))
    if "appsecret_proof" in params or not world.faults.toggle("meta.no_proof"):
        tokens.check_proof(token, params.get("appsecret_proof"))
    return token


def _ask(world: World, call: Call, owner: Node | None, *, faults: bool) -> Any:
    if "ids" in call.params:
        raise errors.no_multi_get()
    check_version(world, call.path)
    token = ask_token(world, call.params)
    kind = limits.kind_of(owner, call.path)
    if faults:
        _draw(world, call, kind)
    limits.charge(world, owner, limits.READ if call.method == "GET" else limits.WRITE, kind)
    asking = Asking(world, token, f"{call.host}/{call.path[0]}")
    if call.path[1:2] == ("debug_token",):
        parameters.check(asking, _heeded(call))
        return tokens.debug(world, token, call.params.get("input_token", ""))
    body = _at_object(asking, call)
    _weigh(asking, body)
    return body


def _weigh(asking: Asking, body: Any) -> None:
    """Refuse what is more than the platform is willing to collect.

    Raises:
        GraphError: too many rows, or too many objects.
    """
    for toggle, count in (("max_rows", weight.rows), ("max_objects", weight.objects)):
        most = asking.toggled(toggle)
        if most and count(body) > int(most):
            raise errors.too_much()


def fault_key(call: Call) -> str:
    """What tells this call from others, without secrets."""
    kept = [f"{k}={v}" for k, v in sorted(call.params.items()) if k not in _UNHEEDED]
    return f"{call.method} {'/'.join(call.path)}?{'&'.join(kept)}"


def _heeded(call: Call) -> dict[str, str]:
    """The parameters that tell what is asked, and not by whom."""
    return {name: value for name, value in call.params.items() if name not in _UNHEEDED}


def _draw(world: World, call: Call, kind: str) -> None:
    fault = world.faults.draw(fault_key(call), ("throttle", "transient"))
    if fault == "throttle":
        raise errors.throttled(kind)
    if fault == "transient":
        raise errors.transient()


def _at_object(asking: Asking, call: Call) -> Any:
    """Find the object, then read it, read its edge, or change it."""
    parts = call.path[1:]
    if not parts or len(parts) > 2:  # noqa: PLR2004 (object and edge)
        raise errors.no_edge("/".join(parts))
    number = asking.token.holder if parts[0] == "me" else parts[0]
    node = asking.world.meta.get(number)
    if node is None or not _visible(asking, node):
        raise errors.no_object(number, call.method)
    params = _heeded(call)
    if call.method == "GET":
        _check_read(asking, number, params)
        if len(parts) == 1:
            return render(asking, node, parse(params.get("fields", "")))
        return edge_page(asking, node, parts[1], params)
    return _change(asking, node, call.method, parts[1:], params)


def _check_read(asking: Asking, number: str, params: Mapping[str, str]) -> None:
    """Refuse a reading that is asked wrongly, or that a toggle wants refused.

    Raises:
        GraphError: it is refused.
    """
    parameters.check(asking, params)
    refusals = asking.toggled("refuse_reads") or {}
    if number in refusals:
        raise GraphError(int(refusals[number]), f"(#{refusals[number]}) The reading was refused")


def _visible(asking: Asking, node: Node) -> bool:
    """Whether the asker may know of an object at all.

    Raises:
        GraphError: it is in an ad account that refuses by name.
    """
    if node.hidden.get("unseen"):
        return False
    number = str(node.hidden.get("account", node.fields.get("id", "")))
    if asking.lists("no_permission", number):
        raise errors.no_account_right()
    if node.kind == "AdAccount" or node.kind in (*AD_KINDS, "AdCreative"):
        if asking.account_tasks(node) and not asking.may("ads_read"):
            raise errors.no_account_right()
        return bool(asking.account_tasks(node))
    if node.kind.startswith("IG"):
        return asking.token.kind != "USER"
    if node.kind in ("Photo", "AdVideo"):
        return asking.token.kind == "PAGE" and asking.token.holder == node.hidden["page"]
    return node.kind not in ("User", "Business") or asking.token.is_person


def _change(
    asking: Asking, node: Node, method: str, edge: tuple[str, ...], params: Mapping[str, str]
) -> Any:
    """A POST or DELETE; what the latter is sent with would be lost in silence."""
    taken = _taken(node, edge, params)
    if unknown := sorted(set(params) - set(() if method == "DELETE" else taken)):
        raise errors.invalid(f"Unexpected parameter: {unknown[0]}")
    if edge:
        return _add(asking, node, method, edge[0], params)
    if node.kind in AD_KINDS:
        if method == "DELETE":
            return writes.delete(asking, node)
        return writes.update(asking, node, params)
    if node.kind in ("Comment", "IGComment"):
        if method == "DELETE":
            talking.remove(asking.world, node)
            return {"success": True}
        return talking.change(asking, node, params)
    raise errors.no_object(node.fields["id"], method)


def _taken(node: Node, edge: tuple[str, ...], params: Mapping[str, str]) -> Iterable[str]:
    """The parameters that a change may have; those of an object itself are checked with it."""
    if (node.kind, *edge) == _CONTROLS:
        return controls.TAKEN
    return _REPLY if edge else params


def _add(asking: Asking, node: Node, method: str, edge: str, params: Mapping[str, str]) -> Any:
    """A POST to an edge: an answer to a comment, or the controls of an account."""
    if edge in ("comments", "replies") and method == "POST":
        return talking.reply(asking, node, params)
    if (node.kind, edge) == _CONTROLS and method == "POST":
        return controls.set_controls(asking, node, params)
    raise errors.no_object(node.fields["id"], method)
