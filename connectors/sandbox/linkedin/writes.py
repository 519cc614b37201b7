"""Turning switches: partial updates, alone and in batches.

Sources: *Create and Manage Campaign Groups, Campaigns, Creatives*, *Error responses*, *Methods*,
checked 2026-11-22. Only statuses can be set here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from connectors.sandbox.linkedin.asking import Answer, Request
from connectors.sandbox.linkedin.batches import fault_key, ids_of, lost
from connectors.sandbox.linkedin.criteria import a_status
from connectors.sandbox.linkedin.errors import Refused, malformed, unpermitted
from connectors.sandbox.linkedin.rights import check_writing, number_of
from connectors.sandbox.linkedin.transitions import check
from connectors.sandbox.world import Record, World

REFUSALS: Mapping[str, int] = {
    "NO_PERMISSION_ON_ENTITY": 403,
    "NO_PERMISSION_ON_FIELD": 403,
    "NO_PERMISSION_TO_UPDATE": 403,
    "NOT_FOUND": 404,
    "TIMEOUT": 408,
    "CONFLICT": 409,
    "PRECONDITION_FAILED": 412,
    "TOO_MANY_REQUESTS": 429,
    "INTERNAL_ERROR": 500,
    "UNDER_MAINTENANCE": 503,
}
"""Statuses of the codes that a write may be refused with; all others are 400."""


_SWITCH = {"creatives": "intendedStatus"}
"""The field that is a table's switch, where it is not `status`."""


def update(world: World, request: Request, table: str, record: Record) -> Answer:
    """Carry out a PARTIAL_UPDATE: 204 and not a word.

    Raises:
        Refused: no right, a field that nobody may set, or a change that its state forbids.
    """
    _change(world, request, table, record, request.body)
    _cut_off(world)
    return Answer(status=204)


def update_batch(
    world: World, request: Request, table: str, find: Callable[[str], Record]
) -> Answer:
    """Carry out a BATCH_PARTIAL_UPDATE: 200, and for each id what became of it.

    Raises:
        Refused: ids and entities do not belong together.
    """
    patches = _patches(request)
    results: dict[str, Record] = {}
    errors: dict[str, Record] = {}
    for each in ids_of(request):
        key = request.key(each)
        silent = lost(world, request, each)
        if silent and not _done_all_the_same(world, request, each):
            continue
        try:
            _change(world, request, table, find(each), patches[key])
            told: Record = {"status": 204}
        except Refused as refused:
            told = {"status": refused.status, "error": refused.body()}
        if silent:
            continue
        if "error" in told and not world.faults.toggle("linkedin.errors_in_results"):
            errors[key] = told["error"]
        else:
            results[key] = told
    _cut_off(world)
    return Answer(body={"results": results, "errors": errors})


def _done_all_the_same(world: World, request: Request, identity: str) -> bool:
    """Whether an item of which nothing is said took effect; one that was named never does."""
    named = world.faults.names("linkedin.batch_loses", identity)
    return not named and world.faults.coin(fault_key(request, identity))


def _cut_off(world: World) -> None:
    """Answer nothing of what was done, if so toggled."""
    if world.faults.toggle("linkedin.drop_after_write"):
        raise Refused(504)


def _patches(request: Request) -> Mapping[str, Any]:
    """The patches by encoded id, one for each id of the query."""
    body = request.body or {}
    entities = body.get("entities")
    if set(body) != {"entities"} or not isinstance(entities, dict):
        raise malformed("entities")
    if set(entities) != {request.key(each) for each in ids_of(request)}:
        raise malformed("entities")
    return entities


def _change(world: World, request: Request, table: str, record: Record, body: Any) -> None:
    """Carry out one patch.

    Raises:
        Refused: it cannot be.
    """
    switch = _SWITCH.get(table, "status")
    check_writing(world, request, number_of(record["account"]), creative=table == "creatives")
    after = a_status(_wanted(body, switch), switch, table)
    identity = str(record["id"])
    refusals = world.faults.toggle("linkedin.refuse_writes") or {}
    if identity in refusals:
        code = str(refusals[identity])
        raise Refused(REFUSALS.get(code, 400), code, "The write was refused")
    check(world, table, record, before=record[switch], after=after)
    if not world.faults.names("linkedin.silent_writes", identity):
        record[switch] = after
        _stamp(world, request, record)


def _wanted(body: Any, switch: str) -> object:
    """The status that a patch sets, which may set nothing else."""
    patch = body.get("patch") if isinstance(body, dict) and set(body) == {"patch"} else None
    if not isinstance(patch, dict) or not isinstance(patch.get("$set"), dict):
        raise malformed("patch")
    if other := sorted({*patch, *patch["$set"]} - {"$set", switch}):
        raise unpermitted(other[0])
    if switch not in patch["$set"]:
        raise Refused(400, "MISSING_FIELD", f"{switch} is missing", field=switch)
    value: object = patch["$set"][switch]
    return value


def _stamp(world: World, request: Request, record: Record) -> None:
    """Note who changed it and when, never earlier than the change before; one version more."""
    now, who = int(world.clock().timestamp() * 1000), request.token.member
    if "lastModifiedAt" in record:
        record["lastModifiedAt"] = max(now, record["lastModifiedAt"] + 1)
        record["lastModifiedBy"] = who
        return
    stamps = record.setdefault("changeAuditStamps", {})
    before = stamps.get("lastModified", {}).get("time", 0)
    stamps["lastModified"] = {"actor": who, "time": max(now, before + 1)}
    tag = int(record.get("version", {}).get("versionTag", 0))
    record["version"] = {"versionTag": str(tag + 1)}
