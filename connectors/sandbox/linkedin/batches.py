"""Answers about several objects at once: `{results, statuses, errors}`, by encoded id.

Source: Rest.li protocol 2.0.0 and linkedin-api-python-client's tests, checked 2026-11-22.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from connectors.sandbox.linkedin.asking import Answer, Request
from connectors.sandbox.linkedin.errors import Refused, malformed
from connectors.sandbox.world import Record, World


def batch_get(world: World, request: Request, find: Callable[[str], Record]) -> Answer:
    """The answer to a BATCH_GET; `find` gives the record of an id, or raises its refusal."""
    results: dict[str, Record] = {}
    statuses: dict[str, int] = {}
    errors: dict[str, Record] = {}
    for each in ids_of(request):
        if lost(world, request, each):
            continue
        key = request.key(each)
        try:
            results[key] = find(each)
            statuses[key] = 200
        except Refused as refused:
            statuses[key] = refused.status
            errors[key] = refused.body() or {"status": refused.status}
    return Answer(body={"results": results, "statuses": statuses, "errors": errors})


def ids_of(request: Request) -> Iterator[str]:
    """The ids that a batch names, each once.

    Raises:
        Refused: it names none.
    """
    ids = request.strings("ids")
    if not ids:
        raise malformed("ids")
    return iter(dict.fromkeys(ids))


def lost(world: World, request: Request, identity: str) -> bool:
    """Whether the answer says nothing of this id."""
    return world.faults.names("linkedin.batch_loses", identity) or bool(
        world.faults.draw(fault_key(request, identity), ("null",))
    )


def fault_key(request: Request, identity: str) -> str:
    """What tells this item from others."""
    return f"{request.restli_method} {'/'.join(request.parts)} {identity}"
